//! The consents that services have asked for. It promises: a consent that was given, or was refused for what
//! it is, holds for a minute for all calls, so that a service that goes on asking gets no grant per call.

use super::issued_token::IssuedToken;
use crate::js::convert::record;
use crate::js::events::{EventField, text_list};
use crate::js::runtime::now;
use crate::model::token::TokenRequest;
use crate::policy::consent::REMEMBER_FOR;
use js_sys::Array;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What came of asking for a consent: the token that it brought, or the error.
pub(crate) type ConsentResult = Result<Rc<IssuedToken>, JsValue>;

struct RememberedConsent {
    token_request: Rc<TokenRequest>,
    at: f64,
    settled: ConsentResult,
}

#[derive(Default)]
pub(crate) struct Consents {
    /// By the time.
    settled: RefCell<VecDeque<RememberedConsent>>,
    /// Those that are being asked for, and what listeners are told of the call that asks; empty while nobody listens.
    asking: RefCell<Vec<(Rc<TokenRequest>, Vec<EventField>)>>,
}

/// Consents remembered; more in a minute are not one application's.
const MAX_REMEMBERED: usize = 256;

impl Consents {
    /// Notes which call asks for a consent, unless another one does already.
    pub(crate) fn set_asking_call(&self, token_request: &Rc<TokenRequest>, by: impl FnOnce() -> Vec<EventField>) {
        if !self.asking.borrow().iter().any(|(asked, _)| asked == token_request) {
            self.asking.borrow_mut().push((Rc::clone(token_request), by()));
        }
    }

    /// What came of asking for a consent lately.
    pub(crate) fn recent(&self, token_request: &TokenRequest) -> Option<ConsentResult> {
        let settled = self.settled.borrow();
        let consent = settled.iter().rev().find(|consent| *consent.token_request == *token_request)?;
        (0.0..REMEMBER_FOR).contains(&(now() - consent.at)).then(|| consent.settled.clone())
    }

    /// Ends the asking for a consent, and gives what listeners are told of the call that has asked.
    pub(super) fn take_asking_call(&self, token_request: &TokenRequest) -> Vec<EventField> {
        let mut asking = self.asking.borrow_mut();
        let place = asking.iter().position(|(asked, _)| **asked == *token_request);
        place.map(|place| asking.swap_remove(place).1).unwrap_or_default()
    }

    /// Remembers what came of it.
    pub(super) fn remember(&self, token_request: &Rc<TokenRequest>, settled: ConsentResult) {
        let mut all = self.settled.borrow_mut();
        all.retain(|consent| consent.token_request != *token_request);
        if all.len() >= MAX_REMEMBERED {
            all.pop_front();
        }
        all.push_back(RememberedConsent { token_request: Rc::clone(token_request), at: now(), settled });
    }

    /// The consents that were given, as far as they are remembered: `{ scopes, at }`, at in epoch ms.
    pub(crate) fn list_given(&self) -> Array {
        let settled = self.settled.borrow();
        let given = settled.iter().filter(|consent| consent.settled.is_ok());
        given
            .map(|consent| record(&[("scopes", scopes_of(&consent.token_request)), ("at", consent.at.into())]))
            .collect()
    }

    pub(super) fn forget(&self) {
        self.settled.borrow_mut().clear();
        self.asking.borrow_mut().clear();
    }
}

/// The scopes of a need, as a JavaScript list.
pub(super) fn scopes_of(token_request: &TokenRequest) -> JsValue {
    let scopes: Vec<String> = token_request.scopes.iter().map(ToString::to_string).collect();
    text_list(scopes.iter().map(String::as_str))
}
