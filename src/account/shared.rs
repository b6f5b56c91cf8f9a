//! `ServiceAccount.shared()`: one account for all who give the same credentials, in this process or isolate.

use super::ServiceAccount;
use crate::js::errors::Failure;
use crate::js::options::{Config, Secret, read_config};
use crate::session::Session;
use crate::wire::error::Error;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

struct Shared {
    session: Rc<Session>,
    account: JsValue,
}

thread_local! {
    /// Owner: this module. The one used last is at the end.
    static ACCOUNTS: RefCell<Vec<Shared>> = const { RefCell::new(Vec::new()) };
}

/// Accounts that are shared. More are not one application's; the one that was not used for longest makes room, and lives on
/// with those who have it.
const MOST: usize = 256;

/// The account for these options: the one there is, or a new one.
pub(super) fn shared(options: &JsValue) -> Result<JsValue, JsValue> {
    let config = read_config(options)?;
    let known = ACCOUNTS.with_borrow_mut(|accounts| {
        let place = accounts.iter().position(|shared| is_same_account(&shared.session.config, &config))?;
        let shared = accounts.remove(place);
        let known = (Rc::clone(&shared.session), shared.account.clone());
        accounts.push(shared);
        Some(known)
    });
    if let Some((session, account)) = known {
        return match difference(&session.config, &config) {
            None => Ok(account),
            Some(field) => {
                let problem = "differs from that of the account that is shared already: give the same each time";
                Err(Failure::from(Error::option(field, problem)).into())
            }
        };
    }
    let session = Session::new(config);
    let account = JsValue::from(ServiceAccount::of(Rc::clone(&session)));
    let shared = Shared { session, account: account.clone() };
    ACCOUNTS.with_borrow_mut(|accounts| {
        if accounts.len() >= MOST {
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

/// What makes an account another one.
fn is_same_account(a: &Config, b: &Config) -> bool {
    let is_same_secret = match (&*a.secret.borrow(), &*b.secret.borrow()) {
        (Some(Secret::Text(a)), Some(Secret::Text(b))) => a == b,
        (Some(Secret::Function(_)), Some(Secret::Function(_))) => true,
        _ => false,
    };
    is_same_secret && a.client_id == b.client_id && a.environment == b.environment && a.urls == b.urls
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
