//! Globus Transfer: <https://docs.globus.org/api/transfer/>.

use super::place::Place;
use super::row::{Row, json_body};
use super::{required, service};
use crate::error::{Code, Error, Kind};
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::runtime::now;
use crate::js::time::{Signal, Waited, sleep, wait};
use crate::js::values::{
    self, Given, check_document, completed, duration, entries, is_list, items, member, put, rejected, signal,
};
use crate::paging::Style;
use crate::request::Method;
use js_sys::{Array, Object, Promise};
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

// A submission is a POST that may be repeated after all, because its document holds a submission id.
static TRANSFER: Row = Row {
    additions: &[("DATA_TYPE", "transfer")],
    document_needs: &["DATA"],
    complete: Some(|document| typed(document, "transfer_item")),
    safe: true,
    ..Row::new("submitTransfer", Method::POST, "/v0.10/transfer")
};
static DELETE: Row = Row {
    additions: &[("DATA_TYPE", "delete")],
    document_needs: &["DATA"],
    complete: Some(|document| typed(document, "delete_item")),
    safe: true,
    ..Row::new("submitDelete", Method::POST, "/v0.10/delete")
};

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl TransferClient {
    /// Submits a transfer. Without a `submission_id` one is fetched first; with it the submission is repeated safely after
    /// a failure, by this call or by another one after a crash: the task exists once.
    ///
    /// https://docs.globus.org/api/transfer/task_submit/#submit_transfer_task
    #[wasm_bindgen(unchecked_return_type = "Promise<SubmissionResult>")]
    pub fn submitTransfer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "TransferDocument")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> JsValue {
        submit(&self.place, &TRANSFER, document, query.as_deref(), options.as_deref()).into()
    }

    /// Submits a deletion, like `submitTransfer`.
    ///
    /// https://docs.globus.org/api/transfer/task_submit/#submit_delete_task
    #[wasm_bindgen(unchecked_return_type = "Promise<SubmissionResult>")]
    pub fn submitDelete(
        &self,
        #[wasm_bindgen(unchecked_param_type = "DeleteDocument")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> JsValue {
        submit(&self.place, &DELETE, document, query.as_deref(), options.as_deref()).into()
    }

    /// Waits until a task has ended: resolves with the task if it succeeded, rejects with `task_failed` if not, and with
    /// `timeout` after `timeout` ms (never, by default). An inactive task waits for a person; with `failOnInactive` it
    /// rejects with `task_inactive`.
    ///
    /// https://docs.globus.org/api/transfer/task/
    #[wasm_bindgen(unchecked_return_type = "Promise<Task>")]
    pub fn taskWait(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] taskId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TaskWaitOptions")] options: &JsValue,
    ) -> JsValue {
        let wait = required("taskId", taskId).and_then(|_| Wait::read(options));
        let (place, task_id) = (self.place.clone(), taskId.clone());
        match wait {
            Ok(wait) => drive(async move { wait.run(&place, &task_id).await.map_err(Failure::into_js) }).into(),
            Err(error) => rejected(error.into()).into(),
        }
    }
}

/// The items of a list member, each with its `DATA_TYPE`.
fn typed_items(name: &str, list: &JsValue, data_type: &str) -> Result<Array, Failure> {
    if !is_list(list) {
        return Err(Error::argument(&format!("document.{name}"), "must be a list").into());
    }
    items(list)
        .into_iter()
        .enumerate()
        .map(|(index, item)| {
            let field = format!("document.{name}[{index}]");
            check_document(&field, &item)?;
            completed(&field, &item, &[("DATA_TYPE", data_type.into())])
        })
        .collect()
}

/// Completes a submission: each item and filter rule says what it is.
fn typed(document: &JsValue, item_type: &str) -> Result<JsValue, Failure> {
    let items = typed_items("DATA", &member(document, "DATA"), item_type)?;
    if items.length() == 0 {
        return Err(Error::argument("document.DATA", "must not be empty").into());
    }
    let document: &Object = document.unchecked_ref();
    put(document, &[("DATA", items.into())]);
    if let Some(rules) = values::given(document, "filter_rules") {
        let rules = typed_items("filter_rules", &rules, "filter_rule")?;
        for rule in rules.iter().filter(|rule| !values::present(&member(rule, "method"))) {
            put(rule.unchecked_ref(), &[("method", "exclude".into())]);
        }
        put(document, &[("filter_rules", rules.into())]);
    }
    Ok(document.into())
}

