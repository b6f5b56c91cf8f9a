//! How the rest of the crate gets a token: [`Tokens::get`]. On runtimes that isolate incoming requests from each other
//! (Workers), a caller waits for a batch only if the platform keeps that batch running after the request that began it.
//! Each caller there also has a time limit, after which it looks again: in memory, in another batch, or in a new one.
//! After a second time limit its call fails.

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
use crate::js::fetch::is_control_rejection;
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
    /// The token request of each service, by [`Service::index`].
    pub(super) service_requests: Vec<Rc<TokenRequest>>,
    pub(crate) vault: Rc<Vault>,
    pub(crate) cache: Rc<Cache>,
    pub(super) grants: Grants,
    pub(super) gate: Rc<StoreGate>,
    pub(crate) consents: Consents,
    pub(crate) clock: Rc<Clock>,
    pub(super) auth: Weak<dyn Auth>,
}

/// Microtasks during which a batch accepts more token requests. Three, so that a list joins the calls of the same turn
/// (its first page is requested one microtask after it is awaited), and so does a call after an `await` of a settled
/// promise.
const BATCH_MICROTASKS: u32 = 3;

/// How long a caller on Workers first waits for a batch, its own or another's, ms, in addition to a `Retry-After`.
const MAX_GRANT_WAIT: f64 = 10_000.0;

impl Tokens {
    pub(crate) fn new(
        config: &Rc<Config>,
        secret: SecretSource,
        store: Option<Store>,
        auth: Weak<dyn Auth>,
    ) -> Rc<Self> {
        let service_request = |(service, scopes): (Service, &_)| {
            let resource_server = Some(service.resource_server().to_owned());
            Rc::new(TokenRequest { scopes: Clone::clone(scopes), resource_server })
        };
        let vault = Rc::new(Vault::new(secret, config, store.is_some()));
        let (cache, clock) = (Rc::new(Cache::new()), Rc::new(Clock::new()));
        Rc::new(Self {
            config: Rc::clone(config),
            service_requests: Service::ALL.into_iter().zip(&config.scopes).map(service_request).collect(),
            gate: Rc::new(StoreGate::new(store, config, &vault, &cache, &clock)),
            vault,
            cache,
            grants: Grants::default(),
            consents: Consents::default(),
            clock,
            auth,
        })
    }

    /// Returns the token request of a service.
    pub(crate) fn request_for_service(&self, service: Service) -> Rc<TokenRequest> {
        self.service_requests.get(service.index()).map_or_else(|| Rc::new(TokenRequest::default()), Rc::clone)
    }

    /// Returns the service whose own token request this is, if any.
    pub(crate) fn service_of(&self, token_request: &Rc<TokenRequest>) -> Option<Service> {
        self.service_requests
            .iter()
            .zip(Service::ALL)
            .find(|(own, _)| Rc::ptr_eq(own, token_request))
            .map(|(_, service)| service)
    }

    /// Returns the texts to redact: the secrets, and the tokens in memory up to a limit.
    pub(crate) fn secrets(&self) -> Array {
        self.gate.secrets()
    }

