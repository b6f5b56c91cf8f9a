//! How a batch gets its tokens: from the storage, else by one grant for all that are missing; and what a refusal means for
//! those who wait.

use super::auth::{Asked, Auth};
use super::batch::{Batch, Purpose};
use super::consents::scopes_of;
use super::drawer::{Claim, Drawer};
use super::live::{Live, Source};
use super::port::Tokens;
use super::vault::Secret;
use crate::js::errors::Failure;
use crate::js::events::texts;
use crate::js::runtime::{isolates, keep_alive, now};
use crate::js::storage::in_time;
use crate::js::time::sleep;
use crate::model::scope::ScopeSet;
use crate::model::token::{Need, Token};
use crate::policy::lifecycle::Setback;
use crate::policy::storing::{HandOut, Writing, hand_out};
use crate::wire::error::Code;
use crate::wire::grant;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Why a need got nothing: the JavaScript error, and what it says of grants to come.
#[derive(Clone)]
struct Failed {
    error: JsValue,
    setback: Setback,
}

/// What a need got.
type Share = (Rc<Need>, Result<Rc<Live>, Failed>);

/// A batch on its way.
struct Acquisition<'a> {
    tokens: &'a Rc<Tokens>,
    batch: &'a Batch,
    auth: Rc<dyn Auth>,
    /// The storage as the secret opens it, once that is known.
    drawer: Option<Drawer>,
    /// The rights to make the grants that others wait for.
    claims: Vec<Claim>,
}

impl Tokens {
    /// Gets the tokens of a batch.
    pub(super) async fn acquire(self: &Rc<Self>, batch: &Batch, auth: Rc<dyn Auth>) {
        let begin = now();
        let mut acquisition = Acquisition { tokens: self, batch, auth, drawer: None, claims: Vec::new() };
        if let Err(failure) = acquisition.run().await {
            acquisition.fail(&batch.rest(), failure, begin).await;
        }
        // A claim is left if its tokens were found in the storage: it is given up.
        acquisition.deliver(Vec::new()).await;
    }

    /// Gives a need what it got, and remembers it, unless all was forgotten since the batch began.
    fn publish(&self, batch: &Batch, need: &Rc<Need>, result: Result<Rc<Live>, Failed>) {
        if batch.generation == self.cache.generation() {
            if let Ok(live) = &result {
                self.cache.insert(need, live);
            }
            if batch.brings(need, Purpose::Consent) {
                self.settle_consent(need, &result);
            }
        }
        batch.give(need, result.map_err(|failed| failed.error));
    }

    /// Remembers what came of asking for a consent, unless that says nothing of the next time, and tells of one that was given.
    fn settle_consent(&self, need: &Rc<Need>, result: &Result<Rc<Live>, Failed>) {
        let by = self.consents.answered(need);
        match result {
            Ok(live) => {
                self.consents.settle(need, Ok(Rc::clone(live)));
                self.config.listeners.emit("consent", &|| {
                    let mut members = by.clone();
                    members.push(("scopes", scopes_of(need)));
                    members.push(("resourceServer", live.token.resource_server.as_str().into()));
                    members
                });
            }
            Err(Failed { error, setback: Setback::Request }) => self.consents.settle(need, Err(error.clone())),
            Err(_) => {}
        }
    }
}

