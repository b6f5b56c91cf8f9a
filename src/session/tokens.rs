//! Tokens in use: the memory of one account, the grants in flight, and who waits for which.
//!
//! The misses of one microtask turn form one *batch*, which is one grant; whoever comes while it is in flight joins it.
//! Everybody waits on the batch's promise, never on Rust state. On runtimes that wall requests off from each other
//! (Workers), the promise is shared only if the platform keeps it going beyond the request that began it, and each
//! waiter has a patience of its own, after which it asks for itself.

use super::Session;
use super::live::Live;
use crate::environment::Service;
use crate::error::{Code, Error, Kind};
use crate::grant;
use crate::js::drive::{Deferred, drive_into};
use crate::js::errors::Failure;
use crate::js::runtime::{isolates, keep_alive, now};
use crate::js::time::{Signal, Waited, microtask, wait};
use crate::token::{Memory, Need};
use js_sys::{Date, Promise};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What a need got. The error is a JavaScript one, made once for all who wait.
pub(super) type NeedResult = (Rc<Need>, Result<Rc<Live>, JsValue>);

/// One grant: the needs it is for, and what each got.
struct Batch {
    needs: RefCell<Vec<Rc<Need>>>,
    results: RefCell<Vec<NeedResult>>,
    promise: Promise,
    /// Whether others than those of its own turn may wait for it.
    shared: bool,
    /// That of the tokens when it began.
    generation: u32,
}

impl Batch {
    fn is_for(&self, need: &Need) -> bool {
        self.needs.borrow().iter().any(|other| **other == *need)
    }
}

/// Where tokens are kept. Owner: the account. Key: the need. Lifetime: until expiry, a 401 or `clearTokens()`.
pub(crate) struct Tokens {
    memory: RefCell<Memory<Live>>,
    /// The token of each service, found without a key. Emptied whenever a token is dropped.
    by_service: RefCell<[Option<Rc<Live>>; Service::ALL.len()]>,
    /// The place in `by_target` of each text `getToken` was asked with: a JS map, so that no text is copied.
    targets: Indexes,
    by_target: RefCell<Vec<Rc<Live>>>,
    forming: RefCell<Option<Rc<Batch>>>,
    in_flight: RefCell<Vec<Rc<Batch>>>,
    /// The last refusal of the credentials, and until when it is repeated without asking.
    pub(super) refused: RefCell<Option<(JsValue, f64)>>,
    /// Raised by `clearTokens()`: what a grant begun earlier brings is not kept.
    pub(super) generation: Cell<u32>,
    pub(super) secret: RefCell<Option<String>>,
    pub(super) jitter: f64,
}

/// Microtasks a batch waits for further needs. Lists count among the calls of a turn, although what awaits them asks for
/// their first page a microtask later; so do calls behind an `await` of something that is there already.
const TURN: u32 = 3;

/// How long a waiter on Workers waits for a grant that another request has begun, ms.
const PATIENCE: f64 = 10_000.0;

/// How long renewal rests after it was begun, ms: long enough for it to be done, or for a failing Auth to be left alone.
const RENEWAL_PAUSE: f64 = 30_000.0;

/// Texts remembered by `getToken`; more than that are not targets but a mistake.
const MOST_TARGETS: usize = 16_384;

#[wasm_bindgen]
extern "C" {
    /// A `Map` from any value to a number.
    #[wasm_bindgen(js_name = Map)]
    type Indexes;
    #[wasm_bindgen(constructor, js_class = "Map")]
    fn new() -> Indexes;
    #[wasm_bindgen(method, structural)]
    fn get(this: &Indexes, key: &JsValue) -> Option<u32>;
    #[wasm_bindgen(method, structural)]
    fn set(this: &Indexes, key: &JsValue, index: u32);
    #[wasm_bindgen(method, structural)]
    fn clear(this: &Indexes);
}

impl Tokens {
    pub(crate) fn new(jitter: f64) -> Self {
        Self {
            memory: RefCell::default(),
            by_service: RefCell::default(),
            targets: Indexes::new(),
            by_target: RefCell::default(),
            forming: RefCell::default(),
            in_flight: RefCell::default(),
            refused: RefCell::default(),
            generation: Cell::default(),
            secret: RefCell::default(),
            jitter,
        }
    }

