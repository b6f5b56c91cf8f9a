//! A batch: the needs of one microtask turn, got by one grant. Everybody waits on its promises, never on Rust state.

use super::issued_token::IssuedToken;
use crate::js::drive::Deferred;
use crate::js::events::EventField;
use crate::model::token::TokenRequest;
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
pub(super) type TokenResult = Result<Rc<IssuedToken>, JsValue>;

/// A need, why it is one, and what it got: each as soon as it is there, whatever the others wait for.
struct BatchItem {
    token_request: Rc<TokenRequest>,
    purpose: Purpose,
    deferred: Deferred,
    result: Option<TokenResult>,
}

/// One grant: the needs it is for, and what each got.
pub(super) struct Batch {
    items: RefCell<Vec<BatchItem>>,
    /// That of the whole.
    pub(super) promise: Promise,
    /// Whether others than those of its own turn may wait for it.
    pub(super) shared: bool,
    /// Whether it renews and nothing else: then Globus Auth is asked once, and a failure is nobody's.
    is_renewal_only: Cell<bool>,
    /// That of the cache when it began.
    pub(super) generation: u32,
    /// What listeners are told of the call that asked Globus Auth last.
    event_fields: RefCell<Vec<EventField>>,
}

impl Batch {
    pub(super) fn new(promise: Promise, shared: bool, generation: u32) -> Self {
        let (wanted, beside, by) = Default::default();
        Self { items: wanted, promise, shared, is_renewal_only: beside, generation, event_fields: by }
    }

    /// It takes no more needs.
    pub(super) fn close(&self) {
        self.is_renewal_only.set(self.unsettled(Purpose::Missing, Purpose::Consent).is_empty());
    }

    /// Whether it renews and nothing else.
    pub(super) const fn is_renewal_only(&self) -> bool {
        self.is_renewal_only.get()
    }

    /// Globus Auth was asked by a call of which listeners are told so.
    pub(super) fn set_event_fields(&self, fields: Vec<EventField>) {
        self.event_fields.replace(fields);
    }

    /// What listeners are told of that call.
    pub(super) fn event_fields(&self) -> Vec<EventField> {
        self.event_fields.borrow().clone()
    }

    /// Whether it will bring what somebody wants.
    pub(super) fn covers(&self, token_request: &TokenRequest, purpose: Purpose) -> bool {
        self.items.borrow().iter().any(|wanted| *wanted.token_request == *token_request && wanted.purpose >= purpose)
    }

    pub(super) fn add(&self, token_request: &Rc<TokenRequest>, purpose: Purpose) {
        let mut all = self.items.borrow_mut();
        match all.iter_mut().find(|wanted| wanted.token_request == *token_request) {
            Some(wanted) => wanted.purpose = wanted.purpose.max(purpose),
            None => all.push(BatchItem {
                token_request: Rc::clone(token_request),
                purpose,
                deferred: Deferred::new(),
                result: None,
            }),
        }
    }

    /// The needs that have got nothing yet, of purposes from one to another.
    pub(super) fn unsettled(&self, from: Purpose, to: Purpose) -> Vec<Rc<TokenRequest>> {
        let all = self.items.borrow();
        let open = all.iter().filter(|wanted| wanted.result.is_none() && (from..=to).contains(&wanted.purpose));
        open.map(|wanted| Rc::clone(&wanted.token_request)).collect()
    }

    /// Those that the storage may have the tokens of.
    pub(super) fn storable(&self) -> Vec<Rc<TokenRequest>> {
        self.unsettled(Purpose::Renewal, Purpose::Missing)
    }

    /// All that have got nothing yet.
    pub(super) fn all_unsettled(&self) -> Vec<Rc<TokenRequest>> {
        self.unsettled(Purpose::Renewal, Purpose::Consent)
    }

    fn with_item<T>(&self, token_request: &TokenRequest, look: impl FnOnce(&mut BatchItem) -> T) -> Option<T> {
        self.items.borrow_mut().iter_mut().find(|wanted| *wanted.token_request == *token_request).map(look)
    }

    /// What a need's waiters wait for.
    pub(super) fn promise_of(&self, token_request: &TokenRequest) -> Promise {
        self.with_item(token_request, |wanted| wanted.deferred.promise()).unwrap_or_else(|| self.promise.clone())
    }

    /// What a need got, if it has got something.
    pub(super) fn result_of(&self, token_request: &TokenRequest) -> Option<TokenResult> {
        self.with_item(token_request, |wanted| wanted.result.clone()).flatten()
    }

    /// Gives a need what it got, and lets go who waits for it.
    pub(super) fn settle(&self, token_request: &TokenRequest, got: TokenResult) {
        let settled = self.with_item(token_request, |wanted| {
            wanted.result = Some(got);
            wanted.deferred.clone()
        });
        if let Some(deferred) = settled {
            deferred.resolve(&JsValue::UNDEFINED);
        }
    }
}
