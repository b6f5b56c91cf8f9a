//! The port: [`Tokens::get`]. On runtimes that wall requests off from each other (Workers), a grant is waited for only if the platform
//! keeps it going beyond the request that began it, and each waiter has a patience of its own, after which it asks for itself.

use super::auth::Auth;
use super::batch::{Batch, Purpose};
use super::cache::Cache;
use super::clock::Clock;
use super::consents::Consents;
use super::grants::Grants;
use super::live::{Live, about};
use super::store_gate::StoreGate;
use super::vault::Vault;
use crate::js::drive::{Deferred, drive_into};
use crate::js::errors::Failure;
use crate::js::events::Member;
use crate::js::fetch::steers;
use crate::js::options::{Config, SecretSource};
use crate::js::runtime::{isolates, keep_alive, now, random};
use crate::js::storage::Store;
use crate::js::time::{Signal, Waited, microtask, wait};
use crate::model::environment::Service;
use crate::model::token::Need;
use crate::policy::lifecycle::Decision;
use crate::wire::error::{Code, Error, Kind};
use crate::wire::grant::no_token;
use js_sys::Array;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

pub(crate) struct Tokens {
    pub(super) config: Rc<Config>,
    /// What each service's token is asked for with, by [`Service::index`].
    pub(super) needs: Vec<Rc<Need>>,
    pub(crate) vault: Rc<Vault>,
    pub(crate) cache: Rc<Cache>,
    pub(super) grants: Grants,
    pub(super) gate: Rc<StoreGate>,
    pub(crate) consents: Consents,
    pub(crate) clock: Rc<Clock>,
    pub(super) auth: Weak<dyn Auth>,
}

/// Microtasks a batch waits for further needs. Lists count among the calls of a turn, although what awaits them asks for
/// their first page a microtask later; so do calls behind an `await` of something that is there already.
const TURN: u32 = 3;

/// How long a waiter on Workers waits for a grant that another request has begun, ms.
const PATIENCE: f64 = 10_000.0;

impl Tokens {
    pub(crate) fn new(
        config: &Rc<Config>,
        secret: SecretSource,
        store: Option<Store>,
        auth: Weak<dyn Auth>,
    ) -> Rc<Self> {
        let of_service = |(service, scopes): (Service, &_)| {
            let resource_server = Some(service.resource_server().to_owned());
            Rc::new(Need { scopes: Clone::clone(scopes), resource_server })
        };
        let vault = Rc::new(Vault::new(secret, config, store.is_some()));
        let (cache, clock) = (Rc::new(Cache::new()), Rc::new(Clock::new()));
        Rc::new(Self {
            config: Rc::clone(config),
            needs: Service::ALL.into_iter().zip(&config.scopes).map(of_service).collect(),
            gate: Rc::new(StoreGate::new(store, config, &vault, &cache, &clock)),
            vault,
            cache,
            grants: Grants::default(),
            consents: Consents::default(),
            clock,
            auth,
        })
    }

    /// What a service's token is asked for with.
    pub(crate) fn need_of(&self, service: Service) -> Rc<Need> {
        self.needs.get(service.index()).map_or_else(|| Rc::new(Need::default()), Rc::clone)
    }

    /// The service whose token a need asks for, if it is that service's own need.
    pub(crate) fn service_of(&self, need: &Rc<Need>) -> Option<Service> {
        self.needs.iter().zip(Service::ALL).find(|(own, _)| Rc::ptr_eq(own, need)).map(|(_, service)| service)
    }

    /// The secret and the tokens in memory, which nobody may be shown.
    pub(crate) fn hidden(&self) -> Array {
        self.gate.hidden()
    }

    /// The token for a need: from memory, from a grant in flight, or from a new one. `signal` ends the wait of this caller
    /// and nothing else.
    pub(crate) async fn get(
        self: &Rc<Self>,
        need: &Rc<Need>,
        purpose: Purpose,
        signal: Option<&Signal>,
    ) -> Result<Rc<Live>, Failure> {
        if let Some(reason) = signal.and_then(Signal::abort_reason) {
            return Err(Failure::Js(reason));
        }
        let mut waiter = Waiter { purpose, ..Waiter::default() };
        loop {
            let held = self.cache.peek(need).filter(|_| waiter.purpose <= Purpose::Missing);
            let under_way = self.under_way(need, waiter.purpose);
            match (self.grants.decide(held.as_deref(), under_way.is_some()), held) {
                (Decision::Use, Some(live)) => return Ok(self.hand_over(need, live, false)),
                (Decision::Renew, Some(live)) => return Ok(self.hand_over(need, live, true)),
                (Decision::Refuse, _) => return Err(Failure::shared(&self.grants.refused())),
                (Decision::Use | Decision::Renew | Decision::Join | Decision::Begin, _) => {}
            }
            // Whose fetch it is that a framework may steer: of all who wait, that of whoever began.
            waiter.is_own = under_way.is_none() && self.grants.forming().is_none();
            let batch = under_way.unwrap_or_else(|| self.begin(need, waiter.purpose));
            if let Some(live) = self.wait_for(&batch, need, &mut waiter, signal).await? {
                // One out of a storage may be near its end.
                let is_stale = self.grants.decide(Some(&live), false) == Decision::Renew;
                return Ok(self.hand_over(need, live, is_stale));
            }
        }
    }

    /// A token that can be used, put where the next call finds it; renewed beside that, if it is time.
    fn hand_over(self: &Rc<Self>, need: &Rc<Need>, live: Rc<Live>, is_stale: bool) -> Rc<Live> {
        if is_stale {
            live.begin_renewal(now(), random());
            self.config.listeners.emit("token_stale", &|| about(&live.token));
            self.begin(need, Purpose::Renewal);
        }
        if let Some(service) = self.service_of(need) {
            self.cache.keep_for_service(service, need, &live);
        }
        live
    }

