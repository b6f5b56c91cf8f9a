//! The consents that services have asked for. Guarantee: a consent that was granted, or refused as invalid, is
//! remembered for a minute for all calls, so that a service that keeps asking causes no grant per call.

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

/// The result of a consent grant: its token, or the JavaScript error.
pub(crate) type ConsentResult = Result<Rc<IssuedToken>, JsValue>;

struct RememberedConsent {
    token_request: Rc<TokenRequest>,
    at: f64,
    settled: ConsentResult,
}

#[derive(Default)]
pub(crate) struct Consents {
    /// In the order in which the grants ended.
    settled: RefCell<VecDeque<RememberedConsent>>,
    /// The consent grants in flight, each with the event fields of the call that began it. The fields are empty while
    /// there is no listener.
    asking: RefCell<Vec<(Rc<TokenRequest>, Vec<EventField>)>>,
}

/// The most consents that are remembered. One application does not need more within a minute.
const MAX_REMEMBERED: usize = 256;

impl Consents {
    /// Notes which call began a consent grant, unless another call has begun the same.
    pub(crate) fn set_asking_call(&self, token_request: &Rc<TokenRequest>, by: impl FnOnce() -> Vec<EventField>) {
        if !self.asking.borrow().iter().any(|(pending, _)| pending == token_request) {
            self.asking.borrow_mut().push((Rc::clone(token_request), by()));
        }
    }

    /// Returns the result of a recent consent grant, if it is remembered.
    pub(crate) fn recent(&self, token_request: &TokenRequest) -> Option<ConsentResult> {
        let settled = self.settled.borrow();
        let consent = settled.iter().rev().find(|consent| *consent.token_request == *token_request)?;
        (0.0..REMEMBER_FOR).contains(&(now() - consent.at)).then(|| consent.settled.clone())
    }

    /// Ends a consent grant. Returns the event fields of the call that began it.
    pub(super) fn take_asking_call(&self, token_request: &TokenRequest) -> Vec<EventField> {
        let mut asking = self.asking.borrow_mut();
        let index = asking.iter().position(|(pending, _)| **pending == *token_request);
        index.map(|index| asking.swap_remove(index).1).unwrap_or_default()
    }

    /// Remembers the result of a consent grant.
    pub(super) fn remember(&self, token_request: &Rc<TokenRequest>, settled: ConsentResult) {
        let mut all = self.settled.borrow_mut();
        all.retain(|consent| consent.token_request != *token_request);
        if all.len() >= MAX_REMEMBERED {
            all.pop_front();
        }
        all.push_back(RememberedConsent { token_request: Rc::clone(token_request), at: now(), settled });
    }

    /// Lists the granted consents that are remembered: `{ scopes, at }`, `at` in epoch ms.
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

/// Returns the scopes of a token request as a JavaScript list.
pub(super) fn scopes_of(token_request: &TokenRequest) -> JsValue {
    let scopes: Vec<String> = token_request.scopes.iter().map(ToString::to_string).collect();
    text_list(scopes.iter().map(String::as_str))
}
