//! The user's storage. It promises: nothing in it is believed, and whatever goes wrong is told to listeners and costs a request or some
//! time, never a call; a storage that hung is left alone for a while. What one secret opens of it is a [`super::drawer`].

use super::cache::Cache;
use super::clock::Clock;
use super::issued_token::{IssuedToken, TokenSource, token_fields};
use super::vault::{Secret, Vault};
use crate::js::convert::to_json;
use crate::js::options::Config;
use crate::js::runtime::{now, parse_json};
use crate::js::storage::{StorageFault, Store, all_with_time_limit, said, with_time_limit};
use crate::js::time::join_all;
use crate::model::environment::Service;
use crate::model::storage_entry;
use crate::model::token::{Token, TokenRequest};
use crate::policy::lifecycle::{check_stored, is_active};
use js_sys::{Array, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long a storage that hung is left alone, ms: a call waits for it once, not each time.
const SUSPEND_FOR: f64 = 5_000.0;

/// How long nothing is claimed after somebody's claim was waited for in vain, ms.
const SUSPEND_CLAIMS_FOR: f64 = 60_000.0;

/// So many tokens are looked for where it is not known which were sent.
const MAX_REDACTED_TOKENS: usize = 64;

/// The storage of an account, if it has one.
pub(super) struct StoreGate {
    pub(super) store: Option<Store>,
    pub(super) config: Rc<Config>,
    vault: Rc<Vault>,
    pub(super) cache: Rc<Cache>,
    pub(super) clock: Rc<Clock>,
    /// Epoch ms before which the storage is left alone, and before which nothing is claimed in it.
    suspended_until: Cell<f64>,
    claims_suspended_until: Cell<f64>,
    /// What is on its way into the storage.
    writes: RefCell<Vec<Promise>>,
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
        Self {
            store,
            config,
            vault,
            cache,
            clock,
            suspended_until: rests_until,
            claims_suspended_until: claims_rest_until,
            writes: saving,
        }
    }

    pub(super) const fn exists(&self) -> bool {
        self.store.is_some()
    }

    /// The storage, unless there is none or it is being left alone.
    pub(super) fn store(&self) -> Option<&Store> {
        self.store.as_ref().filter(|_| !is_active(self.suspended_until.get(), SUSPEND_FOR, now()))
    }

    /// The storage, if it can tell who came first.
    pub(super) fn claims(&self) -> Option<&Store> {
        let rests = || is_active(self.claims_suspended_until.get(), SUSPEND_CLAIMS_FOR, now());
        self.store().filter(|store| store.adds() && !rests())
    }

    /// Somebody's claim was waited for in vain: nothing is claimed for a while.
    pub(super) fn suspend_claims(&self) {
        self.claims_suspended_until.set(now() + SUSPEND_CLAIMS_FOR);
    }

    /// What tells this need from others of the client: where tokens come from, for whom, and for what.
    pub(super) fn entry_id(&self, token_request: &TokenRequest) -> String {
        let server = token_request.resource_server.as_deref().unwrap_or_default();
        format!("{}\n{server}\n{}", self.config.urls.get(Service::Auth), token_request.key())
    }

    /// The token in an entry, if it is one for this need of this client.
    pub(super) fn read_token(&self, token_request: &TokenRequest, entry: &JsValue) -> Option<Token> {
        let document = to_json(&parse_json(entry).unwrap_or_default());
        storage_entry::read_entry(
            &document,
            token_request,
            &self.config.client_id,
            self.clock.skew(),
            now(),
            self.clock.jitter(),
        )
    }

    /// The token in an entry, if it will do; else the reason.
    pub(super) fn check_entry(
        &self,
        token_request: &Rc<TokenRequest>,
        entry: &JsValue,
    ) -> Result<Rc<IssuedToken>, &'static str> {
        if entry.is_undefined() {
            return Err("absent");
        }
        let token = self.read_token(token_request, entry).ok_or("unreadable")?;
        if self.cache.was_dropped(&token) {
            return Err("dropped");
        }
        let held = self.cache.get(token_request);
        check_stored(&token.validity, held.as_ref().map(|held| &held.token.validity), now())?;
        self.config.listeners.emit("storage_hit", &|| token_fields(&token));
        Ok(Rc::new(IssuedToken::new(token, TokenSource::Storage)))
    }

    /// The names of all that the storage shows of this account, as far as these secrets and needs tell or it lists; with the bearer
    /// of a token that has not expired.
    pub(super) async fn list(
        &self,
        secrets: &[Rc<Secret>],
        token_requests: &[Rc<TokenRequest>],
    ) -> Vec<(JsValue, Option<String>)> {
        let Some(store) = &self.store else { return Vec::new() };
        let found = Array::new();
        if let Err(fault) = with_time_limit(store.names(&found)).await {
            self.emit_fault("keys", &fault, None, &[]);
        }
        let keys = secrets.iter().map(|secret| secret.keys()).collect();
        let names = token_requests.iter().map(|token_request| JsValue::from(self.entry_id(token_request))).collect();
        let listed = match with_time_limit(store.list(&keys, &names, &found)).await {
            Ok(listed) => Array::from(&listed),
            Err(fault) => {
                self.emit_fault("get", &fault, None, &[]);
                return Vec::new();
            }
        };
        let bearer = |entry: &JsValue| {
            let entry = to_json(&parse_json(entry).unwrap_or_default());
            storage_entry::bearer_in(&entry, &self.config.client_id, self.clock.skew(), now()).map(str::to_owned)
        };
        let mut entries = Vec::new();
        for one in listed.iter().map(|one| Array::from(&one)) {
            // What could not be read stays: it may be a token that lives.
            if let Ok(fault) = Reflect::get(&one.get(2), &"fault".into()) {
                self.emit_fault("get", &StorageFault::Error(fault), None, &[]);
            } else {
                entries.push((one.get(0), bearer(&one.get(1))));
            }
        }
        entries
    }

    /// Takes entries out of the storage, by their names.
    pub(super) async fn remove(&self, names: &Array, bearers: &[String]) {
        let Some(store) = &self.store else { return };
        self.wait_for_deletes(vec![store.remove(names)], bearers).await;
    }

    pub(super) async fn wait_for_deletes(&self, asked: Vec<Promise>, bearers: &[String]) {
        for fault in all_with_time_limit(asked).await.into_iter().filter_map(Result::err) {
            self.emit_fault("delete", &fault, None, bearers);
        }
    }

    /// A write is on its way, until `saved_one`.
    pub(super) fn write_started(&self, saving: &Promise) {
        self.writes.borrow_mut().push(saving.clone());
    }

    pub(super) fn write_ended(&self, saved: &Promise) {
        self.writes.borrow_mut().retain(|other| AsRef::<JsValue>::as_ref(other) != AsRef::<JsValue>::as_ref(saved));
    }

    /// Until what is on its way into the storage has arrived there.
    pub(super) async fn wait_for_writes(&self) {
        let saving = self.writes.borrow().clone();
        let _ = join_all(saving).await;
    }

    /// The secret, and the tokens in memory, if there are no more than an application needs: what must not be shown.
    pub(super) fn secrets(&self) -> Array {
        let secrets = self.vault.all().map(|secret| JsValue::from(secret.text()));
        let tokens = self.cache.all().into_iter().take(MAX_REDACTED_TOKENS);
        secrets.chain(tokens.map(|(_, issued)| issued.token.access_token.as_str().into())).collect()
    }

    /// Tells of a fault, without what the account knows as secret, and without this secret and these bearers, which it may know no
    /// longer. A storage that hung is left alone for a while.
    pub(super) fn emit_fault(
        &self,
        operation: &str,
        fault: &StorageFault,
        secret: Option<&Secret>,
        bearers: &[String],
    ) {
        if let StorageFault::Timeout = fault {
            self.suspended_until.set(now() + SUSPEND_FOR);
        }
        let hidden = self.secrets();
        for text in secret.map(Secret::text).into_iter().chain(bearers.iter().map(String::as_str)) {
            hidden.push(&text.into());
        }
        let (reason, message) = describe_fault(fault, &hidden);
        self.config.listeners.emit("storage_failed", &|| {
            vec![("operation", operation.into()), ("reason", reason.into()), ("message", message.as_str().into())]
        });
    }
}

/// The kind of a fault, and what may be said about it.
pub(super) fn describe_fault(fault: &StorageFault, hidden: &Array) -> (&'static str, String) {
    match fault {
        StorageFault::Timeout => ("timeout", "it took too long".to_owned()),
        StorageFault::Error(error) => ("error", said(error, hidden).unwrap_or_default()),
    }
}
