//! Completes documents of `createTunnel`.

use crate::js::arguments::{check_document, completed};
use crate::js::convert::{member, present_member, put, record};
use crate::js::errors::CallError;
use crate::js::runtime::random_uuid;
use crate::wire::error::Error;
use js_sys::Object;
use wasm_bindgen::prelude::*;

/// Completes a JSON:API document: adds the types of its objects, and a submission id, so that the call can be repeated
/// safely. Each object is copied before it is changed, at every depth.
pub(crate) fn complete_tunnel(document: &JsValue) -> Result<JsValue, CallError> {
    let data = copy_object("document.data", &member(document, "data"), &[("type", "Tunnel")])?;
    let attributes = match present_member(&data, "attributes") {
        Some(attributes) => copy_object("document.data.attributes", &attributes, &[])?,
        None => record(&[]),
    };
    if present_member(&attributes, "submission_id").is_none() {
        let id = random_uuid().map_err(|cause| {
            let problem = "is required, because this runtime has no crypto.randomUUID";
            CallError::with_cause(Error::argument("document.data.attributes.submission_id", problem), cause)
        })?;
        put(&attributes, &[("submission_id", id)]);
    }
    put(&data, &[("attributes", attributes.into())]);
    if let Some(relationships) = present_member(&data, "relationships") {
        let relationships = copy_object("document.data.relationships", &relationships, &[])?;
        for name in ["listener", "initiator"] {
            let Some(relationship) = present_member(&relationships, name) else { continue };
            let field = format!("document.data.relationships.{name}");
            let relationship = copy_object(&field, &relationship, &[])?;
            if let Some(point) = present_member(&relationship, "data") {
                let point = copy_object(&format!("{field}.data"), &point, &[("type", "StreamAccessPoint")])?;
                put(&relationship, &[("data", point.into())]);
            }
            put(&relationships, &[(name, relationship.into())]);
        }
        put(&data, &[("relationships", relationships.into())]);
    }
    let document: &Object = document.unchecked_ref();
    put(document, &[("data", data.into())]);
    Ok(document.into())
}

/// Returns a copy of an object in the document, with its missing members added.
fn copy_object(field: &str, value: &JsValue, additions: &[(&str, &str)]) -> Result<Object, CallError> {
    check_document(field, value)?;
    let additions: Vec<_> = additions.iter().map(|(name, value)| (*name, (*value).into())).collect();
    Ok(completed(field, value, &additions)?.unchecked_into())
}
