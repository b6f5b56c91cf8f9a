//! Completes documents of Globus Connect Server as the classes of Globus's Python SDK do.

use crate::js::convert::{add_missing, member, present_member};
use crate::js::errors::CallError;
use crate::wire::datatypes::{self, DocumentMembers};
use wasm_bindgen::prelude::*;

/// Completes the copy of a collection's document: adds its version and the type of collection.
pub(super) fn complete_collection(document: &JsValue) -> Result<JsValue, CallError> {
    // A guest collection is on a mapped collection, a mapped one on a storage gateway. The document of an update
    // contains neither id.
    if present_member(document, "mapped_collection_id").is_some() {
        add_missing(document, &[("collection_type", "guest".into())]);
    } else if present_member(document, "storage_gateway_id").is_some() {
        add_missing(document, &[("collection_type", "mapped".into())]);
    }
    add_data_type(document, datatypes::collection)
}

/// Completes the copy of a storage gateway's document.
pub(super) fn complete_storage_gateway(document: &JsValue) -> Result<JsValue, CallError> {
    add_data_type(document, datatypes::storage_gateway)
}

/// Completes the copy of an endpoint's document.
pub(super) fn complete_endpoint(document: &JsValue) -> Result<JsValue, CallError> {
    add_data_type(document, datatypes::endpoint)
}

/// Adds the `DATA_TYPE` with the document's version, unless the document has one.
#[allow(clippy::unnecessary_wraps, reason = "rows require this signature")]
fn add_data_type(document: &JsValue, data_type: fn(&JsValue) -> &'static str) -> Result<JsValue, CallError> {
    add_missing(document, &[("DATA_TYPE", data_type(document).into())]);
    Ok(document.clone())
}

impl DocumentMembers for JsValue {
    fn has(&self, name: &str) -> bool {
        !member(self, name).is_undefined()
    }

    fn text(&self, name: &str) -> Option<String> {
        member(self, name).as_string()
    }
}
