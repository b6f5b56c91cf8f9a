//! Consents that are missing, given: once for all calls that need one, and then the call repeated, with the token it had and,
//! if that is refused too, with the one that the consent brought.

use super::call::{Authorization, Call};
use super::exchange::Ended;
use super::state::Session;
use super::told::told_of;
use crate::js::errors::Failure;
use crate::js::fetch::steers;
use crate::js::time::Signal;
use crate::model::environment::Service;
use crate::model::token::Need;
use crate::policy::consent;
use crate::policy::retry::{Consent, Repeat};
use crate::tokens::{Purpose, Settled, Tokens};
use crate::wire::text::holds;
use js_sys::JsString;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What there is to heal of a refusal.
#[derive(Default)]
pub(super) struct Healing {
    /// The consent that is missing, if it can be given.
    missing: Option<Rc<Need>>,
    /// What came of giving it.
    settled: Option<Settled>,
}

impl Healing {
    pub(super) const fn consent(&self) -> Consent {
        match (&self.missing, &self.settled) {
            (None, _) => Consent::NotMissing,
            (Some(_), None) => Consent::Unasked,
            (Some(_), Some(Ok(_))) => Consent::Given,
            (Some(_), Some(Err(_))) => Consent::Denied,
        }
    }

    /// Adds to a refusal that stays what giving the consent has come to.
    pub(super) fn tell(self, ended: &mut Ended) {
        let Ended::Refused(refused) = ended else { return };
        match self.settled {
            Some(Ok(_)) => refused.consented = true,
            Some(Err(error)) => refused.cause = error,
            None => {}
        }
    }

    /// Puts the token that the consent has brought in the place of the call's.
    pub(super) fn replace_token(&self, tokens: &Tokens, need: &Rc<Need>) {
        if let Some(Ok(live)) = &self.settled {
            tokens.replace(need, live);
        }
    }
}

impl Session {
    /// What there is to heal of an attempt that has failed.
    pub(super) fn healing(&self, call: &Call, ended: &mut Ended) -> Healing {
        let (Ended::Refused(refused), Authorization::Bearer(need)) = (ended, &call.authorization) else {
            return Healing::default();
        };
        // Somebody's own server, of a collection or an endpoint, could have itself allowed to act at any service.
        if call.service.and_then(Service::from_name).is_none() {
            return Healing::default();
        }
        // The engine searches: the document may be large.
        let body: Option<&JsString> = call.body.as_ref().and_then(|(body, _)| body.dyn_ref());
        let names = |id: &str| holds(&call.url, id) || body.is_some_and(|body| body.includes(id, 0));
        match consent::missing(&refused.error, need, &names) {
            // Of no use to a call that cannot be repeated.
            Some(Ok(missing)) if call.repeat != Repeat::Never => {
                let settled = self.tokens.consents.remembered(&missing);
                Healing { missing: Some(Rc::new(missing)), settled }
            }
            Some(Err(foreign)) => {
                refused.foreign = Some(foreign);
                Healing::default()
            }
            _ => Healing::default(),
        }
    }

    /// Gives the consent, by asking for its token. Listeners are told of the call that did so first.
    pub(super) async fn ask_consent(
        self: &Rc<Self>,
        call: &Call,
        healing: &mut Healing,
        ended: &Ended,
    ) -> Result<(), Failure> {
        let (Some(missing), Ended::Refused(refused)) = (&healing.missing, ended) else { return Ok(()) };
        if self.config.listeners.any() {
            self.tokens.consents.asked_by(missing, || told_of(call, refused.error.request_id.as_deref()));
        }
        let signal = call.options.signal.as_ref();
        let settled = match self.tokens.get(missing, Purpose::Consent, signal).await {
            Ok(live) => Ok(live),
            Err(failure) => match failure.into_js() {
                reason if steers(&reason) || signal.is_some_and(Signal::is_aborted) => return Err(Failure::Js(reason)),
                error => Err(error),
            },
        };
        healing.settled = Some(settled);
        Ok(())
    }
}
