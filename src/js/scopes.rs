//! Scopes for JavaScript: what `pkg-template/jobs/scopes.js` makes its objects of.

use crate::js::errors::Failure;
use crate::js::values::record;
use crate::model::scope_graph::{Edge, Graph};
use crate::wire::error::Error;
use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

/// Reads a scope text: `{ names, edges, top }`, places as `[index, optional]`.
///
/// # Errors
/// `invalid_argument`.
#[allow(unreachable_pub, reason = "exported to JavaScript")]
#[wasm_bindgen(js_name = scopeGraph, skip_typescript)]
pub fn scope_graph(text: &str) -> Result<Object, JsValue> {
    let graph = Graph::parse(text).map_err(|problem| Failure::from(Error::argument("scope", &problem)))?;
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
