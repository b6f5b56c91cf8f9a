//! Who waits for which tokens. The misses of one microtask turn form one *batch*, which is one grant; whoever comes while it
//! is in flight joins it.
//!
//! Everybody waits on the batch's promise, never on Rust state. On runtimes that wall requests off from each other
//! (Workers), the promise is shared only if the platform keeps it going beyond the request that began it, and each
//! waiter has a patience of its own, after which it asks for itself.

use super::call::told_of;
use super::live::{Live, about};
use super::{Call, Session};
use crate::js::drive::{Deferred, drive_into};
use crate::js::errors::Failure;
use crate::js::events::Member;
use crate::js::fetch::steers;
use crate::js::runtime::{isolates, keep_alive, now, random};
use crate::js::time::{Signal, Waited, microtask, wait};
use crate::model::token::Need;
use crate::policy::lifecycle::{Decision, Setback, Situation, decide};
use crate::wire::error::{Code, Error, Kind};
use crate::wire::grant;
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

/// A need, why it is one, and what it got: each as soon as it is there, whatever the others wait for.
struct Wanted {
    need: Rc<Need>,
    purpose: Purpose,
    deferred: Deferred,
    /// The error is a JavaScript one, made once for all who wait.
    result: Option<Result<Rc<Live>, JsValue>>,
}

/// One grant: the needs it is for, and what each got.
pub(super) struct Batch {
    wanted: RefCell<Vec<Wanted>>,
    /// That of the whole.
    pub(super) promise: Promise,
    /// Whether others than those of its own turn may wait for it.
    shared: bool,
    /// Whether it renews and nothing else: then Globus Auth is asked once, and a failure is nobody's.
    pub(super) beside: Cell<bool>,
    /// That of the tokens when it began.
    pub(super) generation: u32,
    /// The call that asks Globus Auth, once there is one.
    pub(super) asking: RefCell<Option<Rc<Call>>>,
}

impl Batch {
    /// Whether it will bring what somebody wants.
    fn brings(&self, need: &Need, purpose: Purpose) -> bool {
        self.wanted.borrow().iter().any(|wanted| *wanted.need == *need && wanted.purpose >= purpose)
    }

    fn add(&self, need: &Rc<Need>, purpose: Purpose) {
        let mut all = self.wanted.borrow_mut();
        match all.iter_mut().find(|wanted| wanted.need == *need) {
            Some(wanted) => wanted.purpose = wanted.purpose.max(purpose),
            None => all.push(Wanted { need: Rc::clone(need), purpose, deferred: Deferred::new(), result: None }),
        }
    }

    /// The needs that have got nothing yet, of purposes from one to another.
    pub(super) fn open(&self, from: Purpose, to: Purpose) -> Vec<Rc<Need>> {
        let all = self.wanted.borrow();
        let open = all.iter().filter(|wanted| wanted.result.is_none() && (from..=to).contains(&wanted.purpose));
        open.map(|wanted| Rc::clone(&wanted.need)).collect()
    }

    /// Which call an event about the grant belongs to, and what Globus Auth calls the request by.
    pub(super) fn told_of(&self, request_id: Option<&str>) -> Vec<Member> {
        self.asking.borrow().as_ref().map(|call| told_of(call, request_id)).unwrap_or_default()
    }

    fn of<T>(&self, need: &Need, look: impl FnOnce(&mut Wanted) -> T) -> Option<T> {
        self.wanted.borrow_mut().iter_mut().find(|wanted| *wanted.need == *need).map(look)
    }

    /// What a need's waiters wait for.
    fn promise_of(&self, need: &Need) -> Promise {
        self.of(need, |wanted| wanted.deferred.promise()).unwrap_or_else(|| self.promise.clone())
    }
}

/// Microtasks a batch waits for further needs. Lists count among the calls of a turn, although what awaits them asks for
/// their first page a microtask later; so do calls behind an `await` of something that is there already.
const TURN: u32 = 3;

/// How long a waiter on Workers waits for a grant that another request has begun, ms.
const PATIENCE: f64 = 10_000.0;

impl Session {
    /// The token for a need: from memory, from a grant in flight, or from a new one. `signal` ends the wait of this caller
    /// and nothing else.
    pub(crate) async fn token(
        self: &Rc<Self>,
        need: &Rc<Need>,
        purpose: Purpose,
        signal: Option<&Signal>,
    ) -> Result<Rc<Live>, Failure> {
        if let Some(reason) = signal.and_then(Signal::abort_reason) {
            return Err(Failure::Js(reason));
        }
        let mut purpose = purpose;
        let mut asked_again = false;
        let mut joined_renewal = false;
        loop {
            let held = self.tokens.peek(need).filter(|_| purpose <= Purpose::Missing);
            let under_way = self.under_way(need, purpose);
            let decision = self.decide(held.as_deref(), under_way.is_some());
            if let (Some(live), Decision::Use | Decision::Renew) = (held, decision) {
                if decision == Decision::Renew {
                    self.renew_beside(&live, need);
                }
                self.keep_at_hand(need, &live);
                return Ok(live);
            }
            if decision == Decision::Refuse {
                return Err(Failure::shared(&self.tokens.refusal.borrow()));
            }
            // Whose fetch it is that a framework may steer: of all who wait, that of whoever began.
            let is_own = under_way.is_none() && self.tokens.forming.borrow().is_none();
            let batch = under_way.unwrap_or_else(|| self.begin(need, purpose));
            let told = self.tokens.setbacks.get().wait(now());
            let patience = isolates().then(|| told + if asked_again { self.longest_grant() } else { PATIENCE });
            match wait(batch.promise_of(need), patience, signal).await {
                Waited::Aborted(reason) => return Err(Failure::Js(reason)),
                // Globus Auth wants to be left alone: the grant waits for that, and so does this caller.
                Waited::TimedOut if self.tokens.setbacks.get().wait(now()) > 0.0 => {}
                // Twice is enough: a third grant would only be one more at an Auth that is slow already.
                Waited::TimedOut if asked_again => {
                    let message = "Globus Auth did not grant a token in time".to_owned();
                    return Err(Error::new(Kind::Timeout, Code::Timeout, message).of_service(Some("auth")).into());
                }
                Waited::TimedOut => {
                    asked_again = true;
                    self.tokens.give_up(&batch);
                    // Another waiter's grant may have come meanwhile: it is new enough.
                    purpose = purpose.min(Purpose::Missing);
                }
                Waited::Settled(_) => match batch.of(need, |wanted| wanted.result.clone()).flatten() {
                    Some(Ok(live)) => {
                        // One out of a storage may be near its end.
                        if self.decide(Some(&live), false) == Decision::Renew {
                            self.renew_beside(&live, need);
                        }
                        self.keep_at_hand(need, &live);
                        return Ok(live);
                    }
                    // What steers another's rendering says nothing of this caller's: the next one to ask is one of those who joined.
                    Some(Err(error)) if !is_own && steers(&error) => {}
                    // A renewal asks once. Whoever has no token asks as often as a call may.
                    Some(Err(_)) if batch.beside.get() && !joined_renewal => joined_renewal = true,
                    Some(Err(error)) => return Err(Failure::shared(&error)),
                    None => return Err(grant::no_token(&need.scopes, &[]).into()),
                },
            }
        }
    }

