//! Documents of timers, completed by what the official client puts in.

use crate::js::arguments::{check_document, completed, completed_items};
use crate::js::convert::{given, is_list, member, put, supply};
use crate::js::errors::CallError;
use crate::services::transfer::submissions::complete_filter_rules;
use crate::wire::error::Error;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// Members of a submission that mean nothing in a timer, which submits anew each time.
const SUBMISSION_ONLY_MEMBERS: [&str; 2] = ["submission_id", "skip_activation_check"];

/// Completes the copy of a document `{ timer: ... }`.
pub(super) fn complete_timer(document: &JsValue) -> Result<JsValue, CallError> {
    let timer = copy_object(document, "timer", "document.timer")?
        .ok_or_else(|| Error::argument("document.timer", "is required"))?;
    if let Some(schedule) = copy_object(&timer, "schedule", "document.timer.schedule")? {
        // Only what recurs has an interval.
        let schedule_type = if given(&schedule, "interval_seconds").is_some() { "recurring" } else { "once" };
        supply(&schedule, &[("type", schedule_type.into())]);
        put(timer.unchecked_ref(), &[("schedule", schedule)]);
    }
    let body = copy_object(&timer, "body", "document.timer.body")?;
    if member(&timer, "timer_type").is_undefined() {
        // A flow has an id outside of its body, a transfer its items inside.
        if given(&timer, "flow_id").is_some() {
            supply(&timer, &[("timer_type", "flow".into())]);
        } else if body.as_ref().is_some_and(|body| is_list(&member(body, "DATA"))) {
            supply(&timer, &[("timer_type", "transfer".into())]);
        }
    }
    if let Some(body) = body.filter(|_| member(&timer, "timer_type") == "transfer") {
        for name in SUBMISSION_ONLY_MEMBERS {
            let _ = Reflect::delete_property(body.unchecked_ref::<Object>(), &name.into());
        }
        supply(&body, &[("DATA_TYPE", "transfer".into())]);
        if let Some(items) = given(&body, "DATA") {
            let additions = [("DATA_TYPE", "transfer_item".into())];
            let items = completed_items("document.timer.body.DATA", &items, &additions)?;
            put(body.unchecked_ref(), &[("DATA", items.into())]);
        }
        complete_filter_rules("document.timer.body.filter_rules", &body)?;
        put(timer.unchecked_ref(), &[("body", body)]);
    }
    put(document.unchecked_ref(), &[("timer", timer)]);
    Ok(document.clone())
}

/// A copy of an object within a document; none if there is none.
fn copy_object(object: &JsValue, name: &str, field: &str) -> Result<Option<JsValue>, CallError> {
    let Some(value) = given(object, name) else { return Ok(None) };
    check_document(field, &value)?;
    completed(field, &value, &[]).map(Some)
}
