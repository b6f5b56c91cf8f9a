//! `submitTransfer` and `submitDelete`: POSTs that may be repeated after all, because their documents hold a submission id.

use super::{TransferClient, rows};
use crate::js::drive::drive_call;
use crate::js::errors::Failure;
use crate::js::values::{Given, check_document, completed, given, is_list, items, member, put, rejected, supply, text};
use crate::services::table::destination::{Destination, run};
use crate::services::table::row::{Document, Row, json_body};
use crate::wire::error::Error;
use crate::wire::reply::Reply;
use crate::wire::request::Method;
use js_sys::{Array, Object, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

static TRANSFER: Row = Row {
    safe: true,
    document: Some(&Document {
        needs: &["DATA"],
        additions: &[("DATA_TYPE", "transfer")],
        complete: Some(|document| typed(document, "transfer_item")),
        submission_id: &["submission_id"],
    }),
    reply: Reply::With("task_id"),
    ..Row::new(Method::POST, "/v0.10/transfer")
};
static DELETE: Row = Row {
    safe: true,
    document: Some(&Document {
        needs: &["DATA"],
        additions: &[("DATA_TYPE", "delete")],
        complete: Some(|document| typed(document, "delete_item")),
        submission_id: &["submission_id"],
    }),
    reply: Reply::With("task_id"),
    ..Row::new(Method::POST, "/v0.10/delete")
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
    #[wasm_bindgen(unchecked_return_type = "CallPromise<SubmissionResult>")]
    pub fn submitTransfer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "TransferDocument")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> JsValue {
        submit(&self.destination, &TRANSFER, document, query.as_deref(), options.as_deref()).into()
    }

    /// Submits a deletion, like `submitTransfer`.
    ///
    /// https://docs.globus.org/api/transfer/task_submit/#submit_delete_task
    #[wasm_bindgen(unchecked_return_type = "CallPromise<SubmissionResult>")]
    pub fn submitDelete(
        &self,
        #[wasm_bindgen(unchecked_param_type = "DeleteDocument")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<Given>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> JsValue {
        submit(&self.destination, &DELETE, document, query.as_deref(), options.as_deref()).into()
    }
}

/// The items of a list member, each with its `DATA_TYPE`.
pub(crate) fn typed_items(name: &str, list: &JsValue, data_type: &str) -> Result<Array, Failure> {
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
    if let Some(rules) = given(document, "filter_rules") {
        let rules = typed_items("filter_rules", &rules, "filter_rule")?;
        for rule in rules.iter() {
            supply(&rule, &[("method", "exclude".into())]);
        }
        put(document, &[("filter_rules", rules.into())]);
    }
    Ok(document.into())
}

fn submit(
    destination: &Rc<dyn Destination>,
    row: &'static Row,
    document: &JsValue,
    query: Option<&JsValue>,
    options: Option<&JsValue>,
) -> Promise {
    // The call is prepared before there is an id, too: what is wrong with it is said before any request.
    let prepared = row.document(document).and_then(|document| {
        let id = given(&document, "submission_id").map(|id| text("document.submission_id", &id)).transpose()?;
        let id_call = rows::getSubmissionId.call(destination, &[], None, None, options)?;
        let mut call = row.call(destination, &[], None, query, options)?;
        call.submission = row.submission(&document);
        call.body = Some(json_body(&document)?);
        Ok((document, id.unwrap_or_default(), id_call, call))
    });
    let (document, id, id_call, mut call) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return rejected(failure),
    };
    if !id.is_empty() {
        return Rc::clone(destination).call(call);
    }
    let destination = Rc::clone(destination);
    drive_call(async move {
        let id = member(&run(&destination, id_call).await?.data, "value");
        put(document.unchecked_ref(), &[("submission_id", id)]);
        call.submission = row.submission(&document);
        call.body = Some(json_body(&document)?);
        Ok(run(&destination, call).await?)
    })
}
