//! Reads the body of a refusal: at most 64 KiB, whatever the server sends.

use super::convert::member;
use super::drive::drive;
use super::http::ResponseLike;
use super::runtime::now;
use super::time::{Signal, WaitResult, wait};
use js_sys::{Function, JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The part of an error body that is read, bytes. No service sends more.
pub(crate) const LIMIT: usize = 64 * 1024;

/// Bytes read beyond the limit, so that a secret at the cut is complete when it is redacted.
pub(crate) const MARGIN: usize = 8 * 1024;

/// Calls a method of a value that may lack it.
fn call(object: &JsValue, name: &str) -> Option<JsValue> {
    member(object, name).dyn_into::<Function>().ok()?.call0(object).ok()
}

/// Reads the body of a response as text. If reading fails or takes longer than `limit` ms in all, returns the part read
/// so far. The error is the abort reason of the caller's signal.
pub(crate) async fn text(response: &ResponseLike, limit: f64, signal: Option<&Signal>) -> Result<String, JsValue> {
    let deadline = now() + limit;
    let stream = response.body().unwrap_or_default();
    let Some(reader) = stream.is_object().then(|| call(&stream, "getReader")).flatten() else {
        return read_without_stream(response, limit, signal).await;
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
        let remaining = (LIMIT + MARGIN - bytes.len()) as u32;
        bytes.extend(chunk.subarray(0, remaining).to_vec());
    }
    // The cancellation is not awaited. Its failure must not become an unhandled rejection.
    if let Some(cancelled) = call(&reader, "cancel") {
        let _ = drive(async move {
            let _ = JsFuture::from(Promise::resolve(&cancelled)).await;
            Ok(JsValue::UNDEFINED)
        });
    }
    aborted.map_or_else(|| Ok(String::from_utf8_lossy(&bytes).into_owned()), Err)
}

/// Cuts a text to the length that is read of a stream.
fn cut_text(text: &JsValue) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "a constant")]
    const MAX_LENGTH: u32 = (LIMIT + MARGIN) as u32;
    text.dyn_ref::<JsString>().map(|text| text.slice(0, MAX_LENGTH).into()).unwrap_or_default()
}

/// Reads a response without a stream, mostly a stub in a test.
async fn read_without_stream(response: &ResponseLike, limit: f64, signal: Option<&Signal>) -> Result<String, JsValue> {
    let Ok(reading) = response.text() else { return Ok(String::new()) };
    match wait(Promise::resolve(&reading), Some(limit), signal).await {
        WaitResult::Settled(Ok(text)) => Ok(cut_text(&text)),
        WaitResult::Aborted(reason) => Err(reason),
        WaitResult::Settled(Err(_)) | WaitResult::TimedOut => Ok(String::new()),
    }
}
