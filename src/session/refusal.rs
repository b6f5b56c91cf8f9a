//! Reads refusals from error responses.

use super::call::{Authorization, Call};
use super::failure::{callee_name, truncated_text, with_request};
use super::state::Session;
use crate::advice::{self, Fact, advise};
use crate::js::body;
use crate::js::convert::{excerpt, to_json};
use crate::js::errors::CallError;
use crate::js::http::{REQUEST_ID_HEADER, ResponseLike};
use crate::js::runtime::{now, redact, stringify_json};
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::tokens::{IssuedToken, TokenSource};
use crate::wire::error::{Code, Error};
use crate::wire::json::Json;
use crate::wire::request::Method;
use crate::wire::response::{self, ErrorResponse};
use wasm_bindgen::prelude::*;

/// A refusal: an error response, read.
pub(super) struct Refusal {
    pub(super) error: Error,
    /// The body as a JavaScript value: parsed if it was JSON, else its text.
    pub(super) body: JsValue,
    /// The body as data, for the advice.
    pub(super) json: Json,
    /// Whether a consent was given and did not help.
    pub(super) consented: bool,
    /// Whether the token was refused before.
    pub(super) was_refused_before: bool,
    /// The first requested scope that does not belong to the call.
    pub(super) foreign_scope: Option<String>,
    /// The error of the consent grant, as `error.cause`.
    pub(super) cause: JsValue,
}

impl Session {
    /// Reads a refusal, redacted. The error is the abort reason of the caller's signal.
    pub(super) async fn read_refusal(
        &self,
        call: &Call,
        token: Option<&IssuedToken>,
        status: u16,
        response: &ResponseLike,
    ) -> Result<Refusal, JsValue> {
        let limit = call.options.timeout.unwrap_or(self.config.timeout);
        let text = body::text(response, limit, call.options.signal.as_ref()).await?;
        // `Retry-After` dates are told by the server's clock. Only a service of Globus teaches the account's clock: it
        // must not learn the clock of another server.
        let date = response.date();
        if call.service.is_some_and(|name| Service::from_name(name).is_some()) {
            self.tokens.clock.learn(date);
        }
        let secrets = self.secrets(call, token);
        let redacted_body = redact(&text, &secrets);
        // A text that was cut by the reading limit may end with half a secret.
        let redacted_body = if text.len() < body::LIMIT + body::MARGIN {
            redacted_body
        } else {
            truncated_text(&redacted_body, shown_length(&redacted_body))
        };
        let json = to_json(&redacted_body);
        // A document over the limit is shown as the beginning of its JSON text, redacted as a document before.
        let is_long = redacted_body.is_object() && text.len() > body::LIMIT;
        let shown = if is_long { stringify_json(&redacted_body).unwrap_or_default() } else { redacted_body };
        let body = truncated_text(&shown, body::LIMIT);
        let error = response::error(&ErrorResponse {
            status,
            body: &json,
            retry_after: response.header("retry-after").and_then(|value| retry_after(&value, date)),
            request_id: response.header(REQUEST_ID_HEADER).and_then(|id| redact(&id, &secrets).as_string()),
            service: call.service,
            name: &callee_name(call),
        });
        let mut error = with_request(error, call, &secrets);
        if status == 304 && call.options.is_conditional() {
            error.code = Code::PreconditionFailed;
            error.message = format!("{} answered 304: nothing has changed, so there is no document", callee_name(call));
        }
        let was_refused_before = status == 401 && token.is_some_and(|token| token.source == TokenSource::CachedGrant);
        Ok(Refusal {
            error,
            body,
            json,
            consented: false,
            was_refused_before,
            foreign_scope: None,
            cause: JsValue::UNDEFINED,
        })
    }

    /// Returns the error of a refused call, with advice.
    pub(super) fn refusal_error(&self, call: &Call, refused: Refusal) -> CallError {
        let Refusal { mut error, body, json, consented, was_refused_before, foreign_scope, cause } = refused;
        // With a bearer of the caller's own, the refused identity is not known: no advice.
        if call.options.authorization().is_some() {
            return CallError::Error { error, cause, body };
        }
        let no_scopes = ScopeSet::default();
        let sent = call.body.as_ref().map(|(body, _)| excerpt(body)).unwrap_or_default();
        let scopes = match &call.authorization {
            Authorization::Bearer(token_request) => &token_request.scopes,
            Authorization::Basic { .. } | Authorization::None => &no_scopes,
        };
        let request = advice::RefusedRequest {
            reads: matches!(call.method, Method::GET | Method::HEAD),
            url: &call.url,
            body: &sent,
            scopes,
        };
        let mut facts = advice::collect_facts(&self.account(None), &request, &error, &json);
        if was_refused_before {
            facts.add(Fact::CachedToken, "true");
        }
        facts.add_named("foreign", foreign_scope.as_deref().unwrap_or_default());
        if !cause.is_undefined() {
            facts.add(Fact::ConsentFailed, "true");
        } else if consented {
            facts.add(Fact::ConsentGiven, "true");
        }
        advise(&mut error, &facts);
        CallError::Error { error, cause, body }
    }
}

/// Reads `Retry-After` in ms: whole seconds, or a date (RFC 9110, 10.2.3). The form is checked because engines accept
/// many texts as dates. `answered` is the server's `Date` in epoch ms, or NaN.
fn retry_after(text: &str, answered: f64) -> Option<f64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(f64::from(seconds) * 1000.0);
    }
    let date = if text.ends_with("GMT") { js_sys::Date::parse(text) } else { f64::NAN };
    let answered = if answered.is_finite() { answered } else { now() };
    date.is_finite().then(|| (date - answered).max(0.0))
}

/// Returns the length of a text without the part read beyond the limit.
fn shown_length(text: &JsValue) -> usize {
    text.as_string().map_or(0, |text| text.len().saturating_sub(body::MARGIN))
}
