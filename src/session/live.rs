//! A token with what JavaScript is given of it.

use super::Session;
use crate::js::runtime::seal_token;
use crate::js::values::{put, record};
use crate::token::Token;
use js_sys::{Date, Object, Promise};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// A token with what JavaScript is given of it, made once.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) token: Token,
    /// The frozen object that `getToken` gives.
    object: JsValue,
    /// That object in a promise, so that a hit makes none.
    pub(super) promise: Promise,
    /// The headers of a request with this token.
    headers: Object,
    /// Epoch ms before which no renewal is begun.
    pub(super) renew_after: Cell<f64>,
}

impl AsRef<Token> for Live {
    fn as_ref(&self) -> &Token {
        &self.token
    }
}

impl Live {
    pub(crate) fn headers(&self) -> &Object {
        &self.headers
    }

    pub(crate) fn object(&self) -> &JsValue {
        &self.object
    }

    pub(super) fn is_fresh(&self, now: f64) -> bool {
        now < self.token.fresh_until
    }
}

impl Session {
    /// Makes what goes with a token.
    pub(super) fn live(&self, token: Token) -> Live {
        let object = record(&[
            ("accessToken", token.access_token.as_str().into()),
            ("expiresAt", Date::new(&token.expires_at.into()).into()),
            ("scope", token.scopes.join(" ").into()),
            ("resourceServer", token.resource_server.as_str().into()),
            ("tokenType", token.token_type.as_str().into()),
        ]);
        seal_token(&object);
        let headers = self.identification();
        put(&headers, &[("authorization", ["Bearer ", &token.access_token].concat().into())]);
        Live {
            token,
            promise: Promise::resolve(&JsValue::from(&object)),
            object: object.into(),
            headers,
            renew_after: Cell::new(0.0),
        }
    }
}
