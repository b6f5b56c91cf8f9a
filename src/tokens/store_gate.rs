//! The user's storage. It promises: nothing in it is believed, and whatever goes wrong is told to listeners and costs a request or some
//! time, never a call; a storage that hung is left alone for a while. What one secret opens of it is a [`super::drawer`].

use super::cache::Cache;
use super::clock::Clock;
use super::live::{Live, Source, about};
use super::vault::{Secret, Vault};
use crate::js::convert::to_json;
use crate::js::options::Config;
use crate::js::runtime::{now, parse_json};
use crate::js::storage::{Fault, Store, all_in_time, in_time, said};
use crate::js::time::all;
use crate::model::environment::Service;
use crate::model::stored;
use crate::model::token::{Need, Token};
use crate::policy::lifecycle::{is_on, judge};
use js_sys::{Array, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long a storage that hung is left alone, ms: a call waits for it once, not each time.
const REST: f64 = 5_000.0;

/// How long nothing is claimed after somebody's claim was waited for in vain, ms.
const CLAIM_REST: f64 = 60_000.0;

/// So many tokens are looked for where it is not known which were sent.
const MOST_HIDDEN: usize = 64;

/// The storage of an account, if it has one.
pub(super) struct StoreGate {
    pub(super) store: Option<Store>,
    pub(super) config: Rc<Config>,
    vault: Rc<Vault>,
    pub(super) cache: Rc<Cache>,
    pub(super) clock: Rc<Clock>,
    /// Epoch ms before which the storage is left alone, and before which nothing is claimed in it.
    rests_until: Cell<f64>,
    claims_rest_until: Cell<f64>,
    /// What is on its way into the storage.
    saving: RefCell<Vec<Promise>>,
}

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

    /// The storage, unless there is none or it is being left alone.
    pub(super) fn store(&self) -> Option<&Store> {
        self.store.as_ref().filter(|_| !is_on(self.rests_until.get(), REST, now()))
    }

    /// The storage, if it can tell who came first.
    pub(super) fn claims(&self) -> Option<&Store> {
        let rests = || is_on(self.claims_rest_until.get(), CLAIM_REST, now());
        self.store().filter(|store| store.adds() && !rests())
    }

    /// Somebody's claim was waited for in vain: nothing is claimed for a while.
    pub(super) fn rest_claims(&self) {
        self.claims_rest_until.set(now() + CLAIM_REST);
    }

    /// What tells this need from others of the client: where tokens come from, for whom, and for what.
    pub(super) fn entry_of(&self, need: &Need) -> String {
        let server = need.resource_server.as_deref().unwrap_or_default();
        format!("{}\n{server}\n{}", self.config.urls.get(Service::Auth), need.key())
    }

    /// The token in an entry, if it is one for this need of this client.
    pub(super) fn token_in(&self, need: &Need, entry: &JsValue) -> Option<Token> {
        let document = to_json(&parse_json(entry).unwrap_or_default());
        stored::read(&document, need, &self.config.client_id, self.clock.skew(), now(), self.clock.jitter())
    }

    /// The token in an entry, if it will do; else the reason.
    pub(super) fn judged(&self, need: &Rc<Need>, entry: &JsValue) -> Result<Rc<Live>, &'static str> {
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

    pub(super) async fn deleted(&self, asked: Vec<Promise>, bearers: &[String]) {
        for fault in all_in_time(asked).await.into_iter().filter_map(Result::err) {
            self.failed("delete", &fault, None, bearers);
        }
    }

    /// A write is on its way, until `saved_one`.
    pub(super) fn begin_saving(&self, saving: &Promise) {
        self.saving.borrow_mut().push(saving.clone());
    }

    pub(super) fn saved_one(&self, saved: &Promise) {
        self.saving.borrow_mut().retain(|other| AsRef::<JsValue>::as_ref(other) != AsRef::<JsValue>::as_ref(saved));
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
    pub(super) fn failed(&self, operation: &str, fault: &Fault, secret: Option<&Secret>, bearers: &[String]) {
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
pub(super) fn described(fault: &Fault, hidden: &Array) -> (&'static str, String) {
    match fault {
        Fault::Timeout => ("timeout", "it took too long".to_owned()),
        Fault::Error(error) => ("error", said(error, hidden).unwrap_or_default()),
    }
}
