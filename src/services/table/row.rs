//! One call of a service as its table says it, and how it becomes a request.

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

/// Completes a copy of a document.
type Complete = fn(&JsValue) -> Result<JsValue, CallError>;

/// One call of a service. What most calls do not have is behind a reference: there are two hundred of them.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) method: Method,
    /// With the arguments' names in braces: `/v0.10/task/{taskId}`.
    pub(crate) path: &'static str,
    /// Whether it may be repeated although the service may have carried it out.
    pub(crate) safe: bool,
    pub(crate) access: &'static Access,
    pub(crate) document: Option<&'static Document>,
    pub(crate) parameters: Option<&'static Parameters>,
    pub(crate) list: Option<&'static List>,
    /// What a success has to be, if it is no list.
    pub(crate) reply: Reply,
}

/// The document that a call sends.
#[derive(Debug)]
pub(crate) struct Document {
    /// Members without which it says nothing: its envelope, or the only thing it is about.
    pub(crate) required: &'static [&'static str],
    /// Members that the service wants and callers may leave out.
    pub(crate) additions: &'static [(&'static str, &'static str)],
    /// Completes a copy where that takes more than additions.
    pub(crate) complete: Option<Complete>,
    /// The way to the submission id, if it has one.
    pub(crate) submission_id: &'static [&'static str],
}

impl Document {
    /// One that is sent as it is.
    pub(crate) const PLAIN: Self = Self { required: &[], additions: &[], complete: None, submission_id: &[] };
}

/// What there is to know of a query.
#[derive(Debug)]
pub(crate) struct Parameters {
    pub(crate) required: &'static [&'static str],
    /// Two that do not go together.
    pub(crate) exclusive: &'static [(&'static str, &'static str)],
    /// Those whose lists are repeated instead of comma-joined.
    pub(crate) repeated: &'static [&'static str],
    /// What is sent for a parameter that the caller left out: always, or with another parameter.
    pub(crate) defaults: &'static [(&'static str, &'static str, Option<&'static str>)],
}

/// A query of which there is nothing to know.
static NO_PARAMETERS: Parameters = Parameters { required: &[], exclusive: &[], repeated: &[], defaults: &[] };

/// How a call gives items.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) style: Paging,
    /// The member of a page that holds them; empty if the page itself is the list.
    pub(crate) items: &'static str,
}

impl Row {
    /// A row with nothing but what every call has.
    pub(crate) const fn new(method: Method, path: &'static str) -> Self {
        Self {
            method,
            path,
            safe: method.is_idempotent(),
            access: &Access::Service,
            document: None,
            parameters: None,
            list: None,
            reply: Reply::Document,
        }
    }

    /// Reads and checks a caller's arguments.
    pub(crate) fn call(
        &self,
        destination: &Rc<dyn Destination>,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query_value: Option<&JsValue>,
        options_value: Option<&JsValue>,
    ) -> Result<Call, CallError> {
        let mut values = arguments.iter();
        let path = expand_path(self.path, |name| text(name, values.next().copied().unwrap_or(&JsValue::UNDEFINED)))?;
        let document = document.map(|document| self.document(document)).transpose()?;
        let url = join(destination.base(), &path, &self.query(query_value)?);
        let authorization = destination.authorization(*self.access);
        let call = Call {
            submission: document.as_ref().and_then(|document| self.submission(document)),
            body: document.as_ref().map(json_body).transpose()?,
            repeat: if self.safe { Repeat::Safely } else { Repeat::Unprocessed },
            delivery: Delivery::Document(self.list.map_or(self.reply, |list| Reply::List(list.items))),
            options: options(options_value)?,
            ..Call::new(Some(destination.name()), authorization, self.method, url)
        };
        Ok(call.with_own_authorization())
    }

    /// A caller's document with everything the service wants in it; the document itself stays as it is.
    pub(crate) fn document(&self, document: &JsValue) -> Result<JsValue, CallError> {
        let wanted = self.document.unwrap_or(&Document::PLAIN);
        check_document("document", document)?;
        check_required("document", document, wanted.required)?;
        let additions: Vec<_> = wanted.additions.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let copy = completed("document", document, &additions)?;
        wanted.complete.map_or(Ok(copy.clone()), |complete| complete(&copy))
    }

    /// What a completed document submits, if it says so.
    pub(crate) fn submission(&self, document: &JsValue) -> Option<Rc<Submission>> {
        let way = self.document.map_or(Default::default(), |document| document.submission_id);
        let id = way.iter().fold(document.clone(), |part, name| member(&part, name)).as_string()?;
        Some(Submission::new(id))
    }

    fn query(&self, value: Option<&JsValue>) -> Result<Query, CallError> {
        let Parameters { required, exclusive, repeated, defaults } = self.parameters.unwrap_or(&NO_PARAMETERS);
        let mut query = query(value, repeated)?;
        check_required("query", value.unwrap_or(&JsValue::UNDEFINED), required)?;
        let has = |query: &Query, wanted: &str| query.iter().any(|(name, _)| name == wanted);
        for (one, other) in *exclusive {
            if has(&query, one) && has(&query, other) {
                let problem = format!("does not go together with {one}");
                return Err(Error::argument(&format!("query.{other}"), &problem).into());
            }
        }
        for (name, value, with) in *defaults {
            if !has(&query, name) && with.is_none_or(|with| has(&query, with)) {
                query.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        Ok(query)
    }

    /// The method of a row that gives one document.
    pub(crate) fn send(
        &'static self,
        destination: &Rc<dyn Destination>,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> Promise {
        match self.call(destination, arguments, document, query, options) {
            Ok(call) => Rc::clone(destination).call(call),
            Err(failure) => rejected(failure),
        }
    }
}

/// A document as the body of a request.
pub(crate) fn json_body(document: &JsValue) -> Result<(JsValue, Option<&'static str>), CallError> {
    Ok((json_text("document", document)?, Some("application/json")))
}

/// Checks that an object has the members it cannot do without. In a document null counts: it says that there shall be none. In
/// a query it leaves the parameter out.
fn check_required(what: &str, object: &JsValue, required: &[&str]) -> Result<(), Error> {
    let is_there = |value: JsValue| if what == "document" { !value.is_undefined() } else { present(&value) };
    let missing = required.iter().find(|name| !is_there(member(object, name)));
    missing.map_or(Ok(()), |name| Err(Error::argument(&format!("{what}.{name}"), "is required")))
}

/// An argument that names a thing, for methods that are written by hand.
pub(crate) fn required(name: &str, value: &JsValue) -> Result<String, Error> {
    let text = text(name, value)?;
    check_segment(name, &text)?;
    Ok(text)
}
