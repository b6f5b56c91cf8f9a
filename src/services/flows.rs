//! Globus Flows: <https://docs.globus.org/api/flows/>.

use super::service;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("flows.d.ts");

service! {
    FlowsClient, "Globus Flows: flows, and their runs.";

    getFlow(flowId) GET "/flows/{}" query "Query" -> "Promise<Json>" by send
        "Gets a flow." "https://docs.globus.org/api/flows/";
    getRun(runId) GET "/runs/{}" query "Query" -> "Promise<Json>" by send
        "Gets a run." "https://docs.globus.org/api/flows/";
}
