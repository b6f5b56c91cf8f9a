//! Completes documents of timers as Globus's Python SDK does.

use crate::js::arguments::{check_document, completed, completed_items};
use crate::js::convert::{add_missing, is_list, member, present_member, put};
use crate::js::errors::CallError;
use crate::services::transfer::submissions::complete_filter_rules;
use crate::wire::error::Error;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// Members of a single submission. A timer submits anew each time it runs, so they are removed.
const SUBMISSION_ONLY_MEMBERS: [&str; 2] = ["submission_id", "skip_activation_check"];

/// Completes the copy of a document `{ timer: ... }`.
pub(super) fn complete_timer(document: &JsValue) -> Result<JsValue, CallError> {
    let timer = copy_object(document, "timer", "document.timer")?
        .ok_or_else(|| Error::argument("document.timer", "is required"))?;
    if let Some(schedule) = copy_object(&timer, "schedule", "document.timer.schedule")? {
        // Only a recurring schedule has an interval.
        let schedule_type = if present_member(&schedule, "interval_seconds").is_some() { "recurring" } else { "once" };
        add_missing(&schedule, &[("type", schedule_type.into())]);
        put(timer.unchecked_ref(), &[("schedule", schedule)]);
    }
    let body = copy_object(&timer, "body", "document.timer.body")?;
    if member(&timer, "timer_type").is_undefined() {
        // The timer of a flow has `flow_id` outside its body. The timer of a transfer has its items inside the body.
        if present_member(&timer, "flow_id").is_some() {
            add_missing(&timer, &[("timer_type", "flow".into())]);
        } else if body.as_ref().is_some_and(|body| is_list(&member(body, "DATA"))) {
            add_missing(&timer, &[("timer_type", "transfer".into())]);
        }
    }
    if let Some(body) = body.filter(|_| member(&timer, "timer_type") == "transfer") {
        for name in SUBMISSION_ONLY_MEMBERS {
            let _ = Reflect::delete_property(body.unchecked_ref::<Object>(), &name.into());
        }
        add_missing(&body, &[("DATA_TYPE", "transfer".into())]);
        if let Some(items) = present_member(&body, "DATA") {
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

/// Returns a copy of a member that is an object, or `None` if it is absent.
fn copy_object(object: &JsValue, name: &str, field: &str) -> Result<Option<JsValue>, CallError> {
    let Some(value) = present_member(object, name) else { return Ok(None) };
    check_document(field, &value)?;
    completed(field, &value, &[]).map(Some)
}
