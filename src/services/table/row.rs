//! One row of a service's table, and how it becomes a call.

use super::destination::{Access, Destination};
use crate::js::arguments::{Query, check_document, completed, json_text, options, query, rejected, text};
use crate::js::convert::{member, present};
use crate::js::errors::CallError;
use crate::policy::paging::Paging;
use crate::policy::retry::Repeat;
use crate::session::{Call, Delivery, Submission};
use crate::wire::error::Error;
use crate::wire::reply::Reply;
use crate::wire::request::{Method, check_segment, expand_path, join};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Completes a copy of a document, or rejects the document.
type CompleteDocument = fn(&JsValue) -> Result<JsValue, CallError>;

/// One row. Members that most rows do not need are behind a reference, because there are about two hundred rows.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) method: Method,
    /// The path, with the names of arguments in braces: `/v0.10/task/{taskId}`.
    pub(crate) path: &'static str,
    /// Whether the call may be repeated although the service may have carried it out.
    pub(crate) is_idempotent: bool,
    pub(crate) access: &'static Access,
    pub(crate) document: Option<&'static Document>,
    pub(crate) parameters: Option<&'static Parameters>,
    pub(crate) list: Option<&'static List>,
    /// The form of a successful reply, unless `list` defines it.
    pub(crate) reply: Reply,
}

/// The document that a call sends.
#[derive(Debug)]
pub(crate) struct Document {
    /// The members without which the document has no content: its envelope, or its only member.
    pub(crate) required: &'static [&'static str],
    /// The members that the service requires and callers may leave out, with their values.
    pub(crate) additions: &'static [(&'static str, &'static str)],
    /// Completes a copy of the document, if additions are not enough.
    pub(crate) complete: Option<CompleteDocument>,
    /// The member names that lead to the submission id; empty if the document has none.
    pub(crate) submission_id_path: &'static [&'static str],
}

impl Document {
    /// A document that is sent unchanged.
    pub(crate) const PLAIN: Self = Self { required: &[], additions: &[], complete: None, submission_id_path: &[] };
}

/// The rules for the query of a call.
#[derive(Debug)]
pub(crate) struct Parameters {
    pub(crate) required: &'static [&'static str],
    /// Pairs of parameters that cannot be combined.
    pub(crate) exclusive: &'static [(&'static str, &'static str)],
    /// The parameters whose lists are sent as repeated parameters, not comma-joined.
    pub(crate) repeated: &'static [&'static str],
    /// The values of parameters that the caller left out: sent always, or only if another parameter is sent.
    pub(crate) defaults: &'static [(&'static str, &'static str, Option<&'static str>)],
}

/// The rules of a query that has none.
static NO_PARAMETERS: Parameters = Parameters { required: &[], exclusive: &[], repeated: &[], defaults: &[] };

/// How the replies of a call contain the items of a list.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) paging: Paging,
    /// The member of a page that contains the items; empty if the page itself is the list.
    pub(crate) items: &'static str,
}

impl Row {
    /// Returns a row with defaults for all that not every row sets.
    pub(crate) const fn new(method: Method, path: &'static str) -> Self {
        Self {
            method,
            path,
            is_idempotent: method.is_idempotent(),
            access: &Access::Service,
            document: None,
            parameters: None,
            list: None,
            reply: Reply::Document,
        }
    }

    /// Reads and checks a caller's arguments. Returns the call.
    pub(crate) fn prepare_call(
        &self,
        destination: &Rc<dyn Destination>,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query_value: Option<&JsValue>,
        options_value: Option<&JsValue>,
    ) -> Result<Call, CallError> {
        let mut values = arguments.iter();
        let path = expand_path(self.path, |name| text(name, values.next().copied().unwrap_or(&JsValue::UNDEFINED)))?;
        let document = document.map(|document| self.complete_document(document)).transpose()?;
        let url = join(destination.base_url(), &path, &self.read_query(query_value)?);
        let authorization = destination.authorization(*self.access);
        let call = Call {
            submission: document.as_ref().and_then(|document| self.read_submission(document)),
            body: document.as_ref().map(json_body).transpose()?,
            repeat: if self.is_idempotent { Repeat::Safely } else { Repeat::Unprocessed },
            delivery: Delivery::Document(self.list.map_or(self.reply, |list| Reply::List(list.items))),
            options: options(options_value)?,
            ..Call::new(Some(destination.name()), authorization, self.method, url)
        };
        Ok(call.with_own_authorization())
    }

    /// Returns a copy of a caller's document with the members that the service requires. The caller's document is
    /// unchanged.
    pub(crate) fn complete_document(&self, document: &JsValue) -> Result<JsValue, CallError> {
        let rules = self.document.unwrap_or(&Document::PLAIN);
        check_document("document", document)?;
        check_required("document", document, rules.required)?;
        let additions: Vec<_> = rules.additions.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let copy = completed("document", document, &additions)?;
        rules.complete.map_or(Ok(copy.clone()), |complete| complete(&copy))
    }

    /// Returns the submission of a completed document, if it contains a submission id.
    pub(crate) fn read_submission(&self, document: &JsValue) -> Option<Rc<Submission>> {
        let id_path = self.document.map_or(Default::default(), |document| document.submission_id_path);
        let id = id_path.iter().fold(document.clone(), |value, name| member(&value, name)).as_string()?;
        Some(Submission::new(id))
    }

    fn read_query(&self, value: Option<&JsValue>) -> Result<Query, CallError> {
        let Parameters { required, exclusive, repeated, defaults } = self.parameters.unwrap_or(&NO_PARAMETERS);
        let mut query = query(value, repeated)?;
        check_required("query", value.unwrap_or(&JsValue::UNDEFINED), required)?;
        let has = |query: &Query, name: &str| query.iter().any(|(parameter, _)| parameter == name);
        for (first, second) in *exclusive {
            if has(&query, first) && has(&query, second) {
                let problem = format!("cannot be combined with {first}");
                return Err(Error::argument(&format!("query.{second}"), &problem).into());
            }
        }
        for (name, value, condition) in *defaults {
            if !has(&query, name) && condition.is_none_or(|condition| has(&query, condition)) {
                query.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        Ok(query)
    }

    /// Starts the call of a row whose reply is not a list, as the row's method does.
    pub(crate) fn call(
        &'static self,
        destination: &Rc<dyn Destination>,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> Promise {
        match self.prepare_call(destination, arguments, document, query, options) {
            Ok(call) => Rc::clone(destination).call(call),
            Err(failure) => rejected(failure),
        }
    }
}

/// Returns a document as the JSON body of a request, with its content type.
pub(crate) fn json_body(document: &JsValue) -> Result<(JsValue, Option<&'static str>), CallError> {
    Ok((json_text("document", document)?, Some("application/json")))
}

/// Checks that an object has its required members. In a document, null is a value: it clears a member. In a query, null
/// leaves the parameter out.
fn check_required(argument: &str, object: &JsValue, required: &[&str]) -> Result<(), Error> {
    let is_set = |value: JsValue| if argument == "document" { !value.is_undefined() } else { present(&value) };
    let missing = required.iter().find(|name| !is_set(member(object, name)));
    missing.map_or(Ok(()), |name| Err(Error::argument(&format!("{argument}.{name}"), "is required")))
}

/// Reads an argument that becomes a segment of a path, for methods that are not rows.
pub(crate) fn read_path_argument(name: &str, value: &JsValue) -> Result<String, Error> {
    let text = text(name, value)?;
    check_segment(name, &text)?;
    Ok(text)
}
