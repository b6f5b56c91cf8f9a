//! The tokens in memory, and the shortcuts of a warm call. It promises: a token that was dropped is not taken out of a storage again,
//! and nothing that a grant brings survives a [`Cache::clear`] that came after the grant had begun.

use super::issued_token::IssuedToken;
use crate::js::runtime::now;
use crate::model::environment::Service;
use crate::model::token::{Memory, Token, TokenRequest};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Tokens by need, until expiry, a 401, `clearTokens()` or `revokeTokens()`.
pub(crate) struct Cache {
    memory: RefCell<Memory<IssuedToken>>,
    /// The token of each service, found without a key. Emptied whenever a token is dropped.
    by_service: RefCell<[Option<Rc<IssuedToken>>; Service::ALL.len()]>,
    /// The fresh ones by the text that `getToken` was asked with.
    at_hand: AtHand,
    /// Bearers that no storage brings back.
    dropped: RefCell<VecDeque<String>>,
    /// Raised when all is forgotten: what a grant begun earlier brings is not kept in memory.
    generation: Cell<u32>,
    /// The generation since `clearTokens()`: what a grant begun earlier brings is not written to a storage either.
    cleared: Cell<u32>,
    /// When everything was forgotten last: what is older is not taken out of a storage.
    cleared_at: Cell<f64>,
}

/// Bearers remembered after they were dropped: as many as could still be on their way out of a storage.
const MAX_DROPPED: usize = 64;

#[wasm_bindgen(raw_module = "./at-hand.js")]
extern "C" {
    /// Fresh tokens that JavaScript finds without a crossing.
    #[derive(Clone)]
    pub(crate) type AtHand;
    #[wasm_bindgen(constructor)]
    fn new() -> AtHand;
    #[wasm_bindgen(method)]
    fn keep(this: &AtHand, target: &JsValue, token: &Promise, header: &Promise, fresh_until: f64);
    #[wasm_bindgen(method)]
    fn clear(this: &AtHand);
}

impl Cache {
    pub(super) fn new() -> Self {
        Self {
            memory: RefCell::default(),
            by_service: RefCell::default(),
            at_hand: AtHand::new(),
            dropped: RefCell::default(),
            generation: Cell::default(),
            cleared: Cell::default(),
            cleared_at: Cell::new(f64::NEG_INFINITY),
        }
    }

    /// The tokens that JavaScript finds without a crossing.
    pub(crate) const fn at_hand(&self) -> &AtHand {
        &self.at_hand
    }

    /// The fresh token of a service.
    pub(crate) fn fresh(&self, service: Service) -> Option<Rc<IssuedToken>> {
        let by_service = self.by_service.borrow();
        let issued = by_service.get(service.index())?.as_ref()?;
        issued.is_fresh(now()).then(|| Rc::clone(issued))
    }

    /// Puts the token for a text where JavaScript finds it.
    pub(crate) fn add_text_shortcut(&self, target: &JsValue, token_request: &TokenRequest, issued: &Rc<IssuedToken>) {
        if self.contains(token_request, issued) {
            self.at_hand.keep(target, &issued.promise, &issued.header, issued.token.validity.fresh_until);
        }
    }

    /// Puts the token of a service where a warm call finds it.
    pub(super) fn add_service_shortcut(
        &self,
        service: Service,
        token_request: &TokenRequest,
        issued: &Rc<IssuedToken>,
    ) {
        if self.contains(token_request, issued)
            && let Some(place) = self.by_service.borrow_mut().get_mut(service.index())
        {
            *place = Some(Rc::clone(issued));
        }
    }

    fn contains(&self, token_request: &TokenRequest, issued: &Rc<IssuedToken>) -> bool {
        self.get(token_request).is_some_and(|kept| Rc::ptr_eq(&kept, issued))
    }

    /// The token for a need, without thinking of renewal.
    pub(super) fn get(&self, token_request: &TokenRequest) -> Option<Rc<IssuedToken>> {
        self.memory.borrow().find(token_request, now()).cloned()
    }

    /// Keeps a token for a need.
    pub(super) fn insert(&self, token_request: &Rc<TokenRequest>, issued: &Rc<IssuedToken>) {
        self.forget_shortcuts();
        self.memory.borrow_mut().insert(token_request, Rc::clone(issued), now());
    }

    /// Drops a token. False if it was not there: somebody else has dropped it, or it has been replaced.
    pub(super) fn remove(&self, issued: &Rc<IssuedToken>) -> bool {
        let was_there = self.memory.borrow_mut().remove(issued);
        self.remember_dropped(&issued.token.access_token);
        if was_there {
            self.forget_shortcuts();
        }
        was_there
    }

    /// Drops what has a bearer, wherever it is kept. Gives the token, if it was in memory.
    pub(super) fn remove_bearer(&self, bearer: &str) -> Option<Rc<IssuedToken>> {
        self.remember_dropped(bearer);
        let (_, issued) = self.all().into_iter().find(|(_, issued)| issued.token.access_token == bearer)?;
        self.remove(&issued).then_some(issued)
    }

    /// Whether its bearer was refused before.
    pub(super) fn was_refused(&self, token: &Token) -> bool {
        self.dropped.borrow().contains(&token.access_token)
    }

    fn remember_dropped(&self, bearer: &str) {
        let mut dropped = self.dropped.borrow_mut();
        if dropped.iter().any(|other| other == bearer) {
            return;
        }
        if dropped.len() >= MAX_DROPPED {
            dropped.pop_front();
        }
        dropped.push_back(bearer.to_owned());
    }

    /// Whether a token was dropped before.
    pub(super) fn was_dropped(&self, token: &Token) -> bool {
        token.validity.issued_at <= self.cleared_at.get() || self.was_refused(token)
    }

    /// Everything in memory.
    pub(super) fn all(&self) -> Vec<(Rc<TokenRequest>, Rc<IssuedToken>)> {
        self.memory.borrow().all()
    }

    pub(super) const fn generation(&self) -> u32 {
        self.generation.get()
    }

    /// Whether what a grant of this generation has brought may be written to a storage.
    pub(super) fn is_worth_storing(&self, generation: u32, token: &Token) -> bool {
        generation >= self.cleared.get() && !self.was_refused(token)
    }

    /// Forgets everything, and gives what it was. Nothing that was granted before is taken from a storage or put there.
    pub(super) fn clear(&self) -> Vec<(Rc<TokenRequest>, Rc<IssuedToken>)> {
        let all = self.all();
        self.cleared_at.set(now());
        self.forget();
        self.cleared.set(self.generation.get());
        all
    }

    /// Forgets everything in memory, also what was dropped. What grants under way bring is not kept there.
    pub(super) fn forget(&self) {
        self.generation.set(self.generation.get().wrapping_add(1));
        self.memory.borrow_mut().clear();
        self.dropped.borrow_mut().clear();
        self.forget_shortcuts();
    }

    fn forget_shortcuts(&self) {
        *self.by_service.borrow_mut() = Default::default();
        self.at_hand.clear();
    }
}
