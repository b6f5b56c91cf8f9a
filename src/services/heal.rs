//! Runs and timers that Globus has stopped because a consent was missing: the consent given, and the work resumed.
//!
//! Hours after they were made, flows and timers act for the account; what they find missing then nobody is there to give. What is
//! missing stands in the run's `details` or the timer's `inactive_reason`.

use super::flows::{self, FlowsClient};
use super::place::Place;
use super::required;
use super::row::{Row, json_body};
use super::timers::{self, TimersClient};
use crate::error::{Code, Error, Kind};
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::values::{Given, is_list, items, member, record, rejected};
use crate::request::Method;
use crate::scope::{self, ScopeSet};
use crate::session::{Authorization, Call, Purpose};
use crate::text::is_uuid;
use crate::token::Need;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The scopes that a document of Globus Auth's requirements names, in whatever place its service puts them.
pub(crate) fn required_scopes(details: &JsValue) -> Vec<String> {
    let parameters = member(details, "authorization_parameters");
    let places =
        [member(&parameters, "required_scopes"), member(details, "required_scopes"), member(details, "required_scope")];
    let mut scopes = Vec::new();
    for place in places {
        let texts = if is_list(&place) { items(&place) } else { vec![place] };
        scopes.extend(texts.iter().filter_map(JsValue::as_string));
    }
    scopes
}

/// Gives the consents that are missing: a grant that names them, as Globus's requirements have it.
async fn consent(place: &Place, required: &[String]) -> Result<(), Failure> {
    let scopes = ScopeSet::parse(&required.join(" ")).map_err(|_| {
        let message = "what is missing is not told as scopes".to_owned();
        Error::new(Kind::Api, Code::InvalidResponse, message).of_service(Some(place.name()))
    })?;
    for scope in scopes.iter() {
        let mut scopes = ScopeSet::default();
        scopes.insert(scope.clone());
        // Its resource server may be anybody's: a flow calls whom it likes.
        let need = Rc::new(Need { scopes, resource_server: None });
        place.session().token(&need, Purpose::Consent, None).await?;
    }
    Ok(())
}

/// The error for work that is stopped by something else than a consent.
fn beyond_consents(place: &Place, what: &str, document: &JsValue) -> Failure {
    let message = [what, " is not inactive for want of a consent"].concat();
    let advice = "What stands in its way is in the document, which is this error's `body`. A consent is all that a service account can give by itself.";
    let error = Error::new(Kind::Api, Code::TaskInactive, message).of_service(Some(place.name())).with_advice(advice);
    Failure::with_body(error, document.clone())
}

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl FlowsClient {
    /// Gives the consent that an inactive run is waiting for, and resumes it. What is consented to is what the run's `details`
    /// ask for: a matter of trust in the flow. A run that is not inactive is left alone; one that waits for something else
    /// rejects with `task_inactive`. Gives the run.
    ///
    /// https://docs.globus.org/api/flows/authentication/
    #[wasm_bindgen(unchecked_return_type = "Promise<Json>")]
    pub fn healRun(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] runId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        let place = self.place.clone();
        let prepared = required("runId", runId)
            .map_err(Failure::from)
            .and_then(|id| Ok((id, flows::rows::getRun.call(&place, &[runId], None, None, options.as_deref())?)));
        match prepared {
            Ok((id, call)) => drive(async move { Ok(heal_run(&place, &id, call).await?) }),
            Err(failure) => rejected(failure),
        }
    }
}

async fn heal_run(place: &Place, id: &str, call: Call) -> Result<JsValue, Failure> {
    let options = call.options.clone();
    let run = place.run(call).await?;
    if member(&run, "status").as_string().as_deref() != Some("INACTIVE") {
        return Ok(run);
    }
    let required = required_scopes(&member(&run, "details"));
    let flow = member(&run, "flow_id").as_string().filter(|flow| is_uuid(flow) && !required.is_empty());
    let Some(flow) = flow else { return Err(beyond_consents(place, "the run", &run)) };
    consent(place, &required).await?;
    let mut call = RESUME_RUN.call(place, &[&id.into()], None, None, None)?;
    let scopes = ScopeSet::parse(&scope::of_flow(&flow)).unwrap_or_default();
    call.authorization = Authorization::Bearer(Rc::new(Need { scopes, resource_server: Some(flow) }));
    place.run(Call { options, ..call }).await
}

const RESUME_RUN: Row = Row { arguments: &["runId"], ..Row::new("resumeRun", Method::POST, "/runs/{}/resume") };
const RESUME_JOB: Row = Row { arguments: &["jobId"], ..Row::new("resumeJob", Method::POST, "/jobs/{}/resume") };

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl TimersClient {
    /// Gives the consent that an inactive timer is waiting for, and resumes it with the account's credentials as they are
    /// now. A timer that is not inactive is left alone; one that was paused, or waits for something else, rejects with
    /// `task_inactive`. Gives the timer.
    ///
    /// https://docs.globus.org/api/timers/
    #[wasm_bindgen(unchecked_return_type = "Promise<Json>")]
    pub fn healJob(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] jobId: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> Promise {
        let place = self.place.clone();
        let prepared = required("jobId", jobId)
            .map_err(Failure::from)
            .and_then(|id| Ok((id, timers::rows::getJob.call(&place, &[jobId], None, None, options.as_deref())?)));
        match prepared {
            Ok((id, call)) => drive(async move { Ok(heal_job(&place, &id, call).await?) }),
            Err(failure) => rejected(failure),
        }
    }
}

async fn heal_job(place: &Place, id: &str, look: Call) -> Result<JsValue, Failure> {
    let options = look.options.clone();
    let job = place.run(look.clone()).await?;
    if member(&job, "status").as_string().as_deref() != Some("inactive") {
        return Ok(job);
    }
    let reason = member(&job, "inactive_reason");
    let required = required_scopes(&member(&reason, "detail"));
    if member(&reason, "cause").as_string().as_deref() != Some("globus_auth_requirements") || required.is_empty() {
        return Err(beyond_consents(place, "the timer", &job));
    }
    consent(place, &required).await?;
    let mut call = RESUME_JOB.call(place, &[&id.into()], None, None, None)?;
    call.body = Some(json_body(&record(&[("update_credentials", true.into())]))?);
    place.run(Call { options, ..call }).await?;
    place.run(look).await
}
