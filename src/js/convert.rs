//! Reads and makes JavaScript values: objects, lists, texts. A member whose getter or proxy throws reads as absent.

use crate::wire::json::{Json, MAX_DEPTH};
use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The engine's text of a number: the shortest that reads back the same.
    #[wasm_bindgen(js_name = String)]
    pub(crate) fn string(number: f64) -> String;

    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn array_is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    pub(super) fn array_from(value: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn object_keys(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = assign)]
    pub(super) fn object_assign(target: &JsValue, source: &JsValue) -> Result<Object, JsValue>;
}

/// Converts a JavaScript value to [`Json`].
pub(crate) fn to_json(value: &JsValue) -> Json {
    read(value, MAX_DEPTH)
}

fn read(value: &JsValue, depth: u8) -> Json {
    let Some(depth) = depth.checked_sub(1) else { return Json::Null };
    if let Some(text) = value.as_string() {
        Json::String(text)
    } else if let Some(number) = value.as_f64() {
        Json::Number(number)
    } else if let Some(value) = value.as_bool() {
        Json::Bool(value)
    } else if is_list(value) {
        Json::Array(items(value).iter().map(|item| read(item, depth)).collect())
    } else if value.is_object() {
        Json::Object(entries(value).into_iter().map(|(name, value)| (name, read(&value, depth))).collect())
    } else {
        Json::Null
    }
}

/// Reads a member. A getter that throws reads as absent.
pub(crate) fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// Whether a value is present: neither undefined nor null.
pub(crate) fn present(value: &JsValue) -> bool {
    !value.is_undefined() && !value.is_null()
}

/// Reads a member, unless it is absent or null.
pub(crate) fn present_member(object: &JsValue, name: &str) -> Option<JsValue> {
    Some(member(object, name)).filter(present)
}

/// Whether a value is a list. A proxy that throws is not.
pub(crate) fn is_list(value: &JsValue) -> bool {
    array_is_array(value).unwrap_or_default()
}

/// Returns the items of a list; no items if a getter throws.
pub(crate) fn items(list: &JsValue) -> Vec<JsValue> {
    array_from(list).map(|array| array.to_vec()).unwrap_or_default()
}

/// Sets members of an object that this package made.
pub(crate) fn put(object: &Object, members: &[(&str, JsValue)]) {
    for (name, value) in members {
        let _ = Reflect::set(object, &JsValue::from_str(name), value);
    }
}

/// Returns a new object.
pub(crate) fn record(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    put(&object, members);
    object
}

/// Returns the members of an object. A member whose getter throws is undefined.
pub(crate) fn entries(object: &JsValue) -> Vec<(String, JsValue)> {
    let keys = object_keys(object).unwrap_or_default().to_vec();
    keys.iter().filter_map(|key| Some((key.as_string()?, Reflect::get(object, key).unwrap_or_default()))).collect()
}

/// Returns the beginning and the end of a text. The middle of a large document is not copied.
pub(crate) fn excerpt(text: &JsValue) -> String {
    const PART: u32 = 32 * 1024;
    let Some(text) = text.dyn_ref::<JsString>() else { return String::new() };
    let length = text.length();
    if length <= 2 * PART {
        return text.into();
    }
    let (beginning, end) = (text.slice(0, PART), text.slice(length - PART, length));
    String::from(beginning) + &String::from(end)
}

/// Adds members that an object of this package lacks. Undefined counts as lacking. Null does not: it clears a member at
/// the service.
pub(crate) fn add_missing(object: &JsValue, additions: &[(&str, JsValue)]) {
    for (name, value) in additions.iter().filter(|(name, _)| member(object, name).is_undefined()) {
        put(object.unchecked_ref(), &[(name, value.clone())]);
    }
}
