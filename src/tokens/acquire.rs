//! Gets the tokens of a batch: from the storage, else by a grant for all that are missing. Records a failed grant and
//! settles its token requests with the error.

use super::auth::{Auth, GrantRequest};
use super::batch::{Batch, Purpose};
use super::consents::scopes_of;
use super::issued_token::{IssuedToken, TokenSource};
use super::port::Tokens;
use super::secret_entries::{Claim, SecretEntries};
use super::vault::Secret;
use crate::js::errors::CallError;
use crate::js::events::text_list;
use crate::js::runtime::{isolates, keep_alive, now};
use crate::js::storage::with_time_limit;
use crate::js::time::sleep;
use crate::model::scope::ScopeSet;
use crate::model::token::{Token, TokenRequest};
use crate::policy::lifecycle::GrantFailure;
use crate::policy::storing::{HandOut, WriteContext, hand_out};
use crate::wire::error::Code;
use crate::wire::grant;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Why a token request failed: the JavaScript error, and what it implies for further grants.
#[derive(Clone)]
struct FailedRequest {
    error: JsValue,
    failure: GrantFailure,
}

/// The result of a token request.
type RequestResult = (Rc<TokenRequest>, Result<Rc<IssuedToken>, FailedRequest>);

/// The work on one batch.
struct Acquisition<'a> {
    tokens: &'a Rc<Tokens>,
    batch: &'a Batch,
    auth: Rc<dyn Auth>,
    /// The storage entries of the secret, once that is known.
    entries: Option<SecretEntries>,
    /// The claims of this process.
    claims: Vec<Claim>,
}

impl Tokens {
    /// Gets the tokens of a batch and settles its token requests.
    pub(super) async fn acquire(self: &Rc<Self>, batch: &Batch, auth: Rc<dyn Auth>) {
        let begin = now();
        let mut acquisition = Acquisition { tokens: self, batch, auth, entries: None, claims: Vec::new() };
        if let Err(failure) = acquisition.run().await {
            acquisition.fail(&batch.all_unsettled(), failure, begin).await;
        }
        // Releases a claim that no grant needed: another process, or another grant, got the tokens.
        acquisition.deliver(Vec::new()).await;
    }

    /// Settles a token request. Unless the cache was cleared since the batch began, also caches the token and remembers
    /// the result of a consent.
    fn publish(&self, batch: &Batch, token_request: &Rc<TokenRequest>, result: Result<Rc<IssuedToken>, FailedRequest>) {
        if batch.generation == self.cache.generation() {
            if let Ok(issued) = &result {
                self.cache.insert(token_request, issued);
            }
            if batch.covers(token_request, Purpose::Consent) {
                self.settle_consent(token_request, &result);
            }
        }
        batch.settle(token_request, result.map_err(|failed| failed.error));
    }

    /// Remembers the result of a consent grant and emits `consent` on success. A failure is remembered only if the same
    /// request would fail again.
    fn settle_consent(&self, token_request: &Rc<TokenRequest>, result: &Result<Rc<IssuedToken>, FailedRequest>) {
        let fields_of_call = self.consents.take_asking_call(token_request);
        match result {
            Ok(issued) => {
                self.consents.remember(token_request, Ok(Rc::clone(issued)));
                self.config.listeners.emit("consent", &|| {
                    let mut fields = fields_of_call.clone();
                    fields.push(("scopes", scopes_of(token_request)));
                    fields.push(("resourceServer", issued.token.resource_server.as_str().into()));
                    fields
                });
            }
            Err(FailedRequest { error, failure: GrantFailure::Request }) => {
                self.consents.remember(token_request, Err(error.clone()));
            }
            Err(_) => {}
        }
    }
}

