//! `taskWait`: until a task of Transfer has ended. One look serves all: the list of the tasks that have not.

use super::place::Place;
use super::required;
use super::transfer::{TransferClient, rows};
use super::waiting::{Found, Options, State, about, first_text};
use crate::error::Code;
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::time::Signal;
use crate::js::values::{items, member, record, rejected};
use wasm_bindgen::prelude::*;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl TransferClient {
    /// Waits until a task has ended: resolves with the task if it succeeded, rejects with `task_failed` if not, and with
    /// `timeout` after `timeout` ms (never, by default). An inactive task waits for a person: that is told to `onEvent`,
    /// and with `failOnInactive` it rejects with `task_inactive`. However many tasks an account waits for, it sends one
    /// request per interval.
    ///
    /// https://docs.globus.org/api/transfer/task/
    #[wasm_bindgen(unchecked_return_type = "Promise<Task>")]
    pub fn taskWait(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] taskId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TaskWaitOptions")] options: &JsValue,
    ) -> JsValue {
        let read = required("taskId", taskId).and_then(|id| Ok((id, Options::read(options)?)));
        let place = self.place.clone();
        match read {
            Ok((id, options)) => {
                drive(async move { Ok(place.session().task_waiters.wait(&place, id, options).await?) }).into()
            }
            Err(error) => rejected(error.into()).into(),
        }
    }
}

/// Tasks that one page of the list holds: what Transfer gives at most.
const PAGE: u32 = 1000;

/// What has to be known of a task that goes on.
const FIELDS: &str = "task_id,status,nice_status,nice_status_details,nice_status_short_description,fatal_error";

/// Sees how tasks stand. A single one is asked for itself. Of many, those in the list of tasks that have not ended go on;
/// each of the others is asked for.
pub(crate) async fn look(place: &Place, ids: &[String], signal: Option<&Signal>) -> Result<Found, Failure> {
    let mut found = Found::new();
    if ids.len() > 1 {
        let mut offset = 0;
        loop {
            let query = record(&[
                ("filter", "status:ACTIVE,INACTIVE".into()),
                ("fields", FIELDS.into()),
                ("limit", PAGE.into()),
                ("offset", offset.into()),
            ]);
            let mut call = rows::taskList.call(place, &[], None, Some(&query), None)?;
            call.options.signal = signal.cloned();
            let page = place.run(call).await?;
            let tasks = items(&member(&page, "DATA"));
            let number = u32::try_from(tasks.len()).unwrap_or(PAGE);
            for task in tasks {
                let id = member(&task, "task_id").as_string().unwrap_or_default();
                if ids.contains(&id) && is_going(&task) {
                    found.push((id, Ok(state(place, &task))));
                }
            }
            offset += number;
            let total = member(&page, "total").as_f64().unwrap_or_default();
            if number == 0 || f64::from(offset) >= total || found.len() == ids.len() {
                break;
            }
        }
    }
    let rest: Vec<&String> = ids.iter().filter(|id| found.iter().all(|(other, _)| other != *id)).collect();
    for id in rest {
        let mut call = rows::getTask.call(place, &[&id.as_str().into()], None, None, None)?;
        call.options.signal = signal.cloned();
        let task = place.run(call).await;
        found.push((id.clone(), task.map(|task| state(place, &task))));
    }
    Ok(found)
}

fn status(task: &JsValue) -> Option<String> {
    member(task, "status").as_string()
}

fn is_going(task: &JsValue) -> bool {
    matches!(status(task).as_deref(), Some("ACTIVE" | "INACTIVE"))
}

fn state(place: &Place, task: &JsValue) -> State {
    let fatal = member(task, "fatal_error");
    let reason = first_text(&[
        (&fatal, "description"),
        (task, "nice_status_details"),
        (task, "nice_status_short_description"),
        (task, "nice_status"),
    ]);
    let reason = reason.map(|reason| [": ", &reason].concat()).unwrap_or_default();
    let id = member(task, "task_id").as_string().unwrap_or_default();
    let failure = |code, what: &str, advice: &str| {
        let (mut error, body) = about(place, code, &["task ", &id, what, &reason], advice.to_owned(), task);
        error.server_code = member(&fatal, "code").as_string();
        Failure::with_body(error, body)
    };
    match status(task).as_deref() {
        Some("SUCCEEDED") => State::Ended(Ok(task.clone())),
        Some("FAILED") => {
            let advice = "The task's event list tells what happened to each file: see the task in the web app, https://app.globus.org/activity.";
            State::Ended(Err(failure(Code::TaskFailed, " failed", advice)))
        }
        Some("INACTIVE") => {
            let advice = "The task is kept until its deadline. It waits for a credential or consent of this service account, or for a paused collection; once that is mended it goes on by itself.";
            State::Inactive(failure(Code::TaskInactive, " is inactive", advice))
        }
        _ => State::Going,
    }
}