    /// What a batch brings a waiter; none if it is to look again.
    async fn wait_for(
        &self,
        batch: &Rc<Batch>,
        need: &Need,
        waiter: &mut Waiter,
        signal: Option<&Signal>,
    ) -> Result<Option<Rc<Live>>, Failure> {
        let own_patience = if waiter.asked_again { self.longest_grant() } else { PATIENCE };
        let patience = isolates().then(|| self.grants.wait() + own_patience);
        match wait(batch.promise_of(need), patience, signal).await {
            Waited::Aborted(reason) => return Err(Failure::Js(reason)),
            // Globus Auth wants to be left alone: the grant waits for that, and so does this caller.
            Waited::TimedOut if self.grants.wait() > 0.0 => {}
            // Twice is enough: a third grant would only be one more at an Auth that is slow already.
            Waited::TimedOut if waiter.asked_again => {
                let message = "Globus Auth did not grant a token in time".to_owned();
                return Err(Error::new(Kind::Timeout, Code::Timeout, message).of_service(Some("auth")).into());
            }
            Waited::TimedOut => {
                waiter.asked_again = true;
                self.grants.give_up(batch);
                // Another waiter's grant may have come meanwhile: it is new enough.
                waiter.purpose = waiter.purpose.min(Purpose::Missing);
            }
            Waited::Settled(_) => match batch.got(need) {
                Some(Ok(live)) => return Ok(Some(live)),
                // What steers another's rendering says nothing of this caller's: the next one to ask is one of those who joined.
                Some(Err(error)) if !waiter.is_own && steers(&error) => {}
                // A renewal asks once. Whoever has no token asks as often as a call may.
                Some(Err(_)) if batch.is_beside() && !waiter.joined_renewal => waiter.joined_renewal = true,
                Some(Err(error)) => return Err(Failure::shared(&error)),
                // A batch gives each need something, unless nobody has its account any longer.
                None => return Err(no_token(&need.scopes, &[]).into()),
            },
        }
        Ok(None)
    }

    /// ms after which a grant has ended, one way or the other.
    pub(super) fn longest_grant(&self) -> f64 {
        f64::from(self.config.policy.retries + 1) * self.config.timeout + self.config.policy.max_wait
    }

    /// The batch that will bring a need.
    fn under_way(&self, need: &Need, purpose: Purpose) -> Option<Rc<Batch>> {
        // Without a storage every token comes from Globus Auth, so that any grant is a new one.
        let least = match purpose {
            Purpose::Forced if self.gate.is_there() => Purpose::Forced,
            Purpose::Consent => Purpose::Consent,
            _ => Purpose::Renewal,
        };
        self.grants.bringing(need, least)
    }

    /// Adds a need to the batch that is forming; begins one if there is none.
    fn begin(self: &Rc<Self>, need: &Rc<Need>, purpose: Purpose) -> Rc<Batch> {
        if let Some(batch) = self.grants.forming() {
            batch.add(need, purpose);
            return batch;
        }
        let deferred = Deferred::new();
        let promise = deferred.promise();
        let batch = Rc::new(Batch::new(promise.clone(), keep_alive(&promise), self.cache.generation()));
        batch.add(need, purpose);
        self.grants.form(&batch);
        // The batch goes on also when nobody has the account any longer.
        let (tokens, running, auth) = (Rc::clone(self), Rc::clone(&batch), self.auth.upgrade());
        drive_into(deferred, async move {
            for _ in 0..TURN {
                microtask().await;
            }
            tokens.grants.send(&running, tokens.cache.generation());
            running.close();
            if let Some(auth) = auth {
                tokens.acquire(&running, auth).await;
            }
            tokens.grants.give_up(&running);
            Ok(JsValue::UNDEFINED)
        });
        batch
    }

    /// Globus Auth wants to be left alone for so many ms.
    pub(crate) fn told_to_wait(&self, ms: f64) {
        self.grants.told_to_wait(ms);
    }

    /// Keeps a token for a need, in the place of the one that lacks a consent.
    pub(crate) fn replace(&self, need: &Rc<Need>, live: &Rc<Live>) {
        if !self.cache.is_dropped(&live.token) {
            self.cache.insert(need, live);
        }
    }

    /// Drops a token that a service did not accept, once for all who use it; `by` says in which call. False if somebody else has.
    pub(crate) fn drop_token(&self, live: &Rc<Live>, by: &dyn Fn() -> Vec<Member>) -> bool {
        let dropped = self.cache.discard(live);
        if dropped {
            self.tell_dropped(live, by);
        }
        dropped
    }

    /// Tells that a token is no longer used.
    pub(super) fn tell_dropped(&self, live: &Live, by: &dyn Fn() -> Vec<Member>) {
        self.config.listeners.emit("token_dropped", &|| {
            let mut members = by();
            members.push(("resourceServer", live.token.resource_server.as_str().into()));
            members
        });
    }
}

/// Somebody who waits for a token.
struct Waiter {
    purpose: Purpose,
    /// Whether it has begun the batch that it waits for.
    is_own: bool,
    /// Whether it has lost its patience once.
    asked_again: bool,
    /// Whether it has waited for a renewal that failed.
    joined_renewal: bool,
}

impl Default for Waiter {
    fn default() -> Self {
        Self { purpose: Purpose::Missing, is_own: false, asked_again: false, joined_renewal: false }
    }
}
