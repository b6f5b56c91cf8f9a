//! `authorizer()`: the header for somebody else's HTTP client, and what it calls when the header was refused.

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

/// Gives the `Authorization` header for some scopes, as the Python SDK's `ClientCredentialsAuthorizer` does.
///
/// https://globus-sdk-python.readthedocs.io/en/stable/authorization/globus_authorizers.html
#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[wasm_bindgen]
pub struct Authorizer {
    session: Rc<Session>,
    token_request: Rc<TokenRequest>,
    /// The token of the header that was given last. It is the account's: what that forgets is gone.
    last: Rc<RefCell<Weak<IssuedToken>>>,
}

impl fmt::Debug for Authorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorizer").field("need", &self.token_request).finish_non_exhaustive()
    }
}

impl Authorizer {
    pub(super) fn new(session: &Rc<Session>, token_request: Rc<TokenRequest>) -> Self {
        Self { session: Rc::clone(session), token_request, last: Rc::default() }
    }

    fn token(&self) -> impl Future<Output = Result<Rc<IssuedToken>, CallError>> + 'static {
        let (session, token_request) = (Rc::clone(&self.session), Rc::clone(&self.token_request));
        async move { session.tokens.get(&token_request, Purpose::Missing, None).await }
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
            let issued = token.await?;
            let header = issued.token.authorization();
            last.replace(Rc::downgrade(&issued));
            Ok(header.into())
        })
    }

    /// To be called after a 401: drops the token that was given last, unless that has happened already, and gets another.
    /// Resolves with true: it makes sense to send the request again.
    #[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
    pub fn handleMissingAuthorization(&self) -> Promise {
        if let Some(issued) = self.last.take().upgrade() {
            self.session.tokens.drop_token(&issued, &Vec::new);
        }
        // Not remembered: whoever comes next with the same old header must not have this one dropped.
        let token = self.token();
        drive(async move { Ok(token.await.map(|_| JsValue::TRUE)?) })
    }
}
