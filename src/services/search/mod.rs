//! Globus Search: <https://docs.globus.org/api/search/>.

use crate::policy::paging::Paging;
use crate::services::table::service::service;
use wasm_bindgen::prelude::*;

const RESULTS: Paging = Paging::HasNextPage { limit: 100, max: 10_000 };
const SCROLL: Paging = Paging::Cursor { parameter: "marker", member: "marker", flagged: true };

service! {
    SearchClient, "Globus Search: indexes, their entries, and queries.";

    createIndex() POST "/v1/index" doc "CreateIndexDocument" needs "display_name", "description"
        query "Query" -> "CallPromise<SearchIndex>" by call
        "Creates an index. It is a trial index until it belongs to a subscription."
        "https://docs.globus.org/api/search/reference/index_create/";
    updateIndex(indexId) PATCH "/v1/index/{indexId}" doc "UpdateIndexDocument" query "Query" -> "CallPromise<SearchIndex>" by call
        "Changes the name or description of an index."
        "https://docs.globus.org/api/search/reference/index_update/";
    deleteIndex(indexId) DELETE "/v1/index/{indexId}" query "Query" -> "CallPromise<IndexAcknowledgement>" by call
        "Marks an index for deletion. Until Globus deletes it, it can be reopened."
        "https://docs.globus.org/api/search/reference/index_delete/";
    reopenIndex(indexId) POST "/v1/index/{indexId}/reopen" query "Query" -> "CallPromise<IndexAcknowledgement>" by call
        "Reopens an index that is marked for deletion."
        "https://docs.globus.org/api/search/reference/index_reopen/";
    getIndex(indexId) GET "/v1/index/{indexId}" query "Query" -> "CallPromise<SearchIndex>" by call
        "Gets an index: its name, size and status."
        "https://docs.globus.org/api/search/reference/index_show/";
    indexList() GET "/v1/index_list" query "IndexListQuery" -> "Paged<IndexList, ListedIndex>"
        by list(Paging::Single, "index_list")
        "Lists the indexes that this identity has a role on."
        "https://docs.globus.org/api/search/reference/index_list/";

    search(indexId) GET "/v1/index/{indexId}/search" requires "SearchQuery" needs "q"
        -> "Paged<SearchResult, SearchHit>": skip_typescript by list(RESULTS, "gmeta")
        "Searches an index. Globus returns at most 10,000 results."
        "https://docs.globus.org/api/search/reference/get_query/";
    postSearch(indexId) POST "/v1/index/{indexId}/search" idempotent(true) doc "SearchDocument" { "@version" = "query#1.0.0" }
        query "Query" -> "Paged<SearchResult, SearchHit>": skip_typescript by list(RESULTS, "gmeta")
        "Searches an index with filters, facets, boosts and sorting. Globus returns at most 10,000 results."
        "https://docs.globus.org/api/search/reference/post_query/";
    scroll(indexId) POST "/v1/index/{indexId}/scroll" idempotent(true) doc "ScrollDocument"
        query "Query" -> "Paged<ScrollResult, SearchHit>": skip_typescript by list(SCROLL, "gmeta")
        "Lists all results of a query, without order and without a limit on their number."
        "https://docs.globus.org/api/search/reference/scroll_query/";

    ingest(indexId) POST "/v1/index/{indexId}/ingest" doc "IngestDocument" needs "ingest_type", "ingest_data"
        query "Query" -> "CallPromise<SearchTaskSubmission>": skip_typescript by call
        "Starts a task that adds entries to an index. An entry replaces the one with the same subject and id."
        "https://docs.globus.org/api/search/reference/ingest/";
    deleteByQuery(indexId) POST "/v1/index/{indexId}/delete_by_query" doc "DeleteByQueryDocument"
        query "Query" -> "CallPromise<SearchTaskSubmission>" by call
        "Starts a task that deletes the subjects that match a query."
        "https://docs.globus.org/api/search/reference/delete_by_query/";
    batchDeleteBySubject(indexId) POST "/v1/index/{indexId}/batch_delete_by_subject"
        doc "DeleteSubjectsDocument" needs "subjects" query "Query" -> "CallPromise<SearchTaskSubmission>" by call
        "Starts a task that deletes all entries of several subjects."
        "https://docs.globus.org/api/search/reference/batch_delete_by_subject/";
    getSubject(indexId) GET "/v1/index/{indexId}/subject" requires "SubjectQuery" needs "subject"
        -> "CallPromise<SearchHit>": skip_typescript by call
        "Gets all entries of a subject."
        "https://docs.globus.org/api/search/reference/get_subject/";
    deleteSubject(indexId) DELETE "/v1/index/{indexId}/subject" requires "DeleteSubjectQuery" needs "subject"
        -> "CallPromise<SearchTaskSubmission>" by call
        "Starts a task that deletes all entries of a subject."
        "https://docs.globus.org/api/search/reference/delete_subject/";
    getEntry(indexId) GET "/v1/index/{indexId}/entry" requires "EntryQuery" needs "subject"
        -> "CallPromise<SearchHit>": skip_typescript by call
        "Gets one entry of a subject: the entry with this `entry_id`, or without it the entry that has no id."
        "https://docs.globus.org/api/search/reference/get_entry/";
    deleteEntry(indexId) DELETE "/v1/index/{indexId}/entry" requires "DeleteEntryQuery" needs "subject"
        -> "CallPromise<SearchTaskSubmission>" by call
        "Starts a task that deletes one entry of a subject: the entry with this `entry_id`, or without it the entry that has no id."
        "https://docs.globus.org/api/search/reference/delete_entry/";

    getTask(taskId) GET "/v1/task/{taskId}" query "Query" -> "CallPromise<SearchTask>" by call
        "Gets a task: the status of an ingest or a deletion."
        "https://docs.globus.org/api/search/reference/get_task/";
    getTaskList(indexId) GET "/v1/task_list/{indexId}" query "Query" -> "Paged<SearchTaskList, SearchTask>"
        by list(Paging::Single, "tasks")
        "Lists the latest tasks of an index."
        "https://docs.globus.org/api/search/reference/task_list/";

    createRole(indexId) POST "/v1/index/{indexId}/role" doc "CreateSearchRoleDocument" needs "role_name", "principal"
        query "Query" -> "CallPromise<SearchRole>" by call
        "Assigns a role on an index to an identity or group."
        "https://docs.globus.org/api/search/reference/role_create/";
    getRoleList(indexId) GET "/v1/index/{indexId}/role_list" query "Query" -> "Paged<SearchRoleList, SearchRole>"
        by list(Paging::Single, "role_list")
        "Lists the roles on an index."
        "https://docs.globus.org/api/search/reference/role_list/";
    deleteRole(indexId, roleId) DELETE "/v1/index/{indexId}/role/{roleId}" query "Query" -> "CallPromise<DeletedSearchRole>" by call
        "Removes a role on an index."
        "https://docs.globus.org/api/search/reference/role_delete/";
}
