//! Arguments of calls: texts, queries, documents, options; read once, with errors that name the argument.

use super::convert::{array_from, entries, member, object_assign, present, record, supply};
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
    /// Whether JSON can say what an object holds: not of a `Map`, a `Date` or a promise.
    #[wasm_bindgen(catch, js_name = isDocument)]
    fn is_document(value: &JsValue) -> Result<bool, JsValue>;

    /// How a value is sent as a body: true is as JSON, false as it is, undefined not at all.
    #[wasm_bindgen(catch, js_name = bodyKind)]
    fn body_kind(value: &JsValue) -> Result<Option<bool>, JsValue>;

    /// The parameters of a query, names and texts in turn, with NUL between them. In them it is percent-encoded.
    #[wasm_bindgen(catch, js_name = queryOf)]
    fn query_of(value: &JsValue, repeated: &str) -> Result<String, JsValue>;

    /// The text of what a query or form can hold, if it has one.
    #[wasm_bindgen(js_name = scalarText)]
    pub(crate) fn scalar_text(name: &str, value: &JsValue) -> Option<String>;

    /// A list of a document: a copy of each item, with what it lacks. All in one crossing, as there may be many.
    #[wasm_bindgen(catch, js_name = completedItems)]
    fn items_with(field: &str, list: &JsValue, additions: &Object) -> Result<Array, JsValue>;

    /// A document's JSON with one more member, which it lacks.
    #[wasm_bindgen(js_name = withMember)]
    pub(crate) fn with_member(json: &JsValue, name: &str, value: &JsValue) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// An argument that may be left out, of any type. Taken as an `Option`, an absent one costs nothing.
    #[derive(Clone, Debug)]
    pub type OptionalArgument;
}

/// Query parameters in the order of the caller's object.
pub(crate) type Query = Vec<(String, String)>;

/// Options of one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) signal: Option<Signal>,
    /// ms for each attempt.
    pub(crate) timeout: Option<f64>,
    pub(crate) retries: Option<u32>,
    /// ms that were slept for it already.
    pub(crate) slept: f64,
    pub(crate) headers: Vec<(String, String)>,
}

impl CallOptions {
    /// The caller's own `authorization`, which wins over the account's token.
    pub(crate) fn authorization(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == "authorization").map(|(_, value)| value.as_str())
    }

    /// Whether the caller asks on a condition (RFC 9110, 13.1), so that 304 and 412 are answers to what was asked.
    pub(crate) fn is_conditional(&self) -> bool {
        const CONDITIONS: [&str; 4] = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"];
        self.headers.iter().any(|(name, _)| CONDITIONS.contains(&name.as_str()))
    }
}

/// A promise already rejected: how a method that found its arguments wrong ends.
pub(crate) fn rejected(failure: CallError) -> Promise {
    drive_call(async move { Err(failure.into_js()) })
}

/// The items of a list that is an argument. One that cannot be read is not taken for empty.
pub(crate) fn read_list(name: &str, list: &JsValue) -> Result<Vec<JsValue>, Error> {
    array_from(list).map(|array| array.to_vec()).map_err(|_| Error::argument(name, "cannot be read"))
}

/// A required text argument.
pub(crate) fn text(name: &str, value: &JsValue) -> Result<String, Error> {
    match value.as_string() {
        Some(text) => Ok(text),
        None if !present(value) => Err(Error::argument(name, "is required")),
        None => Err(Error::argument(name, "must be a string")),
    }
}

/// An object argument; absent and null are none.
fn object(name: &str, value: &JsValue) -> Result<Option<Object>, Error> {
    if !present(value) {
        return Ok(None);
    }
    match is_document(value) {
        Ok(true) => Ok(Some(value.clone().unchecked_into())),
        Ok(false) => Err(Error::argument(name, "must be a plain object; Object.fromEntries() makes one of a Map")),
        Err(_) => Err(Error::argument(name, "cannot be read")),
    }
}

