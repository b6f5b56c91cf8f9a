//! The macro that expands a service's table to a client class. Rows become synchronous methods around one shared
//! function: one `async fn` per row would need three times the bytes.

/// Expands a table to the client class of a service. A row looks like this:
///
/// ```text
/// getTask(taskId) GET "/v0.10/task/{taskId}"
///     query "GetTaskQuery" -> "CallPromise<Task>" by send
///     "Gets a task." "https://docs.globus.org/...";
/// ```
///
/// After the path, optional and in this order:
/// * `idempotent(true)`: the row is a POST or PATCH that may be carried out twice;
/// * `doc "Type"`: the document that is sent; `needs "project"`: its required members; `{ "DATA_TYPE" = "mkdir" }`:
///   members that are added; `completed(function)`: the function that adds other members;
/// * `id at "data" "attributes"`: the members that lead to the document's submission id, which the error of a failed
///   call contains;
/// * `reply(Reply::Map)`: the form of a successful reply, if it is neither a document nor a list;
/// * `access(Access::Open)`, `access(Access::Scope("..."))`: another token than the service's own, or none;
/// * `query "Type"`, or `requires "Type" needs "q"` if the query has required parameters; `either "ids" or "domains"`:
///   two parameters that cannot be combined; `repeat "filter"`: lists that are not comma-joined;
///   `default "all" = "false"`: the value of a parameter that was left out, optionally only `with` another parameter;
/// * `-> "Type"`, with `: skip_typescript` if a `.d.ts` file declares the method; then `by call`, or for a list
///   `by list(paging, "DATA")`.
macro_rules! service {
    ($class:ident, $class_sentence:literal; $(
        $name:ident($($argument:ident),*) $method:ident $path:literal $(idempotent($idempotent:literal))?
        $(doc $document:literal $(needs $($document_needs:literal),+)? $({ $($member:literal = $value:literal),* })? $(completed($complete:path))? $(id at $($id_member:literal)+)?)?
        $(reply($reply:expr))?
        $(access($access:expr))?
        $(query $query:literal)? $(requires $required:literal needs $($query_needs:literal),+)?
        $(either $first:literal or $second:literal)?
        $(repeat $($repeated:literal),+)? $(default $default:literal = $default_value:literal $(with $default_with:literal)?)?
        -> $returns:literal $(: $skip:ident)? by $method_kind:ident $(($paging:expr, $items:literal))?
        $sentence:literal $link:literal;
    )+) => {
        #[doc = $class_sentence]
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
            pub(crate) const fn new(destination: std::rc::Rc<dyn crate::services::table::destination::Destination>) -> Self {
                Self { destination }
            }

            /// Every row with its name and arguments, for the tests of all tables.
            #[cfg(test)]
            pub(crate) const ROWS: &'static [crate::services::table::service::NamedRow] =
                &[$((stringify!($name), &[$(stringify!($argument)),*], &rows::$name),)+];
        }

        /// The rows, each named like its method.
        pub(crate) mod rows {
            #[allow(unused_imports, reason = "a table may use no item of its file")]
            use super::*;
            $(
                #[allow(non_upper_case_globals, reason = "a row has the name of its method")]
                pub(crate) static $name: crate::services::table::row::Row = crate::services::table::row::Row {
                    $(document: {
                        let _ = $document;
                        Some(&crate::services::table::row::Document {
                            $(required: &[$($document_needs),+],)?
                            $(additions: &[$(($member, $value)),*],)?
                            $(complete: Some($complete),)?
                            $(submission_id_path: &[$($id_member),+],)?
                            ..crate::services::table::row::Document::PLAIN
                        })
                    },)?
                    $(access: &$access,)?
                    parameters: crate::services::table::service::parameters! {
                        [$($($query_needs),+)?] [$(($first, $second))?] [$($($repeated),+)?]
                        [$(($default, $default_value, crate::services::table::service::optional!($($default_with)?)))?]
                    },
                    $(is_idempotent: $idempotent,)?
                    $(reply: $reply,)?
                    $(list: Some(&crate::services::table::row::List { paging: $paging, items: $items }),)?
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
                #[wasm_bindgen(unchecked_return_type = $returns $(, $skip)?)]
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
                    rows::$name.$method_kind(&self.destination, &[$($argument),*], body, query.as_deref(), options.as_deref()).into()
                }
            )+
        }
    };
}
pub(crate) use service;

/// Expands to the rules of a row's query, or `None` if the row has none.
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

/// Expands to an optional literal of a row.
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
