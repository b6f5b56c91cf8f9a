//! A batch: the needs of one microtask turn, got by one grant. Everybody waits on its promises, never on Rust state.

use super::live::Live;
use crate::js::drive::Deferred;
use crate::js::events::Member;
use crate::model::token::Need;
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Why a token is wanted; the later ones ask for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// There is one, near its end.
    Renewal,
    /// There is none.
    Missing,
    /// There may be one; another is wanted, from Globus Auth.
    Forced,
    /// Asking for it is what counts: it records a consent.
    Consent,
}

/// What a need got: the error is a JavaScript one, made once for all who wait.
pub(super) type Got = Result<Rc<Live>, JsValue>;

/// A need, why it is one, and what it got: each as soon as it is there, whatever the others wait for.
struct Wanted {
    need: Rc<Need>,
    purpose: Purpose,
    deferred: Deferred,
    got: Option<Got>,
}

/// One grant: the needs it is for, and what each got.
pub(super) struct Batch {
    wanted: RefCell<Vec<Wanted>>,
    /// That of the whole.
    pub(super) promise: Promise,
    /// Whether others than those of its own turn may wait for it.
    pub(super) shared: bool,
    /// Whether it renews and nothing else: then Globus Auth is asked once, and a failure is nobody's.
    beside: Cell<bool>,
    /// That of the cache when it began.
    pub(super) generation: u32,
    /// What listeners are told of the call that asked Globus Auth last.
    by: RefCell<Vec<Member>>,
}

impl Batch {
    pub(super) fn new(promise: Promise, shared: bool, generation: u32) -> Self {
        let (wanted, beside, by) = Default::default();
        Self { wanted, promise, shared, beside, generation, by }
    }

    /// It takes no more needs.
    pub(super) fn close(&self) {
        self.beside.set(self.open(Purpose::Missing, Purpose::Consent).is_empty());
    }

    /// Whether it renews and nothing else.
    pub(super) const fn is_beside(&self) -> bool {
        self.beside.get()
    }

    /// Globus Auth was asked by a call of which listeners are told so.
    pub(super) fn asked_by(&self, members: Vec<Member>) {
        self.by.replace(members);
    }

    /// What listeners are told of that call.
    pub(super) fn told_of(&self) -> Vec<Member> {
        self.by.borrow().clone()
    }

    /// Whether it will bring what somebody wants.
    pub(super) fn brings(&self, need: &Need, purpose: Purpose) -> bool {
        self.wanted.borrow().iter().any(|wanted| *wanted.need == *need && wanted.purpose >= purpose)
    }

    pub(super) fn add(&self, need: &Rc<Need>, purpose: Purpose) {
        let mut all = self.wanted.borrow_mut();
        match all.iter_mut().find(|wanted| wanted.need == *need) {
            Some(wanted) => wanted.purpose = wanted.purpose.max(purpose),
            None => all.push(Wanted { need: Rc::clone(need), purpose, deferred: Deferred::new(), got: None }),
        }
    }

    /// The needs that have got nothing yet, of purposes from one to another.
    pub(super) fn open(&self, from: Purpose, to: Purpose) -> Vec<Rc<Need>> {
        let all = self.wanted.borrow();
        let open = all.iter().filter(|wanted| wanted.got.is_none() && (from..=to).contains(&wanted.purpose));
        open.map(|wanted| Rc::clone(&wanted.need)).collect()
    }

    /// Those that the storage may have the tokens of.
    pub(super) fn storable(&self) -> Vec<Rc<Need>> {
        self.open(Purpose::Renewal, Purpose::Missing)
    }

    /// All that have got nothing yet.
    pub(super) fn rest(&self) -> Vec<Rc<Need>> {
        self.open(Purpose::Renewal, Purpose::Consent)
    }

    fn of<T>(&self, need: &Need, look: impl FnOnce(&mut Wanted) -> T) -> Option<T> {
        self.wanted.borrow_mut().iter_mut().find(|wanted| *wanted.need == *need).map(look)
    }

    /// What a need's waiters wait for.
    pub(super) fn promise_of(&self, need: &Need) -> Promise {
        self.of(need, |wanted| wanted.deferred.promise()).unwrap_or_else(|| self.promise.clone())
    }

    /// What a need got, if it has got something.
    pub(super) fn got(&self, need: &Need) -> Option<Got> {
        self.of(need, |wanted| wanted.got.clone()).flatten()
    }

    /// Gives a need what it got, and lets go who waits for it.
    pub(super) fn give(&self, need: &Need, got: Got) {
        let settled = self.of(need, |wanted| {
            wanted.got = Some(got);
            wanted.deferred.clone()
        });
        if let Some(deferred) = settled {
            deferred.resolve(&JsValue::UNDEFINED);
        }
    }
}
