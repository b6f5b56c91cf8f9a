//! Consents that are missing, given: once for all calls that need one, and then the call repeated, with the token it had and,
//! if that is refused too, with the one that the consent brought.

use super::Session;
use super::batches::Purpose;
use super::call::{Authorization, Call, told_of};
use super::live::Live;
use super::refusal::Refused;
use crate::js::errors::Failure;
use crate::js::events::texts;
use crate::js::fetch::steers;
use crate::js::runtime::now;
use crate::js::time::Signal;
use crate::js::values::record;
use crate::model::environment::Service;
use crate::model::token::Need;
use crate::policy::consent::{self, Progress, REMEMBER};
use crate::policy::lifecycle::Setback;
use crate::wire::text::holds;
use js_sys::{Array, JsString};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What came of asking for a consent.
pub(super) struct Consent {
    need: Rc<Need>,
    at: f64,
    result: Result<Rc<Live>, JsValue>,
}

/// Consents remembered; more in a minute are not one application's.
const MOST_CONSENTS: usize = 256;

impl Session {
    /// Sees whether a refused call may be repeated because of a consent. Says so in `progress`; why not, if that is known, is
    /// the refusal's cause.
    pub(super) async fn heal(
        self: &Rc<Self>,
        call: &Call,
        refused: &mut Refused,
        progress: &mut Progress,
    ) -> Result<bool, Failure> {
        let Authorization::Bearer(need) = &call.authorization else { return Ok(false) };
        // Somebody's own server, of a collection or an endpoint, could have itself allowed to act at any service.
        if call.service.and_then(Service::from_name).is_none() {
            return Ok(false);
        }
        // The engine searches: the document may be large.
        let body: Option<&JsString> = call.body.as_ref().and_then(|(body, _)| body.dyn_ref());
        let names = |id: &str| holds(&call.url, id) || body.is_some_and(|body| body.includes(id, 0));
        let missing = match consent::missing(&refused.error, need, &names) {
            Some(Ok(missing)) if call.replayable => Rc::new(missing),
            Some(Err(foreign)) => {
                refused.foreign = Some(foreign);
                return Ok(false);
            }
            _ => return Ok(false),
        };
        let known = self.remembered(&missing);
        if *progress == Progress::Renewed {
            refused.consented = matches!(known, Some(Ok(_)));
            return Ok(false);
        }
        let generation = self.tokens.generation.get();
        let live = match known {
            Some(result) => result,
            // A server that wants another consent after each gets one a call.
            None if *progress != Progress::None => return Ok(false),
            None => match self.ask_consent(call, &missing, refused).await {
                Ok(live) => Ok(live),
                Err(failure) => match failure.into_js() {
                    reason if steers(&reason) || call.options.signal.as_ref().is_some_and(Signal::is_aborted) => {
                        return Err(Failure::Js(reason));
                    }
                    error => Err(error),
                },
            },
        };
        *progress = match (&live, *progress) {
            (Err(error), _) => {
                refused.cause = error.clone();
                return Ok(false);
            }
            (Ok(_), Progress::None) => Progress::Repeated,
            (Ok(live), _) => {
                // In the place of the one that does not carry the consent; unless all was forgotten meanwhile.
                if generation == self.tokens.generation.get() && !self.tokens.is_dropped(&live.token) {
                    self.tokens.insert(need, live);
                }
                Progress::Renewed
            }
        };
        Ok(true)
    }

    /// Asks for a consent, and notes which call it was that did so first: listeners are told.
    async fn ask_consent(
        self: &Rc<Self>,
        call: &Call,
        missing: &Rc<Need>,
        refused: &Refused,
    ) -> Result<Rc<Live>, Failure> {
        let is_first = !self.tokens.asking.borrow().iter().any(|(asked, _)| asked == missing);
        if is_first && self.config.listeners.any() {
            let by = told_of(call, refused.error.request_id.as_deref());
            self.tokens.asking.borrow_mut().push((Rc::clone(missing), by));
        }
        self.token(missing, Purpose::Consent, call.options.signal.as_ref()).await
    }

    /// The consents that were given, as far as they are remembered: `{ scopes, at }`, at in epoch ms.
    pub(crate) fn given_consents(&self) -> Array {
        let consents = self.tokens.consents.borrow();
        let given = consents.iter().filter(|consent| consent.result.is_ok());
        given
            .map(|consent| JsValue::from(record(&[("scopes", named(&consent.need)), ("at", consent.at.into())])))
            .collect()
    }

    fn remembered(&self, need: &Need) -> Option<Result<Rc<Live>, JsValue>> {
        let consents = self.tokens.consents.borrow();
        let consent = consents.iter().rev().find(|consent| *consent.need == *need)?;
        (0.0..REMEMBER).contains(&(now() - consent.at)).then(|| consent.result.clone())
    }

    /// Remembers what came of asking for a consent, unless that says nothing of the next time, and tells of one that was
    /// given.
    pub(super) fn consented(&self, need: &Rc<Need>, result: &Result<Rc<Live>, (JsValue, Setback)>) {
        let mut asking = self.tokens.asking.borrow_mut();
        let place = asking.iter().position(|(asked, _)| asked == need);
        let by = place.map(|place| asking.swap_remove(place).1).unwrap_or_default();
        drop(asking);
        let result = match result {
            Ok(live) => Ok(Rc::clone(live)),
            Err((error, Setback::Request)) => Err(error.clone()),
            Err(_) => return,
        };
        let mut consents = self.tokens.consents.borrow_mut();
        consents.retain(|consent| consent.need != *need);
        if consents.len() >= MOST_CONSENTS {
            consents.pop_front();
        }
        consents.push_back(Consent { need: Rc::clone(need), at: now(), result: result.clone() });
        drop(consents);
        if let Ok(live) = &result {
            self.emit("consent", &|| {
                let mut members = by.clone();
                members.push(("scopes", named(need)));
                members.push(("resourceServer", live.token.resource_server.as_str().into()));
                members
            });
        }
    }
}

/// The scopes of a need, as a JavaScript list.
fn named(need: &Need) -> JsValue {
    let scopes: Vec<String> = need.scopes.iter().map(ToString::to_string).collect();
    texts(scopes.iter().map(String::as_str))
}
