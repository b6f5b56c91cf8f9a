//! The Globus Connect Server Manager API: <https://docs.globus.org/globus-connect-server/v5.4/api/>. It is the endpoint's own
//! server that answers; [`super::endpoint`] finds it.

use super::row::Access;
use super::service;
use crate::js::values::{items, member};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("gcs.d.ts");

service! {
    GcsClient, "A Globus Connect Server endpoint: its collections, storage gateways, roles and credentials.";

    getGcsInfo() GET "/api/info" access(Access::Open) query "Query" -> "Promise<GcsResult<GcsInfo>>" by send
        "Gets what the endpoint says of itself to everybody. No credentials are sent."
        "https://docs.globus.org/globus-connect-server/v5.4/api/openapi_Info/";
}

/// The document in a result: GCS wraps what it gives into `data`, beside others perhaps. Its `DATA_TYPE` begins with `kind`.
pub(crate) fn unwrapped(result: &JsValue, kind: &str) -> JsValue {
    let is_kind = |item: &JsValue| member(item, "DATA_TYPE").as_string().is_some_and(|found| found.starts_with(kind));
    items(&member(result, "data")).into_iter().find(is_kind).unwrap_or_else(|| result.clone())
}
