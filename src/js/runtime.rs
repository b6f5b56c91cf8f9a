//! The runtime as the package's entry detected it, and platform functions that are used everywhere.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./runtime.js")]
extern "C" {
    /// Whether one instance serves several requests that must not wait for each other's promises (Workers, edge
    /// functions).
    #[wasm_bindgen(js_name = isolates)]
    pub(crate) fn isolates() -> bool;

    /// Keeps a promise running after the response of the current request. False if that is impossible.
    #[wasm_bindgen(js_name = waitUntil)]
    fn wait_until(promise: &JsValue) -> bool;

    /// Whether this is a browser page, where every user of the page can read a secret.
    #[wasm_bindgen(js_name = isBrowserPage)]
    pub(crate) fn is_browser_page() -> bool;

    /// `process.env`, or the variables of `Deno.env` or `import.meta.env`.
    #[wasm_bindgen(js_name = environmentVariables, catch)]
    pub(crate) fn environment_variables() -> Result<JsValue, JsValue>;

    /// A listener that writes each event to stderr and then calls another listener.
    #[wasm_bindgen(js_name = makeDebugListener)]
    pub(crate) fn make_debug_listener(listener: &JsValue) -> JsValue;

    /// The variable that names a proxy for a URL, if the platform's `fetch` ignores it.
    #[wasm_bindgen(js_name = ignoredProxy)]
    pub(crate) fn ignored_proxy(url: &str) -> Option<String>;

    /// Freezes a token object and hides its bearer from inspection.
    #[wasm_bindgen(js_name = sealToken)]
    pub(crate) fn seal_token(token: &JsValue);
}

/// The longest delay of a timer, ms. A longer one would fire at once
/// (<https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html>).
pub(crate) const MAX_TIMEOUT: f64 = 2_147_483_647.0;

/// Calls a function after `ms`, or never if that is longer than the longest timer: such a value means no limit.
pub(crate) fn set_timeout(callback: &Function, ms: f64) -> JsValue {
    if ms > MAX_TIMEOUT { JsValue::UNDEFINED } else { timer(callback, ms) }
}

/// Keeps `promise` running beyond the current request where that is needed. False where it is needed and impossible.
pub(crate) fn keep_alive(promise: &JsValue) -> bool {
    !isolates() || wait_until(promise)
}

#[wasm_bindgen(raw_module = "./redact.js")]
extern "C" {
    /// A text, parsed if it is JSON, with the secrets redacted in every encoding.
    pub(crate) fn redact(text: &str, secrets: &js_sys::Array) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse_json(text: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    pub(crate) fn stringify_json(value: &JsValue) -> Result<JsValue, JsValue>;

    /// A random UUID. Throws where `crypto` has no `randomUUID`.
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = randomUUID)]
    pub(crate) fn random_uuid() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = btoa)]
    pub(crate) fn btoa(text: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(js_name = setTimeout)]
    fn timer(callback: &Function, ms: f64) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    pub(crate) fn clear_timeout(timer: &JsValue);

    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    pub(crate) fn random() -> f64;

    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub(crate) fn now() -> f64;
}
