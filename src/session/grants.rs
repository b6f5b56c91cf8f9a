//! How a batch gets its tokens: from the storage, else by one grant for all that are missing; and what a refusal means for
//! those who wait.

use super::batches::{Batch, Purpose};
use super::live::{Live, Source};
use super::store::Claim;
use super::{Call, CallId, Ended, Session};
use crate::advice::step::{Who, by};
use crate::js::errors::Failure;
use crate::js::events::texts;
use crate::js::options::Secret;
use crate::js::runtime::{isolates, keep_alive, now, random, redacted, stringify_json};
use crate::js::storage::in_time;
use crate::js::time::{Waited, sleep, wait};
use crate::js::values::{CallOptions, to_json};
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::model::token::{Need, Token};
use crate::policy::lifecycle::Setback;
use crate::wire::error::{Code, Error, Kind};
use crate::wire::grant;
use crate::wire::reply::Reply;
use crate::wire::request::{Method, join};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What the tokens of a batch are got with.
#[derive(Default)]
struct Means {
    secret: Rc<str>,
    claims: Vec<Claim>,
}

/// What a need got; an error is a JavaScript one.
type Got = (Rc<Need>, Result<Rc<Live>, (JsValue, Setback)>);

impl Session {
    /// Gets the tokens of a batch.
    pub(super) async fn acquire(self: &Rc<Self>, batch: &Batch) {
        let begin = now();
        let mut means = Means::default();
        if let Err(failure) = self.acquire_by(&mut means, batch).await {
            self.fail(batch, &mut means, &batch.open(Purpose::Renewal, Purpose::Consent), failure, begin).await;
        }
        // Claimed, and then found to be there.
        self.deliver(batch, &mut means, Vec::new()).await;
    }

    /// Tries with the secret, and once more if its function has another by now.
    async fn acquire_by(self: &Rc<Self>, means: &mut Means, batch: &Batch) -> Result<(), Failure> {
        means.secret = self.secret().await?;
        let first = self.acquire_by_secret(batch, means).await;
        match &first {
            Err(Failure::Error { error, .. }) if error.code == Code::InvalidClient => {}
            _ => return first,
        }
        let next = self.secret_after(&means.secret).await?;
        if next == means.secret {
            return first;
        }
        means.secret = next;
        self.acquire_by_secret(batch, means).await
    }

    /// Looks into the storage, and asks Globus Auth for what is not there.
    async fn acquire_by_secret(self: &Rc<Self>, batch: &Batch, means: &mut Means) -> Result<(), Failure> {
        let secret = Rc::clone(&means.secret);
        let missed = |need: &Need, reason: &'static str| {
            self.emit("storage_miss", &|| vec![("scope", need.key().into()), ("reason", reason.into())]);
        };
        self.look_up(batch, &secret, &missed).await;
        means.claims.extend(self.claim(batch, &secret).await);
        // Another grant may have ended while this one looked.
        for need in batch.open(Purpose::Missing, Purpose::Missing) {
            if let Some(live) = self.tokens.peek(&need) {
                self.publish(batch, &need, Ok(live));
            }
        }
        let rest = batch.open(Purpose::Renewal, Purpose::Consent);
        if rest.is_empty() { Ok(()) } else { self.grant_all(batch, means, &rest).await }
    }

    /// Asks for all needs in one grant; one by one if Globus Auth does not know a scope among them, so that a mistake in
    /// one does not fail the others.
    async fn grant_all(self: &Rc<Self>, batch: &Batch, means: &mut Means, needs: &[Rc<Need>]) -> Result<(), Failure> {
        match self.grant(&merged(needs), &means.secret, batch).await {
            Err(Failure::Error { error, .. }) if error.code == Code::InvalidScope && needs.len() > 1 => {}
            granted => {
                self.deliver(batch, means, picked(needs, &granted?)).await;
                return Ok(());
            }
        }
        for need in needs {
            let begin = now();
            let need = std::slice::from_ref(need);
            match self.grant(&merged(need), &means.secret, batch).await {
                Ok(tokens) => self.deliver(batch, means, picked(need, &tokens)).await,
                Err(failure) if setback(&failure) == Setback::Request => {
                    self.fail(batch, means, need, failure, begin).await;
                }
                // What is wrong is not this need: the others would fare no better.
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    /// Gives needs what they got. Before that it is put into the storage and the claims are given up, because a process may end as
    /// soon as it has what it asked for. The storage has its usual time for that. It is not waited for where nobody waits for
    /// the token, or where the platform keeps the write going and no other process waits for it.
    async fn deliver(self: &Rc<Self>, batch: &Batch, means: &mut Means, got: Vec<Got>) {
        let claims = std::mem::take(&mut means.claims);
        let is_claimed = !claims.is_empty();
        let granted = got.iter().filter_map(|(need, result)| Some((Rc::clone(need), Rc::clone(result.as_ref().ok()?))));
        let saving = self.save(batch.generation, &means.secret, granted.collect(), claims);
        let goes_on = saving.as_ref().is_none_or(|saving| keep_alive(saving));
        let is_first = !batch.beside.get() && (is_claimed || !isolates() || !goes_on);
        let waited_for = |is_now: bool| saving.clone().filter(|_| is_now);
        if let Some(saving) = waited_for(is_first) {
            let _ = in_time(saving).await;
        }
        for (need, result) in got {
            self.publish(batch, &need, result);
        }
        if let Some(saving) = waited_for(!is_first && !goes_on) {
            let _ = in_time(saving).await;
        }
    }

    /// Gives needs a failure, after telling of it and remembering what it says of grants to come. The error is made once:
    /// all who wait get the same.
    async fn fail(self: &Rc<Self>, batch: &Batch, means: &mut Means, needs: &[Rc<Need>], failure: Failure, begin: f64) {
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
        let got = needs.iter().map(|need| (Rc::clone(need), Err((error.clone(), setback))));
        self.deliver(batch, means, got.collect()).await;
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
            None => {
                let problem = "was disposed of: its secret and tokens are gone";
                let error = Error::config(Code::Disposed, "account", problem);
                return Err(error
                    .with_step(&by(Who::You, "Make another account, or dispose of one after its last call"))
                    .into());
            }
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
            let before = self.tokens.secret.replace(Some(Rc::clone(&secret)));
            // Of use only for what was stored with it.
            if let Some(former) = before.filter(|before| *before != secret && self.config.store.is_some()) {
                self.tokens.former.replace(Some(former));
            }
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

/// What needs get out of a grant.
fn picked(needs: &[Rc<Need>], tokens: &[Rc<Live>]) -> Vec<Got> {
    needs.iter().map(|need| (Rc::clone(need), pick(need, tokens).map_err(|error| (error, Setback::Request)))).collect()
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
