//! `runWait`: until a run of a flow has ended.

use super::flows::{FlowsClient, rows};
use super::place::Place;
use super::required;
use super::waiting::{Found, Options, State, about, first_text};
use crate::error::Code;
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::time::Signal;
use crate::js::values::{member, rejected};
use wasm_bindgen::prelude::*;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl FlowsClient {
    /// Waits until a run has ended: resolves with the run if it succeeded, rejects with `task_failed` if not, and with
    /// `timeout` after `timeout` ms (never, by default). An inactive run waits for something: that is told to `onEvent`,
    /// and with `failOnInactive` it rejects with `task_inactive`; `healRun` gives a missing consent. All who wait for a run
    /// share one request per interval.
    ///
    /// https://docs.globus.org/api/flows/
    #[wasm_bindgen(unchecked_return_type = "Promise<Json>")]
    pub fn runWait(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] runId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TaskWaitOptions")] options: &JsValue,
    ) -> JsValue {
        let read = required("runId", runId).and_then(|id| Ok((id, Options::read(options)?)));
        let place = self.place.clone();
        match read {
            Ok((id, options)) => {
                drive(async move { Ok(place.session().run_waiters.wait(&place, id, options).await?) }).into()
            }
            Err(error) => rejected(error.into()).into(),
        }
    }
}

/// Sees how runs stand. Flows has no list by state, so each is asked for.
pub(crate) async fn look(place: &Place, ids: &[String], signal: Option<&Signal>) -> Result<Found, Failure> {
    let mut found = Found::new();
    for id in ids {
        let mut call = rows::getRun.call(place, &[&id.as_str().into()], None, None, None)?;
        call.options.signal = signal.cloned();
        let run = place.run(call).await;
        found.push((id.clone(), run.map(|run| state(place, id, &run))));
    }
    Ok(found)
}

fn state(place: &Place, id: &str, run: &JsValue) -> State {
    let details = member(run, "details");
    let reason = first_text(&[(&details, "description"), (&details, "detail"), (run, "display_status")]);
    let reason = reason.map(|reason| [": ", &reason].concat()).unwrap_or_default();
    let failure = |code, what: &str, advice: &str| {
        let (mut error, body) = about(place, code, &["run ", id, what, &reason], advice.to_owned(), run);
        error.server_code = member(&details, "code").as_string();
        error.required_scopes = super::heal::required_scopes(&details);
        Failure::with_body(error, body)
    };
    match member(run, "status").as_string().as_deref() {
        Some("SUCCEEDED") => State::Ended(Ok(run.clone())),
        // `ENDED` is what runs are called that were ended before they could succeed.
        Some("FAILED" | "ENDED") => {
            let advice = "The run's log tells which step failed, and of what: getRunLogs.";
            State::Ended(Err(failure(Code::TaskFailed, " failed", advice)))
        }
        Some("INACTIVE") => {
            let advice = "The run waits. If a consent of this service account is missing, flows.healRun gives it and lets the run go on; for anything else, mend it and call flows.resumeRun.";
            State::Inactive(failure(Code::TaskInactive, " is inactive", advice))
        }
        _ => State::Going,
    }
}
