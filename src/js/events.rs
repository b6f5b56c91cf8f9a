//! What `onEvent` is told: the type and what a log needs, never a secret or token.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("events.d.ts");

/// An event being filled in.
#[derive(Debug)]
pub(crate) struct Event(Object);

impl Event {
    pub(crate) fn new(name: &str) -> Self {
        Self(Object::new()).with("type", name)
    }

    /// Adds a member; an undefined one is left out.
    pub(crate) fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        let value = value.into();
        if !value.is_undefined() {
            let _ = Reflect::set(&self.0, &name.into(), &value);
        }
        self
    }

    /// Adds a list of texts.
    pub(crate) fn with_texts<'a>(self, name: &str, texts: impl Iterator<Item = &'a str>) -> Self {
        self.with(name, texts.map(JsValue::from).collect::<Array>())
    }

    /// Calls the user's function. It runs at once, in the context of the call the event belongs to; what it throws is its
    /// own affair.
    pub(crate) fn emit(self, listener: &Function) {
        let _ = listener.call1(&JsValue::UNDEFINED, &self.0);
    }
}
