//! How a batch gets its tokens: from the storage, else by one grant for all that are missing; and what a refusal means for
//! those who wait.

use super::batches::{Batch, Purpose};
use super::live::{Live, Source};
use super::store::Claim;
use super::{Call, CallId, Ended, Session};
use crate::environment::Service;
use crate::error::{Code, Error, Kind};
use crate::grant;
use crate::js::errors::Failure;
use crate::js::events::texts;
use crate::js::options::Secret;
use crate::js::runtime::{now, random, redacted, stringify_json};
use crate::js::time::{Waited, sleep, wait};
use crate::js::values::{CallOptions, to_json};
use crate::lifecycle::Setback;
use crate::reply::Reply;
use crate::request::{Method, join};
use crate::scope::ScopeSet;
use crate::token::{Need, Token};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What Globus Auth has granted to a batch, and what is to be done about the storage.
#[derive(Default)]
pub(super) struct Acquired {
    pub(super) granted: Vec<(Rc<Need>, Rc<Live>)>,
    /// The secret it was got with.
    pub(super) secret: Rc<str>,
    pub(super) claims: Vec<Claim>,
}

impl Session {
    /// Gets the tokens of a batch.
    pub(super) async fn acquire(self: &Rc<Self>, batch: &Batch) -> Acquired {
        let begin = now();
        let mut acquired = Acquired::default();
        if let Err(failure) = self.acquire_into(batch, &mut acquired).await {
            self.fail(batch, &batch.open(Purpose::Renewal, Purpose::Consent), failure, begin);
        }
        acquired
    }

    /// Tries with the secret, and once more if its function has another by now.
    async fn acquire_into(self: &Rc<Self>, batch: &Batch, acquired: &mut Acquired) -> Result<(), Failure> {
        acquired.secret = self.secret().await?;
        let first = self.acquire_by_secret(batch, acquired).await;
        match &first {
            Err(Failure::Error { error, .. }) if error.code == Code::InvalidClient => {}
            _ => return first,
        }
        let next = self.secret_after(&acquired.secret).await?;
        if next == acquired.secret {
            return first;
        }
        acquired.secret = next;
        self.acquire_by_secret(batch, acquired).await
    }

