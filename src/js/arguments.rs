//! Reads the arguments of calls: texts, queries, documents, options. Each is read once, and errors name the argument.

use super::convert::{add_missing, array_from, entries, member, object_assign, present, record};
use super::drive::drive_call;
use super::errors::CallError;
use super::runtime::stringify_json;
use super::time::Signal;
use crate::wire::error::Error;
use crate::wire::request::percent_decoded;
use js_sys::{Array, Object, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./arguments.js")]
extern "C" {
    /// Whether a value is a plain object: not a `Map`, a `Date` or a promise.
    #[wasm_bindgen(catch, js_name = isDocument)]
    fn is_document(value: &JsValue) -> Result<bool, JsValue>;

    /// How a value is sent as a body: true for JSON, false for unchanged, undefined if it cannot be sent.
    #[wasm_bindgen(catch, js_name = bodyKind)]
    fn body_kind(value: &JsValue) -> Result<Option<bool>, JsValue>;

    /// The parameters of a query: names and texts in turn, separated by NUL, which they cannot contain because they are
    /// percent-encoded.
    #[wasm_bindgen(catch, js_name = queryOf)]
    fn query_of(value: &JsValue, repeated: &str) -> Result<String, JsValue>;

    /// The text of a value in a query or form, if it has one.
    #[wasm_bindgen(js_name = scalarText)]
    pub(crate) fn scalar_text(name: &str, value: &JsValue) -> Option<String>;

    /// A list in a document: a copy of each item with the additions it lacks. One crossing for all items, as there may
    /// be many.
    #[wasm_bindgen(catch, js_name = completedItems)]
    fn items_with(field: &str, list: &JsValue, additions: &Object) -> Result<Array, JsValue>;

    /// A document's JSON with one more member, which the document must lack.
    #[wasm_bindgen(js_name = withMember)]
    pub(crate) fn with_member(json: &JsValue, name: &str, value: &JsValue) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// An optional argument of any type. As an `Option`, an absent one costs nothing.
    #[derive(Clone, Debug)]
    pub type OptionalArgument;
}

/// Query parameters in the order of the caller's object.
pub(crate) type Query = Vec<(String, String)>;

/// The options of one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) signal: Option<Signal>,
    /// The time limit until a response, and between two parts of its body, ms.
    pub(crate) timeout: Option<f64>,
    pub(crate) retries: Option<u32>,
    /// Time already slept for this call, ms. Grants set it; it is not an option of callers.
    pub(crate) slept: f64,
    pub(crate) headers: Vec<(String, String)>,
}

impl CallOptions {
    /// Returns the caller's own `authorization` header, which replaces the account's token.
    pub(crate) fn authorization(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == "authorization").map(|(_, value)| value.as_str())
    }

    /// Whether the request has a condition that a service may answer with 304 or 412 (RFC 9110, 13.1.1 to 13.1.4).
    pub(crate) fn is_conditional(&self) -> bool {
        const CONDITIONS: [&str; 4] = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"];
        self.headers.iter().any(|(name, _)| CONDITIONS.contains(&name.as_str()))
    }
}

/// Returns a rejected promise: the result of a method whose arguments are wrong.
pub(crate) fn rejected(failure: CallError) -> Promise {
    drive_call(async move { Err(failure.into_js()) })
}

/// Reads the items of a list argument. One that cannot be read is an error, not an empty list.
pub(crate) fn read_list(name: &str, list: &JsValue) -> Result<Vec<JsValue>, Error> {
    array_from(list).map(|array| array.to_vec()).map_err(|_| Error::argument(name, "cannot be read"))
}

/// Reads a required text argument.
pub(crate) fn text(name: &str, value: &JsValue) -> Result<String, Error> {
    match value.as_string() {
        Some(text) => Ok(text),
        None if !present(value) => Err(Error::argument(name, "is required")),
        None => Err(Error::argument(name, "must be a string")),
    }
}

/// Reads an object argument. Absent and null give `None`.
fn object(name: &str, value: &JsValue) -> Result<Option<Object>, Error> {
    if !present(value) {
        return Ok(None);
    }
    match is_document(value) {
        Ok(true) => Ok(Some(value.clone().unchecked_into())),
        Ok(false) => Err(Error::argument(name, "must be a plain object; Object.fromEntries() converts a Map")),
        Err(_) => Err(Error::argument(name, "cannot be read")),
    }
}

/// Copies an object argument; an absent or null one gives an empty object. One that cannot be read is an error: its
/// content would otherwise be ignored silently.
pub(crate) fn copied(name: &str, argument: &JsValue) -> Result<Object, Error> {
    match object(name, argument)? {
        Some(object) => object_assign(&record(&[]), &object).map_err(|_| Error::argument(name, "cannot be read")),
        None => Ok(Object::new()),
    }
}

/// Reads the members of an object argument.
pub(crate) fn members(name: &str, argument: &JsValue) -> Result<Vec<(String, JsValue)>, Error> {
    copied(name, argument).map(|copy| entries(&copy))
}

/// Reads a query. `undefined` and null are left out. Lists are comma-joined, or repeated if `repeated` names them.
pub(crate) fn query(value: Option<&JsValue>, repeated: &[&str]) -> Result<Query, CallError> {
    let Some(value) = value else { return Ok(Query::new()) };
    let texts = query_of(value, &repeated.join(" ")).map_err(CallError::Js)?;
    let mut texts = texts.split('\0').map(percent_decoded);
    Ok(std::iter::from_fn(|| Some((texts.next()?, texts.next()?))).collect())
}

