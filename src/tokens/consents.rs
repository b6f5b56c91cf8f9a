//! The consents that services have asked for. It promises: a consent that was given, or was refused for what
//! it is, holds for a minute for all calls, so that a service that goes on asking gets no grant per call.

use super::live::Live;
use crate::js::convert::record;
use crate::js::events::{Member, texts};
use crate::js::runtime::now;
use crate::model::token::Need;
use crate::policy::consent::REMEMBER;
use js_sys::Array;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What came of asking for a consent: the token that it brought, or the error.
pub(crate) type Settled = Result<Rc<Live>, JsValue>;

struct Consent {
    need: Rc<Need>,
    at: f64,
    settled: Settled,
}

#[derive(Default)]
pub(crate) struct Consents {
    /// By the time.
    settled: RefCell<VecDeque<Consent>>,
    /// Those that are being asked for, and what listeners are told of the call that asks; empty while nobody listens.
    asking: RefCell<Vec<(Rc<Need>, Vec<Member>)>>,
}

/// Consents remembered; more in a minute are not one application's.
const MOST: usize = 256;

impl Consents {
    /// Notes which call asks for a consent, unless another one does already.
    pub(crate) fn asked_by(&self, need: &Rc<Need>, by: impl FnOnce() -> Vec<Member>) {
        if !self.asking.borrow().iter().any(|(asked, _)| asked == need) {
            self.asking.borrow_mut().push((Rc::clone(need), by()));
        }
    }

    /// What came of asking for a consent lately.
    pub(crate) fn remembered(&self, need: &Need) -> Option<Settled> {
        let settled = self.settled.borrow();
        let consent = settled.iter().rev().find(|consent| *consent.need == *need)?;
        (0.0..REMEMBER).contains(&(now() - consent.at)).then(|| consent.settled.clone())
    }

    /// Ends the asking for a consent, and gives what listeners are told of the call that has asked.
    pub(super) fn answered(&self, need: &Need) -> Vec<Member> {
        let mut asking = self.asking.borrow_mut();
        let place = asking.iter().position(|(asked, _)| **asked == *need);
        place.map(|place| asking.swap_remove(place).1).unwrap_or_default()
    }

    /// Remembers what came of it.
    pub(super) fn settle(&self, need: &Rc<Need>, settled: Settled) {
        let mut all = self.settled.borrow_mut();
        all.retain(|consent| consent.need != *need);
        if all.len() >= MOST {
            all.pop_front();
        }
        all.push_back(Consent { need: Rc::clone(need), at: now(), settled });
    }

    /// The consents that were given, as far as they are remembered: `{ scopes, at }`, at in epoch ms.
    pub(crate) fn given(&self) -> Array {
        let settled = self.settled.borrow();
        let given = settled.iter().filter(|consent| consent.settled.is_ok());
        given.map(|consent| record(&[("scopes", scopes_of(&consent.need)), ("at", consent.at.into())])).collect()
    }

    pub(super) fn forget(&self) {
        self.settled.borrow_mut().clear();
        self.asking.borrow_mut().clear();
    }
}

/// The scopes of a need, as a JavaScript list.
pub(super) fn scopes_of(need: &Need) -> JsValue {
    let scopes: Vec<String> = need.scopes.iter().map(ToString::to_string).collect();
    texts(scopes.iter().map(String::as_str))
}