    /// Looks into the storage, and asks Globus Auth for what is not there.
    async fn acquire_by_secret(self: &Rc<Self>, batch: &Batch, acquired: &mut Acquired) -> Result<(), Failure> {
        let secret = Rc::clone(&acquired.secret);
        let missed = |need: &Need, reason: &'static str| {
            self.emit("storage_miss", &|| vec![("scope", need.key().into()), ("reason", reason.into())]);
        };
        self.look_up(batch, &secret, &missed).await;
        acquired.claims.extend(self.claim(batch, &secret).await);
        // Another grant may have ended while this one looked.
        for need in batch.open(Purpose::Missing, Purpose::Missing) {
            if let Some(live) = self.tokens.peek(&need) {
                self.publish(batch, &need, Ok(live));
            }
        }
        let rest = batch.open(Purpose::Renewal, Purpose::Consent);
        if rest.is_empty() { Ok(()) } else { self.grant_all(batch, acquired, &rest).await }
    }

    /// Asks for all needs in one grant; one by one if Globus Auth does not know a scope among them, so that a mistake in
    /// one does not fail the others.
    async fn grant_all(
        self: &Rc<Self>,
        batch: &Batch,
        acquired: &mut Acquired,
        needs: &[Rc<Need>],
    ) -> Result<(), Failure> {
        match self.grant(&merged(needs), &acquired.secret, batch).await {
            Err(Failure::Error { error, .. }) if error.code == Code::InvalidScope && needs.len() > 1 => {}
            granted => {
                let tokens = granted?;
                for need in needs {
                    self.hand_out(batch, acquired, need, &tokens);
                }
                return Ok(());
            }
        }
        for need in needs {
            let begin = now();
            match self.grant(&need.scopes, &acquired.secret, batch).await {
                Ok(tokens) => self.hand_out(batch, acquired, need, &tokens),
                Err(failure) if setback(&failure) == Setback::Request => {
                    self.fail(batch, std::slice::from_ref(need), failure, begin);
                }
                // What is wrong is not this need: the others would fare no better.
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    /// Gives a need its token out of a grant.
    fn hand_out(&self, batch: &Batch, acquired: &mut Acquired, need: &Rc<Need>, tokens: &[Rc<Live>]) {
        let picked = pick(need, tokens);
        if let Ok(live) = &picked {
            acquired.granted.push((Rc::clone(need), Rc::clone(live)));
        }
        self.publish(batch, need, picked.map_err(|error| (error, Setback::Request)));
    }

    /// Gives needs a failure, after telling of it and remembering what it says of grants to come. The error is made once:
    /// all who wait get the same.
    fn fail(&self, batch: &Batch, needs: &[Rc<Need>], failure: Failure, begin: f64) {
        let setback = setback(&failure);
        let known = match &failure {
            Failure::Error { error, .. } => Some((error.code, error.request_id.clone())),
            // Told before, and now repeated.
            Failure::Js(_) => None,
        };
        let error = failure.into_js();
        if let Some((code, request_id)) = known {
            if batch.generation == self.tokens.generation.get() && setback != Setback::Request {
                self.tokens.set_back(|setbacks| setbacks.failed(setback, now(), random()));
                self.tokens.refusal.replace(error.clone());
            }
            self.emit("grant_failed", &|| {
                let scope = merged(needs).to_string().into();
                let mut members = batch.told_of(request_id.as_deref());
                members.extend([
                    ("code", code.as_str().into()),
                    ("scope", scope),
                    ("duration", (now() - begin).into()),
                ]);
                members
            });
        }
        for need in needs {
            self.publish(batch, need, Err((error.clone(), setback)));
        }
    }

    /// One grant.
    async fn grant(
        self: &Rc<Self>,
        scopes: &ScopeSet,
        secret: &Rc<str>,
        batch: &Batch,
    ) -> Result<Vec<Rc<Live>>, Failure> {
        let begin = now();
        let (tokens, response) = self.ask(scopes, secret, batch).await?;
        self.tokens.setbacks.take();
        self.emit("grant", &|| {
            let asking = batch.asking.borrow();
            let id = asking.as_ref().and_then(|call| self.request_id(call, None, response.dyn_ref()?));
            let mut members = batch.told_of(id.as_deref());
            members.extend([
                ("resourceServers", texts(tokens.iter().map(|live| live.token.resource_server.as_str()))),
                ("scope", scopes.to_string().into()),
                ("duration", (now() - begin).into()),
            ]);
            members
        });
        Ok(tokens)
    }

    /// Asks the token endpoint.
    async fn ask(
        self: &Rc<Self>,
        scopes: &ScopeSet,
        secret: &Rc<str>,
        batch: &Batch,
    ) -> Result<(Vec<Rc<Live>>, JsValue), Failure> {
        // What one call was told holds for all; a wait that is too long for a call fails it as it did that one.
        let slept = self.tokens.setbacks.get().wait(now());
        if slept > self.config.policy.max_wait {
            return Err(Failure::Js(self.tokens.refusal.borrow().clone()));
        }
        if slept > 0.0 {
            let _ = sleep(slept, None).await;
        }
        let options = CallOptions { retries: batch.beside.get().then_some(0), slept, ..CallOptions::default() };
        let call = self.auth_call(grant::TOKEN_PATH, grant::body(scopes), secret, None, options)?;
        batch.asking.replace(Some(Rc::clone(&call)));
        let begin = now();
        match self.exchange(&call, None).await {
            Ok(answer) => {
                // Whatever it repeats of the credentials is not one of its words.
                let text = stringify_json(&answer.data).ok().and_then(|text| text.as_string()).unwrap_or_default();
                let reply = to_json(&redacted(&text, &self.secrets(&call, None)));
                let tokens = Token::all_of(&reply, begin, self.tokens.jitter);
                if tokens.is_empty() {
                    return Err(grant::no_tokens(scopes, &reply).into());
                }
                let tokens = tokens.into_iter().map(|token| Rc::new(self.live(token, Source::Grant))).collect();
                Ok((tokens, answer.response))
            }
            Err(Ended::Failure(failure)) => Err(failure.of_grant()),
            Err(Ended::Refused(refused)) => {
                let mut error = grant::error(refused.error, &refused.json, scopes);
                self.advise_on_grant(&mut error, scopes, secret);
                Err(Failure::with_body(error, refused.body))
            }
        }
    }

    /// A call of Globus Auth with the id and the secret, perhaps about a token. Such calls do no harm when they are repeated.
    pub(super) fn auth_call(
        &self,
        path: &str,
        form: String,
        secret: &Rc<str>,
        token: Option<String>,
        options: CallOptions,
    ) -> Result<Rc<Call>, Failure> {
        Ok(Rc::new(Call {
            id: CallId::default(),
            service: Some(Service::Auth.name()),
            authorization: self.basic(secret, &token.into_iter().collect::<Rc<[String]>>())?,
            method: Method::POST,
            url: join(self.config.urls.get(Service::Auth), path, &[]),
            body: Some((form.into(), Some(grant::FORM))),
            safe: true,
            options,
            replayable: true,
            reply: Reply::Any,
            submission: None,
            raw: false,
            passthrough: None,
        }))
    }

    /// The secret, if it is known without asking for it.
    pub(super) fn known_secret(&self) -> Option<Rc<str>> {
        let known = self.tokens.secret.borrow().clone();
        known.or_else(|| match &*self.config.secret.borrow() {
            Some(Secret::Text(text)) => Some(text.as_str().into()),
            _ => None,
        })
    }

    /// The secret: as given, or what its function said last.
    pub(super) async fn secret(&self) -> Result<Rc<str>, Failure> {
        let known = self.tokens.secret.borrow().clone();
        match known {
            Some(secret) => Ok(secret),
            None => self.ask_for_secret().await,
        }
    }

    /// The secret after one that was refused: what somebody else has been told meanwhile, or what the function says now.
    pub(super) async fn secret_after(&self, refused: &Rc<str>) -> Result<Rc<str>, Failure> {
        let known = self.tokens.secret.borrow().clone();
        match known {
            Some(secret) if secret != *refused => Ok(secret),
            _ => self.ask_for_secret().await,
        }
    }

    async fn ask_for_secret(&self) -> Result<Rc<str>, Failure> {
        let source = self.config.secret.borrow().clone();
        let secret: Rc<str> = match source {
            None => return Err(Error::option("account", "was disposed of: its secret and tokens are gone").into()),
            Some(Secret::Text(text)) => text.as_str().into(),
            Some(Secret::Function(function)) => {
                let failed = |thrown| {
                    let error = Error::option("clientSecret", "is a function, and it failed");
                    Failure::caused_with(error, &thrown, &self.all_secrets())
                };
                let answer = function.call0(&JsValue::UNDEFINED).map_err(failed)?;
                match wait(Promise::resolve(&answer), Some(self.config.timeout), None).await {
                    Waited::Settled(Ok(value)) => {
                        let text = value
                            .as_string()
                            .ok_or_else(|| Error::option("clientSecret", "is a function, and it gave no string"))?;
                        grant::check_client_secret(&text)?;
                        text.as_str().into()
                    }
                    Waited::Settled(Err(cause)) => return Err(failed(cause)),
                    Waited::TimedOut | Waited::Aborted(_) => {
                        let message = "clientSecret is a function, and it gave no answer in time".to_owned();
                        return Err(Error::new(Kind::Timeout, Code::Timeout, message).into());
                    }
                }
            }
        };
        if self.config.secret.borrow().is_some() {
            self.tokens.secret.replace(Some(Rc::clone(&secret)));
        }
        Ok(secret)
    }
}

/// What a failure says of grants to come.
fn setback(failure: &Failure) -> Setback {
    match failure {
        Failure::Error { error, .. } => Setback::of(error.code, error.status, error.retry_after),
        Failure::Js(_) => Setback::Unavailable(None),
    }
}

/// The scopes of all needs.
fn merged(needs: &[Rc<Need>]) -> ScopeSet {
    let mut scopes = ScopeSet::default();
    for need in needs {
        scopes.merge(&need.scopes);
    }
    scopes
}

/// The token for a need, if it was granted all that was asked for.
fn pick(need: &Need, granted: &[Rc<Live>]) -> Result<Rc<Live>, JsValue> {
    let failed = |error| Err(Failure::from(error).into_js());
    let Some(live) = Token::for_need(need, granted) else {
        let servers: Vec<&str> = granted.iter().map(|live| live.token.resource_server.as_str()).collect();
        return failed(grant::no_token(&need.scopes, &servers));
    };
    match live.token.lacks(need).collect::<Vec<_>>() {
        lacks if lacks.is_empty() => Ok(Rc::clone(live)),
        lacks => failed(grant::narrower(&lacks, &live.token.scopes)),
    }
}
