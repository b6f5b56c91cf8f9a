//! One call of a service as its table says it, and how it becomes a request.

use super::place::Place;
use crate::error::Error;
use crate::js::errors::Failure;
use crate::js::values::{Query, check_document, completed, given, json_text, options, query, rejected, text};
use crate::paging::Style;
use crate::request::{Method, expand_path, join};
use crate::session::{Authorization, Call};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

/// What a call's token must be good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// The scopes of the service.
    Service,
    /// This scope of the service, which its default ones do not include.
    Scope(&'static str),
    /// Nothing: it is open to everybody, and no token is sent.
    Open,
}

/// Completes a copy of a document.
type Complete = fn(&JsValue) -> Result<JsValue, Failure>;

/// One call of a service.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The name in JavaScript.
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    /// With `{}` for each argument.
    pub(crate) path: &'static str,
    pub(crate) arguments: &'static [&'static str],
    /// Members without which a document says nothing: its envelope, or the only thing it is about.
    pub(crate) document_needs: &'static [&'static str],
    /// Members the service wants in the document and callers may leave out.
    pub(crate) additions: &'static [(&'static str, &'static str)],
    /// Completes a copy of the document where that takes more than additions.
    pub(crate) complete: Option<Complete>,
    pub(crate) query_needs: &'static [&'static str],
    /// Two parameters that do not go together.
    pub(crate) exclusive: Option<(&'static str, &'static str)>,
    /// What is sent for a parameter that the caller left out: always, or with another parameter.
    pub(crate) defaults: &'static [(&'static str, &'static str, Option<&'static str>)],
    /// Query parameters whose lists are repeated instead of comma-joined.
    pub(crate) repeated: &'static [&'static str],
    pub(crate) access: Access,
    /// Whether it may be repeated although the service may have carried it out.
    pub(crate) safe: bool,
    pub(crate) style: Style,
    /// The member of a page that holds its items; empty if the page itself is the list.
    pub(crate) items: &'static str,
}

impl Row {
    /// A row with nothing but what every call has.
    pub(crate) const fn new(name: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            name,
            method,
            path,
            arguments: &[],
            document_needs: &[],
            additions: &[],
            complete: None,
            query_needs: &[],
            exclusive: None,
            defaults: &[],
            repeated: &[],
            access: Access::Service,
            safe: method.is_idempotent(),
            style: Style::Single,
            items: "",
        }
    }

    /// Reads and checks a caller's arguments.
    pub(crate) fn call(
        &self,
        place: &Place,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query_value: Option<&JsValue>,
        options_value: Option<&JsValue>,
    ) -> Result<Call, Failure> {
        let mut texts = Vec::with_capacity(arguments.len());
        for (name, value) in self.arguments.iter().zip(arguments) {
            texts.push((*name, text(name, value)?));
        }
        let path = expand_path(self.path, &texts)?;
        let body = document.map(|document| self.body(document)).transpose()?;
        let url = join(place.base(), &path, &self.query(query_value)?);
        let call = Call {
            service: Some(place.name()),
            authorization: place.authorization(self.access),
            method: self.method,
            url,
            body,
            safe: self.safe,
            options: options(options_value)?,
            replayable: true,
            raw: false,
            passthrough: None,
        };
        Ok(call.with_own_authorization())
    }

    /// A caller's document with everything the service wants in it; the document itself stays as it is.
    pub(crate) fn document(&self, document: &JsValue) -> Result<JsValue, Failure> {
        check_document("document", document)?;
        check_needs("document", document, self.document_needs)?;
        let additions: Vec<_> = self.additions.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let copy = completed("document", document, &additions)?;
        self.complete.map_or(Ok(copy.clone()), |complete| complete(&copy))
    }

    /// The body for a caller's document.
    pub(crate) fn body(&self, document: &JsValue) -> Result<(JsValue, Option<&'static str>), Failure> {
        json_body(&self.document(document)?)
    }

    fn query(&self, value: Option<&JsValue>) -> Result<Query, Error> {
        if !self.query_needs.is_empty() {
            check_needs("query", value.unwrap_or(&JsValue::UNDEFINED), self.query_needs)?;
        }
        let mut query = query(value, self.repeated)?;
        if let Some((one, other)) = self.exclusive
            && [one, other].iter().all(|wanted| query.iter().any(|(name, _)| name == wanted))
        {
            return Err(Error::argument(&["query.", other].concat(), &["does not go together with ", one].concat()));
        }
        for (name, value, with) in self.defaults {
            let has = |wanted: &str| query.iter().any(|(name, _)| name == wanted);
            if !has(name) && with.is_none_or(has) {
                query.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        Ok(query)
    }

    /// The method of a row that gives one document.
    pub(crate) fn send(
        &'static self,
        place: &Place,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> Promise {
        match self.call(place, arguments, document, query, options) {
            Ok(call) => place.call(call),
            Err(failure) => rejected(failure),
        }
    }
}

/// A document as the body of a request.
pub(crate) fn json_body(document: &JsValue) -> Result<(JsValue, Option<&'static str>), Failure> {
    Ok((json_text("document", document)?, Some("application/json")))
}

/// Checks that an object has the members it cannot do without. Null counts: it says that there shall be none.
fn check_needs(what: &str, object: &JsValue, needs: &[&str]) -> Result<(), Error> {
    let missing = needs.iter().find(|name| {
        given(object, name).is_none() && !(what == "document" && crate::js::values::member(object, name).is_null())
    });
    missing.map_or(Ok(()), |name| Err(Error::argument(&[what, ".", name].concat(), "is required")))
}

impl Call {
    /// A caller's own `authorization` header wins over the account's token.
    pub(crate) fn with_own_authorization(self) -> Self {
        if self.options.authorization().is_some() { Self { authorization: Authorization::None, ..self } } else { self }
    }
}
