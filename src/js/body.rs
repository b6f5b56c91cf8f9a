//! Reads the body of a refusal: at most 64 KiB of it, whatever the server goes on sending.

use super::convert::member;
use super::drive::drive;
use super::http::ResponseLike;
use super::runtime::now;
use super::time::{Signal, WaitResult, wait};
use js_sys::{Function, JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// More than any service's error body; what lies beyond is not read.
pub(crate) const LIMIT: usize = 64 * 1024;

/// Read beyond the limit, so that a secret at the cut is whole when it is looked for.
pub(crate) const MARGIN: usize = 8 * 1024;

/// Calls a method of something that is not known to have it.
fn call(object: &JsValue, name: &str) -> Option<JsValue> {
    member(object, name).dyn_into::<Function>().ok()?.call0(object).ok()
}

/// The text of a response's body; what could be read of it, if reading fails or takes longer than `limit` ms in all. The
/// error is the reason of the caller's signal.
pub(crate) async fn text(response: &ResponseLike, limit: f64, signal: Option<&Signal>) -> Result<String, JsValue> {
    let deadline = now() + limit;
    let stream = response.body().unwrap_or_default();
    let Some(reader) = stream.is_object().then(|| call(&stream, "getReader")).flatten() else {
        return whole(response, limit, signal).await;
    };
    let mut bytes = Vec::new();
    let mut aborted = None;
    while bytes.len() < LIMIT + MARGIN {
        let Some(reading) = call(&reader, "read") else { break };
        let part = match wait(Promise::resolve(&reading), Some(deadline - now()), signal).await {
            WaitResult::Settled(Ok(part)) => part,
            WaitResult::Aborted(reason) => {
                aborted = Some(reason);
                break;
            }
            WaitResult::Settled(Err(_)) | WaitResult::TimedOut => break,
        };
        let Ok(chunk) = member(&part, "value").dyn_into::<Uint8Array>() else { break };
        #[allow(clippy::cast_possible_truncation, reason = "no more than the limit and the margin")]
        let wanted = (LIMIT + MARGIN - bytes.len()) as u32;
        bytes.extend(chunk.subarray(0, wanted).to_vec());
    }
    // Nobody waits for the cancelling; it must only not become an unhandled rejection.
    if let Some(cancelled) = call(&reader, "cancel") {
        let _ = drive(async move {
            let _ = JsFuture::from(Promise::resolve(&cancelled)).await;
            Ok(JsValue::UNDEFINED)
        });
    }
    aborted.map_or_else(|| Ok(String::from_utf8_lossy(&bytes).into_owned()), Err)
}

/// As much of a text as would be read of a stream.
fn beginning(text: &JsValue) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "a constant")]
    const LONGEST: u32 = (LIMIT + MARGIN) as u32;
    text.dyn_ref::<JsString>().map(|text| text.slice(0, LONGEST).into()).unwrap_or_default()
}

/// For responses without a stream: stand-ins in tests, mostly.
async fn whole(response: &ResponseLike, limit: f64, signal: Option<&Signal>) -> Result<String, JsValue> {
    let Ok(reading) = response.text() else { return Ok(String::new()) };
    match wait(Promise::resolve(&reading), Some(limit), signal).await {
        WaitResult::Settled(Ok(text)) => Ok(beginning(&text)),
        WaitResult::Aborted(reason) => Err(reason),
        WaitResult::Settled(Err(_)) | WaitResult::TimedOut => Ok(String::new()),
    }
}