    /// The fresh token of a service.
    pub(crate) fn fresh(&self, service: Service) -> Option<Rc<Live>> {
        let by_service = self.by_service.borrow();
        let live = by_service.get(service.index())?.as_ref()?;
        live.is_fresh(now()).then(|| Rc::clone(live))
    }

    /// The promise that `getToken` has given for this text before, while its token is fresh.
    pub(crate) fn fresh_for(&self, target: &JsValue) -> Option<Promise> {
        let by_target = self.by_target.borrow();
        let live = by_target.get(self.targets.get(target)? as usize)?;
        live.is_fresh(now()).then(|| live.promise.clone())
    }

    /// Remembers the token for a text.
    pub(crate) fn remember(&self, target: &JsValue, need: &Need, live: &Rc<Live>) {
        if !self.peek(need).is_some_and(|kept| Rc::ptr_eq(&kept, live)) {
            return;
        }
        let mut by_target = self.by_target.borrow_mut();
        if by_target.len() >= MOST_TARGETS {
            by_target.clear();
            self.targets.clear();
        }
        match self.targets.get(target).and_then(|index| by_target.get_mut(index as usize)) {
            Some(place) => *place = Rc::clone(live),
            None => {
                #[allow(clippy::cast_possible_truncation, reason = "at most MOST_TARGETS")]
                self.targets.set(target, by_target.len() as u32);
                by_target.push(Rc::clone(live));
            }
        }
    }

    /// The token for a need, without thinking of renewal.
    pub(crate) fn peek(&self, need: &Need) -> Option<Rc<Live>> {
        self.memory.borrow().find(need, now()).cloned()
    }

    /// The refusal of the credentials, while it is remembered.
    fn refusal(&self) -> Option<JsValue> {
        self.refused.borrow().as_ref().filter(|(_, until)| now() < *until).map(|(error, _)| error.clone())
    }

    fn forget_shortcuts(&self) {
        *self.by_service.borrow_mut() = Default::default();
        self.by_target.borrow_mut().clear();
        self.targets.clear();
    }

    pub(crate) fn clear(&self) {
        self.generation.set(self.generation.get().wrapping_add(1));
        self.memory.borrow_mut().clear();
        self.forming.replace(None);
        self.in_flight.borrow_mut().clear();
        self.refused.replace(None);
        self.secret.replace(None);
        self.forget_shortcuts();
    }
}

impl Session {
    /// The token for a need: from memory, from a grant in flight, or from a new one. `signal` ends the wait of this caller
    /// and nothing else.
    pub(crate) async fn token(
        self: &Rc<Self>,
        need: &Rc<Need>,
        force: bool,
        signal: Option<&Signal>,
    ) -> Result<Rc<Live>, Failure> {
        if let Some(reason) = signal.and_then(Signal::abort_reason) {
            return Err(Failure::Js(reason));
        }
        let mut force = force;
        let mut asked_again = false;
        loop {
            if !force && let Some(live) = self.tokens.peek(need) {
                self.renew_beside(&live, need);
                self.keep_at_hand(need, &live);
                return Ok(live);
            }
            if let Some(error) = self.tokens.refusal() {
                return Err(Failure::Js(error));
            }
            let batch = self.join(need);
            let patience = isolates().then(|| if asked_again { self.longest_grant() } else { PATIENCE });
            match wait(batch.promise.clone(), patience, signal).await {
                Waited::Aborted(reason) => return Err(Failure::Js(reason)),
                // Twice is enough: a third grant would only be one more at an Auth that is slow already.
                Waited::TimedOut if asked_again => {
                    let message = "Globus Auth did not grant a token in time".to_owned();
                    return Err(Error::new(Kind::Timeout, Code::Timeout, message).of_service(Some("auth")).into());
                }
                Waited::TimedOut => {
                    asked_again = true;
                    self.tokens.in_flight.borrow_mut().retain(|other| !Rc::ptr_eq(other, &batch));
                    // Another waiter's grant may have come meanwhile: it is new enough.
                    force = false;
                }
                Waited::Settled(_) => {
                    let results = batch.results.borrow();
                    return match results.iter().find(|(other, _)| **other == **need) {
                        Some((_, Ok(live))) => {
                            self.keep_at_hand(need, live);
                            Ok(Rc::clone(live))
                        }
                        Some((_, Err(error))) => Err(Failure::Js(error.clone())),
                        None => Err(grant::no_token(&need.scopes, &[]).into()),
                    };
                }
            }
        }
    }

