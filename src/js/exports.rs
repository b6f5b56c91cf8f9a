//! What is decided in Rust for what the JavaScript of this package reads by itself.
#![allow(unreachable_pub, reason = "exported to JavaScript")]
#![allow(clippy::must_use_candidate, reason = "called from JavaScript")]

use super::arguments;
use super::convert::record;
use super::errors::CallError;
use crate::model::environment::Service;
use crate::model::scope;
use crate::model::scope_graph::{Edge, Graph};
use crate::wire::error::Error;
use crate::wire::{request, text};
use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

/// Whether a value is a UUID.
#[wasm_bindgen(js_name = isUuid, skip_typescript)]
pub fn is_uuid(value: &JsValue) -> bool {
    value.as_string().is_some_and(|text| text::is_uuid(&text))
}

/// The text of a boolean query parameter.
#[wasm_bindgen(js_name = booleanText, skip_typescript)]
pub fn boolean_text(name: &str, value: bool) -> String {
    request::boolean(name, value).to_owned()
}

/// The names of all services, with spaces between them.
#[wasm_bindgen(js_name = serviceNames, skip_typescript)]
pub fn service_names() -> String {
    Service::ALL.map(Service::name).join(" ")
}

/// The scope of a flow's runs.
#[wasm_bindgen(js_name = flowScope, skip_typescript)]
pub fn flow_scope(flow_id: &str) -> String {
    scope::flow_scope(flow_id)
}

/// A time span in ms.
#[wasm_bindgen(skip_typescript)]
pub fn duration(field: &str, value: &JsValue) -> Result<f64, JsValue> {
    arguments::duration(field, value).map_err(|error| CallError::from(error).into_js())
}

/// Reads a scope text: `{ names, edges, top }`, places as `[index, optional]`.
///
/// # Errors
/// `invalid_argument`.
#[wasm_bindgen(js_name = scopeGraph, skip_typescript)]
pub fn scope_graph(text: &str) -> Result<Object, JsValue> {
    let graph = Graph::parse(text).map_err(|problem| CallError::from(Error::argument("scope", &problem)))?;
    let places = |edges: &Vec<Edge>| -> JsValue {
        let place = |(index, optional): &Edge| -> JsValue {
            #[allow(clippy::cast_possible_truncation, reason = "shorter than its text")]
            Array::of2(&(*index as u32).into(), &(*optional).into()).into()
        };
        edges.iter().map(place).collect::<Array>().into()
    };
    Ok(record(&[
        ("names", graph.names.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into()),
        ("edges", graph.edges.iter().map(places).collect::<Array>().into()),
        ("top", places(&graph.top)),
    ]))
}
