//! `submitTransfer` and `submitDelete`: POSTs that may be repeated, because their documents contain a submission id.

use super::{TransferClient, rows};
use crate::js::arguments::{OptionalArgument, completed_items, rejected, text, with_member};
use crate::js::convert::{member, present_member, put};
use crate::js::drive::drive_call;
use crate::js::errors::CallError;
use crate::services::table::destination::{Destination, run_call};
use crate::services::table::row::{Document, Row, json_body};
use crate::wire::error::Error;
use crate::wire::reply::Reply;
use crate::wire::request::Method;
use js_sys::{Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

static TRANSFER: Row = Row {
    is_idempotent: true,
    document: Some(&Document {
        required: &["DATA"],
        additions: &[("DATA_TYPE", "transfer")],
        complete: Some(|document| complete_submission(document, "transfer_item")),
        submission_id_path: &["submission_id"],
    }),
    reply: Reply::With("task_id"),
    ..Row::new(Method::POST, "/v0.10/transfer")
};
static DELETE: Row = Row {
    is_idempotent: true,
    document: Some(&Document {
        required: &["DATA"],
        additions: &[("DATA_TYPE", "delete")],
        complete: Some(|document| complete_submission(document, "delete_item")),
        submission_id_path: &["submission_id"],
    }),
    reply: Reply::With("task_id"),
    ..Row::new(Method::POST, "/v0.10/delete")
};

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl TransferClient {
    /// Submits a transfer. If the document has no `submission_id`, one is fetched first. With the id the submission can
    /// be repeated safely after a failure, by this call or by your program after a crash: Globus creates one task only.
    ///
    /// https://docs.globus.org/api/transfer/task_submit/#submit_transfer_task
    #[wasm_bindgen(unchecked_return_type = "CallPromise<SubmissionResult>")]
    pub fn submitTransfer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "TransferDocument")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        submit(&self.destination, &TRANSFER, document, query.as_deref(), options.as_deref()).into()
    }

    /// Submits a deletion. The `submission_id` is the same as for `submitTransfer`.
    ///
    /// https://docs.globus.org/api/transfer/task_submit/#submit_delete_task
    #[wasm_bindgen(unchecked_return_type = "CallPromise<SubmissionResult>")]
    pub fn submitDelete(
        &self,
        #[wasm_bindgen(unchecked_param_type = "DeleteDocument")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        submit(&self.destination, &DELETE, document, query.as_deref(), options.as_deref()).into()
    }
}

/// Completes a submission: adds the `DATA_TYPE` of each item and filter rule.
fn complete_submission(document: &JsValue, item_type: &str) -> Result<JsValue, CallError> {
    let items = completed_items("document.DATA", &member(document, "DATA"), &[("DATA_TYPE", item_type.into())])?;
    if items.length() == 0 {
        return Err(Error::argument("document.DATA", "must not be empty").into());
    }
    let document: &Object = document.unchecked_ref();
    put(document, &[("DATA", items.into())]);
    complete_filter_rules("document.filter_rules", document)?;
    Ok(document.into())
}

/// Completes the filter rules of a transfer, if it has any.
pub(crate) fn complete_filter_rules(field: &str, document: &JsValue) -> Result<(), CallError> {
    let Some(rules) = present_member(document, "filter_rules") else { return Ok(()) };
    let additions = [("DATA_TYPE", "filter_rule".into()), ("method", "exclude".into())];
    put(document.unchecked_ref(), &[("filter_rules", completed_items(field, &rules, &additions)?.into())]);
    Ok(())
}

/// Starts a submission. Fetches its submission id first if the document has none.
fn submit(
    destination: &Rc<dyn Destination>,
    row: &'static Row,
    document: &JsValue,
    query: Option<&JsValue>,
    options: Option<&JsValue>,
) -> Promise {
    // The call is prepared even without an id, so that wrong arguments are rejected before any request.
    let prepared = row.complete_document(document).and_then(|document| {
        let id =
            present_member(&document, "submission_id").map(|id| text("document.submission_id", &id)).transpose()?;
        let has_id = id.is_some_and(|id| !id.is_empty());
        if !has_id {
            // The member may be null or an empty text.
            let _ = Reflect::delete_property(document.unchecked_ref::<Object>(), &"submission_id".into());
        }
        let id_call = rows::getSubmissionId.prepare_call(destination, &[], None, None, options)?;
        let mut call = row.prepare_call(destination, &[], None, query, options)?;
        call.submission = row.read_submission(&document);
        call.body = Some(json_body(&document)?);
        Ok((document, has_id, id_call, call))
    });
    let (document, has_id, id_call, mut call) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return rejected(failure),
    };
    if has_id {
        return Rc::clone(destination).call(call);
    }
    let destination = Rc::clone(destination);
    drive_call(async move {
        let id = member(&run_call(&destination, id_call).await?.data, "value");
        put(document.unchecked_ref(), &[("submission_id", id.clone())]);
        call.submission = row.read_submission(&document);
        match &mut call.body {
            // A large document is not serialized twice: the id is added to its JSON. A document with `toJSON` is
            // serialized again, because its own method must see the id.
            Some((json, _)) if !member(&document, "toJSON").is_function() => {
                *json = with_member(json, "submission_id", &id);
            }
            body => *body = Some(json_body(&document)?),
        }
        Ok(run_call(&destination, call).await?)
    })
}
