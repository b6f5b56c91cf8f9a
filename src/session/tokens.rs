//! What an account has of tokens: those in memory, what is known of Globus Auth and of the clock, and the shortcuts of a
//! warm call.

use super::batches::Batch;
use super::consents::Consent;
use super::live::Live;
use crate::js::events::Member;
use crate::js::runtime::now;
use crate::model::environment::Service;
use crate::model::token::{Memory, Need, Token};
use crate::policy::lifecycle::Setbacks;
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Where tokens are kept. Owner: the account. Key: the need. Lifetime: until expiry, a 401, `clearTokens()` or
/// `revokeTokens()`.
pub(crate) struct Tokens {
    memory: RefCell<Memory<Live>>,
    /// The token of each service, found without a key. Emptied whenever a token is dropped.
    by_service: RefCell<[Option<Rc<Live>>; Service::ALL.len()]>,
    /// The fresh ones by the text that `getToken` was asked with.
    pub(crate) at_hand: AtHand,
    /// Bearers that no storage brings back.
    dropped: RefCell<VecDeque<String>>,
    pub(super) forming: RefCell<Option<Rc<Batch>>>,
    pub(super) in_flight: RefCell<Vec<Rc<Batch>>>,
    /// What grants have failed of, and the error that a refusal repeats.
    pub(super) setbacks: Cell<Setbacks>,
    pub(super) refusal: RefCell<JsValue>,
    pub(super) consents: RefCell<VecDeque<Consent>>,
    /// The consents that are being asked for, and what listeners are told of the call that asks; empty while nobody listens.
    pub(super) asking: RefCell<Vec<(Rc<Need>, Vec<Member>)>>,
    /// Raised when all is forgotten: what a grant begun earlier brings is not kept in memory.
    pub(super) generation: Cell<u32>,
    /// The generation since `clearTokens()`: what a grant begun earlier brings is not written to a storage either.
    cleared: Cell<u32>,
    /// The secret that is in use.
    pub(super) secret: RefCell<Option<Rc<str>>>,
    /// The one before, should it have been rotated: it opens what was stored with it, until that is revoked.
    pub(super) former: RefCell<Option<Rc<str>>>,
    pub(super) jitter: f64,
    /// Globus's clock less this machine's, ms.
    pub(super) skew: Cell<f64>,
    /// Epoch ms before which the storage is left alone, and before which nothing is claimed in it.
    pub(super) store_rests_until: Cell<f64>,
    pub(super) claims_rest_until: Cell<f64>,
    /// What is on its way into the storage.
    pub(super) saving: RefCell<Vec<Promise>>,
    /// When everything was forgotten last: what is older is not taken out of a storage.
    cleared_at: Cell<f64>,
}

/// Bearers remembered after they were dropped: as many as could still be on their way out of a storage.
const MOST_DROPPED: usize = 64;

/// `Date` tells whole seconds and takes its time: a smaller difference is none, ms.
const LEAST_SKEW: f64 = 5_000.0;

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

impl Tokens {
    pub(crate) fn new(jitter: f64) -> Self {
        Self {
            memory: RefCell::default(),
            by_service: RefCell::default(),
            at_hand: AtHand::new(),
            dropped: RefCell::default(),
            forming: RefCell::default(),
            in_flight: RefCell::default(),
            setbacks: Cell::default(),
            refusal: RefCell::default(),
            consents: RefCell::default(),
            asking: RefCell::default(),
            generation: Cell::default(),
            cleared: Cell::default(),
            secret: RefCell::default(),
            former: RefCell::default(),
            jitter,
            skew: Cell::default(),
            store_rests_until: Cell::default(),
            claims_rest_until: Cell::default(),
            saving: RefCell::default(),
            cleared_at: Cell::new(f64::NEG_INFINITY),
        }
    }

    /// The fresh token of a service.
    pub(crate) fn fresh(&self, service: Service) -> Option<Rc<Live>> {
        let by_service = self.by_service.borrow();
        let live = by_service.get(service.index())?.as_ref()?;
        live.is_fresh(now()).then(|| Rc::clone(live))
    }

