//! Values of the engine, read and made: objects, lists, texts. Whatever a getter or a proxy throws reads as absent.

use crate::wire::json::{Json, MAX_DEPTH};
use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The engine's writing of a number: the shortest form that reads back the same.
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

/// Reads an engine's value into [`Json`].
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

/// Whether a caller gave anything: null counts as nothing.
pub(crate) fn present(value: &JsValue) -> bool {
    !value.is_undefined() && !value.is_null()
}

/// Reads a member, unless it is absent or null.
pub(crate) fn given(object: &JsValue, name: &str) -> Option<JsValue> {
    Some(member(object, name)).filter(present)
}

/// Whether a value is a list. A proxy that throws is none.
pub(crate) fn is_list(value: &JsValue) -> bool {
    array_is_array(value).unwrap_or_default()
}

/// The items of a list, as far as its getters give them.
pub(crate) fn items(list: &JsValue) -> Vec<JsValue> {
    array_from(list).map(|array| array.to_vec()).unwrap_or_default()
}

/// Sets members of an object of ours.
pub(crate) fn put(object: &Object, members: &[(&str, JsValue)]) {
    for (name, value) in members {
        let _ = Reflect::set(object, &JsValue::from_str(name), value);
    }
}

/// A new object.
pub(crate) fn record(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    put(&object, members);
    object
}

/// The members of an object. What a proxy or getter throws reads as nothing.
pub(crate) fn entries(object: &JsValue) -> Vec<(String, JsValue)> {
    let keys = object_keys(object).unwrap_or_default().to_vec();
    keys.iter().filter_map(|key| Some((key.as_string()?, Reflect::get(object, key).unwrap_or_default()))).collect()
}

/// The beginning and the end of a text, if it is one. What lies between is not copied: it may be all of a large document.
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

/// Adds to an object of ours what it lacks. Undefined says nothing; null says that there shall be none.
pub(crate) fn supply(object: &JsValue, additions: &[(&str, JsValue)]) {
    for (name, value) in additions.iter().filter(|(name, _)| member(object, name).is_undefined()) {
        put(object.unchecked_ref(), &[(name, value.clone())]);
    }
}