    fn decide(&self, held: Option<&Live>, in_flight: bool) -> Decision {
        let held = held.map(|live| (&live.token.life, live.renewals.get()));
        decide(&Situation { now: now(), held, in_flight, setbacks: &self.tokens.setbacks.get() })
    }

    /// ms after which a grant has ended, one way or the other.
    pub(super) fn longest_grant(&self) -> f64 {
        f64::from(self.config.policy.retries + 1) * self.config.timeout + self.config.policy.max_wait
    }

    fn keep_at_hand(&self, need: &Rc<Need>, live: &Rc<Live>) {
        if let Some(service) = self.service_of(need) {
            self.tokens.keep_at_hand(service, need, live);
        }
    }

    /// Begins to renew a token, without waiting for it.
    fn renew_beside(self: &Rc<Self>, live: &Live, need: &Rc<Need>) {
        let renewals = live.renewals.get().begin(&live.token.life, now(), random());
        live.renewals.set(renewals);
        self.emit("token_stale", &|| about(&live.token));
        self.begin(need, Purpose::Renewal);
    }

    /// The batch that will bring a need: one in flight that others may wait for, or the one that is forming.
    fn under_way(&self, need: &Need, purpose: Purpose) -> Option<Rc<Batch>> {
        // Without a storage every token comes from Globus Auth, so that any grant is a new one.
        let least = match purpose {
            Purpose::Forced if self.config.store.is_some() => Purpose::Forced,
            Purpose::Consent => Purpose::Consent,
            _ => Purpose::Renewal,
        };
        let in_flight = self.tokens.in_flight.borrow();
        let forming = self.tokens.forming.borrow();
        in_flight.iter().chain(forming.iter()).find(|batch| batch.brings(need, least)).map(Rc::clone)
    }

    /// Adds a need to the batch that is forming; begins one if there is none.
    fn begin(self: &Rc<Self>, need: &Rc<Need>, purpose: Purpose) -> Rc<Batch> {
        if let Some(batch) = self.tokens.forming.borrow().as_ref() {
            batch.add(need, purpose);
            return Rc::clone(batch);
        }
        let deferred = Deferred::new();
        let batch = Rc::new(Batch {
            wanted: RefCell::default(),
            shared: keep_alive(&deferred.promise()),
            beside: Cell::default(),
            generation: self.tokens.generation.get(),
            asking: RefCell::default(),
            promise: deferred.promise(),
        });
        batch.add(need, purpose);
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
        self.tokens.give_up(batch);
        if batch.shared && batch.generation == self.tokens.generation.get() {
            self.tokens.in_flight.borrow_mut().push(Rc::clone(batch));
        }
        batch.beside.set(batch.open(Purpose::Missing, Purpose::Consent).is_empty());
        self.acquire(batch).await;
        self.tokens.give_up(batch);
    }

    /// Gives a need what it got, and remembers it, unless `clearTokens()` has been called since the batch began.
    pub(super) fn publish(&self, batch: &Batch, need: &Rc<Need>, result: Result<Rc<Live>, (JsValue, Setback)>) {
        if batch.generation == self.tokens.generation.get() {
            if let Ok(live) = &result {
                self.tokens.insert(need, live);
            }
            if batch.brings(need, Purpose::Consent) {
                self.consented(need, &result);
            }
        }
        let settled = batch.of(need, |wanted| {
            wanted.result = Some(result.map_err(|(error, _)| error));
            wanted.deferred.clone()
        });
        if let Some(deferred) = settled {
            deferred.resolve(&JsValue::UNDEFINED);
        }
    }

    /// Drops a token that a service did not accept, once for all who use it; `by` says in which call. False if somebody else has.
    pub(crate) fn drop_token(&self, live: &Rc<Live>, by: &dyn Fn() -> Vec<Member>) -> bool {
        let dropped = self.tokens.drop(live);
        if dropped {
            self.dropped(live, by);
        }
        dropped
    }

    /// Tells that a token is no longer used.
    pub(super) fn dropped(&self, live: &Live, by: &dyn Fn() -> Vec<Member>) {
        self.emit("token_dropped", &|| {
            let mut members = by();
            members.push(("resourceServer", live.token.resource_server.as_str().into()));
            members
        });
    }
}
