//! A refusal, read off the wire.

use super::Session;
use super::call::{Call, secrets};
use super::live::Live;
use crate::environment::Service;
use crate::js::body;
use crate::js::http::ResponseLike;
use crate::js::runtime::{now, redacted};
use crate::js::values::to_json;
use crate::json::Json;
use crate::response::Refusal;
use wasm_bindgen::prelude::*;

/// A refusal, read.
pub(super) struct Refused {
    pub(super) status: u16,
    /// The body as a JavaScript value: parsed if it was JSON, else its text.
    pub(super) body: JsValue,
    /// The body as far as it was JSON.
    pub(super) json: Json,
    pub(super) retry_after: Option<f64>,
    /// Why nothing could be done about it.
    pub(super) cause: JsValue,
    request_id: Option<String>,
}

impl Refused {
    pub(super) fn refusal(&self, service: Option<&'static str>) -> Refusal<'_> {
        Refusal {
            status: self.status,
            body: &self.json,
            retry_after: self.retry_after,
            request_id: self.request_id.clone(),
            service,
        }
    }
}

impl Session {
    /// Reads a refusal, without the secret or bearer that it may repeat. The error is the reason of the caller's signal.
    pub(super) async fn read_refusal(
        &self,
        call: &Call,
        token: Option<&Live>,
        status: u16,
        response: &ResponseLike,
    ) -> Result<Refused, JsValue> {
        let limit = call.options.timeout.unwrap_or(self.config.timeout);
        let text = body::text(response, limit, call.options.signal.as_ref()).await?;
        // The server's own clock is what its dates mean. Globus's tells how far off this machine's is; another server's would
        // tell how far off that server is.
        let date = response.date();
        if call.service.is_some_and(|name| Service::from_name(name).is_some()) {
            self.tokens.learn_skew(date);
        }
        let secrets = secrets(call, token);
        let body = beginning(&redacted(&text, &secrets), body::LIMIT);
        Ok(Refused {
            status,
            json: if body.is_object() { to_json(&body) } else { Json::Null },
            body,
            retry_after: response.header("retry-after").and_then(|value| retry_after(&value, date)),
            cause: JsValue::UNDEFINED,
            request_id: response.header("x-request-id").and_then(|id| redacted(&id, &secrets).as_string()),
        })
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

/// A text cut to so many characters, after what must not be shown was taken out: a cut could halve it. Anything else
/// stays as it is.
pub(super) fn beginning(body: &JsValue, length: usize) -> JsValue {
    match body.as_string() {
        Some(text) => text.chars().take(length).collect::<String>().into(),
        None => body.clone(),
    }
}
