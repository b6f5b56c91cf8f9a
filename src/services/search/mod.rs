//! Globus Search: <https://docs.globus.org/api/search/>.

use crate::policy::paging::Paging;
use crate::services::table::service::service;
use wasm_bindgen::prelude::*;

const RESULTS: Paging = Paging::HasNextPage { limit: 100, max: 10_000 };
const SCROLL: Paging = Paging::Cursor { parameter: "marker", member: "marker", flagged: true };

service! {
    SearchClient, "Globus Search: indexes, their entries, and what is found in them.";

    createIndex() POST "/v1/index" doc "CreateIndexDocument" needs "display_name", "description"
        query "Query" -> "CallPromise<SearchIndex>" by call
        "Creates an index, which is on trial until it belongs to a subscription."
        "https://docs.globus.org/api/search/reference/index_create/";
    updateIndex(indexId) PATCH "/v1/index/{indexId}" doc "UpdateIndexDocument" query "Query" -> "CallPromise<SearchIndex>" by call
        "Changes the name or description of an index."
        "https://docs.globus.org/api/search/reference/index_update/";
    deleteIndex(indexId) DELETE "/v1/index/{indexId}" query "Query" -> "CallPromise<IndexAcknowledgement>" by call
        "Marks an index for deletion. Until it is gone it can be reopened."
        "https://docs.globus.org/api/search/reference/index_delete/";
    reopenIndex(indexId) POST "/v1/index/{indexId}/reopen" query "Query" -> "CallPromise<IndexAcknowledgement>" by call
        "Takes back the deletion of an index."
        "https://docs.globus.org/api/search/reference/index_reopen/";
    getIndex(indexId) GET "/v1/index/{indexId}" query "Query" -> "CallPromise<SearchIndex>" by call
        "Gets an index: its name, size and state."
        "https://docs.globus.org/api/search/reference/index_show/";
    indexList() GET "/v1/index_list" query "IndexListQuery" -> "Paged<IndexList, ListedIndex>"
        by list(Paging::Single, "index_list")
        "Lists the indexes that this identity has a role on."
        "https://docs.globus.org/api/search/reference/index_list/";

    search(indexId) GET "/v1/index/{indexId}/search" requires "SearchQuery" needs "q"
        -> "Paged<SearchResult, SearchHit>": skip_typescript by list(RESULTS, "gmeta")
        "Searches an index. Globus gives at most 10,000 results."
        "https://docs.globus.org/api/search/reference/get_query/";
    postSearch(indexId) POST "/v1/index/{indexId}/search" idempotent(true) doc "SearchDocument" { "@version" = "query#1.0.0" }
        query "Query" -> "Paged<SearchResult, SearchHit>": skip_typescript by list(RESULTS, "gmeta")
        "Searches an index with filters, facets, boosts and sorting. Globus gives at most 10,000 results."
        "https://docs.globus.org/api/search/reference/post_query/";
    scroll(indexId) POST "/v1/index/{indexId}/scroll" idempotent(true) doc "ScrollDocument"
        query "Query" -> "Paged<ScrollResult, SearchHit>": skip_typescript by list(SCROLL, "gmeta")
        "Goes through everything that matches, in no order and without a limit on the number of results."
        "https://docs.globus.org/api/search/reference/scroll_query/";

    ingest(indexId) POST "/v1/index/{indexId}/ingest" doc "IngestDocument" needs "ingest_type", "ingest_data"
        query "Query" -> "CallPromise<SearchTaskSubmission>": skip_typescript by call
        "Puts entries into an index, in place of those with the same subject and id. The task that does so goes on by itself."
        "https://docs.globus.org/api/search/reference/ingest/";
    deleteByQuery(indexId) POST "/v1/index/{indexId}/delete_by_query" doc "DeleteByQueryDocument"
        query "Query" -> "CallPromise<SearchTaskSubmission>" by call
        "Deletes the subjects that a query finds, in a task."
        "https://docs.globus.org/api/search/reference/delete_by_query/";
    batchDeleteBySubject(indexId) POST "/v1/index/{indexId}/batch_delete_by_subject"
        doc "DeleteSubjectsDocument" needs "subjects" query "Query" -> "CallPromise<SearchTaskSubmission>" by call
        "Deletes all entries of some subjects, in a task."
        "https://docs.globus.org/api/search/reference/batch_delete_by_subject/";
    getSubject(indexId) GET "/v1/index/{indexId}/subject" requires "SubjectQuery" needs "subject"
        -> "CallPromise<SearchHit>": skip_typescript by call
        "Gets all entries of a subject."
        "https://docs.globus.org/api/search/reference/get_subject/";
    deleteSubject(indexId) DELETE "/v1/index/{indexId}/subject" requires "DeleteSubjectQuery" needs "subject"
        -> "CallPromise<SearchTaskSubmission>" by call
        "Deletes all entries of a subject, in a task."
        "https://docs.globus.org/api/search/reference/delete_subject/";
    getEntry(indexId) GET "/v1/index/{indexId}/entry" requires "EntryQuery" needs "subject"
        -> "CallPromise<SearchHit>": skip_typescript by call
        "Gets one entry of a subject: the one with this `entry_id`, or the one without an id."
        "https://docs.globus.org/api/search/reference/get_entry/";
    deleteEntry(indexId) DELETE "/v1/index/{indexId}/entry" requires "DeleteEntryQuery" needs "subject"
        -> "CallPromise<SearchTaskSubmission>" by call
        "Deletes one entry of a subject, in a task: the one with this `entry_id`, or the one without an id."
        "https://docs.globus.org/api/search/reference/delete_entry/";

    getTask(taskId) GET "/v1/task/{taskId}" query "Query" -> "CallPromise<SearchTask>" by call
        "Gets a task: how an ingest or deletion goes on."
        "https://docs.globus.org/api/search/reference/get_task/";
    getTaskList(indexId) GET "/v1/task_list/{indexId}" query "Query" -> "Paged<SearchTaskList, SearchTask>"
        by list(Paging::Single, "tasks")
        "Lists the latest tasks of an index."
        "https://docs.globus.org/api/search/reference/task_list/";

    createRole(indexId) POST "/v1/index/{indexId}/role" doc "CreateSearchRoleDocument" needs "role_name", "principal"
        query "Query" -> "CallPromise<SearchRole>" by call
        "Gives an identity or a group a role on an index."
        "https://docs.globus.org/api/search/reference/role_create/";
    getRoleList(indexId) GET "/v1/index/{indexId}/role_list" query "Query" -> "Paged<SearchRoleList, SearchRole>"
        by list(Paging::Single, "role_list")
        "Lists the roles on an index."
        "https://docs.globus.org/api/search/reference/role_list/";
    deleteRole(indexId, roleId) DELETE "/v1/index/{indexId}/role/{roleId}" query "Query" -> "CallPromise<DeletedSearchRole>" by call
        "Takes a role on an index away."
        "https://docs.globus.org/api/search/reference/role_delete/";
}
