//! The macro that makes a table the class of a service. Rows become synchronous methods around one shared function: an `async fn`
//! per row would cost three times the bytes.

/// Expands a table to the class of a service. A row reads:
///
/// ```text
/// getTask(taskId) GET "/v0.10/task/{taskId}"
///     query "GetTaskQuery" -> "CallPromise<Task>" by send
///     "Gets a task." "https://docs.globus.org/...";
/// ```
///
/// After the path, where it applies and in this order:
/// * `safe(true)`: a POST or PATCH that may be carried out twice;
/// * `doc "Type"`: the document that is sent; `needs "project"`: members without which it says nothing; `{ "DATA_TYPE" =
///   "mkdir" }`: what is added to it; `completed(function)`: by what, if that is more;
/// * `id at "data" "attributes"`: the way to the document's submission id, which the error of a failed call names;
/// * `promises(Reply::Map)`: what a success has to be, if it is neither a document nor a list;
/// * `access(Access::Open)`, `access(Access::Scope("..."))`: another token than the service's own;
/// * `query "Type"`, or `requires "Type" needs "q"` if there is no call without; `either "ids" or "domains"`: two that do
///   not go together; `repeat "filter"`: lists that are not comma-joined; `default "all" = "false"`, possibly only `with`
///   another parameter;
/// * `-> "Type"`, with `: skip_typescript` if the method is declared by hand; `by send`, or for a list
///   `by pages(style, "DATA")`.
macro_rules! service {
    ($class:ident, $about:literal; $(
        $name:ident($($argument:ident),*) $method:ident $path:literal $(safe($safe:literal))?
        $(doc $document:literal $(needs $($document_needs:literal),+)? $({ $($member:literal = $value:literal),* })? $(completed($complete:path))? $(id at $($id_step:literal)+)?)?
        $(promises($promise:expr))?
        $(access($access:expr))?
        $(query $query:literal)? $(requires $required:literal needs $($query_needs:literal),+)?
        $(either $one:literal or $other:literal)?
        $(repeat $($repeated:literal),+)? $(default $default:literal = $default_value:literal $(with $default_with:literal)?)?
        -> $reply:literal $(: $skip:ident)? by $how:ident $(($style:expr, $items:literal))?
        $sentence:literal $link:literal;
    )+) => {
        #[doc = $about]
        #[wasm_bindgen]
        pub struct $class {
            pub(crate) destination: std::rc::Rc<dyn crate::services::table::destination::Destination>,
        }

        impl std::fmt::Debug for $class {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($class))
            }
        }

        impl $class {
            pub(crate) const fn at(destination: std::rc::Rc<dyn crate::services::table::destination::Destination>) -> Self {
                Self { destination }
            }

            /// Every row with its name and arguments, for the tests over the table.
            #[cfg(test)]
            pub(crate) const ROWS: &'static [crate::services::table::service::NamedRow] =
                &[$((stringify!($name), &[$(stringify!($argument)),*], &rows::$name),)+];
        }

        /// The rows by name.
        pub(crate) mod rows {
            #[allow(unused_imports, reason = "a table may need nothing of its file")]
            use super::*;
            $(
                #[allow(non_upper_case_globals, reason = "a row is named as its method")]
                pub(crate) static $name: crate::services::table::row::Row = crate::services::table::row::Row {
                    $(document: {
                        let _ = $document;
                        Some(&crate::services::table::row::Document {
                            $(required: &[$($document_needs),+],)?
                            $(additions: &[$(($member, $value)),*],)?
                            $(complete: Some($complete),)?
                            $(submission_id: &[$($id_step),+],)?
                            ..crate::services::table::row::Document::PLAIN
                        })
                    },)?
                    $(access: &$access,)?
                    parameters: crate::services::table::service::parameters! {
                        [$($($query_needs),+)?] [$(($one, $other))?] [$($($repeated),+)?]
                        [$(($default, $default_value, crate::services::table::service::optional!($($default_with)?)))?]
                    },
                    $(safe: $safe,)?
                    $(reply: $promise,)?
                    $(list: Some(&crate::services::table::row::List { style: $style, items: $items }),)?
                    ..crate::services::table::row::Row::new(crate::wire::request::Method::$method, $path)
                };
            )+
        }

        #[allow(clippy::doc_markdown, reason = "read as JSDoc")]
        #[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
        #[cfg(not(without_rows))]
        #[allow(non_snake_case, reason = "the names of the JavaScript API")]
        #[wasm_bindgen]
        impl $class {
            $(
                #[doc = $sentence]
                #[doc = ""]
                #[doc = $link]
                #[wasm_bindgen(unchecked_return_type = $reply $(, $skip)?)]
                pub fn $name(
                    &self,
                    $(#[wasm_bindgen(unchecked_param_type = "string")] $argument: &JsValue,)*
                    $(#[wasm_bindgen(unchecked_param_type = $document)] document: &JsValue,)?
                    $(#[wasm_bindgen(unchecked_optional_param_type = $query)] query: Option<crate::js::arguments::OptionalArgument>,)?
                    $(#[wasm_bindgen(unchecked_param_type = $required)] query: Option<crate::js::arguments::OptionalArgument>,)?
                    #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<crate::js::arguments::OptionalArgument>,
                ) -> JsValue {
                    #[allow(unused_mut, unused_assignments)]
                    let mut body: Option<&JsValue> = None;
                    $(
                        let _ = $document;
                        body = Some(document);
                    )?
                    rows::$name.$how(&self.destination, &[$($argument),*], body, query.as_deref(), options.as_deref()).into()
                }
            )+
        }
    };
}
pub(crate) use service;

/// What a row says of its query, if it says anything.
macro_rules! parameters {
    ([] [] [] []) => {
        None
    };
    ([$($required:literal),*] [$($exclusive:expr)?] [$($repeated:literal),*] [$($default:expr)?]) => {
        Some(&crate::services::table::row::Parameters {
            required: &[$($required),*],
            exclusive: &[$($exclusive)?],
            repeated: &[$($repeated),*],
            defaults: &[$($default)?],
        })
    };
}
pub(crate) use parameters;

/// An optional literal of a row.
macro_rules! optional {
    () => {
        None
    };
    ($value:literal) => {
        Some($value)
    };
}
pub(crate) use optional;

/// A row with its name and arguments.
#[cfg(test)]
pub(crate) type NamedRow = (&'static str, &'static [&'static str], &'static crate::services::table::row::Row);
