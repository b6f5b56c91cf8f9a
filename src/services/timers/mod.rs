//! Globus Timers: <https://docs.globus.org/api/timers/>.

mod document;

use crate::js::arguments::OptionalArgument;
use crate::js::convert::record;
use crate::policy::paging::Paging;
use crate::services::table::row::Row;
use crate::services::table::service::service;
use crate::wire::request::Method;
use wasm_bindgen::prelude::*;

// The path of the list ends in a slash.
service! {
    TimersClient, "Globus Timers: transfers and flow runs that start at set times.";

    listJobs() GET "/jobs/" query "ListJobsQuery" -> "Paged<TimerJobList, TimerJob>" by list(Paging::Single, "jobs")
        "Lists the timers of this identity, including ended ones."
        "https://docs.globus.org/api/timers/";
    getJob(jobId) GET "/jobs/{jobId}" query "GetJobQuery" -> "CallPromise<TimerJob>" by call
        "Gets a timer."
        "https://docs.globus.org/api/timers/";
    createTimer() POST "/v2/timer" doc "CreateTimerDocument" needs "timer" completed(document::complete_timer)
        query "Query" -> "CallPromise<CreatedTimer>" by call
        "Creates a timer for a transfer or a flow. You may leave out all `DATA_TYPE`s and the types of the timer and the schedule: they are added from the rest of the document."
        "https://docs.globus.org/api/timers/getting-started/schedule-a-transfer/";
    createJob() POST "/jobs/" doc "TimerJobDocument" needs "callback_url", "callback_body", "start"
        query "Query" -> "CallPromise<TimerJob>" by call
        "Creates a timer for any action provider. For transfers and flows use `createTimer`."
        "https://docs.globus.org/api/timers/";
    updateJob(jobId) PATCH "/jobs/{jobId}" doc "TimerJobUpdate" query "Query" -> "CallPromise<TimerJob>" by call
        "Changes a timer. Members that are left out stay unchanged."
        "https://docs.globus.org/api/timers/";
    deleteJob(jobId) DELETE "/jobs/{jobId}" query "Query" -> "CallPromise<TimerJob>" by call
        "Deletes a timer."
        "https://docs.globus.org/api/timers/";
    pauseJob(jobId) POST "/jobs/{jobId}/pause" query "Query" -> "CallPromise<TimerMessage>" by call
        "Pauses a timer until `resumeJob` resumes it."
        "https://docs.globus.org/api/timers/";
}

static RESUME_JOB: Row = Row::new(Method::POST, "/jobs/{jobId}/resume");

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl TimersClient {
    /// Resumes an inactive timer. If it missed a start time while it was inactive, it runs once immediately.
    ///
    /// https://docs.globus.org/api/timers/
    #[wasm_bindgen(unchecked_return_type = "CallPromise<TimerMessage>")]
    pub fn resumeJob(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] jobId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ResumeJobDocument")] document: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "ResumeJobQuery")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        // The service requires a document, even an empty one.
        let document = document.map_or_else(|| record(&[]).into(), JsValue::from);
        RESUME_JOB.call(&self.destination, &[jobId], Some(&document), query.as_deref(), options.as_deref()).into()
    }
}