    /// Remembers the token for a text.
    pub(crate) fn remember(&self, target: &JsValue, need: &Need, live: &Rc<Live>) {
        if self.peek(need).is_some_and(|kept| Rc::ptr_eq(&kept, live)) {
            self.at_hand.keep(target, &live.promise, &live.header, live.token.life.fresh_until);
        }
    }

    /// The token for a need, without thinking of renewal.
    pub(crate) fn peek(&self, need: &Need) -> Option<Rc<Live>> {
        self.memory.borrow().find(need, now()).cloned()
    }

    /// Puts the token of a service where a direct call finds it.
    pub(super) fn keep_at_hand(&self, service: Service, need: &Need, live: &Rc<Live>) {
        if self.peek(need).is_some_and(|kept| Rc::ptr_eq(&kept, live))
            && let Some(place) = self.by_service.borrow_mut().get_mut(service.index())
        {
            *place = Some(Rc::clone(live));
        }
    }

    /// Keeps a token for a need.
    pub(super) fn insert(&self, need: &Rc<Need>, live: &Rc<Live>) {
        self.forget_shortcuts();
        self.memory.borrow_mut().insert(need, Rc::clone(live), now());
    }

    /// Drops a token. False if it was not there: somebody else has dropped it, or it has been replaced.
    pub(super) fn drop(&self, live: &Rc<Live>) -> bool {
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
        self.drop(&live).then_some(live)
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

    /// Lets nobody join a batch, or join it no longer.
    pub(super) fn give_up(&self, batch: &Rc<Batch>) {
        self.in_flight.borrow_mut().retain(|other| !Rc::ptr_eq(other, batch));
        let mut forming = self.forming.borrow_mut();
        if forming.as_ref().is_some_and(|other| Rc::ptr_eq(other, batch)) {
            *forming = None;
        }
    }

    /// Everything in memory.
    pub(super) fn all(&self) -> Vec<(Rc<Need>, Rc<Live>)> {
        self.memory.borrow().all()
    }

    /// The promises of all batches that are not done.
    pub(super) fn under_way(&self) -> Vec<Promise> {
        let (in_flight, forming) = (self.in_flight.borrow(), self.forming.borrow());
        in_flight.iter().chain(forming.iter()).map(|batch| batch.promise.clone()).collect()
    }

    /// Remembers more of what grants have come to.
    pub(super) fn set_back(&self, change: impl FnOnce(&mut Setbacks)) {
        let mut setbacks = self.setbacks.get();
        change(&mut setbacks);
        self.setbacks.set(setbacks);
    }

    /// Learns from a `Date`, epoch ms, how far this machine's clock is off.
    pub(super) fn learn_skew(&self, date: f64) {
        // The half second is what the date leaves out on average.
        let skew = date + 500.0 - now();
        if skew.is_finite() {
            self.skew.set(if skew.abs() < LEAST_SKEW { 0.0 } else { skew });
        }
    }

    fn forget_shortcuts(&self) {
        *self.by_service.borrow_mut() = Default::default();
        self.at_hand.clear();
    }

    /// Forgets everything, and gives what it was. Nothing that was granted before is taken from a storage or put there.
    pub(super) fn clear(&self) -> Vec<(Rc<Need>, Rc<Live>)> {
        let all = self.all();
        self.cleared_at.set(now());
        self.forget();
        self.cleared.set(self.generation.get());
        all
    }

    /// Whether what a grant of this generation has brought may be written to a storage.
    pub(super) fn is_worth_keeping(&self, generation: u32, token: &Token) -> bool {
        generation >= self.cleared.get() && !self.is_distrusted(token)
    }

    /// Forgets everything in memory.
    pub(super) fn forget(&self) {
        self.generation.set(self.generation.get().wrapping_add(1));
        self.memory.borrow_mut().clear();
        self.forming.replace(None);
        self.in_flight.borrow_mut().clear();
        self.setbacks.take();
        self.refusal.take();
        self.consents.borrow_mut().clear();
        self.asking.borrow_mut().clear();
        self.secret.replace(None);
        self.former.replace(None);
        self.dropped.borrow_mut().clear();
        self.forget_shortcuts();
    }
}
