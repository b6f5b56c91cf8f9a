//! A batch: the token requests of one microtask turn, answered by one grant. Callers wait on its promises, never on
//! Rust state, because on Workers a wait on another request's Rust state hangs.

use super::issued_token::IssuedToken;
use crate::js::drive::Deferred;
use crate::js::events::EventField;
use crate::model::token::TokenRequest;
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Why a token is requested. A later variant demands more than an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// The cached token is near expiry.
    Renewal,
    /// No token is cached.
    Missing,
    /// A new token is requested from Globus Auth, whatever is cached.
    Forced,
    /// The grant itself is wanted: it records a consent.
    Consent,
}

/// The result of a token request. The error is a JavaScript value, made once for all callers.
pub(super) type TokenResult = Result<Rc<IssuedToken>, JsValue>;

/// A token request, its purpose and its result. Each is settled as soon as its result is known, whatever the others
/// wait for.
struct BatchItem {
    token_request: Rc<TokenRequest>,
    purpose: Purpose,
    deferred: Deferred,
    result: Option<TokenResult>,
}

/// The token requests that one grant answers, and their results.
pub(super) struct Batch {
    items: RefCell<Vec<BatchItem>>,
    /// Settled when the whole batch has ended.
    pub(super) promise: Promise,
    /// Whether callers of later turns may join.
    pub(super) shared: bool,
    /// Whether every token request is a renewal. Globus Auth is then asked once, without retries. If it fails, a caller
    /// that joined it begins a grant of its own.
    is_renewal_only: Cell<bool>,
    /// The generation of the cache when the batch began.
    pub(super) generation: u32,
    /// The event fields of the last call to Globus Auth.
    event_fields: RefCell<Vec<EventField>>,
}

impl Batch {
    pub(super) fn new(promise: Promise, shared: bool, generation: u32) -> Self {
        let (items, is_renewal_only, event_fields) = Default::default();
        Self { items, promise, shared, is_renewal_only, generation, event_fields }
    }

    /// Accepts no further token requests.
    pub(super) fn close(&self) {
        self.is_renewal_only.set(self.unsettled(Purpose::Missing, Purpose::Consent).is_empty());
    }

    /// Whether every token request is a renewal.
    pub(super) const fn is_renewal_only(&self) -> bool {
        self.is_renewal_only.get()
    }

    /// Sets the event fields of the call to Globus Auth.
    pub(super) fn set_event_fields(&self, fields: Vec<EventField>) {
        self.event_fields.replace(fields);
    }

    /// Returns the event fields of that call.
    pub(super) fn event_fields(&self) -> Vec<EventField> {
        self.event_fields.borrow().clone()
    }

    /// Whether the batch will answer a token request for at least this purpose.
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

    /// Returns the unsettled token requests with purposes in this range.
    pub(super) fn unsettled(&self, from: Purpose, to: Purpose) -> Vec<Rc<TokenRequest>> {
        let all = self.items.borrow();
        let open = all.iter().filter(|wanted| wanted.result.is_none() && (from..=to).contains(&wanted.purpose));
        open.map(|wanted| Rc::clone(&wanted.token_request)).collect()
    }

    /// Returns the unsettled token requests whose tokens may be in the storage.
    pub(super) fn storable(&self) -> Vec<Rc<TokenRequest>> {
        self.unsettled(Purpose::Renewal, Purpose::Missing)
    }

    /// Returns all unsettled token requests.
    pub(super) fn all_unsettled(&self) -> Vec<Rc<TokenRequest>> {
        self.unsettled(Purpose::Renewal, Purpose::Consent)
    }

    fn with_item<T>(&self, token_request: &TokenRequest, look: impl FnOnce(&mut BatchItem) -> T) -> Option<T> {
        self.items.borrow_mut().iter_mut().find(|wanted| *wanted.token_request == *token_request).map(look)
    }

    /// Returns the promise that the callers of a token request wait for.
    pub(super) fn promise_of(&self, token_request: &TokenRequest) -> Promise {
        self.with_item(token_request, |wanted| wanted.deferred.promise()).unwrap_or_else(|| self.promise.clone())
    }

    /// Returns the result of a token request, once it is settled.
    pub(super) fn result_of(&self, token_request: &TokenRequest) -> Option<TokenResult> {
        self.with_item(token_request, |wanted| wanted.result.clone()).flatten()
    }

    /// Settles a token request and wakes the callers that wait for it.
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
