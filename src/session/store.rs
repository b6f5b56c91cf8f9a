//! Tokens in the user's storage: looked for before a grant, put there after one. Whatever goes wrong here is told to
//! `onEvent` and costs a request or some time, never a call.

use super::Session;
use super::batches::{Batch, Purpose};
use super::live::{Live, Source, about};
use crate::js::drive::{Deferred, drive, drive_into};
use crate::js::runtime::{now, parse_json, random, stringify_json};
use crate::js::storage::{Fault, Store, all_in_time, in_time, said};
use crate::js::time::{Alarm, Waited, all, wait_until};
use crate::js::values::to_json;
use crate::model::environment::Service;
use crate::model::stored::{self, Entry};
use crate::model::token::{Need, Token};
use crate::policy::lifecycle::{is_on, judge};
use js_sys::{Array, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long a storage that hung is left alone, ms: a call waits for it once, not each time.
const REST: f64 = 5_000.0;

/// How long a claim lives, s. Whoever takes longer may have died: another one claims the grant.
const CLAIM: f64 = 2.0;

/// How long claims of others are waited for, ms, before a process asks without one.
const PATIENCE: f64 = 5_000.0;

/// How long nothing is claimed after somebody's claim was waited for in vain, ms.
const CLAIM_REST: f64 = 60_000.0;

/// ms between two looks at whether the claimant's token has come.
const LOOK: f64 = 100.0;

impl Session {
    /// The storage, unless there is none or it is being left alone.
    fn store(&self) -> Option<&Store> {
        self.config.store.as_ref().filter(|_| !is_on(self.tokens.store_rests_until.get(), REST, now()))
    }

    /// The storage, if it can tell who came first.
    fn claims(&self) -> Option<&Store> {
        let rests = || is_on(self.tokens.claims_rest_until.get(), CLAIM_REST, now());
        self.store().filter(|store| store.adds() && !rests())
    }

    /// What tells this need from others of the client: where tokens come from, for whom, and for what.
    fn entry_of(&self, need: &Need) -> String {
        let server = need.resource_server.as_deref().unwrap_or_default();
        [self.config.urls.get(Service::Auth), "\n", server, "\n", &need.key()].concat()
    }

    /// Reads the entries of these needs, all at once; tells of what fails.
    async fn entries(&self, needs: &[Rc<Need>], secret: &str) -> Vec<(Rc<Need>, JsValue)> {
        let Some(store) = self.store() else { return Vec::new() };
        let asked = needs.iter().map(|need| store.get(secret, &self.entry_of(need))).collect();
        let answers = needs.iter().zip(all_in_time(asked).await);
        let told = |fault| self.storage_failed("get", &fault, secret, &[]);
        answers.filter_map(|(need, answer)| Some((Rc::clone(need), answer.map_err(told).ok()?))).collect()
    }

    /// The token in an entry, if it is one for this need of this client.
    fn token_in(&self, need: &Need, entry: &JsValue) -> Option<Token> {
        let document = to_json(&parse_json(entry).unwrap_or_default());
        let (skew, jitter) = (self.tokens.skew.get(), self.tokens.jitter);
        stored::read(&document, need, &self.config.client_id, skew, now(), jitter)
    }

    /// Looks for what a batch still needs, and gives it what will do; `missed` hears why something will not.
    pub(super) async fn look_up(&self, batch: &Batch, secret: &str, missed: &dyn Fn(&Need, &'static str)) {
        for (need, entry) in self.entries(&batch.open(Purpose::Renewal, Purpose::Missing), secret).await {
            match self.judged(&need, &entry) {
                Ok(live) => self.publish(batch, &need, Ok(live)),
                Err(reason) => missed(&need, reason),
            }
        }
    }

    /// The names of all that the storage shows of this account, as far as these secrets and needs tell or it lists; with the bearer
    /// of a token that has not expired.
    pub(super) async fn stored(&self, secrets: &[Rc<str>], needs: &[Rc<Need>]) -> Vec<(JsValue, Option<String>)> {
        let Some(store) = &self.config.store else { return Vec::new() };
        let found = Array::new();
        if let Err(fault) = in_time(store.names(&found)).await {
            self.storage_failed("keys", &fault, "", &[]);
        }
        let secrets = secrets.iter().map(|secret| JsValue::from(&**secret)).collect();
        let names = needs.iter().map(|need| JsValue::from(self.entry_of(need))).collect();
        let listed = match in_time(store.list(&secrets, &names, &found)).await {
            Ok(listed) => Array::from(&listed),
            Err(fault) => {
                self.storage_failed("get", &fault, "", &[]);
                return Vec::new();
            }
        };
        let bearer = |entry: &JsValue| {
            let entry = to_json(&parse_json(entry).unwrap_or_default());
            stored::bearer(&entry, &self.config.client_id, self.tokens.skew.get(), now()).map(str::to_owned)
        };
        let (mut stored, all) = (Vec::new(), listed.iter().map(|one| Array::from(&one)));
        for one in all {
            // What could not be read stays: it may be a token that lives.
            if let Ok(fault) = Reflect::get(&one.get(2), &"fault".into()) {
                self.storage_failed("get", &Fault::Error(fault), "", &[]);
            } else {
                stored.push((one.get(0), bearer(&one.get(1))));
            }
        }
        stored
    }

    /// The token in an entry, if it will do; else the reason.
    fn judged(&self, need: &Rc<Need>, entry: &JsValue) -> Result<Rc<Live>, &'static str> {
        if entry.is_undefined() {
            return Err("absent");
        }
        let token = self.token_in(need, entry).ok_or("unreadable")?;
        if self.tokens.is_dropped(&token) {
            return Err("dropped");
        }
        let held = self.tokens.peek(need);
        judge(&token.life, held.as_ref().map(|held| &held.token.life), now())?;
        self.emit("storage_hit", &|| about(&token));
        Ok(Rc::new(self.live(token, Source::Storage)))
    }

    /// Where a storage can tell who came first, the first process gets the tokens, and the others wait for a while and
    /// take what it has put there. Gives the claim, if it is ours.
    pub(super) async fn claim(&self, batch: &Batch, secret: &Rc<str>) -> Option<Claim> {
        self.claims()?;
        let needs = || batch.open(Purpose::Renewal, Purpose::Missing);
        let name = needs().iter().map(|need| self.entry_of(need)).collect::<Vec<_>>().join("\n");
        // By a timer: a clock that is set back must not make this longer.
        let end = Alarm::after(PATIENCE);
        while !needs().is_empty() {
            let store = self.claims()?;
            let owner = match in_time(store.claim(secret, &name, now() + CLAIM * 1000.0, CLAIM)).await {
                Ok(owner) => owner,
                Err(fault) => {
                    self.storage_failed("add", &fault, secret, &[]);
                    return None;
                }
            };
            if owner.is_undefined() {
                let pause = Alarm::after(LOOK * (0.5 + random()));
                if let Waited::TimedOut = wait_until(pause.future(), Some(&end), None).await {
                    // Nobody has put anything there: whoever has the claim is gone, or the storage does not mean it.
                    self.tokens.claims_rest_until.set(now() + CLAIM_REST);
                    return None;
                }
            }
            // If it is ours: whoever had it before may have come and gone since the last look.
            self.look_up(batch, secret, &|_, _| {}).await;
            if !owner.is_undefined() {
                return Some(Claim { name, secret: Rc::clone(secret), owner });
            }
        }
        None
    }

    /// Puts new tokens into the storage and then gives claims up. The promise of it, if there is anything to do.
    pub(super) fn save(
        self: &Rc<Self>,
        generation: u32,
        secret: &Rc<str>,
        granted: Vec<(Rc<Need>, Rc<Live>)>,
        claims: Vec<Claim>,
    ) -> Option<Promise> {
        if self.config.store.is_none() || (granted.is_empty() && claims.is_empty()) {
            return None;
        }
        let write = |(need, live): (Rc<Need>, Rc<Live>)| {
            let (session, secret) = (Rc::clone(self), Rc::clone(secret));
            drive(async move {
                session.write(&need, &live, &secret, generation).await;
                Ok(JsValue::UNDEFINED)
            })
        };
        let writing: Vec<Promise> = granted.into_iter().map(write).collect();
        let (session, deferred) = (Rc::clone(self), Deferred::new());
        let saving = deferred.promise();
        self.tokens.saving.borrow_mut().push(saving.clone());
        let own = JsValue::from(saving.clone());
        drive_into(deferred, async move {
            let _ = all(writing).await;
            for Claim { name, secret, owner } in claims {
                let Some(store) = session.store() else { break };
                if let Err(fault) = in_time(store.release(&secret, &name, &owner)).await {
                    session.storage_failed("delete", &fault, &secret, &[]);
                }
            }
            session.tokens.saving.borrow_mut().retain(|other| *AsRef::<JsValue>::as_ref(other) != own);
            Ok(JsValue::UNDEFINED)
        });
        Some(saving)
    }

    /// Writes a token, unless the storage shows a younger one.
    async fn write(&self, need: &Rc<Need>, new: &Live, secret: &str, generation: u32) {
        let (name, life) = (self.entry_of(need), new.token.life);
        for (_, entry) in self.entries(std::slice::from_ref(need), secret).await {
            let seen = self.token_in(need, &entry).filter(|seen| !self.tokens.is_dropped(seen));
            if seen.is_some_and(|seen| seen.life.issued_at > life.issued_at) {
                return;
            }
        }
        let Some(store) = self.store() else { return };
        let ttl = ((life.expires_at - now()) / 1000.0).ceil();
        // Of no use to anybody, or forgotten meanwhile.
        if ttl < 1.0 || !self.tokens.is_worth_keeping(generation, &new.token) {
            return;
        }
        let skew = self.tokens.skew.get();
        let entry = Entry::of(&new.token, need, &self.config.client_id, skew);
        let entry = serde_wasm_bindgen::to_value(&entry).unwrap_or_default();
        let Ok(entry) = stringify_json(&entry) else { return };
        if let Err(fault) = in_time(store.set(secret, &name, &entry, life.expires_at + skew, ttl)).await {
            self.storage_failed("set", &fault, secret, std::slice::from_ref(&new.token.access_token));
        }
    }

    /// Takes the tokens of these needs out of the storage.
    pub(super) async fn unsave(&self, needs: &[Rc<Need>], secret: &str, bearers: &[String]) {
        let Some(store) = &self.config.store else { return };
        self.deleted(needs.iter().map(|need| store.delete(secret, &self.entry_of(need))).collect(), bearers).await;
    }

    /// The same, by their names.
    pub(super) async fn remove(&self, names: &Array, bearers: &[String]) {
        let Some(store) = &self.config.store else { return };
        self.deleted(vec![store.remove(names)], bearers).await;
    }

    async fn deleted(&self, asked: Vec<Promise>, bearers: &[String]) {
        for fault in all_in_time(asked).await.into_iter().filter_map(Result::err) {
            self.storage_failed("delete", &fault, "", bearers);
        }
    }

    /// What is wrong with the storage, by reading an entry: undefined if it answers, null if there is none.
    pub(crate) async fn storage_fault(&self) -> Result<JsValue, JsValue> {
        let Some(store) = &self.config.store else { return Ok(JsValue::NULL) };
        let secret = self.secret().await?;
        let entry = self.entry_of(&self.need_of(Service::Auth));
        Ok(match in_time(store.get(&secret, &entry)).await {
            Ok(_) => JsValue::UNDEFINED,
            Err(fault) => described(&fault, &self.all_secrets()).1.into(),
        })
    }

    /// Tells of a fault, without what the account knows as secret, and without this secret and these bearers, which it may know no
    /// longer. A storage that hung is left alone for a while.
    fn storage_failed(&self, operation: &str, fault: &Fault, secret: &str, bearers: &[String]) {
        if let Fault::Timeout = fault {
            self.tokens.store_rests_until.set(now() + REST);
        }
        let secrets = self.all_secrets();
        secrets.push(&secret.into());
        for bearer in bearers {
            secrets.push(&bearer.into());
        }
        let (reason, message) = described(fault, &secrets);
        self.emit("storage_failed", &|| {
            vec![("operation", operation.into()), ("reason", reason.into()), ("message", message.as_str().into())]
        });
    }
}

/// The kind of a fault, and what may be said about it.
fn described(fault: &Fault, secrets: &Array) -> (&'static str, String) {
    match fault {
        Fault::Timeout => ("timeout", "it took too long".to_owned()),
        Fault::Error(error) => ("error", said(error, secrets).unwrap_or_default()),
    }
}

/// The right to make the grant that others wait for.
pub(super) struct Claim {
    name: String,
    secret: Rc<str>,
    /// What tells it from a later one of somebody else.
    owner: JsValue,
}
