//! Globus Transfer: <https://docs.globus.org/api/transfer/>.

use super::service;
use crate::paging::Style;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("transfer.d.ts");

const SEARCH: Style = Style::HasNextPage { limit: 100, max: 1000 };
const TASKS: Style = Style::Total { limit: 1000 };

service! {
    TransferClient, "Globus Transfer: collections, their files, and the tasks that move them.";

    endpointSearch() GET "/v0.10/endpoint_search" query "EndpointSearchQuery" -> "Paged<EndpointList, Endpoint>"
        by pages(SEARCH, "DATA")
        "Searches the collections this identity can see. Globus gives at most 1,000 of them."
        "https://docs.globus.org/api/transfer/endpoint_and_collection_search/#endpoint_search";
    getEndpoint(endpointId) GET "/v0.10/endpoint/{}" query "GetEndpointQuery" -> "Promise<Endpoint>" by send
        "Gets a collection or endpoint."
        "https://docs.globus.org/api/transfer/endpoints_and_collections/#get_endpoint_or_collection_by_id";
    operationLs(endpointId) GET "/v0.10/operation/endpoint/{}/ls" query "OperationLsQuery" repeat "filter"
        -> "Paged<FileList, FileEntry>" by pages(Style::Truncated, "DATA")
        "Lists a directory, in one request. Iteration ends with `listing_truncated` if the server has more entries."
        "https://docs.globus.org/api/transfer/file_operations/#list_directory_contents";
    operationMkdir(endpointId) POST "/v0.10/operation/endpoint/{}/mkdir" doc "MkdirDocument" { "DATA_TYPE" = "mkdir" }
        query "Query" -> "Promise<OperationResult>" by send
        "Makes a directory."
        "https://docs.globus.org/api/transfer/file_operations/#make_directory";
    operationRename(endpointId) POST "/v0.10/operation/endpoint/{}/rename" doc "RenameDocument" { "DATA_TYPE" = "rename" }
        query "Query" -> "Promise<OperationResult>" by send
        "Renames or moves a file or directory within its collection."
        "https://docs.globus.org/api/transfer/file_operations/#rename";
    getSubmissionId() GET "/v0.10/submission_id" query "Query" -> "Promise<SubmissionId>" by send
        "Gets an id under which a task can be submitted any number of times and will exist once."
        "https://docs.globus.org/api/transfer/task_submit/#get_submission_id";
    getTask(taskId) GET "/v0.10/task/{}" query "GetTaskQuery" -> "Promise<Task>" by send
        "Gets a task."
        "https://docs.globus.org/api/transfer/task/#get_task_by_id";
    taskList() GET "/v0.10/task_list" query "TaskListQuery" -> "Paged<TaskList, Task>" by pages(TASKS, "DATA")
        "Lists the tasks of this identity."
        "https://docs.globus.org/api/transfer/task/#get_task_list";
    cancelTask(taskId) POST "/v0.10/task/{}/cancel" query "Query" -> "Promise<CancelResult>" by send
        "Cancels a task. Files it has moved by then stay where they are."
        "https://docs.globus.org/api/transfer/task/#cancel_task_by_id";
}
