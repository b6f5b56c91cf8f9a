//! `authorizer()`: the header for somebody else's HTTP client, and what it calls when the header was refused.

use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::model::token::Need;
use crate::session::Session;
use crate::tokens::{Live, Purpose};
use js_sys::Promise;
use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

/// Gives the `Authorization` header for some scopes, as the Python SDK's `ClientCredentialsAuthorizer` does.
///
/// https://globus-sdk-python.readthedocs.io/en/stable/authorization/globus_authorizers.html
#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[wasm_bindgen]
pub struct Authorizer {
    session: Rc<Session>,
    need: Rc<Need>,
    /// The token of the header that was given last. It is the account's: what that forgets is gone.
    last: Rc<RefCell<Weak<Live>>>,
}

impl fmt::Debug for Authorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorizer").field("need", &self.need).finish_non_exhaustive()
    }
}

impl Authorizer {
    pub(super) fn new(session: &Rc<Session>, need: Rc<Need>) -> Self {
        Self { session: Rc::clone(session), need, last: Rc::default() }
    }

    fn token(&self) -> impl Future<Output = Result<Rc<Live>, Failure>> + 'static {
        let (session, need) = (Rc::clone(&self.session), Rc::clone(&self.need));
        async move { session.tokens.get(&need, Purpose::Missing, None).await }
    }
}

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl Authorizer {
    /// The value of the header: `"Bearer ..."`.
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn getAuthorizationHeader(&self) -> Promise {
        let (token, last) = (self.token(), Rc::clone(&self.last));
        drive(async move {
            let live = token.await?;
            let header = live.token.authorization();
            last.replace(Rc::downgrade(&live));
            Ok(header.into())
        })
    }

    /// To be called after a 401: drops the token that was given last, unless that has happened already, and gets another.
    /// Resolves with true: it makes sense to send the request again.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn handleMissingAuthorization(&self) -> Promise {
        if let Some(live) = self.last.take().upgrade() {
            self.session.tokens.drop_token(&live, &Vec::new);
        }
        // Not remembered: whoever comes next with the same old header must not have this one dropped.
        let token = self.token();
        drive(async move { Ok(token.await.map(|_| JsValue::TRUE)?) })
    }
}
