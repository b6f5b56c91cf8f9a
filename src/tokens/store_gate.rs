//! The user's storage: tokens are looked for there before a grant and put there after one. It promises: nothing in it is believed, and
//! whatever goes wrong is told to listeners and costs a request or some time, never a call; a storage that hung is left alone for a
//! while; where it can tell who came first, one process gets the tokens that all need.

use super::cache::Cache;
use super::clock::Clock;
use super::live::{Live, Source, about};
use super::vault::{Secret, Vault};
use crate::js::drive::{Deferred, drive, drive_into};
use crate::js::options::Config;
use crate::js::runtime::{now, parse_json, random, stringify_json};
use crate::js::storage::{Fault, Store, all_in_time, in_time, said};
use crate::js::time::{Alarm, Waited, all, wait_until};
use crate::js::values::to_json;
use crate::model::environment::Service;
use crate::model::stored::{self, Entry};
use crate::model::token::{Need, Token};
use crate::policy::lifecycle::{is_on, judge};
use js_sys::{Array, Promise, Reflect};
use std::cell::{Cell, RefCell};
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

/// So many tokens are looked for where it is not known which were sent.
const MOST_HIDDEN: usize = 64;

/// The storage of an account, if it has one.
pub(super) struct StoreGate {
    store: Option<Store>,
    config: Rc<Config>,
    vault: Rc<Vault>,
    cache: Rc<Cache>,
    clock: Rc<Clock>,
    /// Epoch ms before which the storage is left alone, and before which nothing is claimed in it.
    rests_until: Cell<f64>,
    claims_rest_until: Cell<f64>,
    /// What is on its way into the storage.
    saving: RefCell<Vec<Promise>>,
}

/// Hears what became of a need: its token, or why the storage has none.
pub(super) type Found<'a> = &'a dyn Fn(&Rc<Need>, Result<Rc<Live>, &'static str>);

impl StoreGate {
    pub(super) fn new(
        store: Option<Store>,
        config: &Rc<Config>,
        vault: &Rc<Vault>,
        cache: &Rc<Cache>,
        clock: &Rc<Clock>,
    ) -> Self {
        let (rests_until, claims_rest_until, saving) = Default::default();
        let (config, vault, cache, clock) = (Rc::clone(config), Rc::clone(vault), Rc::clone(cache), Rc::clone(clock));
        Self { store, config, vault, cache, clock, rests_until, claims_rest_until, saving }
    }

    pub(super) const fn is_there(&self) -> bool {
        self.store.is_some()
    }

    /// The storage as a secret opens it.
    pub(super) fn opened_by(self: &Rc<Self>, secret: &Rc<Secret>) -> Drawer {
        Drawer { gate: Rc::clone(self), secret: Rc::clone(secret) }
    }

    /// The storage, unless there is none or it is being left alone.
    fn store(&self) -> Option<&Store> {
        self.store.as_ref().filter(|_| !is_on(self.rests_until.get(), REST, now()))
    }

    /// The storage, if it can tell who came first.
    fn claims(&self) -> Option<&Store> {
        let rests = || is_on(self.claims_rest_until.get(), CLAIM_REST, now());
        self.store().filter(|store| store.adds() && !rests())
    }

    /// What tells this need from others of the client: where tokens come from, for whom, and for what.
    fn entry_of(&self, need: &Need) -> String {
        let server = need.resource_server.as_deref().unwrap_or_default();
        format!("{}\n{server}\n{}", self.config.urls.get(Service::Auth), need.key())
    }

    /// The token in an entry, if it is one for this need of this client.
    fn token_in(&self, need: &Need, entry: &JsValue) -> Option<Token> {
        let document = to_json(&parse_json(entry).unwrap_or_default());
        stored::read(&document, need, &self.config.client_id, self.clock.skew(), now(), self.clock.jitter())
    }

    /// The token in an entry, if it will do; else the reason.
    fn judged(&self, need: &Rc<Need>, entry: &JsValue) -> Result<Rc<Live>, &'static str> {
        if entry.is_undefined() {
            return Err("absent");
        }
        let token = self.token_in(need, entry).ok_or("unreadable")?;
        if self.cache.is_dropped(&token) {
            return Err("dropped");
        }
        let held = self.cache.peek(need);
        judge(&token.life, held.as_ref().map(|held| &held.token.life), now())?;
        self.config.listeners.emit("storage_hit", &|| about(&token));
        Ok(Rc::new(Live::new(token, Source::Storage)))
    }

    /// The names of all that the storage shows of this account, as far as these secrets and needs tell or it lists; with the bearer
    /// of a token that has not expired.
    pub(super) async fn stored(&self, secrets: &[Rc<Secret>], needs: &[Rc<Need>]) -> Vec<(JsValue, Option<String>)> {
        let Some(store) = &self.store else { return Vec::new() };
        let found = Array::new();
        if let Err(fault) = in_time(store.names(&found)).await {
            self.failed("keys", &fault, None, &[]);
        }
        let keys = secrets.iter().map(|secret| secret.keys()).collect();
        let names = needs.iter().map(|need| JsValue::from(self.entry_of(need))).collect();
        let listed = match in_time(store.list(&keys, &names, &found)).await {
            Ok(listed) => Array::from(&listed),
            Err(fault) => {
                self.failed("get", &fault, None, &[]);
                return Vec::new();
            }
        };
        let bearer = |entry: &JsValue| {
            let entry = to_json(&parse_json(entry).unwrap_or_default());
            stored::bearer(&entry, &self.config.client_id, self.clock.skew(), now()).map(str::to_owned)
        };
        let mut stored = Vec::new();
        for one in listed.iter().map(|one| Array::from(&one)) {
            // What could not be read stays: it may be a token that lives.
            if let Ok(fault) = Reflect::get(&one.get(2), &"fault".into()) {
                self.failed("get", &Fault::Error(fault), None, &[]);
            } else {
                stored.push((one.get(0), bearer(&one.get(1))));
            }
        }
        stored
    }

    /// Takes entries out of the storage, by their names.
    pub(super) async fn remove(&self, names: &Array, bearers: &[String]) {
        let Some(store) = &self.store else { return };
        self.deleted(vec![store.remove(names)], bearers).await;
    }

    async fn deleted(&self, asked: Vec<Promise>, bearers: &[String]) {
        for fault in all_in_time(asked).await.into_iter().filter_map(Result::err) {
            self.failed("delete", &fault, None, bearers);
        }
    }

    /// Until what is on its way into the storage has arrived there.
    pub(super) async fn saved(&self) {
        let saving = self.saving.borrow().clone();
        let _ = all(saving).await;
    }

    /// The secret, and the tokens in memory, if there are no more than an application needs: what must not be shown.
    pub(super) fn hidden(&self) -> Array {
        let secrets = self.vault.all().map(|secret| JsValue::from(secret.text()));
        let tokens = self.cache.all().into_iter().take(MOST_HIDDEN);
        secrets.chain(tokens.map(|(_, live)| live.token.access_token.as_str().into())).collect()
    }

    /// Tells of a fault, without what the account knows as secret, and without this secret and these bearers, which it may know no
    /// longer. A storage that hung is left alone for a while.
    fn failed(&self, operation: &str, fault: &Fault, secret: Option<&Secret>, bearers: &[String]) {
        if let Fault::Timeout = fault {
            self.rests_until.set(now() + REST);
        }
        let hidden = self.hidden();
        for text in secret.map(Secret::text).into_iter().chain(bearers.iter().map(String::as_str)) {
            hidden.push(&text.into());
        }
        let (reason, message) = described(fault, &hidden);
        self.config.listeners.emit("storage_failed", &|| {
            vec![("operation", operation.into()), ("reason", reason.into()), ("message", message.as_str().into())]
        });
    }
}

