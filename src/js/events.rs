//! What listeners are told: the type and what a log needs, never a secret or token.

use super::convert::{put, record};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./events.js")]
extern "C" {
    /// Those who listen to an account.
    #[derive(Clone, Debug)]
    pub(crate) type Listeners;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new(client_id: &str, on_event: Option<Function>) -> Listeners;
    /// Whether anybody listens.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn any(this: &Listeners) -> bool;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn on(this: &Listeners, kind: &JsValue, listener: &JsValue) -> Result<Function, JsValue>;
    /// Tells of an event at once, in the context of the call that it belongs to. Never throws.
    #[wasm_bindgen(method)]
    pub(crate) fn tell(this: &Listeners, event: &JsValue);
}

/// A member of an event.
pub(crate) type EventField = (&'static str, JsValue);

impl Listeners {
    /// Tells those who listen, if there are any; `fields` is asked for what there is to tell only then.
    pub(crate) fn emit(&self, kind: &str, fields: &dyn Fn() -> Vec<EventField>) {
        if self.any() {
            let event = record(&[("type", kind.into())]);
            put(&event, &fields());
            self.tell(&event);
        }
    }
}

/// A list of texts, as the value of a member.
pub(crate) fn text_list<'a>(texts: impl Iterator<Item = &'a str>) -> JsValue {
    texts.map(JsValue::from).collect::<Array>().into()
}
