//! `authorizer()`: an `Authorization` header for another HTTP client, and a method for that client to call after a 401.

use crate::js::drive::drive;
use crate::js::errors::CallError;
use crate::model::token::TokenRequest;
use crate::session::Session;
use crate::tokens::{IssuedToken, Purpose};
use js_sys::Promise;
use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

/// Returns the `Authorization` header for one target, as the Python SDK's `ClientCredentialsAuthorizer` does.
///
/// https://globus-sdk-python.readthedocs.io/en/stable/authorization/globus_authorizers.html
#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[wasm_bindgen]
pub struct Authorizer {
    session: Rc<Session>,
    token_request: Rc<TokenRequest>,
    /// The token of the header that was returned last. The reference is weak: once the account has forgotten the token,
    /// it is freed.
    last_issued: Rc<RefCell<Weak<IssuedToken>>>,
}

impl fmt::Debug for Authorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorizer").field("token_request", &self.token_request).finish_non_exhaustive()
    }
}

impl Authorizer {
    pub(super) fn new(session: &Rc<Session>, token_request: Rc<TokenRequest>) -> Self {
        Self { session: Rc::clone(session), token_request, last_issued: Rc::default() }
    }

    fn get_token(&self) -> impl Future<Output = Result<Rc<IssuedToken>, CallError>> + 'static {
        let (session, token_request) = (Rc::clone(&self.session), Rc::clone(&self.token_request));
        async move { session.tokens.get(&token_request, Purpose::Missing, None).await }
    }
}

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl Authorizer {
    /// Returns the value of the header: `"Bearer ..."`.
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn getAuthorizationHeader(&self) -> Promise {
        let (token, last_issued) = (self.get_token(), Rc::clone(&self.last_issued));
        drive(async move {
            let issued = token.await?;
            let header = issued.token.authorization();
            last_issued.replace(Rc::downgrade(&issued));
            Ok(header.into())
        })
    }

    /// Call this after a 401. Drops the token of the last header, unless it is already dropped, and gets a new token.
    /// Resolves with true: the request can be sent again.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn handleMissingAuthorization(&self) -> Promise {
        if let Some(issued) = self.last_issued.take().upgrade() {
            self.session.tokens.drop_token(&issued, &Vec::new);
        }
        // The new token is not stored in `last_issued`: another caller may report a 401 for the same old header, and
        // that must not drop the new token.
        let token = self.get_token();
        drive(async move { Ok(token.await.map(|_| JsValue::TRUE)?) })
    }
}
