//! Functions that only this package's own JavaScript calls (`pkg-template/core` and `pkg-template/jobs`). They are
//! functions, not methods, so that users never see them.

#![allow(unreachable_pub, reason = "exported to JavaScript")]
#![allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]

use super::service_account::ServiceAccount;
use super::shared::unshare;
use crate::advice::{diagnose, diagnosis_named};
use crate::js::convert::{entries, record, to_json};
use crate::js::drive::drive;
use crate::js::errors::advice_value;
use crate::js::events::text_list;
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::policy::consent::foreign_scope;
use crate::wire::requirements;
use js_sys::{Array, JsString, Object, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Sends an event of a job to the listeners.
#[wasm_bindgen(skip_typescript)]
pub fn emit(account: &ServiceAccount, event: &JsValue) {
    account.session.config.listeners.tell(event);
}

/// Returns the advice about a failure that a job found: that of the named diagnosis, else of the one that fits the
/// facts.
#[wasm_bindgen(skip_typescript)]
pub fn advise(account: &ServiceAccount, diagnosis: Option<String>, known_facts: &JsValue) -> JsValue {
    let session = &account.session;
    let mut facts = session.account(None).facts();
    for (name, value) in entries(known_facts) {
        facts.add_named(&name, &value.as_string().unwrap_or_default());
    }
    session.add_proxy(&mut facts, session.config.urls.get(Service::Auth));
    let diagnosis = diagnosis.map_or_else(|| diagnose(&facts), |name| diagnosis_named(&name));
    advice_value(diagnosis.and_then(|diagnosis| diagnosis.advice(&facts)).as_ref())
}

/// Returns the secret and the tokens in memory, which a job must not show.
#[wasm_bindgen(js_name = secretsOf, skip_typescript)]
pub fn secrets_of(account: &ServiceAccount) -> Array {
    account.session.tokens.secrets()
}

/// Lists the consents that the account recently gave because a service required them, oldest first: `{ scopes, at }`,
/// `at` in epoch ms.
#[wasm_bindgen(js_name = recentConsents, skip_typescript)]
pub fn recent_consents(account: &ServiceAccount) -> Array {
    account.session.tokens.consents.list_given()
}

/// Returns the consents that a run or timer waits for, from its `details`: `scopes`, `malformed` (whether these texts
/// are not scopes) and `foreign`, the name of the first scope that does not belong to the run or timer. `own_scope` is
/// the scope that the run or timer itself uses. `request_text` is the text that must contain the ids in the scopes;
/// without it every id is accepted.
#[wasm_bindgen(js_name = awaitedConsents, skip_typescript)]
pub fn awaited_consents(details: &JsValue, own_scope: Option<String>, request_text: Option<JsString>) -> Object {
    let scope_texts = requirements::awaited_consents(&to_json(details));
    let scopes = ScopeSet::parse(&scope_texts.join(" "));
    let malformed = scopes.is_err() && !scope_texts.is_empty();
    let is_named = |id: &str| request_text.as_ref().is_none_or(|text| text.includes(id, 0));
    let scopes = scopes.unwrap_or_default();
    let foreign =
        foreign_scope(&scopes, &|scope| own_scope.as_deref() == Some(scope.name()), &is_named).map(JsValue::from);
    record(&[
        ("scopes", text_list(scope_texts.iter().map(String::as_str))),
        ("malformed", malformed.into()),
        ("foreign", foreign.unwrap_or_default()),
    ])
}

/// Reads an entry of the storage. Resolves with the failure as text, undefined if the storage works, null if there is
/// no storage.
#[wasm_bindgen(js_name = storageFault, skip_typescript)]
pub fn storage_fault(account: &ServiceAccount) -> Promise {
    let tokens = Rc::clone(&account.session.tokens);
    drive(async move { tokens.storage_fault().await })
}

/// Returns the time limit of each attempt, in ms. Jobs that wait for more than one attempt derive their own limits from
/// it.
#[wasm_bindgen(js_name = timeoutOf, skip_typescript)]
pub fn timeout_of(account: &ServiceAccount) -> f64 {
    account.session.config.timeout
}

/// Returns the tokens that JavaScript finds without a call into WebAssembly.
#[wasm_bindgen(js_name = shortcutsOf, skip_typescript)]
pub fn fresh_tokens_of(account: &ServiceAccount) -> JsValue {
    account.session.tokens.cache.shortcuts().clone().into()
}

/// Drops the secret and all tokens at once. Resolves when grants in flight and writes to the storage have ended.
/// `await using` calls this at the end of its block.
#[wasm_bindgen(js_name = disposeAndWait, skip_typescript)]
pub fn dispose_and_wait(account: &ServiceAccount) -> Promise {
    unshare(&account.session);
    account.session.tokens.disposed()
}
