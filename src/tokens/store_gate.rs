//! The user's storage. Guarantees: every entry is checked before use; a failure of the storage becomes an event, costs
//! a grant or some time, and never fails a call; look-ups and writes skip a storage that hung, for a while.
//! [`super::secret_entries`] reads and writes the entries of one secret.

use super::cache::Cache;
use super::clock::Clock;
use super::issued_token::{IssuedToken, TokenSource, token_fields};
use super::vault::{Secret, Vault};
use crate::js::convert::to_json;
use crate::js::options::Config;
use crate::js::runtime::{now, parse_json};
use crate::js::storage::{StorageFault, Store, all_with_time_limit, storage_error_message, with_time_limit};
use crate::js::time::join_all;
use crate::model::environment::Service;
use crate::model::storage_entry;
use crate::model::token::{Token, TokenRequest};
use crate::policy::lifecycle::{check_stored, is_active};
use js_sys::{Array, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long a storage that hung is suspended, ms: a call waits for it once, not at each operation, and calls that begin
/// meanwhile do not wait.
const SUSPEND_FOR: f64 = 5_000.0;

/// How long claims are suspended after a process waited without result for the claim of another, ms.
const SUSPEND_CLAIMS_FOR: f64 = 60_000.0;

/// The most tokens that are redacted from a text where it is not known which tokens were sent.
const MAX_REDACTED_TOKENS: usize = 64;

/// Guards the storage of an account, if it has one.
pub(super) struct StoreGate {
    pub(super) store: Option<Store>,
    pub(super) config: Rc<Config>,
    vault: Rc<Vault>,
    pub(super) cache: Rc<Cache>,
    pub(super) clock: Rc<Clock>,
    /// Epoch ms until which the storage is suspended, and until which claims are.
    suspended_until: Cell<f64>,
    claims_suspended_until: Cell<f64>,
    /// The writes in progress.
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
        let (suspended_until, claims_suspended_until, writes) = Default::default();
        let (config, vault, cache, clock) = (Rc::clone(config), Rc::clone(vault), Rc::clone(cache), Rc::clone(clock));
        Self { store, config, vault, cache, clock, suspended_until, claims_suspended_until, writes }
    }

    pub(super) const fn exists(&self) -> bool {
        self.store.is_some()
    }

    /// Returns the store, unless there is none or it is suspended.
    pub(super) fn store(&self) -> Option<&Store> {
        self.store.as_ref().filter(|_| !is_active(self.suspended_until.get(), SUSPEND_FOR, now()))
    }

    /// Returns the store if it supports claims (`add`), and neither it nor the claims are suspended.
    pub(super) fn claims(&self) -> Option<&Store> {
        let suspended = || is_active(self.claims_suspended_until.get(), SUSPEND_CLAIMS_FOR, now());
        self.store().filter(|store| store.adds() && !suspended())
    }

    /// Suspends claims after a wait without result.
    pub(super) fn suspend_claims(&self) {
        self.claims_suspended_until.set(now() + SUSPEND_CLAIMS_FOR);
    }

    /// Identifies a token request among those of the client: the Globus Auth URL, the resource server and the scopes.
    pub(super) fn entry_id(&self, token_request: &TokenRequest) -> String {
        let server = token_request.resource_server.as_deref().unwrap_or_default();
        format!("{}\n{server}\n{}", self.config.urls.get(Service::Auth), token_request.key())
    }

    /// Reads the token in an entry. `None` unless it is a token of this client for this token request.
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

    /// Returns the token in an entry if it can be used, and emits `storage_hit`; else the reason as in the event
    /// `storage_miss`.
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
        let cached = self.cache.get(token_request);
        check_stored(&token.validity, cached.as_ref().map(|cached| &cached.token.validity), now())?;
        self.config.listeners.emit("storage_hit", &|| token_fields(&token));
        Ok(Rc::new(IssuedToken::new(token, TokenSource::Storage)))
    }

    /// Lists the names of the account's entries: those that the storage lists, and those of these secrets and token
    /// requests. Each comes with its bearer, or `None` if that is expired, not of this client, or cannot be opened.
    /// Entries whose read failed are left out.
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
        for item in listed.iter().map(|item| Array::from(&item)) {
            // An entry whose read failed is left out, so that it is not deleted: it may contain a valid token.
            if let Ok(fault) = Reflect::get(&item.get(2), &"fault".into()) {
                self.emit_fault("get", &StorageFault::Error(fault), None, &[]);
            } else {
                entries.push((item.get(0), bearer(&item.get(1))));
            }
        }
        entries
    }

    /// Deletes entries by name.
    pub(super) async fn remove(&self, names: &Array, bearers: &[String]) {
        let Some(store) = &self.store else { return };
        self.wait_for_deletes(vec![store.remove(names)], bearers).await;
    }

    pub(super) async fn wait_for_deletes(&self, deletes: Vec<Promise>, bearers: &[String]) {
        for fault in all_with_time_limit(deletes).await.into_iter().filter_map(Result::err) {
            self.emit_fault("delete", &fault, None, bearers);
        }
    }

    /// Notes a write in progress, until `write_ended`.
    pub(super) fn write_started(&self, write: &Promise) {
        self.writes.borrow_mut().push(write.clone());
    }

    pub(super) fn write_ended(&self, write: &Promise) {
        self.writes.borrow_mut().retain(|other| AsRef::<JsValue>::as_ref(other) != AsRef::<JsValue>::as_ref(write));
    }

    /// Waits for the writes in progress.
    pub(super) async fn wait_for_writes(&self) {
        let writes = self.writes.borrow().clone();
        let _ = join_all(writes).await;
    }

    /// Returns the texts to redact: the secrets, and up to [`MAX_REDACTED_TOKENS`] tokens in memory.
    pub(super) fn secrets(&self) -> Array {
        let secrets = self.vault.all().map(|secret| JsValue::from(secret.text()));
        let tokens = self.cache.all().into_iter().take(MAX_REDACTED_TOKENS);
        secrets.chain(tokens.map(|(_, issued)| issued.token.access_token.as_str().into())).collect()
    }

    /// Emits `storage_failed`, redacted. `secret` and `bearers` are redacted in addition to what the account knows,
    /// because it may have forgotten them. Suspends a storage that hung.
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
        let secrets = self.secrets();
        for text in secret.map(Secret::text).into_iter().chain(bearers.iter().map(String::as_str)) {
            secrets.push(&text.into());
        }
        let (reason, message) = describe_fault(fault, &secrets);
        self.config.listeners.emit("storage_failed", &|| {
            vec![("operation", operation.into()), ("reason", reason.into()), ("message", message.as_str().into())]
        });
    }
}

/// Returns the kind of a fault and its redacted message.
pub(super) fn describe_fault(fault: &StorageFault, secrets: &Array) -> (&'static str, String) {
    match fault {
        StorageFault::Timeout => ("timeout", "it took too long".to_owned()),
        StorageFault::Error(error) => ("error", storage_error_message(error, secrets).unwrap_or_default()),
    }
}
