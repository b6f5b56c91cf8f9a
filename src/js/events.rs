//! Events: the type and the fields that a log needs, never a secret or token.

use super::convert::{put, record};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./events.js")]
extern "C" {
    /// The listeners of an account.
    #[derive(Clone, Debug)]
    pub(crate) type Listeners;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new(client_id: &str, on_event: Option<Function>) -> Listeners;
    /// Whether there is a listener.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn any(this: &Listeners) -> bool;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn on(this: &Listeners, kind: &JsValue, listener: &JsValue) -> Result<Function, JsValue>;
    /// Passes an event to the listeners at once, in the async context of the call it belongs to. Never throws.
    #[wasm_bindgen(method)]
    pub(crate) fn tell(this: &Listeners, event: &JsValue);
}

/// A field of an event.
pub(crate) type EventField = (&'static str, JsValue);

impl Listeners {
    /// Emits an event. Calls `fields` only if there is a listener.
    pub(crate) fn emit(&self, kind: &str, fields: &dyn Fn() -> Vec<EventField>) {
        if self.any() {
            let event = record(&[("type", kind.into())]);
            put(&event, &fields());
            self.tell(&event);
        }
    }
}

/// Returns a list of texts as the value of a field.
pub(crate) fn text_list<'a>(texts: impl Iterator<Item = &'a str>) -> JsValue {
    texts.map(JsValue::from).collect::<Array>().into()
}
