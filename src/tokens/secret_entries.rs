//! The storage entries of one secret. Tokens are looked up there before a grant and written there after one.
//! Guarantees: where the storage has `add`, one process gets the tokens that several processes need; a token never
//! overwrites a younger one that was read before.

use super::issued_token::IssuedToken;
use super::store_gate::{StoreGate, describe_fault};
use super::vault::Secret;
use crate::js::drive::{Deferred, drive, drive_into};
use crate::js::runtime::{now, random, stringify_json};
use crate::js::storage::{all_with_time_limit, with_time_limit};
use crate::js::time::{Alarm, WaitResult, join_all, wait_with_alarm};
use crate::model::storage_entry::StorageEntry;
use crate::model::token::TokenRequest;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long a claim lasts, ms. A process that takes longer may have died: another one may then claim the grant.
const CLAIM_LIFETIME: f64 = 2_000.0;

/// How long a process waits for the claims of others, ms. Then it requests its own grant without a claim.
const MAX_CLAIM_WAIT: f64 = 5_000.0;

/// Mean time between two reads of the entry that the claiming process will write, ms.
const CLAIM_POLL_INTERVAL: f64 = 100.0;

/// Called with each token request and its token, or the reason why the storage has none.
pub(super) type OnLookup<'a> = &'a dyn Fn(&Rc<TokenRequest>, Result<Rc<IssuedToken>, &'static str>);

/// The storage entries of one secret: their keys and their encryption are derived from it.
#[derive(Clone)]
pub(super) struct SecretEntries {
    gate: Rc<StoreGate>,
    secret: Rc<Secret>,
}

/// The right of one process to make a grant that other processes wait for.
pub(super) struct Claim {
    name: String,
    entries: SecretEntries,
    /// Identifies this claim, so that its release does not remove a later claim of another process.
    owner: JsValue,
}

impl SecretEntries {
    pub(super) fn new(gate: &Rc<StoreGate>, secret: &Rc<Secret>) -> Self {
        Self { gate: Rc::clone(gate), secret: Rc::clone(secret) }
    }

    /// Reads the entries of these token requests, all at once. Emits an event for each failure.
    async fn entries(&self, token_requests: &[Rc<TokenRequest>]) -> Vec<(Rc<TokenRequest>, JsValue)> {
        let Some(store) = self.gate.store() else { return Vec::new() };
        let keys = self.secret.keys();
        let operations =
            token_requests.iter().map(|token_request| store.get(keys, &self.gate.entry_id(token_request))).collect();
        let replies = token_requests.iter().zip(all_with_time_limit(operations).await);
        let report = |fault| self.gate.emit_fault("get", &fault, Some(&self.secret), &[]);
        replies
            .filter_map(|(token_request, reply)| Some((Rc::clone(token_request), reply.map_err(report).ok()?)))
            .collect()
    }

    /// Looks up the tokens of these token requests.
    pub(super) async fn look_up(&self, token_requests: &[Rc<TokenRequest>], on_result: OnLookup<'_>) {
        for (token_request, entry) in self.entries(token_requests).await {
            on_result(&token_request, self.gate.check_entry(&token_request, &entry));
        }
    }

    /// Claims the grant for the token requests that `open` returns. The first process gets the claim. The others wait
    /// for a while and read the tokens which the first one writes. Returns the claim if this process has it.
    pub(super) async fn claim(
        &self,
        open: &dyn Fn() -> Vec<Rc<TokenRequest>>,
        on_result: OnLookup<'_>,
    ) -> Option<Claim> {
        self.gate.claims()?;
        let name = open().iter().map(|token_request| self.gate.entry_id(token_request)).collect::<Vec<_>>().join("\n");
        // A timer, not a deadline: a clock that is set back must not extend the wait.
        let end = Alarm::after(MAX_CLAIM_WAIT);
        while !open().is_empty() {
            let store = self.gate.claims()?;
            let claiming = store.claim(self.secret.keys(), &name, now() + CLAIM_LIFETIME, CLAIM_LIFETIME / 1000.0);
            let owner = match with_time_limit(claiming).await {
                Ok(owner) => owner,
                Err(fault) => {
                    self.gate.emit_fault("add", &fault, Some(&self.secret), &[]);
                    return None;
                }
            };
            if owner.is_undefined() {
                let pause = Alarm::after(CLAIM_POLL_INTERVAL * (0.5 + random()));
                if let WaitResult::TimedOut = wait_with_alarm(pause.future(), Some(&end), None).await {
                    // No entry came: the claiming process is gone, or the storage does not honour `add`.
                    self.gate.suspend_claims();
                    return None;
                }
            }
            // Also after getting the claim: the process that held it before may have written its tokens since the last
            // look-up.
            self.look_up(&open(), on_result).await;
            if !owner.is_undefined() {
                return Some(Claim { name, entries: self.clone(), owner });
            }
        }
        None
    }

    /// Begins to write tokens and then to release the claims. Returns `None` if there is nothing to do.
    pub(super) fn save(
        &self,
        generation: u32,
        granted: Vec<(Rc<TokenRequest>, Rc<IssuedToken>)>,
        claims: Vec<Claim>,
    ) -> Option<Promise> {
        if !self.gate.exists() || (granted.is_empty() && claims.is_empty()) {
            return None;
        }
        let write = |(token_request, issued): (Rc<TokenRequest>, Rc<IssuedToken>)| {
            let entries = self.clone();
            drive(async move {
                entries.write(&token_request, &issued, generation).await;
                Ok(JsValue::UNDEFINED)
            })
        };
        let writing: Vec<Promise> = granted.into_iter().map(write).collect();
        let (gate, deferred) = (Rc::clone(&self.gate), Deferred::new());
        let saving = deferred.promise();
        self.gate.write_started(&saving);
        let own_write = saving.clone();
        drive_into(deferred, async move {
            let _ = join_all(writing).await;
            for claim in claims {
                claim.release().await;
            }
            gate.write_ended(&own_write);
            Ok(JsValue::UNDEFINED)
        });
        Some(saving)
    }

    /// Writes a token, unless the storage contains a younger one.
    async fn write(&self, token_request: &Rc<TokenRequest>, new: &IssuedToken, generation: u32) {
        let (gate, validity) = (&self.gate, new.token.validity);
        for (_, entry) in self.entries(std::slice::from_ref(token_request)).await {
            let seen = gate.read_token(token_request, &entry).filter(|seen| !gate.cache.was_dropped(seen));
            if seen.is_some_and(|seen| seen.validity.issued_at > validity.issued_at) {
                return;
            }
        }
        let Some(store) = gate.store() else { return };
        let ttl = ((validity.expires_at - now()) / 1000.0).ceil();
        // The token has expired, or was cleared, revoked or refused meanwhile.
        if ttl < 1.0 || !gate.cache.is_worth_storing(generation, &new.token) {
            return;
        }
        let skew = gate.clock.skew();
        let entry = StorageEntry::new(&new.token, token_request, &gate.config.client_id, skew);
        let entry = serde_wasm_bindgen::to_value(&entry).unwrap_or_default();
        let Ok(entry) = stringify_json(&entry) else { return };
        let setting =
            store.set(self.secret.keys(), &gate.entry_id(token_request), &entry, validity.expires_at + skew, ttl);
        if let Err(fault) = with_time_limit(setting).await {
            let bearer = std::slice::from_ref(&new.token.access_token);
            gate.emit_fault("set", &fault, Some(&self.secret), bearer);
        }
    }

    /// Deletes the entries of these token requests.
    pub(super) async fn remove(&self, token_requests: &[Rc<TokenRequest>], bearers: &[String]) {
        let Some(store) = &self.gate.store else { return };
        let keys = self.secret.keys();
        let operations =
            token_requests.iter().map(|token_request| store.delete(keys, &self.gate.entry_id(token_request))).collect();
        self.gate.wait_for_deletes(operations, bearers).await;
    }

    /// Reads one entry and returns the failure as text: undefined if the storage answers, null if there is no storage.
    pub(super) async fn probe(&self, token_request: &TokenRequest) -> JsValue {
        let Some(store) = &self.gate.store else { return JsValue::NULL };
        match with_time_limit(store.get(self.secret.keys(), &self.gate.entry_id(token_request))).await {
            Ok(_) => JsValue::UNDEFINED,
            Err(fault) => describe_fault(&fault, &self.gate.secrets()).1.into(),
        }
    }
}

impl Claim {
    /// Releases the claim. While the storage is suspended, the claim expires on its own.
    async fn release(self) {
        let SecretEntries { gate, secret } = &self.entries;
        let Some(store) = gate.store() else { return };
        if let Err(fault) = with_time_limit(store.release(secret.keys(), &self.name, &self.owner)).await {
            gate.emit_fault("delete", &fault, Some(secret), &[]);
        }
    }
}
