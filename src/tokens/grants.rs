//! The grants under way, and what earlier ones have come to. It promises: who needs what a grant under way will bring waits for that one;
//! refused credentials are not sent again for half a minute; Globus Auth is left alone for as long as it has asked.

use super::batch::{Batch, Purpose};
use super::live::Live;
use crate::js::runtime::{now, random};
use crate::model::token::Need;
use crate::policy::lifecycle::{Decision, Setback, Setbacks, Situation, decide};
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
    setbacks: Cell<Setbacks>,
    /// The error of the last one whose credentials were refused.
    refused: RefCell<JsValue>,
    /// The error of the last one after which Globus Auth wants to be left alone.
    told: RefCell<JsValue>,
}

impl Grants {
    /// What to do for somebody who needs a token, by the one in memory.
    pub(super) fn decide(&self, held: Option<&Live>, in_flight: bool) -> Decision {
        let held = held.map(|live| (&live.token.life, live.renewals()));
        decide(&Situation { now: now(), held, in_flight, setbacks: &self.setbacks.get() })
    }

    pub(super) fn forming(&self) -> Option<Rc<Batch>> {
        self.forming.borrow().clone()
    }

    /// A batch takes needs.
    pub(super) fn form(&self, batch: &Rc<Batch>) {
        self.forming.replace(Some(Rc::clone(batch)));
    }

    /// A batch takes no more needs, and goes on its way.
    pub(super) fn send(&self, batch: &Rc<Batch>, generation: u32) {
        self.give_up(batch);
        if batch.shared && batch.generation == generation {
            self.in_flight.borrow_mut().push(Rc::clone(batch));
        }
    }

    /// Lets nobody join a batch, or join it no longer.
    pub(super) fn give_up(&self, batch: &Rc<Batch>) {
        self.in_flight.borrow_mut().retain(|other| !Rc::ptr_eq(other, batch));
        let mut forming = self.forming.borrow_mut();
        if forming.as_ref().is_some_and(|other| Rc::ptr_eq(other, batch)) {
            *forming = None;
        }
    }

    /// The batch that will bring a need for at least this purpose: one in flight, or the one that is forming.
    pub(super) fn bringing(&self, need: &Need, least: Purpose) -> Option<Rc<Batch>> {
        let (in_flight, forming) = (self.in_flight.borrow(), self.forming.borrow());
        in_flight.iter().chain(forming.iter()).find(|batch| batch.brings(need, least)).map(Rc::clone)
    }

    /// The promises of the batches that others may wait for.
    pub(super) fn under_way(&self) -> Vec<Promise> {
        let (in_flight, forming) = (self.in_flight.borrow(), self.forming.borrow());
        in_flight.iter().chain(forming.iter()).map(|batch| batch.promise.clone()).collect()
    }

    /// How many ms Globus Auth is to be left alone.
    pub(super) fn wait(&self) -> f64 {
        self.setbacks.get().wait(now())
    }

    /// The error of the credentials that were refused.
    pub(super) fn refused(&self) -> JsValue {
        self.refused.borrow().clone()
    }

    /// The error with which Globus Auth has said that it wants to be left alone.
    pub(super) fn told(&self) -> JsValue {
        self.told.borrow().clone()
    }

    /// A grant has failed.
    pub(super) fn failed(&self, setback: Setback, error: &JsValue) {
        self.change(|setbacks| setbacks.failed(setback, now(), random()));
        match setback {
            Setback::Credentials => drop(self.refused.replace(error.clone())),
            Setback::Unavailable(Some(_)) => drop(self.told.replace(error.clone())),
            Setback::Unavailable(None) | Setback::Request => {}
        }
    }

    /// A grant has succeeded: what earlier ones failed of is over.
    pub(super) fn succeeded(&self) {
        self.setbacks.take();
    }

    /// Globus Auth wants to be left alone for so many ms.
    pub(super) fn told_to_wait(&self, ms: f64) {
        self.change(|setbacks| setbacks.told(ms, now()));
    }

    fn change(&self, change: impl FnOnce(&mut Setbacks)) {
        let mut setbacks = self.setbacks.get();
        change(&mut setbacks);
        self.setbacks.set(setbacks);
    }

    pub(super) fn forget(&self) {
        self.forming.take();
        self.in_flight.borrow_mut().clear();
        self.setbacks.take();
        self.refused.take();
        self.told.take();
    }
}
