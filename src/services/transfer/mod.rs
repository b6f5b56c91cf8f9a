//! Globus Transfer: <https://docs.globus.org/api/transfer/>.

pub(crate) mod submissions;
mod tunnels;

use crate::js::arguments::OptionalArgument;
use crate::js::convert::present_member;
use crate::policy::paging::Paging;
use crate::services::table::row::{List, Row};
use crate::services::table::service::{parameters, service};
use crate::wire::reply::Reply;
use crate::wire::request::Method;
use wasm_bindgen::prelude::*;

const SEARCH: Paging = Paging::HasNextPage { limit: 100, max: 1000 };
const TASKS: Paging = Paging::Total { limit: 1000 };
const MARKER: Paging = Paging::Cursor { parameter: "marker", member: "next_marker", flagged: false };
const NEXT_TOKEN: Paging = Paging::Cursor { parameter: "next_token", member: "next_token", flagged: false };
const LAST_KEY: Paging = Paging::Cursor { parameter: "last_key", member: "last_key", flagged: true };
/// For lists about which Globus's own clients disagree whether they have pages. If the server reports more items, the
/// iteration ends with an error instead of ending as if the list were complete.
const MAYBE_TRUNCATED: Paging = Paging::Truncated;

service! {
    TransferClient, "Globus Transfer: collections, their files, and the tasks that move them.";

    // Collections and endpoints
    endpointSearch() GET "/v0.10/endpoint_search" query "EndpointSearchQuery" -> "Paged<EndpointList, Endpoint>"
        by list(SEARCH, "DATA")
        "Searches the collections that this identity can see. Globus returns at most 1,000 of them."
        "https://docs.globus.org/api/transfer/endpoint_and_collection_search/#endpoint_search";
    getEndpoint(endpointId) GET "/v0.10/endpoint/{endpointId}" query "GetEndpointQuery" -> "CallPromise<Endpoint>" by call
        "Gets a collection or endpoint."
        "https://docs.globus.org/api/transfer/endpoints_and_collections/#get_endpoint_or_collection_by_id";
    updateEndpoint(endpointId) PUT "/v0.10/endpoint/{endpointId}" doc "EndpointUpdate" query "Query"
        -> "CallPromise<ResultDocument<'Updated'>>" by call
        "Changes a collection of Globus Connect Personal. For a collection of Globus Connect Server use `account.gcs()`."
        "https://docs.globus.org/api/transfer/gcp_management/#update_collection_by_id";
    deleteEndpoint(endpointId) DELETE "/v0.10/endpoint/{endpointId}" query "Query" -> "CallPromise<ResultDocument<'Deleted'>>" by call
        "Deletes a collection of Globus Connect Personal. Its files stay. For a collection of Globus Connect Server use `account.gcs()`."
        "https://docs.globus.org/api/transfer/gcp_management/#delete_collection_by_id";
    setSubscriptionId(collectionId) PUT "/v0.10/endpoint/{collectionId}/subscription"
        doc "SubscriptionIdDocument" needs "subscription_id" query "Query"
        -> "CallPromise<ResultDocument<'Updated'>>" by call
        "Adds a mapped collection of Globus Connect Personal to a subscription, or removes it from its subscription."
        "https://docs.globus.org/api/transfer/gcp_management/#associate_collection_subscription";
    setSubscriptionAdminVerified(collectionId) PUT "/v0.10/endpoint/{collectionId}/subscription_admin_verified"
        doc "SubscriptionAdminVerifiedDocument" needs "subscription_admin_verified" query "Query"
        -> "CallPromise<ResultDocument<'Updated'>>" by call
        "Marks a collection of Globus Connect Personal as verified by an administrator of its subscription, or removes the mark."
        "https://docs.globus.org/api/transfer/gcp_management/#set_subscription_admin_verified";
    myEffectivePauseRuleList(endpointId) GET "/v0.10/endpoint/{endpointId}/my_effective_pause_rule_list" query "FieldsQuery"
        -> "Paged<LimitedPauseRuleList, LimitedPauseRule>" by list(Paging::Single, "DATA")
        "Lists the pause rules of a collection or endpoint that apply to this identity."
        "https://docs.globus.org/api/transfer/endpoints_and_collections/#get_collection_pause_rules";
    endpointServerList(endpointId) GET "/v0.10/endpoint/{endpointId}/server_list" query "FieldsQuery"
        -> "Paged<EndpointServerList, EndpointServer>" by list(Paging::Single, "DATA")
        "Lists the servers of an endpoint or collection."
        "https://docs.globus.org/api/transfer/endpoints_and_collections/#get_endpoint_or_collection_server_list";
    getEndpointServer(endpointId, serverId) GET "/v0.10/endpoint/{endpointId}/server/{serverId}" query "FieldsQuery"
        -> "CallPromise<EndpointServer>" by call
        "Gets a server of an endpoint or collection."
        "https://docs.globus.org/api/transfer/endpoints_and_collections/#get_server_by_id";

    // Guest collections
    mySharedEndpointList(endpointId) GET "/v0.10/endpoint/{endpointId}/my_shared_endpoint_list" query "FieldsQuery"
        -> "Paged<HostedEndpointList, Endpoint>" by list(MAYBE_TRUNCATED, "DATA")
        "Lists the guest collections on a host on which this identity is administrator or access manager."
        "https://docs.globus.org/api/transfer/endpoints_and_collections/#get_my_guest_collection_list";
    getSharedEndpointList(endpointId) GET "/v0.10/endpoint/{endpointId}/shared_endpoint_list" query "SharedEndpointListQuery"
        -> "Paged<SharedEndpointList, SharedEndpoint>" by list(NEXT_TOKEN, "shared_endpoints")
        "Lists all guest collections on a host."
        "https://docs.globus.org/api/transfer/endpoints_and_collections/#get_guest_collection_list";
    createSharedEndpoint() POST "/v0.10/shared_endpoint" doc "SharedEndpointDocument" query "Query"
        -> "CallPromise<EndpointCreateResult>" by call
        "Creates a guest collection on Globus Connect Personal. For Globus Connect Server use `account.createGuestCollection()`."
        "https://docs.globus.org/api/transfer/gcp_management/#create_guest_collection";

    // Roles
    endpointRoleList(endpointId) GET "/v0.10/endpoint/{endpointId}/role_list" query "Query"
        -> "Paged<EndpointRoleList, EndpointRole>" by list(Paging::Single, "DATA")
        "Lists the roles of identities and groups on a collection or endpoint."
        "https://docs.globus.org/api/transfer/roles/#role_list";
    addEndpointRole(endpointId) POST "/v0.10/endpoint/{endpointId}/role" doc "EndpointRoleDocument" query "Query"
        -> "CallPromise<EndpointRole>" by call
        "Assigns a role on a collection of Globus Connect Personal to an identity or group."
        "https://docs.globus.org/api/transfer/roles/#create_role";
    getEndpointRole(endpointId, roleId) GET "/v0.10/endpoint/{endpointId}/role/{roleId}" query "Query"
        -> "CallPromise<EndpointRole>" by call
        "Gets a role of an identity or group."
        "https://docs.globus.org/api/transfer/roles/#get_role_by_id";
    deleteEndpointRole(endpointId, roleId) DELETE "/v0.10/endpoint/{endpointId}/role/{roleId}" query "Query"
        -> "CallPromise<ResultDocument<'Deleted'>>" by call
        "Removes a role on a collection of Globus Connect Personal."
        "https://docs.globus.org/api/transfer/roles/#delete_role_by_id";

    // Permissions
    endpointAclList(endpointId) GET "/v0.10/endpoint/{endpointId}/access_list" query "OffsetQuery"
        -> "Paged<AccessRuleList, AccessRule>" by list(MAYBE_TRUNCATED, "DATA")
        "Lists the permissions on a guest collection."
        "https://docs.globus.org/api/transfer/permissions/#get_permission_list";
    addEndpointAclRule(endpointId) POST "/v0.10/endpoint/{endpointId}/access" doc "AccessRuleDocument" query "Query"
        -> "CallPromise<AccessRuleCreateResult>" by call
        "Adds a permission to read or write a directory of a guest collection."
        "https://docs.globus.org/api/transfer/permissions/#create_permission";
    getEndpointAclRule(endpointId, ruleId) GET "/v0.10/endpoint/{endpointId}/access/{ruleId}" query "Query"
        -> "CallPromise<AccessRule>" by call
        "Gets a permission on a guest collection."
        "https://docs.globus.org/api/transfer/permissions/#get_permission_by_id";
    updateEndpointAclRule(endpointId, ruleId) PUT "/v0.10/endpoint/{endpointId}/access/{ruleId}" doc "AccessRuleUpdate" query "Query"
        -> "CallPromise<ResultDocument<'Updated'>>" by call
        "Changes the access that a permission allows, or its expiry."
        "https://docs.globus.org/api/transfer/permissions/#update_permission";
    deleteEndpointAclRule(endpointId, ruleId) DELETE "/v0.10/endpoint/{endpointId}/access/{ruleId}" query "Query"
        -> "CallPromise<ResultDocument<'Deleted'>>" by call
        "Removes a permission on a guest collection."
        "https://docs.globus.org/api/transfer/permissions/";

    // Bookmarks
    bookmarkList() GET "/v0.10/bookmark_list" query "Query" -> "Paged<BookmarkList, Bookmark>"
        by list(Paging::Single, "DATA")
        "Lists the bookmarks of this identity."
        "https://docs.globus.org/api/transfer/collection_bookmarks/#get_list_of_bookmarks";
    createBookmark() POST "/v0.10/bookmark" doc "BookmarkDocument" query "Query" -> "CallPromise<Bookmark>" by call
        "Creates a bookmark: a name for a directory of a collection."
        "https://docs.globus.org/api/transfer/collection_bookmarks/#create_bookmark";
    getBookmark(bookmarkId) GET "/v0.10/bookmark/{bookmarkId}" query "Query" -> "CallPromise<Bookmark>" by call
        "Gets a bookmark."
        "https://docs.globus.org/api/transfer/collection_bookmarks/#get_bookmark_by_id";
    updateBookmark(bookmarkId) PUT "/v0.10/bookmark/{bookmarkId}" doc "BookmarkUpdate" query "Query"
        -> "CallPromise<Bookmark>" by call
        "Renames a bookmark."
        "https://docs.globus.org/api/transfer/collection_bookmarks/#update_bookmark";
    deleteBookmark(bookmarkId) DELETE "/v0.10/bookmark/{bookmarkId}" query "Query" -> "CallPromise<ResultDocument<'Deleted'>>" by call
        "Deletes a bookmark."
        "https://docs.globus.org/api/transfer/collection_bookmarks/#delete_bookmark_by_id";

    // Files
    operationLs(endpointId) GET "/v0.10/operation/endpoint/{endpointId}/ls" query "OperationLsQuery" repeat "filter"
        -> "Paged<FileList, FileEntry>" by list(Paging::Truncated, "DATA")
        "Lists a directory in one request. If the server has more entries, iteration rejects with `listing_truncated`."
        "https://docs.globus.org/api/transfer/file_operations/#list_directory_contents";
    operationMkdir(endpointId) POST "/v0.10/operation/endpoint/{endpointId}/mkdir" doc "MkdirDocument" { "DATA_TYPE" = "mkdir" }
        query "Query" -> "CallPromise<OperationResult>" by call
        "Creates a directory."
        "https://docs.globus.org/api/transfer/file_operations/#make_directory";
    operationRename(endpointId) POST "/v0.10/operation/endpoint/{endpointId}/rename" doc "RenameDocument" { "DATA_TYPE" = "rename" }
        query "Query" -> "CallPromise<OperationResult>" by call
        "Renames or moves a file or directory within its collection."
        "https://docs.globus.org/api/transfer/file_operations/#rename";
    operationStat(endpointId) GET "/v0.10/operation/endpoint/{endpointId}/stat" query "OperationStatQuery"
        -> "CallPromise<FileEntry>" by call
        "Gets the type, size and other properties of one file or directory."
        "https://docs.globus.org/api/transfer/file_operations/#stat";

    // Tasks
    getSubmissionId() GET "/v0.10/submission_id" reply(Reply::With("value")) query "Query" -> "CallPromise<SubmissionId>" by call
        "Gets a submission id. A task that is submitted several times with the same id is created once."
        "https://docs.globus.org/api/transfer/task_submit/#get_submission_id";
    getTask(taskId) GET "/v0.10/task/{taskId}" query "GetTaskQuery" -> "CallPromise<Task>" by call
        "Gets a task."
        "https://docs.globus.org/api/transfer/task/#get_task_by_id";
    taskList() GET "/v0.10/task_list" query "TaskListQuery" -> "Paged<TaskList, Task>" by list(TASKS, "DATA")
        "Lists the tasks of this identity."
        "https://docs.globus.org/api/transfer/task/#get_task_list";
    updateTask(taskId) PUT "/v0.10/task/{taskId}" doc "TaskUpdate" query "Query"
        -> "CallPromise<ResultDocument<'Updated'>>" by call
        "Changes the label or deadline of a task that has not ended."
        "https://docs.globus.org/api/transfer/task/#update_task_by_id";
    cancelTask(taskId) POST "/v0.10/task/{taskId}/cancel" query "Query" -> "CallPromise<CancelResult>" by call
        "Cancels a task. Files that it has already transferred stay at the destination."
        "https://docs.globus.org/api/transfer/task/#cancel_task_by_id";
    taskEventList(taskId) GET "/v0.10/task/{taskId}/event_list" query "TaskEventListQuery"
        -> "Paged<TaskEventList, TaskEvent>" by list(TASKS, "DATA")
        "Lists the events of a task, such as errors, latest first."
        "https://docs.globus.org/api/transfer/task/#get_event_list";
    taskPauseInfo(taskId) GET "/v0.10/task/{taskId}/pause_info" query "FieldsQuery" -> "CallPromise<TaskPauseInfo>" by call
        "Gets the reasons why a task is paused, or is about to be."
        "https://docs.globus.org/api/transfer/task/#get_task_pause_info";
    taskSuccessfulTransfers(taskId) GET "/v0.10/task/{taskId}/successful_transfers" query "MarkerQuery"
        -> "Paged<SuccessfulTransferList, SuccessfulTransfer>" by list(MARKER, "DATA")
        "Lists the files that an ended transfer has transferred, without directories and skipped files."
        "https://docs.globus.org/api/transfer/task/#get_task_successful_transfers";
    taskSkippedErrors(taskId) GET "/v0.10/task/{taskId}/skipped_errors" query "MarkerQuery"
        -> "Paged<SkippedErrorList, SkippedError>" by list(MARKER, "DATA")
        "Lists the files that an ended transfer with `skip_source_errors` has skipped because of errors."
        "https://docs.globus.org/api/transfer/task/#get_task_skipped_errors";

    // For activity managers and monitors. `endpointManagerTaskList` is below the table.
    endpointManagerMonitoredEndpoints() GET "/v0.10/endpoint_manager/monitored_endpoints" query "OffsetQuery"
        -> "Paged<MonitoredEndpointList, ManagedEndpoint>" by list(MAYBE_TRUNCATED, "DATA")
        "Lists the collections and endpoints on which this identity is activity manager or monitor."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_monitored_endpoints_and_collections";
    endpointManagerHostedEndpointList(endpointId) GET "/v0.10/endpoint_manager/endpoint/{endpointId}/hosted_endpoint_list"
        query "OffsetQuery" -> "Paged<HostedEndpointList<ManagedEndpoint>, ManagedEndpoint>" by list(MAYBE_TRUNCATED, "DATA")
        "Lists the guest collections on a host, for its activity monitors."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_hosted_collection_list";
    endpointManagerGetEndpoint(endpointId) GET "/v0.10/endpoint_manager/endpoint/{endpointId}" query "FieldsQuery"
        -> "CallPromise<ManagedEndpoint>" by call
        "Gets a collection or endpoint, for its activity monitors."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#mc_get_endpoint_or_collection";
    endpointManagerAclList(endpointId) GET "/v0.10/endpoint_manager/endpoint/{endpointId}/access_list" query "OffsetQuery"
        -> "Paged<AccessRuleList, AccessRule>" by list(MAYBE_TRUNCATED, "DATA")
        "Lists the permissions on a guest collection, for its activity monitors."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_guest_collection_access_list_as_admin";
    endpointManagerGetTask(taskId) GET "/v0.10/endpoint_manager/task/{taskId}" query "FieldsQuery"
        -> "CallPromise<ManagedTask>" by call
        "Gets a task of any identity, for activity monitors."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_task";
    endpointManagerTaskEventList(taskId) GET "/v0.10/endpoint_manager/task/{taskId}/event_list"
        query "EndpointManagerTaskEventListQuery" -> "Paged<TaskEventList, TaskEvent>" by list(TASKS, "DATA")
        "Lists the events of a task of any identity, latest first, for activity monitors."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_task_events";
    endpointManagerTaskPauseInfo(taskId) GET "/v0.10/endpoint_manager/task/{taskId}/pause_info" query "FieldsQuery"
        -> "CallPromise<ManagedTaskPauseInfo>" by call
        "Gets the reasons why a task of any identity is paused, or is about to be, for activity monitors."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_task_pause_info_as_admin";
    endpointManagerTaskSuccessfulTransfers(taskId) GET "/v0.10/endpoint_manager/task/{taskId}/successful_transfers"
        query "MarkerQuery" -> "Paged<SuccessfulTransferList, SuccessfulTransfer>" by list(MARKER, "DATA")
        "Lists the files that an ended transfer of any identity has transferred, for activity monitors."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_task_successful_transfers_as_admin";
    endpointManagerTaskSkippedErrors(taskId) GET "/v0.10/endpoint_manager/task/{taskId}/skipped_errors"
        query "MarkerQuery" -> "Paged<SkippedErrorList, SkippedError>" by list(MARKER, "DATA")
        "Lists the files that an ended transfer of any identity has skipped because of errors, for activity monitors."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_task_skipped_errors_as_admin";
    endpointManagerCancelTasks() POST "/v0.10/endpoint_manager/admin_cancel"
        doc "AdminCancelDocument" needs "task_id_list", "message" query "Query" -> "CallPromise<AdminCancel>" by call
        "Cancels tasks of any identity, for activity managers. They end later: check with `endpointManagerCancelStatus`."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#admin_cancel";
    endpointManagerCancelStatus(adminCancelId) GET "/v0.10/endpoint_manager/admin_cancel/{adminCancelId}" query "FieldsQuery"
        -> "CallPromise<AdminCancel>" by call
        "Gets whether `endpointManagerCancelTasks` has canceled all its tasks."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_cancel_status_by_id";
    endpointManagerPauseTasks() POST "/v0.10/endpoint_manager/admin_pause"
        doc "AdminPauseDocument" needs "task_id_list", "message" query "Query"
        -> "CallPromise<ResultDocument<'PauseAccepted'>>" by call
        "Pauses tasks of any identity, for activity managers."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#pause_tasks_as_admin";
    endpointManagerResumeTasks() POST "/v0.10/endpoint_manager/admin_resume"
        doc "AdminResumeDocument" needs "task_id_list" query "Query"
        -> "CallPromise<ResultDocument<'ResumeAccepted'>>" by call
        "Resumes tasks that `endpointManagerPauseTasks` has paused."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#resume_tasks_as_admin";
    endpointManagerPauseRuleList() GET "/v0.10/endpoint_manager/pause_rule_list" query "PauseRuleListQuery"
        -> "Paged<PauseRuleList, PauseRule>" by list(Paging::Single, "DATA")
        "Lists the pause rules on collections and endpoints on which this identity is activity monitor."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_pause_rules";
    endpointManagerCreatePauseRule() POST "/v0.10/endpoint_manager/pause_rule" doc "PauseRuleDocument" query "Query"
        -> "CallPromise<PauseRule>" by call
        "Creates a pause rule, for activity managers. While it exists, it pauses tasks and refuses operations."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#create_pause_rule";
    endpointManagerGetPauseRule(pauseRuleId) GET "/v0.10/endpoint_manager/pause_rule/{pauseRuleId}" query "FieldsQuery"
        -> "CallPromise<PauseRule>" by call
        "Gets a pause rule."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#get_pause_rule";
    endpointManagerUpdatePauseRule(pauseRuleId) PUT "/v0.10/endpoint_manager/pause_rule/{pauseRuleId}" doc "PauseRuleUpdate"
        query "Query" -> "CallPromise<PauseRule>" by call
        "Changes a pause rule. Globus ignores members that cannot be changed."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#update_pause_rule";
    endpointManagerDeletePauseRule(pauseRuleId) DELETE "/v0.10/endpoint_manager/pause_rule/{pauseRuleId}" query "Query"
        -> "CallPromise<ResultDocument<'Deleted'>>" by call
        "Deletes a pause rule. The tasks that it has paused continue."
        "https://docs.globus.org/api/transfer/advanced_collection_management/#delete_pause_rule";

    // Tunnels: a beta of Globus, which its documentation of the other calls does not include.
    createTunnel() POST "/v2/tunnels" idempotent(true) doc "TunnelCreateDocument" needs "data" completed(tunnels::complete_tunnel) id at "data" "attributes" "submission_id"
        query "Query" -> "CallPromise<TunnelDocument>" by call
        "Creates a tunnel between two stream access points (beta), once for each `submission_id`."
        "https://docs.globus.org/api/transfer/";
    updateTunnel(tunnelId) PATCH "/v2/tunnels/{tunnelId}" doc "TunnelUpdateDocument" needs "data" query "Query"
        -> "CallPromise<TunnelDocument>" by call
        "Changes a tunnel, or stops it (beta)."
        "https://docs.globus.org/api/transfer/";
    getTunnel(tunnelId) GET "/v2/tunnels/{tunnelId}" query "Query" -> "CallPromise<TunnelDocument>" by call
        "Gets a tunnel (beta)."
        "https://docs.globus.org/api/transfer/";
    deleteTunnel(tunnelId) DELETE "/v2/tunnels/{tunnelId}" query "Query" -> "CallPromise<TunnelDeleteResult>" by call
        "Deletes a tunnel that has been stopped, and all data about it (beta)."
        "https://docs.globus.org/api/transfer/";
    listTunnels() GET "/v2/tunnels" query "Query" -> "Paged<TunnelList, Tunnel>" by list(Paging::Single, "data")
        "Lists the tunnels of this identity (beta)."
        "https://docs.globus.org/api/transfer/";
    getTunnelEvents(tunnelId) GET "/v2/tunnels/{tunnelId}/events" query "TunnelEventsQuery"
        -> "Paged<TunnelEventList, TunnelEvent>" by list(Paging::Single, "data")
        "Lists the events of a tunnel (beta)."
        "https://docs.globus.org/api/transfer/";
    getStreamAccessPoint(streamApId) GET "/v2/stream_access_points/{streamApId}" query "Query"
        -> "CallPromise<StreamAccessPointDocument>" by call
        "Gets a stream access point, one end of a tunnel (beta)."
        "https://docs.globus.org/api/transfer/";
}

