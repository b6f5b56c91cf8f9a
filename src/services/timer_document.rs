//! Documents of timers, completed by what the official client puts in.

use super::submissions::typed_items;
use crate::error::Error;
use crate::js::errors::Failure;
use crate::js::values::{check_document, completed as copied, given, is_list, member, put, supply};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// Members of a submission that mean nothing in a timer, which submits anew each time.
const OF_A_SUBMISSION: [&str; 2] = ["submission_id", "skip_activation_check"];

/// Completes the copy of a document `{ timer: ... }`.
pub(super) fn completed(document: &JsValue) -> Result<JsValue, Failure> {
    let timer =
        part(document, "timer", "document.timer")?.ok_or_else(|| Error::argument("document.timer", "is required"))?;
    if let Some(schedule) = part(&timer, "schedule", "document.timer.schedule")? {
        // Only what recurs has an interval.
        let kind = if given(&schedule, "interval_seconds").is_some() { "recurring" } else { "once" };
        supply(&schedule, &[("type", kind.into())]);
        put(timer.unchecked_ref(), &[("schedule", schedule)]);
    }
    let body = part(&timer, "body", "document.timer.body")?;
    if member(&timer, "timer_type").is_undefined() {
        // A flow has an id outside of its body, a transfer its items inside.
        if given(&timer, "flow_id").is_some() {
            supply(&timer, &[("timer_type", "flow".into())]);
        } else if body.as_ref().is_some_and(|body| is_list(&member(body, "DATA"))) {
            supply(&timer, &[("timer_type", "transfer".into())]);
        }
    }
    if let Some(body) = body.filter(|_| member(&timer, "timer_type") == "transfer") {
        for name in OF_A_SUBMISSION {
            let _ = Reflect::delete_property(body.unchecked_ref::<Object>(), &name.into());
        }
        supply(&body, &[("DATA_TYPE", "transfer".into())]);
        type_items(&body, "DATA", "transfer_item")?;
        for rule in type_items(&body, "filter_rules", "filter_rule")?.iter() {
            supply(&rule, &[("method", "exclude".into())]);
        }
        put(timer.unchecked_ref(), &[("body", body)]);
    }
    put(document.unchecked_ref(), &[("timer", timer)]);
    Ok(document.clone())
}

/// A copy of an object within a document; none if there is none.
fn part(object: &JsValue, name: &str, field: &str) -> Result<Option<JsValue>, Failure> {
    let Some(value) = given(object, name) else { return Ok(None) };
    check_document(field, &value)?;
    copied(field, &value, &[]).map(Some)
}

/// Says of each item in a list of a transfer what it is. The result is the list, which may be empty.
fn type_items(body: &JsValue, name: &str, data_type: &str) -> Result<Array, Failure> {
    let Some(list) = given(body, name) else { return Ok(Array::new()) };
    let items = typed_items(&format!("timer.body.{name}"), &list, data_type)?;
    put(body.unchecked_ref(), &[(name, (&items).into())]);
    Ok(items)
}