fn submit(
    place: &Place,
    row: &'static Row,
    document: &JsValue,
    query: Option<&JsValue>,
    options: Option<&JsValue>,
) -> Promise {
    // The call is prepared before there is an id, too: what is wrong with it is said before any request.
    let prepared = row.document(document).and_then(|document| {
        let id_call = rows::getSubmissionId.call(place, &[], None, None, options)?;
        let call = row.call(place, &[], Some(&document), query, options)?;
        Ok((document, id_call, call))
    });
    let (document, id_call, mut call) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return rejected(failure),
    };
    if member(&document, "submission_id").as_string().is_some_and(|id| !id.is_empty()) {
        return place.call(call);
    }
    let place = place.clone();
    drive(async move {
        let reply = place.run(id_call).await?;
        let id = member(&reply, "value");
        if id.as_string().is_none_or(|id| id.is_empty()) {
            // Without one the submission could not be repeated safely.
            let message = "transfer gave no submission id".to_owned();
            return Err(Failure::from(
                Error::new(Kind::Api, Code::InvalidResponse, message).of_service(Some("transfer")),
            )
            .into_js());
        }
        put(document.unchecked_ref(), &[("submission_id", id)]);
        call.body = Some(json_body(&document)?);
        Ok(place.run(call).await?)
    })
}

/// The options of `taskWait`.
struct Wait {
    timeout: Option<f64>,
    interval: f64,
    signal: Option<Signal>,
    fail_on_inactive: bool,
}

/// How often a task is asked for by default, ms: what Globus's own SDK does.
const POLLING_INTERVAL: f64 = 10_000.0;

impl Wait {
    fn read(options: &JsValue) -> Result<Self, Error> {
        let mut wait = Self { timeout: None, interval: POLLING_INTERVAL, signal: None, fail_on_inactive: false };
        if !values::present(options) {
            return Ok(wait);
        }
        if !options.is_object() {
            return Err(Error::argument("options", "must be an object"));
        }
        for (name, value) in entries(options).into_iter().filter(|(_, value)| !value.is_undefined()) {
            let field = format!("options.{name}");
            match name.as_str() {
                "timeout" => wait.timeout = Some(duration(&field, &value)?),
                "pollingInterval" => wait.interval = duration(&field, &value)?,
                "signal" => wait.signal = signal(&field, &value)?,
                "failOnInactive" => wait.fail_on_inactive = value.is_truthy(),
                _ => {
                    let problem = "is not an option; there are timeout, pollingInterval, signal and failOnInactive";
                    return Err(Error::argument(&field, problem));
                }
            }
        }
        Ok(wait)
    }

    async fn run(&self, place: &Place, task_id: &JsValue) -> Result<JsValue, Failure> {
        let deadline = self.timeout.map(|timeout| now() + timeout);
        let left = || deadline.map(|deadline| deadline - now());
        loop {
            let mut call = rows::getTask.call(place, &[task_id], None, None, None)?;
            call.options.signal.clone_from(&self.signal);
            // The deadline holds for a look that hangs, too.
            let task = match wait(place.call(call), left(), None).await {
                Waited::Settled(task) => task.map_err(Failure::Js)?,
                Waited::TimedOut | Waited::Aborted(_) => return Err(late()),
            };
            match member(&task, "status").as_string().as_deref() {
                Some("SUCCEEDED") => return Ok(task),
                Some("FAILED") => return Err(failed(&task)),
                Some("INACTIVE") if self.fail_on_inactive => return Err(inactive(&task)),
                _ => {}
            }
            let left = left().unwrap_or(f64::INFINITY);
            if left <= 0.0 {
                return Err(late());
            }
            sleep(self.interval.min(left), self.signal.as_ref()).await.map_err(Failure::Js)?;
        }
    }
}

/// The error for a task that goes on after the caller's patience has ended.
fn late() -> Failure {
    let message = "the task has not ended in time".to_owned();
    let mut error = Error::new(Kind::Timeout, Code::Timeout, message).of_service(Some("transfer"));
    error.retryable = true;
    error.into()
}

/// The error for a task that ended otherwise, with the task as its `body`.
fn about_task(code: Code, task: &JsValue, what: &str, advice: &str) -> Failure {
    let fatal = member(task, "fatal_error");
    let reason = [
        (&fatal, "description"),
        (task, "nice_status_details"),
        (task, "nice_status_short_description"),
        (task, "nice_status"),
    ]
    .iter()
    .filter_map(|(object, name)| member(object, name).as_string())
    .find(|reason| !reason.is_empty());
    let id = member(task, "task_id").as_string().unwrap_or_default();
    let message = format!("task {id} {what}{}", reason.map(|reason| format!(": {reason}")).unwrap_or_default());
    let mut error = Error::new(Kind::Api, code, message).of_service(Some("transfer")).with_advice(advice);
    error.server_code = member(&fatal, "code").as_string();
    Failure::with_body(error, task.clone())
}

fn failed(task: &JsValue) -> Failure {
    let advice = "The task's event list tells what happened to each file: see the task in the web app, https://app.globus.org/activity.";
    about_task(Code::TaskFailed, task, "failed", advice)
}

fn inactive(task: &JsValue) -> Failure {
    let advice = "The task is kept until its deadline. It waits for a credential or consent of this service account, or for a paused collection; once that is mended it goes on by itself.";
    about_task(Code::TaskInactive, task, "is inactive", advice)
}