/// The kind of a fault, and what may be said about it.
fn described(fault: &Fault, hidden: &Array) -> (&'static str, String) {
    match fault {
        Fault::Timeout => ("timeout", "it took too long".to_owned()),
        Fault::Error(error) => ("error", said(error, hidden).unwrap_or_default()),
    }
}

/// The entries that one secret opens.
#[derive(Clone)]
pub(super) struct Drawer {
    gate: Rc<StoreGate>,
    secret: Rc<Secret>,
}

/// The right to make the grant that others wait for.
pub(super) struct Claim {
    name: String,
    drawer: Drawer,
    /// What tells it from a later one of somebody else.
    owner: JsValue,
}

impl Drawer {
    /// Reads the entries of these needs, all at once; tells of what fails.
    async fn entries(&self, needs: &[Rc<Need>]) -> Vec<(Rc<Need>, JsValue)> {
        let Some(store) = self.gate.store() else { return Vec::new() };
        let keys = self.secret.keys();
        let asked = needs.iter().map(|need| store.get(keys, &self.gate.entry_of(need))).collect();
        let answers = needs.iter().zip(all_in_time(asked).await);
        let told = |fault| self.gate.failed("get", &fault, Some(&self.secret), &[]);
        answers.filter_map(|(need, answer)| Some((Rc::clone(need), answer.map_err(told).ok()?))).collect()
    }

    /// Looks for the tokens of needs.
    pub(super) async fn look_up(&self, needs: &[Rc<Need>], found: Found<'_>) {
        for (need, entry) in self.entries(needs).await {
            found(&need, self.gate.judged(&need, &entry));
        }
    }

