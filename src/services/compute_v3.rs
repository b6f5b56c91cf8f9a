//! Globus Compute, version 3: <https://globus-compute.readthedocs.io/>.

use super::service;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("compute_v3.d.ts");

service! {
    ComputeV3Client, "Globus Compute, version 3: what it does otherwise than version 2.";

    getEndpointAllowlist(endpointId) GET "/v3/endpoints/{}/allowed_functions" query "Query" -> "Promise<Json>" by send
        "Gets the functions that an endpoint may run." "https://globus-compute.readthedocs.io/";
}
