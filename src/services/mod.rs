//! The services: one declarative table each, whose rows expand to typed methods, and beside it the few methods that are odd.
//!
//! A row says only what the service documents: verb, path, arguments, document, query, reply, one sentence and a link.
//! Rows become synchronous methods around one shared function: an `async fn` per row would cost three times the bytes.

pub(crate) mod auth;
pub(crate) mod pages;
pub(crate) mod transfer;

use crate::environment::Service;
use crate::error::Error;
use crate::js::errors::Failure;
use crate::js::values::{check_document, completed, json_text, options, query, rejected, text};
use crate::paging::Style;
use crate::request::{Method, expand_path, join};
use crate::session::{Authorization, Call, Session};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("common.d.ts");

/// One call of a service.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) service: Service,
    /// The name in JavaScript.
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    /// With `{}` for each argument.
    pub(crate) path: &'static str,
    pub(crate) arguments: &'static [&'static str],
    /// Members the service wants in the document and callers may leave out.
    pub(crate) additions: &'static [(&'static str, &'static str)],
    /// Query parameters whose lists are repeated instead of comma-joined.
    pub(crate) repeated: &'static [&'static str],
    /// Whether it may be repeated although the service may have carried it out.
    pub(crate) safe: bool,
    pub(crate) style: Style,
    /// The member of a page that holds its items.
    pub(crate) items: &'static str,
}

impl Row {
    /// Reads and checks a caller's arguments.
    pub(crate) fn call(
        &self,
        session: &Session,
        arguments: &[&JsValue],
        body: Option<&JsValue>,
        query_value: Option<&JsValue>,
        options_value: Option<&JsValue>,
    ) -> Result<Call, Failure> {
        let mut texts = Vec::with_capacity(arguments.len());
        for (name, value) in self.arguments.iter().zip(arguments) {
            texts.push((*name, text(name, value)?));
        }
        let path = expand_path(self.path, &texts)?;
        let body = self.body(body)?;
        let query = query(query_value, self.repeated)?;
        let url = join(session.config.urls.get(self.service), &path, &query);
        Ok(Call {
            service: Some(self.service),
            authorization: Authorization::Bearer(session.need_of(self.service)),
            method: self.method,
            url,
            body,
            safe: self.safe,
            options: options(options_value)?,
            replayable: true,
            passthrough: None,
        }
        .with_own_authorization())
    }

    /// The body for a caller's document, completed; the document itself stays as it is.
    pub(crate) fn body(&self, given: Option<&JsValue>) -> Result<Option<(JsValue, Option<&'static str>)>, Failure> {
        let Some(given) = given else { return Ok(None) };
        check_document("document", given)?;
        let additions: Vec<_> = self.additions.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let text = json_text("document", &completed("document", given, &additions)?)?;
        Ok(Some((text, Some("application/json"))))
    }

    /// The method of a row that gives one document.
    pub(crate) fn send(
        &'static self,
        session: &Rc<Session>,
        arguments: &[&JsValue],
        body: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> Promise {
        match self.call(session, arguments, body, query, options) {
            Ok(call) => session.call(call),
            Err(failure) => rejected(failure),
        }
    }
}

impl Call {
    /// A caller's own `authorization` header wins over the account's token.
    pub(crate) fn with_own_authorization(self) -> Self {
        if self.options.authorization().is_some() { Self { authorization: Authorization::None, ..self } } else { self }
    }
}

/// An argument that names a thing, for hand-written methods.
pub(crate) fn required(name: &str, value: &JsValue) -> Result<String, Error> {
    let text = text(name, value)?;
    crate::request::check_segment(name, &text)?;
    Ok(text)
}

/// Expands a table to the class of a service. A row reads:
///
/// ```text
/// getTask(taskId) GET "/v0.10/task/{}" query "GetTaskQuery" -> "Promise<Task>" by send
///     "Gets a task." "https://docs.globus.org/...";
/// ```
/// with `doc "Type" { "DATA_TYPE" = "mkdir" }` after the path for a call that sends a document, and `by pages (style,
/// "DATA")` for a list.
macro_rules! service {
    ($service:expr, $class:ident, $about:literal; $(
        $name:ident($($argument:ident),*) $method:ident $path:literal
        $(doc $document:literal { $($member:literal = $value:literal),* })?
        query $query:literal $(repeat $repeated:literal)*
        -> $reply:literal by $how:ident $(($style:expr, $items:literal))?
        $sentence:literal $link:literal;
    )+) => {
        #[doc = $about]
        #[wasm_bindgen]
        pub struct $class {
            session: std::rc::Rc<crate::session::Session>,
        }

        impl std::fmt::Debug for $class {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($class))
            }
        }

        impl $class {
            pub(crate) fn new(session: &std::rc::Rc<crate::session::Session>) -> Self {
                Self { session: std::rc::Rc::clone(session) }
            }

            /// Every row, for the tests over the table.
            #[cfg(test)]
            pub(crate) const ROWS: &'static [&'static crate::services::Row] = &[$(&rows::$name,)+];
        }

        /// The rows by name.
        mod rows {
            use super::*;
            $(
                #[allow(non_upper_case_globals, reason = "a row is named as its method")]
                pub(super) static $name: crate::services::Row = crate::services::Row {
                    service: $service,
                    name: stringify!($name),
                    method: crate::request::Method::$method,
                    path: $path,
                    arguments: &[$(stringify!($argument)),*],
                    additions: &[$($(($member, $value)),*)?],
                    repeated: &[$($repeated),*],
                    safe: crate::request::Method::$method.is_idempotent(),
                    style: { #[allow(unused_mut, unused_assignments)] let mut style = crate::paging::Style::Single; $(style = $style;)? style },
                    items: { #[allow(unused_mut, unused_assignments)] let mut items = ""; $(items = $items;)? items },
                };
            )+
        }

        #[allow(clippy::doc_markdown, reason = "read as JSDoc")]
        #[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
        #[allow(non_snake_case, reason = "the names of the JavaScript API")]
        #[wasm_bindgen]
        impl $class {
            $(
                #[doc = $sentence]
                #[doc = ""]
                #[doc = $link]
                #[wasm_bindgen(unchecked_return_type = $reply)]
                pub fn $name(
                    &self,
                    $(#[wasm_bindgen(unchecked_param_type = "string")] $argument: &JsValue,)*
                    $(#[wasm_bindgen(unchecked_param_type = $document)] document: &JsValue,)?
                    #[wasm_bindgen(unchecked_optional_param_type = $query)] query: Option<crate::js::values::Given>,
                    #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<crate::js::values::Given>,
                ) -> JsValue {
                    #[allow(unused_mut, unused_assignments)]
                    let mut body: Option<&JsValue> = None;
                    $(
                        let _ = $document;
                        body = Some(document);
                    )?
                    rows::$name.$how(&self.session, &[$($argument),*], body, query.as_deref(), options.as_deref()).into()
                }
            )+
        }
    };
}
pub(crate) use service;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn rows() -> impl Iterator<Item = &'static Row> {
        [auth::AuthClient::ROWS, transfer::TransferClient::ROWS].into_iter().flatten().copied()
    }

    #[test]
    fn every_row_is_whole() {
        let mut names = BTreeSet::new();
        for row in rows() {
            assert!(names.insert((row.service, row.name)), "{} stands twice", row.name);
            assert_eq!(row.path.matches("{}").count(), row.arguments.len(), "{}", row.name);
            assert!(row.path.starts_with("/v"), "{}", row.name);
            assert_eq!(row.style == Style::Single && row.items.is_empty(), row.items.is_empty(), "{}", row.name);
        }
    }
}
