//! The user's storage: called, held to a limit of its own, and never believed. `core/storage.js` gives every shape one form
//! and seals what is put there.

use super::time::{Alarm, WaitResult, wait_with_alarm};
use crate::wire::error::Error;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(raw_module = "./storage.js")]
extern "C" {
    /// One form for every shape of storage; a text says what is wrong with it.
    #[wasm_bindgen(catch)]
    fn adapted(storage: &JsValue) -> Result<JsValue, JsValue>;

    /// What an error of a storage says, without these secrets and without entries of ours.
    #[wasm_bindgen(catch)]
    pub(crate) fn said(error: &JsValue, secrets: &Array) -> Result<String, JsValue>;

    /// What the entries of an account under one secret are found and opened by.
    #[derive(Clone, Debug)]
    pub(crate) type Keys;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new(owner: &str, secret: &str) -> Keys;

    /// The entries of one account. The methods are async functions: they reject and never throw.
    #[derive(Clone, Debug)]
    pub(crate) type Store;

    #[wasm_bindgen(constructor)]
    fn new(storage: &JsValue, sealing: bool, owner: &str) -> Store;
    /// Whether the storage can tell who came first.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn adds(this: &Store) -> bool;
    #[wasm_bindgen(method)]
    pub(crate) fn get(this: &Store, keys: &Keys, token_request: &str) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn set(
        this: &Store,
        keys: &Keys,
        token_request: &str,
        entry: &JsValue,
        expires_at: f64,
        ttl: f64,
    ) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn delete(this: &Store, keys: &Keys, token_request: &str) -> Promise;
    /// Puts the names of the account's entries into `found`, as far as the storage lists them.
    #[wasm_bindgen(method)]
    pub(crate) fn names(this: &Store, found: &Array) -> Promise;
    /// `[name, entry, fault]` of these names and needs, those of other keys without an entry.
    #[wasm_bindgen(method)]
    pub(crate) fn list(this: &Store, keys: &Array, token_requests: &Array, listed: &Array) -> Promise;
    /// Deletes by names.
    #[wasm_bindgen(method)]
    pub(crate) fn remove(this: &Store, names: &Array) -> Promise;
    /// What tells the claim from others'; undefined if somebody else has it.
    #[wasm_bindgen(method)]
    pub(crate) fn claim(this: &Store, keys: &Keys, token_request: &str, expires_at: f64, ttl: f64) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn release(this: &Store, keys: &Keys, token_request: &str, owner: &JsValue) -> Promise;
}

/// How long a storage may take for one operation, ms. Without it a call would be as slow as a store that hangs.
const OPERATION_TIMEOUT: f64 = 2_000.0;

/// What went wrong with an operation of the storage.
pub(crate) enum StorageFault {
    /// It threw or rejected with this.
    Error(JsValue),
    /// It took longer than [`OPERATION_TIMEOUT`].
    Timeout,
}

/// The result of an operation, if it comes in time.
pub(crate) async fn with_time_limit(operation: Promise) -> Result<JsValue, StorageFault> {
    all_with_time_limit(vec![operation]).await.pop().unwrap_or(Err(StorageFault::Timeout))
}

/// The results of operations that go on at the same time, as far as they come in time.
pub(crate) async fn all_with_time_limit(operations: Vec<Promise>) -> Vec<Result<JsValue, StorageFault>> {
    let timer = Alarm::after(OPERATION_TIMEOUT);
    // All of them before the first one is waited for: what rejects meanwhile must not be an unhandled rejection.
    let pending: Vec<JsFuture> = operations.into_iter().map(JsFuture::from).collect();
    let mut results = Vec::with_capacity(pending.len());
    for operation in pending {
        results.push(match wait_with_alarm(operation, Some(&timer), None).await {
            WaitResult::Settled(result) => result.map_err(StorageFault::Error),
            WaitResult::TimedOut | WaitResult::Aborted(_) => Err(StorageFault::Timeout),
        });
    }
    results
}

/// Reads the option `storage`. `owner` begins the keys of all entries. Unless told otherwise, entries are encrypted: also in a
/// `Map`, whose subclass may write to a disk.
pub(crate) fn read_store(storage: &JsValue, encrypt: Option<bool>, owner: &str) -> Result<Store, Error> {
    let problem = "must be an object with get, set and delete, a Map, or one of the adapters in storage/";
    if !storage.is_object() {
        return Err(Error::option("storage", problem));
    }
    let adapted = adapted(storage).map_err(|_| Error::option("storage", problem))?;
    match adapted.as_string() {
        Some(problem) => Err(Error::option("storage", &problem)),
        None => Ok(Store::new(&adapted, encrypt.unwrap_or(true), owner)),
    }
}