impl Acquisition<'_> {
    /// Runs with the current secret, and once more if that is refused and the function now returns another.
    async fn run(&mut self) -> Result<(), CallError> {
        let secret = self.tokens.vault.secret().await?;
        let first = self.run_with_secret(&secret).await;
        match &first {
            Err(CallError::Error { error, .. }) if error.code == Code::InvalidClient => {}
            _ => return first,
        }
        let next = self.tokens.vault.secret_after(&secret).await?;
        if next == secret { first } else { self.run_with_secret(&next).await }
    }

    /// Looks the tokens up in the storage, claims the grant, looks in memory again, and requests a grant for those that
    /// are still missing.
    async fn run_with_secret(&mut self, secret: &Rc<Secret>) -> Result<(), CallError> {
        let entries = SecretEntries::new(&self.tokens.gate, secret);
        self.entries = Some(entries.clone());
        let listeners = &self.tokens.config.listeners;
        let give =
            |token_request: &Rc<TokenRequest>, issued| self.tokens.publish(self.batch, token_request, Ok(issued));
        let missed = |token_request: &Rc<TokenRequest>, reason: &'static str| {
            listeners.emit("storage_miss", &|| vec![("scope", token_request.key().into()), ("reason", reason.into())]);
        };
        entries
            .look_up(&self.batch.storable(), &|token_request, found| match found {
                Ok(issued) => give(token_request, issued),
                Err(reason) => missed(token_request, reason),
            })
            .await;
        let claim = entries
            .claim(&|| self.batch.storable(), &|token_request, found| {
                if let Ok(issued) = found {
                    give(token_request, issued);
                }
            })
            .await;
        self.claims.extend(claim);
        // Another grant may have ended during the look-up.
        for token_request in self.batch.unsettled(Purpose::Missing, Purpose::Missing) {
            if let Some(issued) = self.tokens.cache.get(&token_request) {
                self.tokens.publish(self.batch, &token_request, Ok(issued));
            }
        }
        let rest = self.batch.all_unsettled();
        if rest.is_empty() { Ok(()) } else { self.grant_all(&rest, secret).await }
    }

    /// Requests one grant for all. If Globus Auth does not know one of the scopes, requests one grant each, so that a
    /// wrong scope fails only its own token request.
    async fn grant_all(&mut self, token_requests: &[Rc<TokenRequest>], secret: &Rc<Secret>) -> Result<(), CallError> {
        match self.grant(&all_scopes(token_requests), secret).await {
            Err(CallError::Error { error, .. }) if error.code == Code::InvalidScope && token_requests.len() > 1 => {}
            granted => {
                self.deliver(pick_all(token_requests, &granted?)).await;
                return Ok(());
            }
        }
        for token_request in token_requests {
            let begin = now();
            let token_request = std::slice::from_ref(token_request);
            match self.grant(&all_scopes(token_request), secret).await {
                Ok(tokens) => self.deliver(pick_all(token_request, &tokens)).await,
                Err(failure) if grant_failure(&failure) == GrantFailure::Request => {
                    self.fail(token_request, failure, begin).await;
                }
                // The cause is not this token request: the others would fail too.
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    /// Requests one grant and returns its tokens.
    async fn grant(&self, scopes: &ScopeSet, secret: &Rc<Secret>) -> Result<Vec<Rc<IssuedToken>>, CallError> {
        let grants = &self.tokens.grants;
        // A `Retry-After` that one call received applies to all. If it is longer than a call may sleep, this call fails
        // with the same error.
        let slept = grants.remaining_wait();
        if slept > self.tokens.config.policy.max_wait {
            return Err(CallError::Js(grants.retry_after_error()));
        }
        let asked_at = now();
        if slept > 0.0 {
            let _ = sleep(slept, None).await;
        }
        let begin = now();
        let retries = self.batch.is_renewal_only().then_some(0);
        let asked = GrantRequest { scopes: scopes.clone(), secret: Rc::clone(secret), retries, slept };
        let granted = Rc::clone(&self.auth).grant(asked).await;
        self.batch.set_event_fields(granted.event_fields);
        let reply = granted.reply?;
        let tokens = Token::parse_all(&reply, begin, self.tokens.clock.jitter());
        if tokens.is_empty() {
            return Err(grant::no_tokens_error(scopes, &reply).into());
        }
        let tokens: Vec<_> = tokens.into_iter().map(|token| Rc::new(self.issue(token))).collect();
        grants.succeeded();
        self.tokens.config.listeners.emit("grant", &|| {
            let mut fields = self.batch.event_fields();
            fields.extend([
                ("resourceServers", text_list(tokens.iter().map(|issued| issued.token.resource_server.as_str()))),
                ("scope", scopes.to_string().into()),
                ("duration", (now() - asked_at).into()),
            ]);
            fields
        });
        Ok(tokens)
    }

    /// Wraps a granted token. Marks one whose bearer was dropped before.
    fn issue(&self, token: Token) -> IssuedToken {
        let is_dropped_bearer = self.tokens.cache.is_dropped_bearer(&token);
        IssuedToken::new(token, if is_dropped_bearer { TokenSource::CachedGrant } else { TokenSource::Grant })
    }

    /// Settles token requests, writes the tokens to the storage and releases the claims there. [`hand_out`] decides
    /// whether the write is awaited, and before or after. The wait has the usual time limit of the storage.
    async fn deliver(&mut self, results: Vec<RequestResult>) {
        let claims = std::mem::take(&mut self.claims);
        let claimed = !claims.is_empty();
        let granted = results
            .iter()
            .filter_map(|(token_request, result)| Some((Rc::clone(token_request), Rc::clone(result.as_ref().ok()?))));
        let entries = self.entries.as_ref();
        let saving = entries.and_then(|entries| entries.save(self.batch.generation, granted.collect(), claims));
        let Some(saving) = saving else {
            self.publish_all(results);
            return;
        };
        let writing = WriteContext {
            awaited: !self.batch.is_renewal_only(),
            claimed,
            isolates: isolates(),
            kept_alive: keep_alive(&saving),
        };
        let order = hand_out(writing);
        if order == HandOut::AfterWrite {
            let _ = with_time_limit(saving.clone()).await;
        }
        self.publish_all(results);
        if order == HandOut::BeforeWrite {
            let _ = with_time_limit(saving).await;
        }
    }

    fn publish_all(&self, results: Vec<RequestResult>) {
        for (token_request, result) in results {
            self.tokens.publish(self.batch, &token_request, result);
        }
    }

    /// Settles token requests with an error. One that was not reported before is emitted, and recorded unless it
    /// concerns its own request only. The error object is made once: all callers get the same.
    async fn fail(&mut self, token_requests: &[Rc<TokenRequest>], error: CallError, begin: f64) {
        let failure = grant_failure(&error);
        let known = match &error {
            CallError::Error { error, .. } => Some(error.code),
            // Reported before and now repeated, or a framework's own.
            CallError::Js(_) => None,
        };
        let error = error.into_js();
        if let Some(code) = known {
            if self.batch.generation == self.tokens.cache.generation() && failure != GrantFailure::Request {
                self.tokens.grants.failed(failure, &error);
            }
            self.tokens.config.listeners.emit("grant_failed", &|| {
                let mut fields = self.batch.event_fields();
                fields.extend([
                    ("code", code.as_str().into()),
                    ("scope", all_scopes(token_requests).to_string().into()),
                    ("duration", (now() - begin).into()),
                ]);
                fields
            });
        }
        let failed = FailedRequest { error, failure };
        self.deliver(
            token_requests.iter().map(|token_request| (Rc::clone(token_request), Err(failed.clone()))).collect(),
        )
        .await;
    }
}

/// Returns what an error implies for further grants.
fn grant_failure(error: &CallError) -> GrantFailure {
    match error {
        CallError::Error { error, .. } => GrantFailure::classify(error.code, error.status, error.retry_after),
        CallError::Js(_) => GrantFailure::Unavailable(None),
    }
}

/// Returns the scopes of all token requests.
fn all_scopes(token_requests: &[Rc<TokenRequest>]) -> ScopeSet {
    let mut scopes = ScopeSet::default();
    for token_request in token_requests {
        scopes.merge(&token_request.scopes);
    }
    scopes
}

/// Returns the result of each token request from the tokens of a grant.
fn pick_all(token_requests: &[Rc<TokenRequest>], tokens: &[Rc<IssuedToken>]) -> Vec<RequestResult> {
    let failed = |error| FailedRequest { error, failure: GrantFailure::Request };
    token_requests
        .iter()
        .map(|token_request| (Rc::clone(token_request), pick(token_request, tokens).map_err(failed)))
        .collect()
}

/// Returns the token for a token request, if it has all requested scopes.
fn pick(token_request: &TokenRequest, granted: &[Rc<IssuedToken>]) -> Result<Rc<IssuedToken>, JsValue> {
    let failed = |error| Err(CallError::from(error).into_js());
    let Some(issued) = Token::pick_for(token_request, granted) else {
        let servers: Vec<&str> = granted.iter().map(|issued| issued.token.resource_server.as_str()).collect();
        return failed(grant::missing_token_error(&token_request.scopes, &servers));
    };
    match issued.token.missing_scopes(token_request).collect::<Vec<_>>() {
        lacks if lacks.is_empty() => Ok(Rc::clone(issued)),
        lacks => failed(grant::missing_scopes_error(&lacks, &issued.token.scopes)),
    }
}
