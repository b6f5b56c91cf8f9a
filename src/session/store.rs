//! Tokens in the user's storage: looked for before a grant, put there after one. Whatever goes wrong here is told to
//! `onEvent` and costs a request or some time, never a call.

use super::Session;
use super::batches::NeedResult;
use super::live::{Live, Source};
use crate::environment::Service;
use crate::js::drive::drive;
use crate::js::runtime::{keep_alive, now, parse_json, random, redacted, stringify_json};
use crate::js::storage::{Fault, LIMIT, Store, in_time};
use crate::js::time::sleep;
use crate::js::values::{member, to_json};
use crate::lifecycle::judge;
use crate::stored::{self, Entry};
use crate::token::Need;
use js_sys::{Array, Date};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How long a storage that hung is left alone, ms: a call waits for it once, not each time.
const REST: f64 = 5_000.0;

/// How long a process that has claimed a grant may take before others make one of their own, in s.
const CLAIM: f64 = 5.0;

/// ms between two looks at whether the claimant's token has come.
const LOOK: f64 = 100.0;

impl Session {
    /// The storage, unless there is none or it is being left alone.
    fn store(&self) -> Option<&Store> {
        let rests_until = self.tokens.store_rests_until.get();
        self.config.store.as_ref().filter(|_| !(rests_until - REST..rests_until).contains(&now()))
    }

    /// What tells this need from others of the client: where tokens come from, for whom, and for what.
    fn entry_of(&self, need: &Need) -> String {
        let server = need.resource_server.as_deref().unwrap_or_default();
        [self.config.urls.get(Service::Auth), "\n", server, "\n", &need.key()].concat()
    }

    /// Looks for the tokens of these needs, all at once. What is found is no longer among the needs; `missed` hears why
    /// another is still missing.
    pub(super) async fn look_up(
        &self,
        needs: &mut Vec<Rc<Need>>,
        secret: &str,
        missed: &dyn Fn(&Need, &'static str),
    ) -> Vec<NeedResult> {
        let mut found = Vec::new();
        let Some(store) = self.store() else { return found };
        let asked: Vec<_> = needs.iter().map(|need| store.get(secret, &self.entry_of(need))).collect();
        let mut missing = Vec::new();
        let end = now() + LIMIT;
        for (need, answer) in needs.drain(..).zip(asked) {
            match in_time(answer, end - now()).await.map(|entry| self.judged(&need, &entry)) {
                Ok(Ok(live)) => {
                    found.push((need, Ok(live)));
                    continue;
                }
                Ok(Err(reason)) => missed(&need, reason),
                Err(fault) => self.storage_failed("get", &fault, secret, ""),
            }
            missing.push(need);
        }
        *needs = missing;
        found
    }

    /// The token in an entry, if it will do; else the reason.
    fn judged(&self, need: &Rc<Need>, entry: &JsValue) -> Result<Rc<Live>, &'static str> {
        if entry.is_undefined() {
            return Err("absent");
        }
        let document = to_json(&parse_json(entry).unwrap_or_default());
        let (now, skew, jitter) = (now(), self.tokens.skew.get(), self.tokens.jitter);
        let token = stored::read(&document, need, &self.config.client_id, skew, now, jitter).ok_or("unreadable")?;
        if self.tokens.is_dropped(&token) {
            return Err("dropped");
        }
        let held = self.tokens.peek(need);
        judge(&token.life, held.as_ref().map(|held| &held.token.life), now)?;
        self.emit("storage_hit", &|| {
            let expires_at = Date::new(&token.life.expires_at.into()).into();
            vec![("resourceServer", token.resource_server.as_str().into()), ("expiresAt", expires_at)]
        });
        Ok(Rc::new(self.live(token, Source::Storage)))
    }

    /// Where a storage can tell who came first, the first process gets the tokens, and the others wait for a while and
    /// take what it has put there. Gives the claim, if it is ours.
    pub(super) async fn claim(
        &self,
        needs: &mut Vec<Rc<Need>>,
        secret: &Rc<str>,
        found: &mut Vec<NeedResult>,
    ) -> Option<Claim> {
        let name = needs.iter().map(|need| self.entry_of(need)).collect::<Vec<_>>().join("\n");
        let end = now() + CLAIM * 1000.0;
        while !needs.is_empty() {
            let store = self.store().filter(|store| store.adds())?;
            let claimed = match in_time(store.claim(secret, &name, now() + CLAIM * 1000.0, CLAIM), LIMIT).await {
                Ok(claimed) => claimed.is_truthy(),
                Err(fault) => {
                    self.storage_failed("add", &fault, secret, "");
                    return None;
                }
            };
            if !claimed {
                if now() >= end {
                    return None;
                }
                sleep(LOOK * (0.5 + random()), None).await.ok()?;
            }
            // If it is ours: whoever had it before may have come and gone since the last look.
            found.extend(self.look_up(needs, secret, &|_, _| {}).await);
            if claimed {
                return Some(Claim { name, secret: Rc::clone(secret) });
            }
        }
        None
    }