    /// Where a storage can tell who came first, the first process gets the tokens, and the others wait for a while and
    /// take what it has put there. `open` gives the needs that have got nothing yet. Gives the claim, if it is ours.
    pub(super) async fn claim(&self, open: &dyn Fn() -> Vec<Rc<Need>>, found: Found<'_>) -> Option<Claim> {
        self.gate.claims()?;
        let name = open().iter().map(|need| self.gate.entry_of(need)).collect::<Vec<_>>().join("\n");
        // By a timer: a clock that is set back must not make this longer.
        let end = Alarm::after(PATIENCE);
        while !open().is_empty() {
            let store = self.gate.claims()?;
            let claiming = store.claim(self.secret.keys(), &name, now() + CLAIM * 1000.0, CLAIM);
            let owner = match in_time(claiming).await {
                Ok(owner) => owner,
                Err(fault) => {
                    self.gate.failed("add", &fault, Some(&self.secret), &[]);
                    return None;
                }
            };
            if owner.is_undefined() {
                let pause = Alarm::after(LOOK * (0.5 + random()));
                if let Waited::TimedOut = wait_until(pause.future(), Some(&end), None).await {
                    // Nobody has put anything there: whoever has the claim is gone, or the storage does not mean it.
                    self.gate.claims_rest_until.set(now() + CLAIM_REST);
                    return None;
                }
            }
            // If it is ours: whoever had it before may have come and gone since the last look.
            self.look_up(&open(), found).await;
            if !owner.is_undefined() {
                return Some(Claim { name, drawer: self.clone(), owner });
            }
        }
        None
    }

    /// Begins to write tokens, and then to give up the claims. None if there is nothing to do.
    pub(super) fn save(
        &self,
        generation: u32,
        granted: Vec<(Rc<Need>, Rc<Live>)>,
        claims: Vec<Claim>,
    ) -> Option<Promise> {
        if !self.gate.is_there() || (granted.is_empty() && claims.is_empty()) {
            return None;
        }
        let write = |(need, live): (Rc<Need>, Rc<Live>)| {
            let drawer = self.clone();
            drive(async move {
                drawer.write(&need, &live, generation).await;
                Ok(JsValue::UNDEFINED)
            })
        };
        let writing: Vec<Promise> = granted.into_iter().map(write).collect();
        let (gate, deferred) = (Rc::clone(&self.gate), Deferred::new());
        let saving = deferred.promise();
        self.gate.saving.borrow_mut().push(saving.clone());
        let own = JsValue::from(saving.clone());
        drive_into(deferred, async move {
            let _ = all(writing).await;
            for claim in claims {
                claim.release().await;
            }
            gate.saving.borrow_mut().retain(|other| *AsRef::<JsValue>::as_ref(other) != own);
            Ok(JsValue::UNDEFINED)
        });
        Some(saving)
    }

    /// Writes a token, unless the storage shows a younger one.
    async fn write(&self, need: &Rc<Need>, new: &Live, generation: u32) {
        let (gate, life) = (&self.gate, new.token.life);
        for (_, entry) in self.entries(std::slice::from_ref(need)).await {
            let seen = gate.token_in(need, &entry).filter(|seen| !gate.cache.is_dropped(seen));
            if seen.is_some_and(|seen| seen.life.issued_at > life.issued_at) {
                return;
            }
        }
        let Some(store) = gate.store() else { return };
        let ttl = ((life.expires_at - now()) / 1000.0).ceil();
        // Of no use to anybody, or forgotten meanwhile.
        if ttl < 1.0 || !gate.cache.is_worth_storing(generation, &new.token) {
            return;
        }
        let skew = gate.clock.skew();
        let entry = Entry::of(&new.token, need, &gate.config.client_id, skew);
        let entry = serde_wasm_bindgen::to_value(&entry).unwrap_or_default();
        let Ok(entry) = stringify_json(&entry) else { return };
        let setting = store.set(self.secret.keys(), &gate.entry_of(need), &entry, life.expires_at + skew, ttl);
        if let Err(fault) = in_time(setting).await {
            let bearer = std::slice::from_ref(&new.token.access_token);
            gate.failed("set", &fault, Some(&self.secret), bearer);
        }
    }

    /// Takes the tokens of these needs out of the storage.
    pub(super) async fn unsave(&self, needs: &[Rc<Need>], bearers: &[String]) {
        let Some(store) = &self.gate.store else { return };
        let keys = self.secret.keys();
        let asked = needs.iter().map(|need| store.delete(keys, &self.gate.entry_of(need))).collect();
        self.gate.deleted(asked, bearers).await;
    }

    /// What is wrong with the storage, by reading the entry of a need: undefined if it answers, null if there is none.
    pub(super) async fn fault(&self, need: &Need) -> JsValue {
        let Some(store) = &self.gate.store else { return JsValue::NULL };
        match in_time(store.get(self.secret.keys(), &self.gate.entry_of(need))).await {
            Ok(_) => JsValue::UNDEFINED,
            Err(fault) => described(&fault, &self.gate.hidden()).1.into(),
        }
    }
}

impl Claim {
    /// Gives it up, unless the storage is left alone: then it ends by itself.
    async fn release(self) {
        let Drawer { gate, secret } = &self.drawer;
        let Some(store) = gate.store() else { return };
        if let Err(fault) = in_time(store.release(secret.keys(), &self.name, &self.owner)).await {
            gate.failed("delete", &fault, Some(secret), &[]);
        }
    }
}
