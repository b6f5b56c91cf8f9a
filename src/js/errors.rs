//! From [`Error`] to a JavaScript error object, and back from whatever JavaScript throws.

use crate::error::Error;
use crate::js::runtime::parse_json;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("errors.d.ts");

#[wasm_bindgen(raw_module = "./errors.js")]
extern "C" {
    /// Makes an instance of one of the error classes.
    #[wasm_bindgen(js_name = createError)]
    fn create_error(class: &str, message: &str, fields: &Object) -> JsValue;
}

/// Why a call ends without its result.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// One of ours, with the JavaScript values that belong to it.
    Error {
        error: Error,
        /// What `fetch`, a callback or the engine threw.
        cause: JsValue,
        /// The text of the response, to be shown parsed if it can be.
        body: Option<String>,
    },
    /// A value that is passed on as it is: the reason of a signal, or an error made before.
    Js(JsValue),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error { error, cause: JsValue::UNDEFINED, body: None }
    }
}

impl Failure {
    /// An error that something else caused.
    pub(crate) fn caused(error: Error, cause: JsValue) -> Self {
        Self::Error { error, cause, body: None }
    }

    /// An error for a response with this body.
    pub(crate) fn with_body(error: Error, body: String) -> Self {
        Self::Error { error, cause: JsValue::UNDEFINED, body: Some(body) }
    }

    /// The JavaScript value to throw or to reject with.
    pub(crate) fn into_js(self) -> JsValue {
        match self {
            Self::Js(value) => value,
            Self::Error { error, cause, body } => to_js(&error, &cause, body.as_deref()),
        }
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        failure.into_js()
    }
}

/// An array of strings for JavaScript.
pub(crate) fn strings(texts: &[String]) -> JsValue {
    texts.iter().map(JsValue::from).collect::<Array>().into()
}

fn to_js(error: &Error, cause: &JsValue, body: Option<&str>) -> JsValue {
    let fields = Object::new();
    let set = |name: &str, value: JsValue| {
        if !value.is_undefined() {
            let _ = Reflect::set(&fields, &name.into(), &value);
        }
    };
    let text = |value: &Option<String>| value.as_deref().map_or(JsValue::UNDEFINED, JsValue::from);
    let body = body.filter(|body| !body.is_empty()).map_or(JsValue::UNDEFINED, |body| {
        let text = JsValue::from(body);
        parse_json(&text).unwrap_or(text)
    });
    set("code", error.code.as_str().into());
    set("status", error.status.map_or(JsValue::UNDEFINED, JsValue::from));
    set("serverCode", text(&error.server_code));
    set("service", error.service.map_or(JsValue::UNDEFINED, JsValue::from));
    set("field", text(&error.field));
    set("requestId", text(&error.request_id));
    set("retryable", error.retryable.into());
    set("retryAfter", error.retry_after.map_or(JsValue::UNDEFINED, JsValue::from));
    set("advice", text(&error.advice));
    if !error.messages.is_empty() {
        set("messages", strings(&error.messages));
    }
    if !error.required_scopes.is_empty() {
        set("requiredScopes", strings(&error.required_scopes));
    }
    if body.is_object() {
        let parameters = Reflect::get(&body, &"authorization_parameters".into()).unwrap_or_default();
        set("authorizationParameters", parameters);
    }
    set("body", body);
    set("cause", cause.clone());
    create_error(error.kind.class(), &error.message, &fields)
}