    /// Returns the token for a token request: from memory, or from a batch, which reads the storage before it requests
    /// a grant. `signal` ends the wait of this caller only.
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
            let cached = self.cache.get(token_request).filter(|_| waiter.purpose <= Purpose::Missing);
            let in_flight = self.batch_covering(token_request, waiter.purpose);
            match (self.grants.decide(cached.as_deref(), in_flight.is_some()), cached) {
                (Decision::Use, Some(issued)) => return Ok(self.use_token(token_request, issued, false)),
                (Decision::Renew, Some(issued)) => return Ok(self.use_token(token_request, issued, true)),
                (Decision::Refuse, _) => return Err(CallError::shared(&self.grants.credentials_error())),
                (Decision::Use | Decision::Renew | Decision::Join | Decision::Begin, _) => {}
            }
            // A framework's control-flow rejection (see `is_control_rejection`) concerns only the caller whose `fetch` threw it: the
            // one that began the batch.
            waiter.is_own = in_flight.is_none() && self.grants.forming().is_none();
            let batch = in_flight.unwrap_or_else(|| self.add_to_batch(token_request, waiter.purpose));
            if let Some(issued) = self.wait_for(&batch, token_request, &mut waiter, signal).await? {
                // A token from the storage may be near expiry.
                let renew = self.grants.decide(Some(&issued), false) == Decision::Renew;
                return Ok(self.use_token(token_request, issued, renew));
            }
        }
    }

    /// Returns a usable token. Renews it in the background if `renew` says so, and makes it the service's shortcut if
    /// the token request is a service's own.
    fn use_token(
        self: &Rc<Self>,
        token_request: &Rc<TokenRequest>,
        issued: Rc<IssuedToken>,
        renew: bool,
    ) -> Rc<IssuedToken> {
        if renew {
            issued.begin_renewal(now(), random());
            self.config.listeners.emit("token_stale", &|| token_fields(&issued.token));
            self.add_to_batch(token_request, Purpose::Renewal);
        }
        if let Some(service) = self.service_of(token_request) {
            self.cache.add_service_shortcut(service, token_request, &issued);
        }
        issued
    }

    /// Waits for the batch. Returns the token, or `None` if the caller must look again.
    async fn wait_for(
        &self,
        batch: &Rc<Batch>,
        token_request: &TokenRequest,
        waiter: &mut TokenWaiter,
        signal: Option<&Signal>,
    ) -> Result<Option<Rc<IssuedToken>>, CallError> {
        let own_limit = if waiter.asked_again { self.longest_grant() } else { MAX_GRANT_WAIT };
        let limit = isolates().then(|| self.grants.remaining_wait() + own_limit);
        match wait(batch.promise_of(token_request), limit, signal).await {
            WaitResult::Aborted(reason) => return Err(CallError::Js(reason)),
            // Globus Auth sent `Retry-After`: the grant sleeps, and this caller waits with it.
            WaitResult::TimedOut if self.grants.remaining_wait() > 0.0 => {}
            // Two grants are enough: a third would only add load to a slow Globus Auth.
            WaitResult::TimedOut if waiter.asked_again => {
                let message = "Globus Auth did not grant a token in time".to_owned();
                return Err(Error::new(ErrorKind::Timeout, Code::Timeout, message).with_service(Some("auth")).into());
            }
            WaitResult::TimedOut => {
                waiter.asked_again = true;
                self.grants.abandon(batch);
                // Another caller's grant may have ended meanwhile. Its token is new enough, also for a forced request.
                waiter.purpose = waiter.purpose.min(Purpose::Missing);
            }
            WaitResult::Settled(_) => match batch.result_of(token_request) {
                Some(Ok(issued)) => return Ok(Some(issued)),
                // The rejection controls another caller's rendering. One of the callers that joined begins the next
                // batch.
                Some(Err(error)) if !waiter.is_own && is_control_rejection(&error) => {}
                // A renewal is not retried. A caller without a token gets the usual retries.
                Some(Err(_)) if batch.is_renewal_only() && !waiter.joined_renewal => waiter.joined_renewal = true,
                Some(Err(error)) => return Err(CallError::shared(&error)),
                // A batch settles every token request, unless the account no longer existed when the batch began.
                None => return Err(missing_token_error(&token_request.scopes, &[]).into()),
            },
        }
        Ok(None)
    }

    /// Returns the limit for a wait for one grant: all its attempts and pauses, ms.
    pub(super) fn longest_grant(&self) -> f64 {
        f64::from(self.config.policy.retries + 1) * self.config.timeout + self.config.policy.max_wait
    }

    /// Returns the batch that will get the token for a token request.
    fn batch_covering(&self, token_request: &TokenRequest, purpose: Purpose) -> Option<Rc<Batch>> {
        // Without a storage every token comes from Globus Auth, so any grant counts as a forced one.
        let least = match purpose {
            Purpose::Forced if self.gate.exists() => Purpose::Forced,
            Purpose::Consent => Purpose::Consent,
            _ => Purpose::Renewal,
        };
        self.grants.covering(token_request, least)
    }

    /// Adds a token request to the forming batch. Begins a batch if none is forming.
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
        // The task owns the tokens and the session, so the batch runs to its end even after the caller has dropped the
        // account.
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

    /// Notes that Globus Auth asked for a pause of `ms` milliseconds.
    pub(crate) fn set_retry_after(&self, ms: f64) {
        self.grants.set_retry_after(ms);
    }

    /// Replaces the cached token, which lacked a consent.
    pub(crate) fn replace(&self, token_request: &Rc<TokenRequest>, issued: &Rc<IssuedToken>) {
        if !self.cache.was_dropped(&issued.token) {
            self.cache.insert(token_request, issued);
        }
    }

    /// Drops a token that a service refused, once for all callers that use it. `by` returns the event fields of the
    /// refused call. Returns false if another call has already dropped it.
    pub(crate) fn drop_token(&self, issued: &Rc<IssuedToken>, by: &dyn Fn() -> Vec<EventField>) -> bool {
        let dropped = self.cache.remove(issued);
        if dropped {
            self.emit_dropped(issued, by);
        }
        dropped
    }

    /// Emits `token_dropped`.
    pub(super) fn emit_dropped(&self, issued: &IssuedToken, by: &dyn Fn() -> Vec<EventField>) {
        self.config.listeners.emit("token_dropped", &|| {
            let mut fields = by();
            fields.push(("resourceServer", issued.token.resource_server.as_str().into()));
            fields
        });
    }
}

/// A caller that waits for a token.
struct TokenWaiter {
    purpose: Purpose,
    /// Whether this caller began the batch that it waits for.
    is_own: bool,
    /// Whether this caller has already timed out once and begun another grant.
    asked_again: bool,
    /// Whether this caller has already waited for a renewal that failed.
    joined_renewal: bool,
}

impl Default for TokenWaiter {
    fn default() -> Self {
        Self { purpose: Purpose::Missing, is_own: false, asked_again: false, joined_renewal: false }
    }
}
