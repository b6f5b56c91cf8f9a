//! The grants under way, and what earlier ones have come to. It promises: who needs what a grant under way will bring waits for that one;
//! refused credentials are not sent again for half a minute; Globus Auth is left alone for as long as it has asked.

use super::batch::{Batch, Purpose};
use super::issued_token::IssuedToken;
use crate::js::runtime::{now, random};
use crate::model::token::TokenRequest;
use crate::policy::lifecycle::{Decision, GrantFailure, GrantFailures, TokenState, decide};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[derive(Default)]
pub(super) struct Grants {
    /// The batch that takes further needs.
    forming: RefCell<Option<Rc<Batch>>>,
    /// Those that others may still wait for.
    in_flight: RefCell<Vec<Rc<Batch>>>,
    /// What grants have failed of.
    failures: Cell<GrantFailures>,
    /// The error of the last one whose credentials were refused.
    credentials_error: RefCell<JsValue>,
    /// The error of the last one after which Globus Auth wants to be left alone.
    retry_after_error: RefCell<JsValue>,
}

impl Grants {
    /// What to do for somebody who needs a token, by the one in memory.
    pub(super) fn decide(&self, held: Option<&IssuedToken>, in_flight: bool) -> Decision {
        let held = held.map(|issued| (&issued.token.validity, issued.renewals()));
        decide(&TokenState { now: now(), held, in_flight, failures: &self.failures.get() })
    }

    pub(super) fn forming(&self) -> Option<Rc<Batch>> {
        self.forming.borrow().clone()
    }

    /// A batch takes needs.
    pub(super) fn set_forming(&self, batch: &Rc<Batch>) {
        self.forming.replace(Some(Rc::clone(batch)));
    }

    /// A batch takes no more needs, and goes on its way.
    pub(super) fn start(&self, batch: &Rc<Batch>, generation: u32) {
        self.abandon(batch);
        if batch.shared && batch.generation == generation {
            self.in_flight.borrow_mut().push(Rc::clone(batch));
        }
    }

    /// Lets nobody join a batch, or join it no longer.
    pub(super) fn abandon(&self, batch: &Rc<Batch>) {
        self.in_flight.borrow_mut().retain(|other| !Rc::ptr_eq(other, batch));
        let mut forming = self.forming.borrow_mut();
        if forming.as_ref().is_some_and(|other| Rc::ptr_eq(other, batch)) {
            *forming = None;
        }
    }

    /// The batch that will bring a need for at least this purpose: one in flight, or the one that is forming.
    pub(super) fn covering(&self, token_request: &TokenRequest, least: Purpose) -> Option<Rc<Batch>> {
        let (in_flight, forming) = (self.in_flight.borrow(), self.forming.borrow());
        in_flight.iter().chain(forming.iter()).find(|batch| batch.covers(token_request, least)).map(Rc::clone)
    }

    /// The promises of the batches that others may wait for.
    pub(super) fn shared_promises(&self) -> Vec<Promise> {
        let (in_flight, forming) = (self.in_flight.borrow(), self.forming.borrow());
        in_flight.iter().chain(forming.iter()).map(|batch| batch.promise.clone()).collect()
    }

    /// How many ms Globus Auth is to be left alone.
    pub(super) fn remaining_wait(&self) -> f64 {
        self.failures.get().remaining_wait(now())
    }

    /// The error of the credentials that were refused.
    pub(super) fn credentials_error(&self) -> JsValue {
        self.credentials_error.borrow().clone()
    }

    /// The error with which Globus Auth has said that it wants to be left alone.
    pub(super) fn retry_after_error(&self) -> JsValue {
        self.retry_after_error.borrow().clone()
    }

    /// A grant has failed.
    pub(super) fn failed(&self, failure: GrantFailure, error: &JsValue) {
        self.change(|failures| failures.record(failure, now(), random()));
        match failure {
            GrantFailure::Credentials => drop(self.credentials_error.replace(error.clone())),
            GrantFailure::Unavailable(Some(_)) => drop(self.retry_after_error.replace(error.clone())),
            GrantFailure::Unavailable(None) | GrantFailure::Request => {}
        }
    }

    /// A grant has succeeded: what earlier ones failed of is over.
    pub(super) fn succeeded(&self) {
        self.failures.take();
    }

    /// Globus Auth wants to be left alone for so many ms.
    pub(super) fn set_retry_after(&self, ms: f64) {
        self.change(|failures| failures.set_retry_after(ms, now()));
    }

    fn change(&self, change: impl FnOnce(&mut GrantFailures)) {
        let mut failures = self.failures.get();
        change(&mut failures);
        self.failures.set(failures);
    }

    pub(super) fn forget(&self) {
        self.forming.take();
        self.in_flight.borrow_mut().clear();
        self.failures.take();
        self.credentials_error.take();
        self.retry_after_error.take();
    }
}
