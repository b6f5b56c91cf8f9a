//! What the JavaScript of this package asks of an account, and nobody else: `pkg-template/core` and `pkg-template/jobs`. These are
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

/// Tells those who listen of what a job has seen.
#[wasm_bindgen(skip_typescript)]
pub fn emit(account: &ServiceAccount, event: &JsValue) {
    account.session.config.listeners.tell(event);
}

/// What to say about a failure that a job has found out about: of the cause named, else of the one that the facts fit.
#[wasm_bindgen(skip_typescript)]
pub fn advise(account: &ServiceAccount, diagnosis: Option<String>, given: &JsValue) -> JsValue {
    let session = &account.session;
    let mut facts = session.account(None).facts();
    for (name, value) in entries(given) {
        facts.add_named(&name, &value.as_string().unwrap_or_default());
    }
    session.add_proxy(&mut facts, session.config.urls.get(Service::Auth));
    let diagnosis = diagnosis.map_or_else(|| diagnose(&facts), |name| diagnosis_named(&name));
    advice_value(diagnosis.and_then(|diagnosis| diagnosis.advice(&facts)).as_ref())
}

/// The secret and the tokens in memory, which a job must not show.
#[wasm_bindgen(js_name = secretsOf, skip_typescript)]
pub fn secrets_of(account: &ServiceAccount) -> Array {
    account.session.tokens.secrets()
}

/// The consents that the account has given lately because a service asked for them, by the time: `{ scopes, at }`, at in epoch ms.
#[wasm_bindgen(skip_typescript)]
pub fn consented(account: &ServiceAccount) -> Array {
    account.session.tokens.consents.list_given()
}

/// What a run or a timer waits for a consent to, by its details: `scopes`, which may be `malformed`; and `foreign`, the name of one
/// that does not belong to the work. `own` is the scope that the work runs with; `named` the text of what it is about, without
/// which every id counts as named.
#[wasm_bindgen(skip_typescript)]
pub fn awaited(details: &JsValue, own: Option<String>, named: Option<JsString>) -> Object {
    let awaited = requirements::awaited_consents(&to_json(details));
    let scopes = ScopeSet::parse(&awaited.join(" "));
    let malformed = scopes.is_err() && !awaited.is_empty();
    let is_named = |id: &str| named.as_ref().is_none_or(|text| text.includes(id, 0));
    let scopes = scopes.unwrap_or_default();
    let foreign = foreign_scope(&scopes, &|scope| own.as_deref() == Some(scope.name()), &is_named).map(JsValue::from);
    record(&[
        ("scopes", text_list(awaited.iter().map(String::as_str))),
        ("malformed", malformed.into()),
        ("foreign", foreign.unwrap_or_default()),
    ])
}

/// What is wrong with the storage, by reading an entry: undefined if it answers, null if there is no storage.
#[wasm_bindgen(js_name = storageFault, skip_typescript)]
pub fn storage_fault(account: &ServiceAccount) -> Promise {
    let tokens = Rc::clone(&account.session.tokens);
    drive(async move { tokens.storage_fault().await })
}

/// ms for each attempt: what a job goes by that waits for more than an attempt.
#[wasm_bindgen(js_name = timeoutOf, skip_typescript)]
pub fn timeout_of(account: &ServiceAccount) -> f64 {
    account.session.config.timeout
}

/// The tokens that JavaScript finds without a crossing.
#[wasm_bindgen(js_name = atHandOf, skip_typescript)]
pub fn at_hand_of(account: &ServiceAccount) -> JsValue {
    account.session.tokens.cache.at_hand().clone().into()
}

/// Drops the secret and all tokens at once. Resolved when what is on its way into the storage has arrived there: what `await using`
/// calls in the end.
#[wasm_bindgen(skip_typescript)]
pub fn disposed(account: &ServiceAccount) -> Promise {
    unshare(&account.session);
    account.session.tokens.disposed()
}
