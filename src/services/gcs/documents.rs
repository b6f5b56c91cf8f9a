//! Documents of Globus Connect Server, completed by what the official client's classes put in.

use crate::js::convert::{given, member, supply};
use crate::js::errors::CallError;
use crate::wire::datatypes::{self, DocumentMembers};
use wasm_bindgen::prelude::*;

/// Completes the copy of a collection's document: its version, and what kind of collection it is.
pub(super) fn collection(document: &JsValue) -> Result<JsValue, CallError> {
    // A guest collection is on a mapped one, a mapped one on a storage gateway. Later changes name neither.
    if given(document, "mapped_collection_id").is_some() {
        supply(document, &[("collection_type", "guest".into())]);
    } else if given(document, "storage_gateway_id").is_some() {
        supply(document, &[("collection_type", "mapped".into())]);
    }
    versioned(document, datatypes::collection)
}

/// Completes the copy of a storage gateway's document.
pub(super) fn storage_gateway(document: &JsValue) -> Result<JsValue, CallError> {
    versioned(document, datatypes::storage_gateway)
}

/// Completes the copy of an endpoint's document.
pub(super) fn endpoint(document: &JsValue) -> Result<JsValue, CallError> {
    versioned(document, datatypes::endpoint)
}

/// Says which version a document is, if it does not.
#[allow(clippy::unnecessary_wraps, reason = "as a row wants it")]
fn versioned(document: &JsValue, data_type: fn(&JsValue) -> &'static str) -> Result<JsValue, CallError> {
    supply(document, &[("DATA_TYPE", data_type(document).into())]);
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