    /// Puts new tokens into the storage and gives claims up, beside everything else. Waited for only where nothing would
    /// keep it going.
    pub(super) async fn save(self: &Rc<Self>, results: &[NeedResult], secret: Rc<str>, claims: Vec<Claim>) {
        let tokens: Vec<_> = results
            .iter()
            .filter_map(|(need, result)| Some((Rc::clone(need), Rc::clone(result.as_ref().ok()?))))
            .filter(|(_, live)| live.source == Source::Grant)
            .collect();
        if self.config.store.is_none() || (tokens.is_empty() && claims.is_empty()) {
            return;
        }
        let session = Rc::clone(self);
        let saving = drive(async move {
            for (need, live) in tokens {
                session.write(&need, &live, &secret).await;
            }
            for Claim { name, secret } in claims {
                let Some(store) = session.store() else { break };
                if let Err(fault) = in_time(store.release(&secret, &name), LIMIT).await {
                    session.storage_failed("delete", &fault, &secret, "");
                }
            }
            Ok(JsValue::UNDEFINED)
        });
        if !keep_alive(&saving) {
            let _ = JsFuture::from(saving).await;
        }
    }

    /// Writes a token, unless the storage shows a younger one.
    async fn write(&self, need: &Rc<Need>, new: &Live, secret: &str) {
        let Some(store) = self.store() else { return };
        let (name, life) = (self.entry_of(need), new.token.life);
        if let Ok(entry) = in_time(store.get(secret, &name), LIMIT).await {
            let document = to_json(&parse_json(&entry).unwrap_or_default());
            let skew = self.tokens.skew.get();
            let seen = stored::read(&document, need, &self.config.client_id, skew, now(), 0.0);
            if seen.is_some_and(|seen| seen.life.issued_at > life.issued_at && !self.tokens.is_dropped(&seen)) {
                return;
            }
        }
        let ttl = ((life.expires_at - now()) / 1000.0).ceil();
        // Forgotten meanwhile, or of no use to anybody.
        if ttl < 1.0 || self.tokens.is_dropped(&new.token) {
            return;
        }
        let skew = self.tokens.skew.get();
        let entry = Entry::of(&new.token, need, &self.config.client_id, skew);
        let entry = serde_wasm_bindgen::to_value(&entry).unwrap_or_default();
        let Ok(entry) = stringify_json(&entry) else { return };
        if let Err(fault) = in_time(store.set(secret, &name, &entry, life.expires_at + skew, ttl), LIMIT).await {
            self.storage_failed("set", &fault, secret, &new.token.access_token);
        }
    }

    /// Takes the tokens of these needs out of the storage.
    pub(super) async fn unsave(&self, needs: &[Rc<Need>], secret: &str) {
        let Some(store) = &self.config.store else { return };
        let answers: Vec<_> = needs.iter().map(|need| store.delete(secret, &self.entry_of(need))).collect();
        let end = now() + LIMIT;
        for answer in answers {
            if let Err(fault) = in_time(answer, end - now()).await {
                self.storage_failed("delete", &fault, secret, "");
            }
        }
    }

    /// Tells of a fault. A storage that hung is left alone for a while.
    fn storage_failed(&self, operation: &str, fault: &Fault, secret: &str, token: &str) {
        let (reason, message) = match fault {
            Fault::Timeout => {
                self.tokens.store_rests_until.set(now() + REST);
                ("timeout", "it took too long".into())
            }
            Fault::Error(error) => {
                let text = member(error, "message").as_string().or_else(|| error.as_string()).unwrap_or_default();
                let secrets: Array = [secret, token]
                    .iter()
                    .filter(|text| !text.is_empty())
                    .map(|text| JsValue::from_str(text))
                    .collect();
                ("error", redacted(&text, &secrets))
            }
        };
        self.emit("storage_failed", &|| {
            vec![("operation", operation.into()), ("reason", reason.into()), ("message", message.clone())]
        });
    }
}

/// The right to make the grant that others wait for.
pub(super) struct Claim {
    name: String,
    secret: Rc<str>,
}
