//! A refusal, read off the wire.

use super::call::{Authorization, Call};
use super::failure::{callee_name, truncated_text, with_request};
use super::state::Session;
use crate::advice::{self, Fact, advise};
use crate::js::body;
use crate::js::convert::{excerpt, to_json};
use crate::js::errors::CallError;
use crate::js::http::{REQUEST_ID_HEADER, ResponseLike};
use crate::js::runtime::{now, redacted, stringify_json};
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::tokens::{IssuedToken, TokenSource};
use crate::wire::error::{Code, Error};
use crate::wire::json::Json;
use crate::wire::request::Method;
use crate::wire::response::{self, ErrorResponse};
use wasm_bindgen::prelude::*;

/// A refusal, read.
pub(super) struct Refusal {
    pub(super) error: Error,
    /// The body as a JavaScript value: parsed if it was JSON, else its text.
    pub(super) body: JsValue,
    /// The same, to look into.
    pub(super) json: Json,
    /// Whether a consent was given, and did not help.
    pub(super) consented: bool,
    /// Whether the token had been refused before.
    pub(super) again: bool,
    /// What of the scopes that it wants a consent for does not belong to the call.
    pub(super) foreign: Option<String>,
    /// Why a consent could not be given.
    pub(super) cause: JsValue,
}

impl Session {
    /// Reads a refusal, without the secret or bearer that it may repeat. The error is the reason of the caller's signal.
    pub(super) async fn read_refusal(
        &self,
        call: &Call,
        token: Option<&IssuedToken>,
        status: u16,
        response: &ResponseLike,
    ) -> Result<Refusal, JsValue> {
        let limit = call.options.timeout.unwrap_or(self.config.timeout);
        let text = body::text(response, limit, call.options.signal.as_ref()).await?;
        // The server's own clock is what its dates mean. Globus's tells how far off this machine's is; another server's would
        // tell how far off that server is.
        let date = response.date();
        if call.service.is_some_and(|name| Service::from_name(name).is_some()) {
            self.tokens.clock.learn(date);
        }
        let hidden = self.secrets(call, token);
        let whole = redacted(&text, &hidden);
        // What goes on beyond what was read may end with half a secret.
        let whole =
            if text.len() < body::LIMIT + body::MARGIN { whole } else { truncated_text(&whole, shown_length(&whole)) };
        let json = to_json(&whole);
        // A document that is too long is shown as the beginning of its text, which is cleaned as that of a document.
        let is_long = whole.is_object() && text.len() > body::LIMIT;
        let shown = if is_long { stringify_json(&whole).unwrap_or_default() } else { whole };
        let body = truncated_text(&shown, body::LIMIT);
        let error = response::error(&ErrorResponse {
            status,
            body: &json,
            retry_after: response.header("retry-after").and_then(|value| retry_after(&value, date)),
            request_id: response.header(REQUEST_ID_HEADER).and_then(|id| redacted(&id, &hidden).as_string()),
            service: call.service,
            name: &callee_name(call),
        });
        let mut error = with_request(error, call, &hidden);
        if status == 304 && call.options.is_conditional() {
            error.code = Code::PreconditionFailed;
            error.message = format!("{} answered 304: nothing has changed, so there is no document", callee_name(call));
        }
        let again = status == 401 && token.is_some_and(|token| token.source == TokenSource::CachedGrant);
        Ok(Refusal { error, body, json, consented: false, again, foreign: None, cause: JsValue::UNDEFINED })
    }

    /// The failure of a refused call, with advice.
    pub(super) fn refusal_error(&self, call: &Call, refused: Refusal) -> CallError {
        let Refusal { mut error, body, json, consented, again, foreign, cause } = refused;
        // Who was refused with a bearer of the caller's own is not known.
        if call.options.authorization().is_some() {
            return CallError::Error { error, cause, body };
        }
        let none = ScopeSet::default();
        let sent = call.body.as_ref().map(|(body, _)| excerpt(body)).unwrap_or_default();
        let scopes = match &call.authorization {
            Authorization::Bearer(token_request) => &token_request.scopes,
            Authorization::Basic { .. } | Authorization::None => &none,
        };
        let request = advice::RefusedRequest {
            reads: matches!(call.method, Method::GET | Method::HEAD),
            url: &call.url,
            body: &sent,
            scopes,
        };
        let mut facts = advice::collect_facts(&self.account(None), &request, &error, &json);
        if again {
            facts.add(Fact::Again, "true");
        }
        facts.add_named("foreign", foreign.as_deref().unwrap_or_default());
        if !cause.is_undefined() {
            facts.add(Fact::Unconsented, "true");
        } else if consented {
            facts.add(Fact::Consented, "true");
        }
        advise(&mut error, &facts);
        CallError::Error { error, cause, body }
    }
}

/// `Retry-After` in ms: whole seconds, or a date (RFC 9110, 10.2.3). Engines take much for a date, so the form is checked.
/// It is told by the server's clock; `answered` is what that said, or NaN.
fn retry_after(text: &str, answered: f64) -> Option<f64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(f64::from(seconds) * 1000.0);
    }
    let date = if text.ends_with("GMT") { js_sys::Date::parse(text) } else { f64::NAN };
    let answered = if answered.is_finite() { answered } else { now() };
    date.is_finite().then(|| (date - answered).max(0.0))
}

/// The length of a text without what was read beyond the limit.
fn shown_length(text: &JsValue) -> usize {
    text.as_string().map_or(0, |text| text.len().saturating_sub(body::MARGIN))
}
