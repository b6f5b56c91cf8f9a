//! The tokens in memory, and the shortcuts of a warm call. It promises: a token that was dropped is not taken out of a storage again,
//! and nothing that a grant brings survives a [`Cache::clear`] that came after the grant had begun.

use super::live::Live;
use crate::js::runtime::now;
use crate::model::environment::Service;
use crate::model::token::{Memory, Need, Token};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Tokens by need, until expiry, a 401, `clearTokens()` or `revokeTokens()`.
pub(crate) struct Cache {
    memory: RefCell<Memory<Live>>,
    /// The token of each service, found without a key. Emptied whenever a token is dropped.
    by_service: RefCell<[Option<Rc<Live>>; Service::ALL.len()]>,
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
const MOST_DROPPED: usize = 64;

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
    pub(crate) fn fresh(&self, service: Service) -> Option<Rc<Live>> {
        let by_service = self.by_service.borrow();
        let live = by_service.get(service.index())?.as_ref()?;
        live.is_fresh(now()).then(|| Rc::clone(live))
    }

    /// Puts the token for a text where JavaScript finds it.
    pub(crate) fn keep_for_text(&self, target: &JsValue, need: &Need, live: &Rc<Live>) {
        if self.holds(need, live) {
            self.at_hand.keep(target, &live.promise, &live.header, live.token.life.fresh_until);
        }
    }

    /// Puts the token of a service where a warm call finds it.
    pub(super) fn keep_for_service(&self, service: Service, need: &Need, live: &Rc<Live>) {
        if self.holds(need, live)
            && let Some(place) = self.by_service.borrow_mut().get_mut(service.index())
        {
            *place = Some(Rc::clone(live));
        }
    }

    fn holds(&self, need: &Need, live: &Rc<Live>) -> bool {
        self.peek(need).is_some_and(|kept| Rc::ptr_eq(&kept, live))
    }

    /// The token for a need, without thinking of renewal.
    pub(super) fn peek(&self, need: &Need) -> Option<Rc<Live>> {
        self.memory.borrow().find(need, now()).cloned()
    }

    /// Keeps a token for a need.
    pub(super) fn insert(&self, need: &Rc<Need>, live: &Rc<Live>) {
        self.forget_shortcuts();
        self.memory.borrow_mut().insert(need, Rc::clone(live), now());
    }

    /// Drops a token. False if it was not there: somebody else has dropped it, or it has been replaced.
    pub(super) fn discard(&self, live: &Rc<Live>) -> bool {
        let was_there = self.memory.borrow_mut().drop_entry(live);
        self.distrust(&live.token.access_token);
        if was_there {
            self.forget_shortcuts();
        }
        was_there
    }

    /// Drops what has a bearer, wherever it is kept. Gives the token, if it was in memory.
    pub(super) fn drop_bearer(&self, bearer: &str) -> Option<Rc<Live>> {
        self.distrust(bearer);
        let (_, live) = self.all().into_iter().find(|(_, live)| live.token.access_token == bearer)?;
        self.discard(&live).then_some(live)
    }

    /// Whether its bearer was refused before.
    pub(super) fn is_distrusted(&self, token: &Token) -> bool {
        self.dropped.borrow().contains(&token.access_token)
    }

    fn distrust(&self, bearer: &str) {
        let mut dropped = self.dropped.borrow_mut();
        if dropped.iter().any(|other| other == bearer) {
            return;
        }
        if dropped.len() >= MOST_DROPPED {
            dropped.pop_front();
        }
        dropped.push_back(bearer.to_owned());
    }

    /// Whether a token was dropped before.
    pub(super) fn is_dropped(&self, token: &Token) -> bool {
        token.life.issued_at <= self.cleared_at.get() || self.is_distrusted(token)
    }

    /// Everything in memory.
    pub(super) fn all(&self) -> Vec<(Rc<Need>, Rc<Live>)> {
        self.memory.borrow().all()
    }

    pub(super) const fn generation(&self) -> u32 {
        self.generation.get()
    }

    /// Whether what a grant of this generation has brought may be written to a storage.
    pub(super) fn is_worth_storing(&self, generation: u32, token: &Token) -> bool {
        generation >= self.cleared.get() && !self.is_distrusted(token)
    }

    /// Forgets everything, and gives what it was. Nothing that was granted before is taken from a storage or put there.
    pub(super) fn clear(&self) -> Vec<(Rc<Need>, Rc<Live>)> {
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
