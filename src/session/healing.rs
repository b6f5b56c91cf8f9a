//! Gives missing consents: one grant for all calls that need the same consent. Then the call is repeated with its own
//! token and, if that is refused too, with the token of the consent grant.

use super::call::{Authorization, Call};
use super::event_fields::call_fields;
use super::exchange::FailedAttempt;
use super::state::Session;
use crate::js::errors::CallError;
use crate::js::fetch::is_control_rejection;
use crate::js::time::Signal;
use crate::model::environment::Service;
use crate::model::token::TokenRequest;
use crate::policy::consent;
use crate::policy::retry::{ConsentState, Repeat};
use crate::tokens::{ConsentResult, Purpose, Tokens};
use crate::wire::text::contains;
use js_sys::JsString;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A consent that a refusal asks for, and the result of giving it.
#[derive(Default)]
pub(super) struct Healing {
    /// The token request that gives the missing consent, if the account can give it.
    missing: Option<Rc<TokenRequest>>,
    /// The result of the consent grant.
    settled: Option<ConsentResult>,
}

impl Healing {
    pub(super) const fn consent(&self) -> ConsentState {
        match (&self.missing, &self.settled) {
            (None, _) => ConsentState::NotMissing,
            (Some(_), None) => ConsentState::Unasked,
            (Some(_), Some(Ok(_))) => ConsentState::Given,
            (Some(_), Some(Err(_))) => ConsentState::Failed,
        }
    }

    /// Adds the result of the consent grant to a refusal that remains.
    pub(super) fn add_result(self, failed: &mut FailedAttempt) {
        let FailedAttempt::Refused(refused) = failed else { return };
        match self.settled {
            Some(Ok(_)) => refused.consented = true,
            Some(Err(error)) => refused.cause = error,
            None => {}
        }
    }

    /// Replaces the call's token with that of the consent grant.
    pub(super) fn replace_token(&self, tokens: &Tokens, token_request: &Rc<TokenRequest>) {
        if let Some(Ok(issued)) = &self.settled {
            tokens.replace(token_request, issued);
        }
    }
}

impl Session {
    /// Returns the consent that a failed attempt lacks, if any.
    pub(super) fn healing(&self, call: &Call, failed: &mut FailedAttempt) -> Healing {
        let (FailedAttempt::Refused(refused), Authorization::Bearer(token_request)) = (failed, &call.authorization)
        else {
            return Healing::default();
        };
        // A server of a collection or endpoint belongs to its operator. It could get permission to act at any service.
        if call.service.and_then(Service::from_name).is_none() {
            return Healing::default();
        }
        // The JavaScript engine searches, because the document may be large.
        let body: Option<&JsString> = call.body.as_ref().and_then(|(body, _)| body.dyn_ref());
        let names = |id: &str| contains(&call.url, id) || body.is_some_and(|body| body.includes(id, 0));
        match consent::missing_consent(&refused.error, token_request, &names) {
            // A call that cannot be repeated has no use for the consent.
            Some(Ok(missing)) if call.repeat != Repeat::Never => {
                let settled = self.tokens.consents.recent(&missing);
                Healing { missing: Some(Rc::new(missing)), settled }
            }
            Some(Err(foreign)) => {
                refused.foreign_scope = Some(foreign);
                Healing::default()
            }
            _ => Healing::default(),
        }
    }

    /// Gives the consent by a grant. The `consent` event names the call that was first.
    pub(super) async fn ask_consent(
        self: &Rc<Self>,
        call: &Call,
        healing: &mut Healing,
        failed: &FailedAttempt,
    ) -> Result<(), CallError> {
        let (Some(missing), FailedAttempt::Refused(refused)) = (&healing.missing, failed) else { return Ok(()) };
        if self.config.listeners.any() {
            self.tokens.consents.set_asking_call(missing, || call_fields(call, refused.error.request_id.as_deref()));
        }
        let signal = call.options.signal.as_ref();
        let settled = match self.tokens.get(missing, Purpose::Consent, signal).await {
            Ok(issued) => Ok(issued),
            Err(failure) => match failure.into_js() {
                reason if is_control_rejection(&reason) || signal.is_some_and(Signal::is_aborted) => {
                    return Err(CallError::Js(reason));
                }
                error => Err(error),
            },
        };
        healing.settled = Some(settled);
        Ok(())
    }
}
