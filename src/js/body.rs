//! Reads the body of a refusal: at most 64 KiB of it, whatever the server goes on sending.

use super::fetch::ResponseLike;
use super::time::{Signal, Waited, wait};
use super::values::member;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

/// More than any service's error body; what lies beyond is not read.
const LIMIT: usize = 64 * 1024;

/// Calls a method of something that is not known to have it.
fn call(object: &JsValue, name: &str) -> Option<JsValue> {
    member(object, name).dyn_into::<Function>().ok()?.call0(object).ok()
}

/// The text of a response's body; what could be read, if reading fails or takes longer than `limit` ms.
pub(crate) async fn text(response: &ResponseLike, limit: f64, signal: Option<&Signal>) -> String {
    let stream = response.body().unwrap_or_default();
    let Some(reader) = stream.is_object().then(|| call(&stream, "getReader")).flatten() else {
        return whole(response, limit, signal).await;
    };
    let mut bytes = Vec::new();
    while bytes.len() < LIMIT {
        let Some(reading) = call(&reader, "read") else { break };
        let Waited::Settled(Ok(part)) = wait(Promise::resolve(&reading), Some(limit), signal).await else { break };
        let Ok(chunk) = member(&part, "value").dyn_into::<Uint8Array>() else { break };
        bytes.extend(chunk.to_vec());
    }
    if let Some(cancelled) = call(&reader, "cancel") {
        // Its outcome is of no interest, but must not become an unhandled rejection.
        let _ = wait(Promise::resolve(&cancelled), Some(limit), signal).await;
    }
    bytes.truncate(LIMIT);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// For responses without a stream: stand-ins in tests, mostly.
async fn whole(response: &ResponseLike, limit: f64, signal: Option<&Signal>) -> String {
    let Ok(reading) = response.text() else { return String::new() };
    match wait(Promise::resolve(&reading), Some(limit), signal).await {
        Waited::Settled(Ok(text)) => {
            let text = text.as_string().unwrap_or_default();
            text.chars().take(LIMIT).collect()
        }
        _ => String::new(),
    }
}