    /// ms after which a grant has ended, one way or the other.
    fn longest_grant(&self) -> f64 {
        f64::from(self.config.policy.retries + 1) * self.config.timeout + self.config.policy.max_wait
    }

    /// Puts the token of a service where a direct call finds it.
    fn keep_at_hand(&self, need: &Rc<Need>, live: &Rc<Live>) {
        if let Some(service) = self.service_of(need)
            && self.tokens.memory.borrow().find(need, now()).is_some_and(|kept| Rc::ptr_eq(kept, live))
            && let Some(place) = self.tokens.by_service.borrow_mut().get_mut(service.index())
        {
            *place = Some(Rc::clone(live));
        }
    }

    /// Begins to renew a token that is usable but no longer fresh, without waiting for it.
    fn renew_beside(self: &Rc<Self>, live: &Live, need: &Rc<Need>) {
        let now = now();
        if live.is_fresh(now) || now < live.renew_after.get() || self.tokens.refusal().is_some() {
            return;
        }
        live.renew_after.set(now + RENEWAL_PAUSE);
        self.emit("token_stale", &|| {
            let expires_at = Date::new(&live.token.expires_at.into()).into();
            vec![("resourceServer", live.token.resource_server.as_str().into()), ("expiresAt", expires_at)]
        });
        self.join(need);
    }

    /// The batch that brings a need: one in flight that others may wait for, else the one that is forming.
    fn join(self: &Rc<Self>, need: &Rc<Need>) -> Rc<Batch> {
        let in_flight = self.tokens.in_flight.borrow();
        if let Some(batch) = in_flight.iter().find(|batch| batch.shared && batch.is_for(need)) {
            return Rc::clone(batch);
        }
        drop(in_flight);
        if let Some(batch) = self.tokens.forming.borrow().as_ref() {
            if !batch.is_for(need) {
                batch.needs.borrow_mut().push(Rc::clone(need));
            }
            return Rc::clone(batch);
        }
        let deferred = Deferred::new();
        let batch = Rc::new(Batch {
            needs: RefCell::new(vec![Rc::clone(need)]),
            results: RefCell::default(),
            shared: keep_alive(&deferred.promise()),
            generation: self.tokens.generation.get(),
            promise: deferred.promise(),
        });
        self.tokens.forming.replace(Some(Rc::clone(&batch)));
        let (session, running) = (Rc::clone(self), Rc::clone(&batch));
        drive_into(deferred, async move {
            for _ in 0..TURN {
                microtask().await;
            }
            session.run_batch(&running).await;
            Ok(JsValue::UNDEFINED)
        });
        batch
    }

    async fn run_batch(self: &Rc<Self>, batch: &Rc<Batch>) {
        let is_current = batch.generation == self.tokens.generation.get();
        if is_current {
            self.tokens.forming.replace(None);
            self.tokens.in_flight.borrow_mut().push(Rc::clone(batch));
        }
        let needs = batch.needs.borrow().clone();
        let results = self.grant_all(needs, batch.generation).await;
        if batch.generation == self.tokens.generation.get() {
            self.tokens.forget_shortcuts();
            let mut memory = self.tokens.memory.borrow_mut();
            for (need, live) in results.iter().filter_map(|(need, result)| Some((need, result.as_ref().ok()?))) {
                memory.insert(need, Rc::clone(live), now());
            }
        }
        batch.results.replace(results);
        self.tokens.in_flight.borrow_mut().retain(|other| !Rc::ptr_eq(other, batch));
    }

    /// Drops a token that a service did not accept, once for all who use it.
    pub(super) fn drop_token(&self, live: &Rc<Live>) {
        if self.tokens.memory.borrow_mut().drop_entry(live) {
            self.tokens.forget_shortcuts();
            self.emit("token_dropped", &|| vec![("resourceServer", live.token.resource_server.as_str().into())]);
        }
    }
}
