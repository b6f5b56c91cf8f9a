//! The errors of a call other than refusals: no response, or a response that is not what the call promises.

use super::call::{Authorization, Call, Submission};
use super::event_fields::without_query;
use super::state::Session;
use crate::advice::step::{Assignee, step_for};
use crate::advice::{Fact, Facts, advise, diagnosis_named};
use crate::js::convert::excerpt;
use crate::js::errors::{CallError, presentable_cause};
use crate::js::fetch::kind_of;
use crate::js::http::{REQUEST_ID_HEADER, ResponseLike};
use crate::js::runtime::{ignored_proxy, redact};
use crate::model::scope::id_in_scope_url;
use crate::policy::retry::Repeat;
use crate::tokens::IssuedToken;
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::request::origin;
use crate::wire::response::FILE_SERVER;
use crate::wire::text;
use js_sys::Array;
use std::borrow::Cow;
use wasm_bindgen::prelude::*;

/// Returns the error for a token that would leave its service.
pub(crate) fn foreign_origin(service: &str, url: &str) -> Error {
    let origin = origin(url).unwrap_or("this URL");
    let problem = format!("is not of {service}, whose token is not sent to {origin}");
    Error::config(Code::ForeignOrigin, "url", &problem)
        .with_step(&step_for(Assignee::You, "For another server, name the scopes that its token needs, as `target`"))
}

/// Returns the callee of a call for messages: the service, the server of a collection, or the host.
pub(super) fn callee_name(call: &Call) -> Cow<'static, str> {
    match (call.service, &call.authorization) {
        (Some(FILE_SERVER), Authorization::Bearer(token_request)) => {
            let id = token_request.scopes.iter().find_map(|scope| id_in_scope_url(scope.name()));
            format!("the server of the collection {}", id.unwrap_or_default()).into()
        }
        (Some(service), _) => service.into(),
        (None, _) => origin(&call.url).unwrap_or("the server").to_owned().into(),
    }
}

/// Adds the request's method, redacted URL and service to an error.
pub(super) fn with_request(mut error: Error, call: &Call, secrets: &Array) -> Error {
    error.method = Some(call.method.as_str());
    error.url = redact(without_query(&call.url), secrets).as_string();
    error.with_service(call.service)
}

/// Cuts a text to `length` bytes. The text must be redacted before: a cut could leave half a secret. Returns other
/// values unchanged.
pub(super) fn truncated_text(body: &JsValue, length: usize) -> JsValue {
    match body.as_string() {
        Some(text) => text::truncated(&text, length).into(),
        None => body.clone(),
    }
}

impl Session {
    /// Returns the texts to redact from what a server sends or `fetch` throws: it may repeat what this call, or the
    /// grant before it, has sent.
    pub(super) fn secrets(&self, call: &Call, token: Option<&IssuedToken>) -> Array {
        let secrets = Array::new();
        let add = |text: &str| secrets.push(&text.into());
        if let Some(secret) = self.tokens.vault.known() {
            add(secret.text());
        }
        if let Authorization::Basic { encoded, secret, redacted_texts } = &call.authorization {
            add(encoded);
            add(secret.text());
            for text in redacted_texts.iter() {
                add(text);
            }
        }
        if let Some(token) = token {
            add(&token.token.access_token);
        }
        // A caller's own bearer is a secret too.
        add(call.options.authorization().unwrap_or_default());
        secrets
    }

    /// Returns the request id in a response, redacted.
    pub(super) fn request_id(
        &self,
        call: &Call,
        token: Option<&IssuedToken>,
        response: &ResponseLike,
    ) -> Option<String> {
        redact(&response.header(REQUEST_ID_HEADER)?, &self.secrets(call, token)).as_string()
    }

    /// Returns the error for an attempt without a response: `fetch` threw `thrown`, or the time ran out.
    pub(super) fn no_response_error(
        &self,
        call: &Call,
        token: Option<&IssuedToken>,
        thrown: Option<&JsValue>,
    ) -> CallError {
        let secrets = self.secrets(call, token);
        let (kind, code, when) = match thrown {
            Some(_) => (ErrorKind::Network, Code::NetworkError, ""),
            None => (ErrorKind::Timeout, Code::Timeout, " in time"),
        };
        let (cause, reason) = thrown.map(|thrown| presentable_cause(thrown, &secrets)).unwrap_or_default();
        let mut error = with_request(Error::new(kind, code, String::new()), call, &secrets);
        let colon = if reason.is_empty() { "" } else { ": " };
        let url = error.url.as_deref().unwrap_or_default();
        error.message = format!("no answer{when} from {} {url}{colon}{reason}", call.method.as_str());
        error.retryable = true;
        self.advise_on_network(call, &mut error, Fact::Reason, &reason);
        CallError::with_cause(error, cause)
    }

    /// Returns the error for a successful response that is not what the call promises.
    pub(super) fn invalid_response_error(
        &self,
        call: &Call,
        token: Option<&IssuedToken>,
        text: &JsValue,
        status: u16,
    ) -> CallError {
        let kind = kind_of(text);
        let is_json = kind.is_some();
        let promised = call.reply().map(crate::wire::reply::Reply::description).unwrap_or_default();
        let found =
            kind.map_or_else(|| "not with JSON".to_owned(), |kind| format!("with {kind} where {promised} was to come"));
        let secrets = self.secrets(call, token);
        let message = format!("{} answered with success, but {found}", callee_name(call));
        let mut error = with_request(Error::new(ErrorKind::Api, Code::InvalidResponse, message), call, &secrets);
        error.status = Some(status);
        error.retryable = call.repeat == Repeat::Safely || call.method.is_idempotent();
        // JSON, complete or not, may contain a token or another secret that is not known here.
        let text = excerpt(text);
        if is_json || text.trim_start().starts_with(['{', '[', '"']) {
            return error.into();
        }
        self.advise_on_network(call, &mut error, Fact::BodyKind, "text");
        CallError::with_body(error, truncated_text(&redact(&text, &secrets), 200))
    }

    /// Adds advice about a failure on the network.
    fn advise_on_network(&self, call: &Call, error: &mut Error, fact: Fact, text: &str) {
        let mut facts = self.account(None).facts();
        facts.add(Fact::Code, error.code.as_str());
        facts.add(Fact::Call, &call.url);
        facts.add(fact, text);
        self.add_proxy(&mut facts, &call.url);
        advise(error, &facts);
    }

    /// Adds the fact of a proxy variable that the platform's `fetch` ignores. A user's own `fetch` may use it.
    pub(crate) fn add_proxy(&self, facts: &mut Facts, url: &str) {
        if self.config.fetch.is_none() {
            facts.add(Fact::Proxy, &ignored_proxy(url).unwrap_or_default());
        }
    }

    /// Adds to the error of a submission the id with which the submission can be repeated.
    pub(super) fn with_submission(&self, failure: CallError, submission: &Submission) -> CallError {
        let mut facts = self.account(None).facts();
        facts.add(Fact::Submission, &submission.id);
        let diagnosis = diagnosis_named("submission").filter(|_| submission.may_have_arrived.get());
        failure.with_submission_id(&submission.id, diagnosis.and_then(|diagnosis| diagnosis.advice(&facts)))
    }
}
