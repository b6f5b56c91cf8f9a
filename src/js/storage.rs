//! Calls the user's storage, with a time limit. `core/storage.js` adapts every kind of storage to one form and encrypts
//! the entries.

use super::time::{Alarm, WaitResult, wait_with_alarm};
use crate::wire::error::Error;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(raw_module = "./storage.js")]
extern "C" {
    /// The storage, adapted to one form; a text says why it cannot be used.
    #[wasm_bindgen(catch, js_name = adaptStorage)]
    fn adapt_storage(storage: &JsValue) -> Result<JsValue, JsValue>;

    /// The message of a storage's error, without these secrets and without entries.
    #[wasm_bindgen(catch, js_name = storageErrorMessage)]
    pub(crate) fn storage_error_message(error: &JsValue, secrets: &Array) -> Result<String, JsValue>;

    /// The keys that name and encrypt the entries of one secret.
    #[derive(Clone, Debug)]
    pub(crate) type Keys;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new(owner: &str, secret: &str) -> Keys;

    /// The entries of one account. The methods are async functions: they reject and never throw.
    #[derive(Clone, Debug)]
    pub(crate) type Store;

    #[wasm_bindgen(constructor)]
    fn new(storage: &JsValue, sealing: bool, owner: &str) -> Store;
    /// Whether the storage supports claims (`add`).
    #[wasm_bindgen(method, getter)]
    pub(crate) fn adds(this: &Store) -> bool;
    #[wasm_bindgen(method)]
    pub(crate) fn get(this: &Store, keys: &Keys, entry_id: &str) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn set(this: &Store, keys: &Keys, entry_id: &str, entry: &JsValue, expires_at: f64, ttl: f64)
    -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn delete(this: &Store, keys: &Keys, entry_id: &str) -> Promise;
    /// Adds the names of the account's entries to `found`, if the storage lists them.
    #[wasm_bindgen(method)]
    pub(crate) fn names(this: &Store, found: &Array) -> Promise;
    /// `[name, entry, fault]` for these names and token requests. Entries under other keys come without their content.
    #[wasm_bindgen(method)]
    pub(crate) fn list(this: &Store, keys: &Array, entry_ids: &Array, listed: &Array) -> Promise;
    /// Deletes entries by name.
    #[wasm_bindgen(method)]
    pub(crate) fn remove(this: &Store, names: &Array) -> Promise;
    /// Returns the owner of the new claim, or undefined if another process has it.
    #[wasm_bindgen(method)]
    pub(crate) fn claim(this: &Store, keys: &Keys, claim_name: &str, expires_at: f64, ttl: f64) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn release(this: &Store, keys: &Keys, claim_name: &str, owner: &JsValue) -> Promise;
}

/// The time limit of one operation, ms. Without it a storage that hangs would delay every call.
const OPERATION_TIMEOUT: f64 = 2_000.0;

/// The failure of a storage operation.
pub(crate) enum StorageFault {
    /// It threw or rejected with this.
    Error(JsValue),
    /// It took longer than [`OPERATION_TIMEOUT`].
    Timeout,
}

/// Waits for an operation, up to the time limit.
pub(crate) async fn with_time_limit(operation: Promise) -> Result<JsValue, StorageFault> {
    all_with_time_limit(vec![operation]).await.pop().unwrap_or(Err(StorageFault::Timeout))
}

/// Waits for simultaneous operations, up to one time limit for all.
pub(crate) async fn all_with_time_limit(operations: Vec<Promise>) -> Vec<Result<JsValue, StorageFault>> {
    let timer = Alarm::after(OPERATION_TIMEOUT);
    // All handlers are attached before the first wait: a rejection meanwhile must not be unhandled.
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

/// Reads the option `storage`. `owner` is the prefix of all keys. Entries are encrypted unless the option says
/// otherwise, also in a `Map`, because a subclass may write to a disk.
pub(crate) fn read_store(storage: &JsValue, encrypt: Option<bool>, owner: &str) -> Result<Store, Error> {
    let problem = "must be an object with get, set and delete, a Map, or one of the adapters in storage/";
    if !storage.is_object() {
        return Err(Error::option("storage", problem));
    }
    let adapted = adapt_storage(storage).map_err(|_| Error::option("storage", problem))?;
    match adapted.as_string() {
        Some(problem) => Err(Error::option("storage", &problem)),
        None => Ok(Store::new(&adapted, encrypt.unwrap_or(true), owner)),
    }
}
