//! The platform's HTTP types, with the members that are used. Structural: values of any realm or polyfill fit.

use wasm_bindgen::prelude::*;
use web_sys::{Headers, Response};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = URL)]
    type PlatformUrl;
    #[wasm_bindgen(catch, constructor, js_class = "URL")]
    fn new(url: &str) -> Result<PlatformUrl, JsValue>;
    #[wasm_bindgen(method, getter, js_name = href)]
    fn written(this: &PlatformUrl) -> String;

    /// The second argument of `fetch`.
    #[derive(Clone, Debug)]
    #[wasm_bindgen(extends = js_sys::Object)]
    pub(crate) type Init;

    #[wasm_bindgen(method, setter, structural)]
    pub(crate) fn set_method(this: &Init, method: &str);
    #[wasm_bindgen(method, setter, structural)]
    pub(crate) fn set_body(this: &Init, body: &JsValue);
    #[wasm_bindgen(method, setter, structural)]
    pub(crate) fn set_duplex(this: &Init, duplex: &str);

    /// A `Response` of any realm or polyfill.
    #[derive(Clone, Debug)]
    #[wasm_bindgen(extends = Response)]
    pub(crate) type ResponseLike;

    #[wasm_bindgen(method, getter, catch, structural, js_name = status)]
    fn status_value(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, structural)]
    fn headers(this: &ResponseLike) -> Result<HeadersLike, JsValue>;
    #[wasm_bindgen(method, getter, catch, structural)]
    pub(crate) fn body(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, structural)]
    pub(crate) fn text(this: &ResponseLike) -> Result<JsValue, JsValue>;

    /// The headers of a response.
    #[derive(Clone, Debug)]
    #[wasm_bindgen(extends = Headers)]
    pub(crate) type HeadersLike;

    #[wasm_bindgen(method, catch, structural)]
    fn get(this: &HeadersLike, name: &str) -> Result<JsValue, JsValue>;
}

/// The header with the service's request id, which Globus's support asks for.
pub(crate) const REQUEST_ID_HEADER: &str = "x-request-id";

impl ResponseLike {
    /// Returns a header, if there is one.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers().and_then(|headers| headers.get(name)).ok()?.as_string()
    }

    /// Returns the `Date` header in epoch ms, or NaN.
    pub(crate) fn date(&self) -> f64 {
        self.header("date").map_or(f64::NAN, |date| js_sys::Date::parse(&date))
    }

    /// Returns the status; 0 if the value is not a status.
    pub(crate) fn status(&self) -> Result<u16, JsValue> {
        let status = self.status_value()?.as_f64().unwrap_or_default();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in the range of the type")]
        Ok(if (0.0..=999.0).contains(&status) { status as u16 } else { 0 })
    }
}

/// Returns a URL as the platform normalises it.
pub(crate) fn href(url: &str) -> Result<String, JsValue> {
    PlatformUrl::new(url).map(|url| url.written())
}
