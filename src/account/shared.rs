//! `ServiceAccount.shared()`: one account for all callers with the same credentials, in this process or isolate.

use super::service_account::ServiceAccount;
use crate::js::errors::CallError;
use crate::js::options::{Config, Options, read_options};
use crate::session::Session;
use crate::wire::error::Error;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

struct SharedAccount {
    session: Rc<Session>,
    account: JsValue,
}

thread_local! {
    /// Owner: this module. Ordered by last use: the account used last is at the end.
    static ACCOUNTS: RefCell<Vec<SharedAccount>> = const { RefCell::new(Vec::new()) };
}

/// The most accounts that are shared: more than one application needs. A new account replaces the one that was not used
/// for the longest time. Callers that still have that account can go on using it.
const MAX_ACCOUNTS: usize = 256;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "JSDoc has `@throws` instead")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
    /// Returns the one account of this process or isolate for these credentials. The first call creates it, later calls
    /// return the same account. Use it in workers and frameworks that pass the secrets with each request: the tokens
    /// then stay in memory from one request to the next.
    ///
    /// A different id, environment, service URL or secret text selects a different account. Functions and objects with
    /// methods (`clientSecret`, `storage`, `fetch`, `onEvent`) may be new in each call: the account uses those of the
    /// first call and ignores later ones. They then serve all requests, so they must not contain anything that belongs
    /// to the first request: on Workers, bindings of `env` are allowed; a `Request`, the stub of a Durable Object or
    /// `ctx` are not. To add a listener later, use `on`. All other options must be the same in each call. Up to 256
    /// accounts are kept.
    ///
    /// @param options The options of a new account.
    /// @returns The account. All callers share it: do not dispose of it.
    /// @throws {GlobusConfigError} `invalid_option`, also for an option that differs; `browser_forbidden`.
    /// @example
    /// ```ts
    /// const account = ServiceAccount.shared({ clientId, clientSecret });
    /// ```
    #[wasm_bindgen(unchecked_return_type = "ServiceAccount")]
    pub fn shared(
        #[wasm_bindgen(unchecked_param_type = "ServiceAccountOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        shared_account(options)
    }
}

/// Returns the account for these options: an existing one, or a new one.
fn shared_account(options: &JsValue) -> Result<JsValue, JsValue> {
    let options = read_options(options)?;
    let known = ACCOUNTS.with_borrow_mut(|accounts| {
        let index = accounts.iter().position(|shared| is_same_account(&shared.session, &options))?;
        let shared = accounts.remove(index);
        let known = (Rc::clone(&shared.session), shared.account.clone());
        accounts.push(shared);
        Some(known)
    });
    if let Some((session, account)) = known {
        return match find_difference(&session.config, &options.config) {
            None => Ok(account),
            Some(field) => {
                let problem = "differs from that of the shared account; pass the same value in each call";
                Err(CallError::from(Error::option(field, problem)).into())
            }
        };
    }
    let session = Session::new(options);
    let account = JsValue::from(ServiceAccount::from_session(Rc::clone(&session)));
    let shared = SharedAccount { session, account: account.clone() };
    ACCOUNTS.with_borrow_mut(|accounts| {
        if accounts.len() >= MAX_ACCOUNTS {
            accounts.remove(0);
        }
        accounts.push(shared);
    });
    Ok(account)
}

/// Removes an account from the shared ones.
pub(super) fn unshare(session: &Rc<Session>) {
    ACCOUNTS.with_borrow_mut(|accounts| accounts.retain(|shared| !Rc::ptr_eq(&shared.session, session)));
}

/// Whether these options have the credentials and URLs of this account.
fn is_same_account(session: &Session, options: &Options) -> bool {
    let (config, other) = (&session.config, &options.config);
    let is_same =
        config.client_id == other.client_id && config.environment == other.environment && config.urls == other.urls;
    is_same && session.tokens.vault.has_source(&options.secret)
}

/// Returns the first option that differs, of those that must be the same in all calls. Functions and storages are not
/// compared: request handlers create them anew for each request, and two functions cannot be compared.
fn find_difference(config: &Config, other: &Config) -> Option<&'static str> {
    [
        ("encryptStorage", config.encrypt == other.encrypt),
        ("scopes", config.scopes == other.scopes),
        ("timeout", config.timeout.total_cmp(&other.timeout).is_eq()),
        ("retries", config.policy.retries == other.policy.retries),
        ("maxRetryWait", config.policy.max_wait.total_cmp(&other.policy.max_wait).is_eq()),
        ("appName", config.user_agent == other.user_agent),
    ]
    .into_iter()
    .find_map(|(field, is_same)| (!is_same).then_some(field))
}
