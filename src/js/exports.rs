//! Functions that the package's JavaScript calls, because their rules are in Rust.
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

/// Returns the text of a boolean query parameter.
#[wasm_bindgen(js_name = booleanText, skip_typescript)]
pub fn boolean_text(name: &str, value: bool) -> String {
    request::boolean(name, value).to_owned()
}

/// Returns the names of all services, separated by spaces.
#[wasm_bindgen(js_name = serviceNames, skip_typescript)]
pub fn service_names() -> String {
    Service::ALL.map(Service::name).join(" ")
}

/// Returns the scope of a flow's runs.
#[wasm_bindgen(js_name = flowScope, skip_typescript)]
pub fn flow_scope(flow_id: &str) -> String {
    scope::flow_scope(flow_id)
}

/// Reads a time span in ms.
#[wasm_bindgen(skip_typescript)]
pub fn duration(field: &str, value: &JsValue) -> Result<f64, JsValue> {
    arguments::duration(field, value).map_err(|error| CallError::from(error).into_js())
}

/// Parses a scope text: `{ names, edges, top }`, each reference as `[index, optional]`.
///
/// # Errors
/// `invalid_argument`.
#[wasm_bindgen(js_name = scopeGraph, skip_typescript)]
pub fn scope_graph(text: &str) -> Result<Object, JsValue> {
    let graph = Graph::parse(text).map_err(|problem| CallError::from(Error::argument("scope", &problem)))?;
    let references = |edges: &Vec<Edge>| -> JsValue {
        let reference = |(index, optional): &Edge| -> JsValue {
            #[allow(clippy::cast_possible_truncation, reason = "shorter than its text")]
            Array::of2(&(*index as u32).into(), &(*optional).into()).into()
        };
        edges.iter().map(reference).collect::<Array>().into()
    };
    Ok(record(&[
        ("names", graph.names.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into()),
        ("edges", graph.edges.iter().map(references).collect::<Array>().into()),
        ("top", references(&graph.top)),
    ]))
}
