//! The tokens in memory, and the shortcuts of warm calls. Guarantees: a token that was dropped is not read from a
//! storage again, and the token of a grant that began before [`Cache::clear`] is not kept after it.

use super::issued_token::IssuedToken;
use crate::js::runtime::now;
use crate::model::environment::Service;
use crate::model::token::{Memory, Token, TokenRequest};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Tokens by token request, until they expire, are refused with a 401, cleared or revoked.
pub(crate) struct Cache {
    memory: RefCell<Memory<IssuedToken>>,
    /// The token of each service, found without a key. Emptied whenever a token is dropped.
    by_service: RefCell<[Option<Rc<IssuedToken>>; Service::ALL.len()]>,
    /// The fresh tokens by the text that was passed to `getToken`.
    shortcuts: TokenShortcuts,
    /// Dropped bearers: not read from a storage again.
    dropped: RefCell<VecDeque<String>>,
    /// Raised when everything is forgotten: the token of a grant that began earlier is not kept in memory.
    generation: Cell<u32>,
    /// The generation at the last `clearTokens()`: the token of a grant that began earlier is not written to a storage
    /// either.
    cleared: Cell<u32>,
    /// When `clearTokens()` was called last, epoch ms: a token issued earlier is not read from a storage.
    cleared_at: Cell<f64>,
}

/// The most dropped bearers that are remembered: as many as storage reads in progress could still return.
const MAX_DROPPED: usize = 64;

#[wasm_bindgen(raw_module = "./token-shortcuts.js")]
extern "C" {
    /// Fresh tokens that JavaScript finds without a call into WebAssembly.
    #[derive(Clone)]
    pub(crate) type TokenShortcuts;
    #[wasm_bindgen(constructor)]
    fn new() -> TokenShortcuts;
    #[wasm_bindgen(method)]
    fn keep(this: &TokenShortcuts, target: &JsValue, token: &Promise, header: &Promise, fresh_until: f64);
    #[wasm_bindgen(method)]
    fn clear(this: &TokenShortcuts);
}

impl Cache {
    pub(super) fn new() -> Self {
        Self {
            memory: RefCell::default(),
            by_service: RefCell::default(),
            shortcuts: TokenShortcuts::new(),
            dropped: RefCell::default(),
            generation: Cell::default(),
            cleared: Cell::default(),
            cleared_at: Cell::new(f64::NEG_INFINITY),
        }
    }

    /// Returns the shortcuts that JavaScript reads.
    pub(crate) const fn shortcuts(&self) -> &TokenShortcuts {
        &self.shortcuts
    }

    /// Returns the token of a service, if it is fresh.
    pub(crate) fn fresh(&self, service: Service) -> Option<Rc<IssuedToken>> {
        let by_service = self.by_service.borrow();
        let issued = by_service.get(service.index())?.as_ref()?;
        issued.is_fresh(now()).then(|| Rc::clone(issued))
    }

    /// Adds a shortcut from a text passed to `getToken` to its token.
    pub(crate) fn add_text_shortcut(&self, target: &JsValue, token_request: &TokenRequest, issued: &Rc<IssuedToken>) {
        if self.contains(token_request, issued) {
            self.shortcuts.keep(target, &issued.promise, &issued.header, issued.token.validity.fresh_until);
        }
    }

    /// Adds a shortcut from a service to its token.
    pub(super) fn add_service_shortcut(
        &self,
        service: Service,
        token_request: &TokenRequest,
        issued: &Rc<IssuedToken>,
    ) {
        if self.contains(token_request, issued)
            && let Some(slot) = self.by_service.borrow_mut().get_mut(service.index())
        {
            *slot = Some(Rc::clone(issued));
        }
    }

    fn contains(&self, token_request: &TokenRequest, issued: &Rc<IssuedToken>) -> bool {
        self.get(token_request).is_some_and(|cached| Rc::ptr_eq(&cached, issued))
    }

    /// Returns the token for a token request, fresh or stale.
    pub(super) fn get(&self, token_request: &TokenRequest) -> Option<Rc<IssuedToken>> {
        self.memory.borrow().find(token_request, now()).cloned()
    }

    /// Stores a token under its token request.
    pub(super) fn insert(&self, token_request: &Rc<TokenRequest>, issued: &Rc<IssuedToken>) {
        self.forget_shortcuts();
        self.memory.borrow_mut().insert(token_request, Rc::clone(issued), now());
    }

    /// Drops a token. Returns false if it was no longer cached: another call has dropped or replaced it.
    pub(super) fn remove(&self, issued: &Rc<IssuedToken>) -> bool {
        let was_there = self.memory.borrow_mut().remove(issued);
        self.remember_dropped(&issued.token.access_token);
        if was_there {
            self.forget_shortcuts();
        }
        was_there
    }

    /// Drops the token with this bearer, so that no storage returns it either. Returns the token if it was in memory.
    pub(super) fn remove_bearer(&self, bearer: &str) -> Option<Rc<IssuedToken>> {
        self.remember_dropped(bearer);
        let (_, issued) = self.all().into_iter().find(|(_, issued)| issued.token.access_token == bearer)?;
        self.remove(&issued).then_some(issued)
    }

    /// Whether the bearer is one of the last [`MAX_DROPPED`] that were dropped: refused by a service, or revoked.
    pub(super) fn is_dropped_bearer(&self, token: &Token) -> bool {
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

    /// Whether a token was dropped, or was issued before the last `clearTokens()`.
    pub(super) fn was_dropped(&self, token: &Token) -> bool {
        token.validity.issued_at <= self.cleared_at.get() || self.is_dropped_bearer(token)
    }

    /// Returns all tokens in memory with their token requests.
    pub(super) fn all(&self) -> Vec<(Rc<TokenRequest>, Rc<IssuedToken>)> {
        self.memory.borrow().all()
    }

    pub(super) const fn generation(&self) -> u32 {
        self.generation.get()
    }

    /// Whether the token of a grant of this generation may be written to a storage.
    pub(super) fn is_worth_storing(&self, generation: u32, token: &Token) -> bool {
        generation >= self.cleared.get() && !self.is_dropped_bearer(token)
    }

    /// Forgets everything and returns it. Tokens issued before are neither read from a storage nor written to one.
    pub(super) fn clear(&self) -> Vec<(Rc<TokenRequest>, Rc<IssuedToken>)> {
        let all = self.all();
        self.cleared_at.set(now());
        self.forget();
        self.cleared.set(self.generation.get());
        all
    }

    /// Forgets everything in memory, also the dropped bearers. Tokens of grants in flight are not kept.
    pub(super) fn forget(&self) {
        self.generation.set(self.generation.get().wrapping_add(1));
        self.memory.borrow_mut().clear();
        self.dropped.borrow_mut().clear();
        self.forget_shortcuts();
    }

    fn forget_shortcuts(&self) {
        *self.by_service.borrow_mut() = Default::default();
        self.shortcuts.clear();
    }
}
