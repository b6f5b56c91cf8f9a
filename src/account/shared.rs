//! `ServiceAccount.shared()`: one account for all who give the same credentials, in this process or isolate.

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
    /// Owner: this module. The one used last is at the end.
    static ACCOUNTS: RefCell<Vec<SharedAccount>> = const { RefCell::new(Vec::new()) };
}

/// Accounts that are shared. More are not one application's; the one that was not used for longest makes room, and lives on
/// with those who have it.
const MAX_ACCOUNTS: usize = 256;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "they are told as JSDoc has it")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
    /// The one account of this process or isolate for these credentials: made by the first call, given by later ones. For
    /// workers and frameworks that hand the secrets over with each request, so that tokens outlive it.
    ///
    /// Another id, environment, service URL, or secret, if it is a text, is another account. What is a function or an object with
    /// methods (`clientSecret`, `storage`, `fetch`, `onEvent`) may be made anew for each call: that of the first call is used for as
    /// long as the account is shared, and later ones are not looked at. It serves all requests then, so it must hold nothing
    /// that belongs to the first: on Workers bindings of `env` are fine, a `Request`, the stub of a Durable Object or `ctx` are
    /// not. To listen later, use `on`. All other options must be the same each time. Up to 256 accounts are kept.
    ///
    /// @param options Those of a new account.
    /// @returns The account. It is everybody's: do not dispose of it.
    /// @throws {GlobusConfigError} `invalid_option`, also for an option that differs; `browser_forbidden`.
    /// @example
    /// ```ts
    /// const account = ServiceAccount.shared({ clientId, clientSecret });
    /// ```
    #[wasm_bindgen(unchecked_return_type = "ServiceAccount")]
    pub fn shared(
        #[wasm_bindgen(unchecked_param_type = "ServiceAccountOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        shared(options)
    }
}

/// The account for these options: the one there is, or a new one.
fn shared(options: &JsValue) -> Result<JsValue, JsValue> {
    let options = read_options(options)?;
    let known = ACCOUNTS.with_borrow_mut(|accounts| {
        let place = accounts.iter().position(|shared| is_same_account(&shared.session, &options))?;
        let shared = accounts.remove(place);
        let known = (Rc::clone(&shared.session), shared.account.clone());
        accounts.push(shared);
        Some(known)
    });
    if let Some((session, account)) = known {
        return match difference(&session.config, &options.config) {
            None => Ok(account),
            Some(field) => {
                let problem = "differs from that of the account that is shared already: give the same each time";
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

/// Shares an account no longer.
pub(super) fn unshare(session: &Rc<Session>) {
    ACCOUNTS.with_borrow_mut(|accounts| accounts.retain(|shared| !Rc::ptr_eq(&shared.session, session)));
}

/// Whether these options are of an account that there is.
fn is_same_account(session: &Session, options: &Options) -> bool {
    let (one, other) = (&session.config, &options.config);
    let is_same = one.client_id == other.client_id && one.environment == other.environment && one.urls == other.urls;
    is_same && session.tokens.vault.has_source(&options.secret)
}

/// The option in which two differ, among those that all who share an account must agree on. Functions and storages are none of
/// these: handlers make them anew for each request, and nobody can tell whether they do the same.
fn difference(one: &Config, other: &Config) -> Option<&'static str> {
    [
        ("encryptStorage", one.encrypt == other.encrypt),
        ("scopes", one.scopes == other.scopes),
        ("timeout", one.timeout.total_cmp(&other.timeout).is_eq()),
        ("retries", one.policy.retries == other.policy.retries),
        ("maxRetryWait", one.policy.max_wait.total_cmp(&other.policy.max_wait).is_eq()),
        ("appName", one.user_agent == other.user_agent),
    ]
    .into_iter()
    .find_map(|(field, same)| (!same).then_some(field))
}
