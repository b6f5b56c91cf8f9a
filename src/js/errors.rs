//! Turns an [`Error`] into a JavaScript error.

use crate::advice::Advice;
use crate::js::convert::put;
use crate::js::fetch::is_control_rejection;
use crate::wire::error::{Error, ErrorKind};
use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./errors.js")]
extern "C" {
    /// Makes an instance of one of the error classes.
    #[wasm_bindgen(js_name = createError)]
    fn create_error(class: &str, message: &str, fields: &Object, diagnosis: Option<&str>) -> JsValue;

    /// A copy of an error of this package; any other value unchanged.
    #[wasm_bindgen(js_name = copyOf)]
    fn copy_of(error: &JsValue) -> JsValue;

    /// A copy with a submission id and more advice.
    #[wasm_bindgen(js_name = ofSubmission)]
    fn of_submission(error: &JsValue, id: &str, advice: &JsValue) -> JsValue;
}

#[wasm_bindgen(raw_module = "./causes.js")]
extern "C" {
    /// A thrown value as it may be shown: redacted, and without members that cannot be read.
    #[wasm_bindgen(catch, js_name = makePresentable)]
    fn make_presentable(thrown: &JsValue, secrets: &Array) -> Result<JsValue, JsValue>;

    /// The message of the innermost cause.
    #[wasm_bindgen(catch, js_name = reasonOf)]
    fn reason_of(thrown: &JsValue) -> Result<String, JsValue>;
}

/// Returns what `fetch` threw, as it may be shown, and the innermost message in it, or an empty text.
pub(crate) fn presentable_cause(thrown: &JsValue, secrets: &Array) -> (JsValue, String) {
    let cause = make_presentable(thrown, secrets).unwrap_or_default();
    let reason = reason_of(&cause).unwrap_or_default();
    (cause, reason)
}

/// The error that a call rejects with.
#[derive(Clone, Debug)]
pub(crate) enum CallError {
    /// An error of this package, with its JavaScript values.
    Error {
        error: Error,
        /// What `fetch`, a callback or the engine threw, as it may be shown.
        cause: JsValue,
        /// The body of the response, as it may be shown.
        body: JsValue,
    },
    /// A value that is passed on unchanged: an abort reason, or an error made before.
    Js(JsValue),
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self::Error { error, cause: JsValue::UNDEFINED, body: JsValue::UNDEFINED }
    }
}

impl CallError {
    /// Returns an error with its cause.
    pub(crate) fn with_cause(error: Error, cause: JsValue) -> Self {
        Self::Error { error, cause, body: JsValue::UNDEFINED }
    }

    /// Returns an error with a cause thrown by code that knew these secrets: the cause is redacted. A framework's own
    /// rejection is passed on unchanged.
    pub(crate) fn caused_with(error: Error, thrown: &JsValue, secrets: &Array) -> Self {
        if is_control_rejection(thrown) {
            return Self::Js(thrown.clone());
        }
        Self::with_cause(error, make_presentable(thrown, secrets).unwrap_or_default())
    }

    /// Returns a copy of an error that several callers get: each copy has a stack of its own.
    pub(crate) fn shared(error: &JsValue) -> Self {
        Self::Js(copy_of(error))
    }

    /// Returns the error for a response with this body.
    pub(crate) fn with_body(error: Error, body: JsValue) -> Self {
        Self::Error { error, cause: JsValue::UNDEFINED, body }
    }

    /// Turns an API error into one of Globus Auth: an unreadable reply to a grant is a failure of Globus Auth.
    pub(crate) fn into_grant_error(mut self) -> Self {
        if let Self::Error { error, .. } = &mut self
            && error.kind == ErrorKind::Api
        {
            error.kind = ErrorKind::Auth;
        }
        self
    }

    /// Adds a submission id and advice. A shared error is copied first.
    pub(crate) fn with_submission_id(mut self, id: &str, advice: Option<Advice>) -> Self {
        match &mut self {
            Self::Error { error, .. } => {
                error.submission_id = Some(id.to_owned());
                error.add_advice(advice);
            }
            Self::Js(value) => *value = of_submission(value, id, &advice_value(advice.as_ref())),
        }
        self
    }

    /// Returns the JavaScript value to throw or to reject with.
    pub(crate) fn into_js(self) -> JsValue {
        match self {
            Self::Js(value) => value,
            Self::Error { error, cause, body } => to_js(&error, cause, body),
        }
    }
}

impl From<CallError> for JsValue {
    fn from(failure: CallError) -> Self {
        failure.into_js()
    }
}

/// Returns advice as a JavaScript object with `advice` and `steps`, or undefined.
pub(crate) fn advice_value(advice: Option<&Advice>) -> JsValue {
    advice.and_then(|advice| serde_wasm_bindgen::to_value(advice).ok()).unwrap_or_default()
}

fn to_js(error: &Error, cause: JsValue, body: JsValue) -> JsValue {
    let fields: Object = serde_wasm_bindgen::to_value(&**error).unwrap_or_default().unchecked_into();
    // An empty text is not shown as a body.
    if body.as_string().as_deref() != Some("") {
        put_present(&fields, "body", body);
    }
    put_present(&fields, "cause", cause);
    create_error(error.kind.class(), &error.message, &fields, error.diagnosis)
}

fn put_present(fields: &Object, name: &str, value: JsValue) {
    if !value.is_undefined() {
        put(fields, &[(name, value)]);
    }
}
