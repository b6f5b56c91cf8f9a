//! Globus Compute, version 2: <https://globus-compute.readthedocs.io/>.

use super::service;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("compute_v2.d.ts");

service! {
    ComputeV2Client, "Globus Compute, version 2: functions, endpoints and tasks.";

    getFunction(functionId) GET "/v2/functions/{}" query "Query" -> "Promise<Json>" by send
        "Gets a function." "https://globus-compute.readthedocs.io/";
}
