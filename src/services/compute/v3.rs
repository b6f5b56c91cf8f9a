//! Globus Compute, version 3: <https://globus-compute.readthedocs.io/>.

use crate::services::table::service::service;
use wasm_bindgen::prelude::*;

service! {
    ComputeV3Client, "Globus Compute, version 3: functions, endpoints and tasks.";

    registerEndpoint() POST "/v3/endpoints" doc "ComputeEndpointDocumentV3" query "Query"
        -> "CallPromise<ComputeEndpointRegistration>" by call
        "Registers an endpoint."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/register_endpoint_v3_endpoints_post";
    updateEndpoint(endpointId) PUT "/v3/endpoints/{endpointId}" doc "ComputeEndpointUpdate" query "Query"
        -> "CallPromise<ComputeEndpointRegistration>" by call
        "Changes an endpoint."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/update_endpoint_v3_endpoints__endpoint_uuid__put";
    lockEndpoint(endpointId) POST "/v3/endpoints/{endpointId}/lock" query "Query" -> "CallPromise<ComputeEndpointLock>" by call
        "Locks an endpoint for a limited time. During this time no client can connect to its queues."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/lock_endpoint_v3_endpoints__endpoint_uuid__lock_post";
    getEndpointAllowlist(endpointId) GET "/v3/endpoints/{endpointId}/allowed_functions" query "Query"
        -> "CallPromise<ComputeAllowlist>" by call
        "Gets the functions that an endpoint may run."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/get_endpoint_allowlist_v3_endpoints__endpoint_uuid__allowed_functions_get";
    registerFunction() POST "/v3/functions" doc "ComputeFunctionDocumentV3" query "Query"
        -> "CallPromise<ComputeFunctionRegistration>" by call
        "Registers a function."
        "https://compute.api.globus.org/redoc#tag/Functions/operation/register_function_v3_functions_post";
    submit(endpointId) POST "/v3/endpoints/{endpointId}/submit" doc "ComputeSubmissionV3" needs "tasks" query "Query"
        -> "CallPromise<ComputeSubmissionResultV3>" by call
        "Submits tasks to an endpoint."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/submit_batch_v3_endpoints__endpoint_uuid__submit_post";
}