const MANAGED_TASKS: Row = Row {
    list: Some(&List { paging: LAST_KEY, items: "DATA" }),
    ..Row::new(Method::GET, "/v0.10/endpoint_manager/task_list")
};
static ALL_TASKS: Row = MANAGED_TASKS;
// `filter_endpoint_use` requires `filter_endpoint`: without a collection, its use is not defined.
static TASKS_BY_USE: Row = Row { parameters: parameters! { ["filter_endpoint"] [] [] [] }, ..MANAGED_TASKS };

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl TransferClient {
    /// Lists the tasks of all identities, for activity monitors. One of these is required: `filter_task_id`,
    /// `filter_endpoint`, or a `filter_status` of tasks that have not ended.
    ///
    /// https://docs.globus.org/api/transfer/advanced_collection_management/#get_tasks
    #[wasm_bindgen(unchecked_return_type = "Paged<ManagedTaskList, ManagedTask>")]
    pub fn endpointManagerTaskList(
        &self,
        #[wasm_bindgen(unchecked_param_type = "EndpointManagerTaskListQuery")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        let filters_by_use =
            query.as_deref().is_some_and(|query| present_member(query, "filter_endpoint_use").is_some());
        let row = if filters_by_use { &TASKS_BY_USE } else { &ALL_TASKS };
        row.list(&self.destination, &[], None, query.as_deref(), options.as_deref())
    }
}
