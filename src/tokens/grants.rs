//! The grants in flight, and the failures of earlier ones. Guarantees: a caller joins a grant in flight that covers its
//! token request; refused credentials are not sent again for half a minute; a `Retry-After` of Globus Auth is obeyed by
//! all callers.

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
    /// The batch that still accepts token requests.
    forming: RefCell<Option<Rc<Batch>>>,
    /// The batches that further callers may join.
    in_flight: RefCell<Vec<Rc<Batch>>>,
    /// The failures since the last success.
    failures: Cell<GrantFailures>,
    /// The error of the last grant whose credentials were refused.
    credentials_error: RefCell<JsValue>,
    /// The error of the last grant that was answered with `Retry-After`.
    retry_after_error: RefCell<JsValue>,
}

impl Grants {
    /// Decides what a caller does, given the token in memory and whether a grant in flight covers it.
    pub(super) fn decide(&self, cached: Option<&IssuedToken>, in_flight: bool) -> Decision {
        let cached = cached.map(|issued| (&issued.token.validity, issued.renewals()));
        decide(&TokenState { now: now(), cached, in_flight, failures: &self.failures.get() })
    }

    pub(super) fn forming(&self) -> Option<Rc<Batch>> {
        self.forming.borrow().clone()
    }

    /// Sets the batch that accepts token requests.
    pub(super) fn set_forming(&self, batch: &Rc<Batch>) {
        self.forming.replace(Some(Rc::clone(batch)));
    }

    /// Closes a batch to further token requests. Other callers may wait for it if it is shared.
    pub(super) fn start(&self, batch: &Rc<Batch>, generation: u32) {
        self.abandon(batch);
        if batch.shared && batch.generation == generation {
            self.in_flight.borrow_mut().push(Rc::clone(batch));
        }
    }

    /// Removes a batch: no further caller joins it.
    pub(super) fn abandon(&self, batch: &Rc<Batch>) {
        self.in_flight.borrow_mut().retain(|other| !Rc::ptr_eq(other, batch));
        let mut forming = self.forming.borrow_mut();
        if forming.as_ref().is_some_and(|other| Rc::ptr_eq(other, batch)) {
            *forming = None;
        }
    }

    /// Returns the batch, in flight or forming, that covers a token request for at least this purpose.
    pub(super) fn covering(&self, token_request: &TokenRequest, least: Purpose) -> Option<Rc<Batch>> {
        let (in_flight, forming) = (self.in_flight.borrow(), self.forming.borrow());
        in_flight.iter().chain(forming.iter()).find(|batch| batch.covers(token_request, least)).map(Rc::clone)
    }

    /// Returns the promises of the batches that callers may join: shared ones in flight, and the forming one.
    pub(super) fn joinable_promises(&self) -> Vec<Promise> {
        let (in_flight, forming) = (self.in_flight.borrow(), self.forming.borrow());
        in_flight.iter().chain(forming.iter()).map(|batch| batch.promise.clone()).collect()
    }

    /// Returns how long no grant may be sent because of `Retry-After`, in ms.
    pub(super) fn remaining_wait(&self) -> f64 {
        self.failures.get().remaining_wait(now())
    }

    /// Returns the error of the refused credentials.
    pub(super) fn credentials_error(&self) -> JsValue {
        self.credentials_error.borrow().clone()
    }

    /// Returns the error of the grant that was answered with `Retry-After`.
    pub(super) fn retry_after_error(&self) -> JsValue {
        self.retry_after_error.borrow().clone()
    }

    /// Records the failure of a grant.
    pub(super) fn failed(&self, failure: GrantFailure, error: &JsValue) {
        self.change(|failures| failures.record(failure, now(), random()));
        match failure {
            GrantFailure::Credentials => drop(self.credentials_error.replace(error.clone())),
            GrantFailure::Unavailable(Some(_)) => drop(self.retry_after_error.replace(error.clone())),
            GrantFailure::Unavailable(None) | GrantFailure::Request => {}
        }
    }

    /// Records the success of a grant: earlier failures no longer count.
    pub(super) fn succeeded(&self) {
        self.failures.take();
    }

    /// Records a `Retry-After` of `ms` milliseconds.
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