/// A copy of an argument that is an object, read once; an empty one if it is absent or null. One that cannot be read is not
/// taken for absent: what it says would go missing unnoticed.
pub(crate) fn copied(name: &str, argument: &JsValue) -> Result<Object, Error> {
    match object(name, argument)? {
        Some(object) => object_assign(&record(&[]), &object).map_err(|_| Error::argument(name, "cannot be read")),
        None => Ok(Object::new()),
    }
}

/// The members of an argument that is an object.
pub(crate) fn members(name: &str, argument: &JsValue) -> Result<Vec<(String, JsValue)>, Error> {
    copied(name, argument).map(|copy| entries(&copy))
}

/// Reads a query. `undefined` and null are left out; lists are comma-joined, or repeated where `repeated` names them.
pub(crate) fn query(value: Option<&JsValue>, repeated: &[&str]) -> Result<Query, CallError> {
    let Some(value) = value else { return Ok(Query::new()) };
    let texts = query_of(value, &repeated.join(" ")).map_err(CallError::Js)?;
    let mut texts = texts.split('\0').map(percent_decoded);
    Ok(std::iter::from_fn(|| Some((texts.next()?, texts.next()?))).collect())
}

/// The items of a list in a document, each with what it lacks.
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

/// Reads an abort signal, of whatever realm.
pub(crate) fn signal(field: &str, value: &JsValue) -> Result<Option<Signal>, Error> {
    if !present(value) {
        return Ok(None);
    }
    if member(value, "aborted").as_bool().is_none() || !member(value, "addEventListener").is_function() {
        return Err(Error::argument(field, "must be an AbortSignal"));
    }
    Ok(Some(value.clone().unchecked_into()))
}

/// Reads a time span in ms; `Infinity` is no limit.
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

/// Reads headers: a plain object or a `Headers`. What could smuggle in a second header is refused.
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
                return Err(Error::argument(&field, "is not a header that HTTP allows"));
            }
            Ok((name.to_ascii_lowercase(), text))
        })
        .collect()
}

/// Checks that a document is one.
pub(crate) fn check_document(name: &str, value: &JsValue) -> Result<(), Error> {
    object(name, value)?.map(|_| ()).ok_or_else(|| Error::argument(name, "is required"))
}

/// The body of a request: as JSON what JSON knows, as it is what `fetch` takes.
pub(crate) fn body(name: &str, value: &JsValue) -> Result<Option<(JsValue, Option<&'static str>)>, CallError> {
    if !present(value) {
        return Ok(None);
    }
    match body_kind(value) {
        Ok(Some(true)) => Ok(Some((json_text(name, value)?, Some("application/json")))),
        Ok(Some(false)) => Ok(Some((value.clone(), None))),
        Ok(None) => Err(Error::argument(name, "is neither JSON nor anything that fetch takes as a body").into()),
        Err(_) => Err(Error::argument(name, "cannot be read").into()),
    }
}

/// Any value as JSON text.
pub(crate) fn json_text(name: &str, value: &JsValue) -> Result<JsValue, CallError> {
    match stringify_json(value) {
        Ok(text) if text.is_string() => Ok(text),
        Ok(_) => Err(Error::argument(name, "has no JSON form").into()),
        Err(cause) => Err(CallError::with_cause(Error::argument(name, "cannot be written as JSON"), cause)),
    }
}

/// A shallow copy of a document, with `additions` for what it lacks. The caller's object stays as it is.
pub(crate) fn completed(name: &str, document: &JsValue, additions: &[(&str, JsValue)]) -> Result<JsValue, CallError> {
    // Additions come first in what is sent.
    let copy: JsValue = record(additions).into();
    match object_assign(&copy, document) {
        Ok(copy) => {
            supply(&copy, additions);
            Ok(copy.into())
        }
        Err(cause) => Err(CallError::with_cause(Error::argument(name, "cannot be read"), cause)),
    }
}