/// Copies the items of a list in a document, each with the additions it lacks.
pub(crate) fn completed_items(field: &str, list: &JsValue, additions: &[(&str, JsValue)]) -> Result<Array, CallError> {
    items_with(field, list, &record(additions)).map_err(CallError::Js)
}

/// Reads the options of a call.
pub(crate) fn options(value: Option<&JsValue>) -> Result<CallOptions, Error> {
    let mut options = CallOptions::default();
    let Some(value) = value else { return Ok(options) };
    for (name, value) in members("options", value)? {
        let field = format!("options.{name}");
        match name.as_str() {
            "signal" | "timeout" | "retries" | "headers" if !present(&value) => {}
            "signal" => options.signal = signal(&field, &value)?,
            "timeout" => options.timeout = Some(duration(&field, &value)?),
            "retries" => options.retries = Some(count(&field, &value)?),
            "headers" => options.headers = headers(&field, &value)?,
            _ => {
                return Err(Error::argument(
                    &field,
                    "is not an option; there are signal, timeout, retries and headers",
                ));
            }
        }
    }
    Ok(options)
}

/// Reads an abort signal of any realm.
pub(crate) fn signal(field: &str, value: &JsValue) -> Result<Option<Signal>, Error> {
    if !present(value) {
        return Ok(None);
    }
    if member(value, "aborted").as_bool().is_none() || !member(value, "addEventListener").is_function() {
        return Err(Error::argument(field, "must be an AbortSignal"));
    }
    Ok(Some(value.clone().unchecked_into()))
}

/// Reads a time span in ms. `Infinity` means no limit.
pub(crate) fn duration(field: &str, value: &JsValue) -> Result<f64, Error> {
    let problem = "must be a number of milliseconds above 0, or Infinity";
    value.as_f64().filter(|ms| *ms > 0.0).ok_or_else(|| Error::argument(field, problem))
}

/// Reads true or false.
pub(crate) fn flag(field: &str, value: &JsValue) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| Error::argument(field, "must be true or false"))
}

/// Reads a small whole number.
pub(crate) fn count(field: &str, value: &JsValue) -> Result<u32, Error> {
    let number = value.as_f64().filter(|number| (0.0..=100.0).contains(number) && number.fract() == 0.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number up to 100")]
    number.map(|number| number as u32).ok_or_else(|| Error::argument(field, "must be a whole number from 0 to 100"))
}

/// Reads headers: a plain object, or an object with `entries` such as `Headers`. Refuses names that are not HTTP names,
/// and values with other characters than printable ASCII.
pub(crate) fn headers(field: &str, value: &JsValue) -> Result<Vec<(String, String)>, Error> {
    let plain = if value.is_object() && member(value, "entries").is_function() {
        Object::from_entries(value).map_err(|_| Error::argument(field, "must be an object or Headers"))?
    } else {
        copied(field, value)?
    };
    members(field, &plain)?
        .into_iter()
        .filter(|(_, value)| !value.is_undefined())
        .map(|(name, value)| {
            let field = format!("{field}.{name}");
            let is_token = !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
            let text = value.as_string().ok_or_else(|| Error::argument(&field, "must be a string"))?;
            if !is_token || text.contains(|c: char| c.is_control() || !c.is_ascii()) {
                return Err(Error::argument(
                    &field,
                    "must be a header of HTTP: a token as its name, and printable ASCII",
                ));
            }
            Ok((name.to_ascii_lowercase(), text))
        })
        .collect()
}

/// Checks that an argument is a document.
pub(crate) fn check_document(name: &str, value: &JsValue) -> Result<(), Error> {
    object(name, value)?.map(|_| ()).ok_or_else(|| Error::argument(name, "is required"))
}

/// Reads the body of a request. What JSON can represent is sent as JSON, and what `fetch` accepts unchanged.
pub(crate) fn body(name: &str, value: &JsValue) -> Result<Option<(JsValue, Option<&'static str>)>, CallError> {
    if !present(value) {
        return Ok(None);
    }
    match body_kind(value) {
        Ok(Some(true)) => Ok(Some((json_text(name, value)?, Some("application/json")))),
        Ok(Some(false)) => Ok(Some((value.clone(), None))),
        Ok(None) => Err(Error::argument(name, "must be JSON or a body that fetch accepts").into()),
        Err(_) => Err(Error::argument(name, "cannot be read").into()),
    }
}

/// Writes a value as JSON text.
pub(crate) fn json_text(name: &str, value: &JsValue) -> Result<JsValue, CallError> {
    match stringify_json(value) {
        Ok(text) if text.is_string() => Ok(text),
        Ok(_) => Err(Error::argument(name, "has no JSON form").into()),
        Err(cause) => Err(CallError::with_cause(Error::argument(name, "cannot be written as JSON"), cause)),
    }
}

/// Copies a document, one level deep, with the additions it lacks. The caller's object is not changed.
pub(crate) fn completed(name: &str, document: &JsValue, additions: &[(&str, JsValue)]) -> Result<JsValue, CallError> {
    // Additions come first in the sent document.
    let copy: JsValue = record(additions).into();
    match object_assign(&copy, document) {
        Ok(copy) => {
            add_missing(&copy, additions);
            Ok(copy.into())
        }
        Err(cause) => Err(CallError::with_cause(Error::argument(name, "cannot be read"), cause)),
    }
}
