//! What `onEvent` is told: the type and what a log needs, never a secret or token.

use super::values::{put, record};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("events.d.ts");

/// A member of an event.
pub(crate) type Member = (&'static str, JsValue);

/// Calls the user's function. It runs at once, in the context of the call the event belongs to; what it throws is its own
/// affair.
pub(crate) fn emit(listener: &Function, kind: &str, members: &[Member]) {
    let event = record(&[("type", kind.into())]);
    put(&event, members);
    let _ = listener.call1(&JsValue::UNDEFINED, &event);
}

/// A list of texts, as the value of a member.
pub(crate) fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> JsValue {
    texts.map(JsValue::from).collect::<Array>().into()
}
