//! The port: [`Tokens::get`]. On runtimes that wall requests off from each other (Workers), a grant is waited for only if the platform
//! keeps it going beyond the request that began it, and each waiter has a patience of its own, after which it asks for itself.

use super::auth::Auth;
use super::batch::{Batch, Purpose};
use super::cache::Cache;
use super::clock::Clock;
use super::consents::Consents;
use super::grants::Grants;
use super::issued_token::{IssuedToken, token_fields};
use super::store_gate::StoreGate;
use super::vault::Vault;
use crate::js::drive::{Deferred, drive_into};
use crate::js::errors::CallError;
use crate::js::events::EventField;
use crate::js::fetch::steers;
use crate::js::options::{Config, SecretSource};
use crate::js::runtime::{isolates, keep_alive, now, random};
use crate::js::storage::Store;
use crate::js::time::{Signal, WaitResult, microtask, wait};
use crate::model::environment::Service;
use crate::model::token::TokenRequest;
use crate::policy::lifecycle::Decision;
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::grant::missing_token_error;
use js_sys::Array;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

pub(crate) struct Tokens {
    pub(super) config: Rc<Config>,
    /// What each service's token is asked for with, by [`Service::index`].
    pub(super) service_requests: Vec<Rc<TokenRequest>>,
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
const BATCH_MICROTASKS: u32 = 3;

/// How long a waiter on Workers waits for a grant that another request has begun, ms.
const MAX_GRANT_WAIT: f64 = 10_000.0;

impl Tokens {
    pub(crate) fn new(
        config: &Rc<Config>,
        secret: SecretSource,
        store: Option<Store>,
        auth: Weak<dyn Auth>,
    ) -> Rc<Self> {
        let of_service = |(service, scopes): (Service, &_)| {
            let resource_server = Some(service.resource_server().to_owned());
            Rc::new(TokenRequest { scopes: Clone::clone(scopes), resource_server })
        };
        let vault = Rc::new(Vault::new(secret, config, store.is_some()));
        let (cache, clock) = (Rc::new(Cache::new()), Rc::new(Clock::new()));
        Rc::new(Self {
            config: Rc::clone(config),
            service_requests: Service::ALL.into_iter().zip(&config.scopes).map(of_service).collect(),
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
    pub(crate) fn request_for_service(&self, service: Service) -> Rc<TokenRequest> {
        self.service_requests.get(service.index()).map_or_else(|| Rc::new(TokenRequest::default()), Rc::clone)
    }

    /// The service whose token a need asks for, if it is that service's own need.
    pub(crate) fn service_of(&self, token_request: &Rc<TokenRequest>) -> Option<Service> {
        self.service_requests
            .iter()
            .zip(Service::ALL)
            .find(|(own, _)| Rc::ptr_eq(own, token_request))
            .map(|(_, service)| service)
    }

    /// The secret and the tokens in memory, which nobody may be shown.
    pub(crate) fn secrets(&self) -> Array {
        self.gate.secrets()
    }

    /// The token for a need: from memory, from a grant in flight, or from a new one. `signal` ends the wait of this caller
    /// and nothing else.
    pub(crate) async fn get(
        self: &Rc<Self>,
        token_request: &Rc<TokenRequest>,
        purpose: Purpose,
        signal: Option<&Signal>,
    ) -> Result<Rc<IssuedToken>, CallError> {
        if let Some(reason) = signal.and_then(Signal::abort_reason) {
            return Err(CallError::Js(reason));
        }
        let mut waiter = TokenWaiter { purpose, ..TokenWaiter::default() };
        loop {
            let held = self.cache.get(token_request).filter(|_| waiter.purpose <= Purpose::Missing);
            let under_way = self.batch_covering(token_request, waiter.purpose);
            match (self.grants.decide(held.as_deref(), under_way.is_some()), held) {
                (Decision::Use, Some(issued)) => return Ok(self.use_token(token_request, issued, false)),
                (Decision::Renew, Some(issued)) => return Ok(self.use_token(token_request, issued, true)),
                (Decision::Refuse, _) => return Err(CallError::shared(&self.grants.credentials_error())),
                (Decision::Use | Decision::Renew | Decision::Join | Decision::Begin, _) => {}
            }
            // Whose fetch it is that a framework may steer: of all who wait, that of whoever began.
            waiter.is_own = under_way.is_none() && self.grants.forming().is_none();
            let batch = under_way.unwrap_or_else(|| self.add_to_batch(token_request, waiter.purpose));
            if let Some(issued) = self.wait_for(&batch, token_request, &mut waiter, signal).await? {
                // One out of a storage may be near its end.
                let is_stale = self.grants.decide(Some(&issued), false) == Decision::Renew;
                return Ok(self.use_token(token_request, issued, is_stale));
            }
        }
    }

    /// A token that can be used, put where the next call finds it; renewed beside that, if it is time.
    fn use_token(
        self: &Rc<Self>,
        token_request: &Rc<TokenRequest>,
        issued: Rc<IssuedToken>,
        is_stale: bool,
    ) -> Rc<IssuedToken> {
        if is_stale {
            issued.begin_renewal(now(), random());
            self.config.listeners.emit("token_stale", &|| token_fields(&issued.token));
            self.add_to_batch(token_request, Purpose::Renewal);
        }
        if let Some(service) = self.service_of(token_request) {
            self.cache.add_service_shortcut(service, token_request, &issued);
        }
        issued
    }

    /// What a batch brings a waiter; none if it is to look again.
    async fn wait_for(
        &self,
        batch: &Rc<Batch>,
        token_request: &TokenRequest,
        waiter: &mut TokenWaiter,
        signal: Option<&Signal>,
    ) -> Result<Option<Rc<IssuedToken>>, CallError> {
        let own_patience = if waiter.asked_again { self.longest_grant() } else { MAX_GRANT_WAIT };
        let patience = isolates().then(|| self.grants.remaining_wait() + own_patience);
        match wait(batch.promise_of(token_request), patience, signal).await {
            WaitResult::Aborted(reason) => return Err(CallError::Js(reason)),
            // Globus Auth wants to be left alone: the grant waits for that, and so does this caller.
            WaitResult::TimedOut if self.grants.remaining_wait() > 0.0 => {}
            // Twice is enough: a third grant would only be one more at an Auth that is slow already.
            WaitResult::TimedOut if waiter.asked_again => {
                let message = "Globus Auth did not grant a token in time".to_owned();
                return Err(Error::new(ErrorKind::Timeout, Code::Timeout, message).with_service(Some("auth")).into());
            }
            WaitResult::TimedOut => {
                waiter.asked_again = true;
                self.grants.abandon(batch);
                // Another waiter's grant may have come meanwhile: it is new enough.
                waiter.purpose = waiter.purpose.min(Purpose::Missing);
            }
            WaitResult::Settled(_) => match batch.result_of(token_request) {
                Some(Ok(issued)) => return Ok(Some(issued)),
                // What steers another's rendering says nothing of this caller's: the next one to ask is one of those who joined.
                Some(Err(error)) if !waiter.is_own && steers(&error) => {}
                // A renewal asks once. Whoever has no token asks as often as a call may.
                Some(Err(_)) if batch.is_renewal_only() && !waiter.joined_renewal => waiter.joined_renewal = true,
                Some(Err(error)) => return Err(CallError::shared(&error)),
                // A batch gives each need something, unless nobody has its account any longer.
                None => return Err(missing_token_error(&token_request.scopes, &[]).into()),
            },
        }
        Ok(None)
    }

    /// ms after which a grant has ended, one way or the other.
    pub(super) fn longest_grant(&self) -> f64 {
        f64::from(self.config.policy.retries + 1) * self.config.timeout + self.config.policy.max_wait
    }

    /// The batch that will bring a need.
    fn batch_covering(&self, token_request: &TokenRequest, purpose: Purpose) -> Option<Rc<Batch>> {
        // Without a storage every token comes from Globus Auth, so that any grant is a new one.
        let least = match purpose {
            Purpose::Forced if self.gate.exists() => Purpose::Forced,
            Purpose::Consent => Purpose::Consent,
            _ => Purpose::Renewal,
        };
        self.grants.covering(token_request, least)
    }

    /// Adds a need to the batch that is forming; begins one if there is none.
    fn add_to_batch(self: &Rc<Self>, token_request: &Rc<TokenRequest>, purpose: Purpose) -> Rc<Batch> {
        if let Some(batch) = self.grants.forming() {
            batch.add(token_request, purpose);
            return batch;
        }
        let deferred = Deferred::new();
        let promise = deferred.promise();
        let batch = Rc::new(Batch::new(promise.clone(), keep_alive(&promise), self.cache.generation()));
        batch.add(token_request, purpose);
        self.grants.set_forming(&batch);
        // The batch goes on also when nobody has the account any longer.
        let (tokens, running, auth) = (Rc::clone(self), Rc::clone(&batch), self.auth.upgrade());
        drive_into(deferred, async move {
            for _ in 0..BATCH_MICROTASKS {
                microtask().await;
            }
            tokens.grants.start(&running, tokens.cache.generation());
            running.close();
            if let Some(auth) = auth {
                tokens.acquire(&running, auth).await;
            }
            tokens.grants.abandon(&running);
            Ok(JsValue::UNDEFINED)
        });
        batch
    }

    /// Globus Auth wants to be left alone for so many ms.
    pub(crate) fn set_retry_after(&self, ms: f64) {
        self.grants.set_retry_after(ms);
    }

    /// Keeps a token for a need, in the place of the one that lacks a consent.
    pub(crate) fn replace(&self, token_request: &Rc<TokenRequest>, issued: &Rc<IssuedToken>) {
        if !self.cache.was_dropped(&issued.token) {
            self.cache.insert(token_request, issued);
        }
    }

    /// Drops a token that a service did not accept, once for all who use it; `by` says in which call. False if somebody else has.
    pub(crate) fn drop_token(&self, issued: &Rc<IssuedToken>, by: &dyn Fn() -> Vec<EventField>) -> bool {
        let dropped = self.cache.remove(issued);
        if dropped {
            self.emit_dropped(issued, by);
        }
        dropped
    }

    /// Tells that a token is no longer used.
    pub(super) fn emit_dropped(&self, issued: &IssuedToken, by: &dyn Fn() -> Vec<EventField>) {
        self.config.listeners.emit("token_dropped", &|| {
            let mut fields = by();
            fields.push(("resourceServer", issued.token.resource_server.as_str().into()));
            fields
        });
    }
}

/// Somebody who waits for a token.
struct TokenWaiter {
    purpose: Purpose,
    /// Whether it has begun the batch that it waits for.
    is_own: bool,
    /// Whether it has lost its patience once.
    asked_again: bool,
    /// Whether it has waited for a renewal that failed.
    joined_renewal: bool,
}

impl Default for TokenWaiter {
    fn default() -> Self {
        Self { purpose: Purpose::Missing, is_own: false, asked_again: false, joined_renewal: false }
    }
}