impl Acquisition<'_> {
    /// Tries with the secret, and once more if its function has another by now.
    async fn run(&mut self) -> Result<(), Failure> {
        let secret = self.tokens.vault.secret().await?;
        let first = self.run_by(&secret).await;
        match &first {
            Err(Failure::Error { error, .. }) if error.code == Code::InvalidClient => {}
            _ => return first,
        }
        let next = self.tokens.vault.secret_after(&secret).await?;
        if next == secret { first } else { self.run_by(&next).await }
    }

    /// Looks into the storage, and asks Globus Auth for what is not there.
    async fn run_by(&mut self, secret: &Rc<Secret>) -> Result<(), Failure> {
        let drawer = Drawer::of(&self.tokens.gate, secret);
        self.drawer = Some(drawer.clone());
        let listeners = &self.tokens.config.listeners;
        let give = |need: &Rc<Need>, live| self.tokens.publish(self.batch, need, Ok(live));
        let missed = |need: &Rc<Need>, reason: &'static str| {
            listeners.emit("storage_miss", &|| vec![("scope", need.key().into()), ("reason", reason.into())]);
        };
        drawer
            .look_up(&self.batch.storable(), &|need, found| match found {
                Ok(live) => give(need, live),
                Err(reason) => missed(need, reason),
            })
            .await;
        let claim = drawer
            .claim(&|| self.batch.storable(), &|need, found| {
                if let Ok(live) = found {
                    give(need, live);
                }
            })
            .await;
        self.claims.extend(claim);
        // Another grant may have ended while this one looked.
        for need in self.batch.open(Purpose::Missing, Purpose::Missing) {
            if let Some(live) = self.tokens.cache.peek(&need) {
                self.tokens.publish(self.batch, &need, Ok(live));
            }
        }
        let rest = self.batch.rest();
        if rest.is_empty() { Ok(()) } else { self.grant_all(&rest, secret).await }
    }

    /// Asks for all needs in one grant; one by one if Globus Auth does not know a scope among them, so that a mistake in
    /// one does not fail the others.
    async fn grant_all(&mut self, needs: &[Rc<Need>], secret: &Rc<Secret>) -> Result<(), Failure> {
        match self.grant(&merged(needs), secret).await {
            Err(Failure::Error { error, .. }) if error.code == Code::InvalidScope && needs.len() > 1 => {}
            granted => {
                self.deliver(picked(needs, &granted?)).await;
                return Ok(());
            }
        }
        for need in needs {
            let begin = now();
            let need = std::slice::from_ref(need);
            match self.grant(&merged(need), secret).await {
                Ok(tokens) => self.deliver(picked(need, &tokens)).await,
                Err(failure) if setback(&failure) == Setback::Request => self.fail(need, failure, begin).await,
                // What is wrong is not this need: the others would fare no better.
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    /// One grant.
    async fn grant(&self, scopes: &ScopeSet, secret: &Rc<Secret>) -> Result<Vec<Rc<Live>>, Failure> {
        let grants = &self.tokens.grants;
        // What one call was told holds for all; a wait that is too long for a call fails it as it did that one.
        let slept = grants.wait();
        if slept > self.tokens.config.policy.max_wait {
            return Err(Failure::Js(grants.told()));
        }
        let asked_at = now();
        if slept > 0.0 {
            let _ = sleep(slept, None).await;
        }
        let begin = now();
        let retries = self.batch.is_beside().then_some(0);
        let asked = Asked { scopes: scopes.clone(), secret: Rc::clone(secret), retries, slept };
        let granted = Rc::clone(&self.auth).grant(asked).await;
        self.batch.asked_by(granted.by);
        let reply = granted.reply?;
        let tokens = Token::all_of(&reply, begin, self.tokens.clock.jitter());
        if tokens.is_empty() {
            return Err(grant::no_tokens(scopes, &reply).into());
        }
        let tokens: Vec<_> = tokens.into_iter().map(|token| Rc::new(self.live_of(token))).collect();
        grants.succeeded();
        self.tokens.config.listeners.emit("grant", &|| {
            let mut members = self.batch.told_of();
            members.extend([
                ("resourceServers", texts(tokens.iter().map(|live| live.token.resource_server.as_str()))),
                ("scope", scopes.to_string().into()),
                ("duration", (now() - asked_at).into()),
            ]);
            members
        });
        Ok(tokens)
    }

    /// A token that was granted. One that was refused before is marked.
    fn live_of(&self, token: Token) -> Live {
        let was_refused = self.tokens.cache.is_distrusted(&token);
        Live::new(token, if was_refused { Source::CachedGrant } else { Source::Grant })
    }

    /// Gives needs what they got, and puts it into the storage, where the claims are given up; [`hand_out`] says in which order. The
    /// storage has its usual time for that.
    async fn deliver(&mut self, got: Vec<Share>) {
        let claims = std::mem::take(&mut self.claims);
        let claimed = !claims.is_empty();
        let granted = got.iter().filter_map(|(need, result)| Some((Rc::clone(need), Rc::clone(result.as_ref().ok()?))));
        let drawer = self.drawer.as_ref();
        let saving = drawer.and_then(|drawer| drawer.save(self.batch.generation, granted.collect(), claims));
        let Some(saving) = saving else {
            self.publish_all(got);
            return;
        };
        let writing = Writing {
            awaited: !self.batch.is_beside(),
            claimed,
            isolates: isolates(),
            kept_alive: keep_alive(&saving),
        };
        let order = hand_out(writing);
        if order == HandOut::AfterWrite {
            let _ = in_time(saving.clone()).await;
        }
        self.publish_all(got);
        if order == HandOut::BeforeWrite {
            let _ = in_time(saving).await;
        }
    }

    fn publish_all(&self, got: Vec<Share>) {
        for (need, result) in got {
            self.tokens.publish(self.batch, &need, result);
        }
    }

    /// Gives needs a failure, after telling of it and remembering what it says of grants to come. The error is made once:
    /// all who wait get the same.
    async fn fail(&mut self, needs: &[Rc<Need>], failure: Failure, begin: f64) {
        let setback = setback(&failure);
        let known = match &failure {
            Failure::Error { error, .. } => Some(error.code),
            // Told before, and now repeated; or a framework's own.
            Failure::Js(_) => None,
        };
        let error = failure.into_js();
        if let Some(code) = known {
            if self.batch.generation == self.tokens.cache.generation() && setback != Setback::Request {
                self.tokens.grants.failed(setback, &error);
            }
            self.tokens.config.listeners.emit("grant_failed", &|| {
                let mut members = self.batch.told_of();
                members.extend([
                    ("code", code.as_str().into()),
                    ("scope", merged(needs).to_string().into()),
                    ("duration", (now() - begin).into()),
                ]);
                members
            });
        }
        let failed = Failed { error, setback };
        self.deliver(needs.iter().map(|need| (Rc::clone(need), Err(failed.clone()))).collect()).await;
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
fn picked(needs: &[Rc<Need>], tokens: &[Rc<Live>]) -> Vec<Share> {
    let failed = |error| Failed { error, setback: Setback::Request };
    needs.iter().map(|need| (Rc::clone(need), pick(need, tokens).map_err(failed))).collect()
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
