//! Globus Compute, version 2: <https://globus-compute.readthedocs.io/>.

use crate::js::convert::{member, put};
use crate::js::errors::CallError;
use crate::policy::paging::Paging;
use crate::services::table::service::service;
use crate::wire::reply::Reply;
use js_sys::Array;
use wasm_bindgen::prelude::*;

service! {
    ComputeV2Client, "Globus Compute, version 2: functions, endpoints and tasks.";

    getVersion() GET "/v2/version" reply(Reply::Text) query "ComputeVersionQuery" -> "CallPromise<string | ComputeVersion>" by call
        "Gets the version of the API, or with `service` `\"all\"` the versions of all components."
        "https://compute.api.globus.org/redoc#tag/Root/operation/get_version_v2_version_get";
    getResultAmqpUrl() GET "/v2/get_amqp_result_connection_url" query "Query" -> "CallPromise<ComputeResultQueue>" by call
        "Gets the AMQP URL and the queue prefix with which a program receives the results of this identity's tasks."
        "https://compute.api.globus.org/redoc#tag/Root/operation/get_user_specific_result_amqp_url_v2_get_amqp_result_connection_url_get";
    registerEndpoint() POST "/v2/endpoints" doc "ComputeEndpointDocumentV2" query "Query"
        -> "CallPromise<ComputeEndpointRegistration>" by call
        "Registers an endpoint."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/register_endpoint_v2_endpoints_post";
    getEndpoint(endpointId) GET "/v2/endpoints/{endpointId}" query "Query" -> "CallPromise<ComputeEndpoint>" by call
        "Gets an endpoint."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/get_endpoint_v2_endpoints__endpoint_uuid__get";
    getEndpointStatus(endpointId) GET "/v2/endpoints/{endpointId}/status" query "Query" -> "CallPromise<ComputeEndpointStatus>" by call
        "Gets the status of an endpoint: whether it is online, and its load."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/get_endpoint_status_v2_endpoints__endpoint_uuid__status_get";
    getEndpoints() GET "/v2/endpoints" query "ComputeEndpointsQuery"
        -> "Paged<ComputeEndpointSummary[], ComputeEndpointSummary>" by list(Paging::Single, "")
        "Lists the endpoints of this identity, or with `role` `\"any\"` all endpoints that it may use."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/get_endpoints_v2_endpoints_get";
    deleteEndpoint(endpointId) DELETE "/v2/endpoints/{endpointId}" query "Query" -> "CallPromise<ComputeDeletion>" by call
        "Deletes an endpoint."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/delete_endpoint_v2_endpoints__endpoint_uuid__delete";
    lockEndpoint(endpointId) POST "/v2/endpoints/{endpointId}/lock" query "Query" -> "CallPromise<ComputeEndpointLock>" by call
        "Locks an endpoint for a limited time. During this time no client can connect to its queues."
        "https://compute.api.globus.org/redoc#tag/Endpoints/operation/lock_endpoint_v2_endpoints__endpoint_uuid__lock_post";
    registerFunction() POST "/v2/functions" doc "ComputeFunctionDocumentV2" query "Query"
        -> "CallPromise<ComputeFunctionRegistration>" by call
        "Registers a function."
        "https://compute.api.globus.org/redoc#tag/Functions/operation/register_function_v2_functions_post";
    getFunction(functionId) GET "/v2/functions/{functionId}" query "Query" -> "CallPromise<ComputeFunction>" by call
        "Gets a function."
        "https://compute.api.globus.org/redoc#tag/Functions/operation/get_function_v2_functions__function_uuid__get";
    deleteFunction(functionId) DELETE "/v2/functions/{functionId}" query "Query" -> "CallPromise<ComputeDeletion>" by call
        "Deletes a function."
        "https://compute.api.globus.org/redoc#tag/Functions/operation/delete_function_v2_functions__function_uuid__delete";
    getTask(taskId) GET "/v2/tasks/{taskId}" query "Query" -> "CallPromise<ComputeTask>" by call
        "Gets the status and result of a task. Globus deletes a result some time after it was read."
        "https://compute.api.globus.org/redoc#tag/Tasks/operation/get_task_status_and_result_v2_tasks__task_uuid__get";
    getTaskBatch() POST "/v2/batch_status" idempotent(true) doc "ComputeTaskBatchDocument" needs "task_ids" completed(with_task_list)
        query "Query" -> "CallPromise<ComputeTaskBatch>" by call
        "Gets the status and results of several tasks."
        "https://compute.api.globus.org/redoc#tag/Root/operation/get_batch_status_v2_batch_status_post";
    getTaskGroup(taskGroupId) GET "/v2/taskgroup/{taskGroupId}" query "Query" -> "CallPromise<ComputeTaskGroup>" by call
        "Gets the tasks of a group."
        "https://compute.api.globus.org/redoc#tag/TaskGroup/operation/get_task_group_tasks_v2_taskgroup__task_group_uuid__get";
    submit() POST "/v2/submit" doc "ComputeSubmissionV2" needs "tasks" query "Query"
        -> "CallPromise<ComputeSubmissionResultV2>" by call
        "Submits tasks."
        "https://compute.api.globus.org/redoc#tag/Root/operation/submit_batch_v2_submit_post";
}

/// Replaces a single task id by a list with that id.
#[allow(clippy::unnecessary_wraps, reason = "rows require this signature")]
fn with_task_list(document: &JsValue) -> Result<JsValue, CallError> {
    let ids = member(document, "task_ids");
    if ids.is_string() {
        put(document.unchecked_ref(), &[("task_ids", Array::of1(&ids).into())]);
    }
    Ok(document.clone())
}
