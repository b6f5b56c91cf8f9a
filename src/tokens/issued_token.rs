//! A token with its JavaScript values.

use crate::js::convert::record;
use crate::js::drive::resolved_promise;
use crate::js::events::EventField;
use crate::js::runtime::seal_token;
use crate::model::token::Token;
use crate::policy::lifecycle::Renewals;
use js_sys::{Date, Object, Promise};
use std::cell::{Cell, OnceCell};
use wasm_bindgen::prelude::*;

/// Where a token came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenSource {
    /// A grant of this process.
    Grant,
    /// The user's storage. Only its first use shows whether services still accept it.
    Storage,
    /// A grant returned a token that was refused before: a cache between here and Globus Auth repeated an old reply.
    CachedGrant,
}

/// A token with its JavaScript values, each made once.
#[derive(Debug)]
pub(crate) struct IssuedToken {
    pub(crate) token: Token,
    pub(crate) source: TokenSource,
    /// The frozen object that `getToken` gives.
    object: JsValue,
    /// A promise of that object, so that a cache hit creates none.
    pub(super) promise: Promise,
    /// A promise of its `Authorization` header.
    pub(super) header: Promise,
    /// The headers of requests with this token.
    headers: OnceCell<Object>,
    /// The renewals that were begun and have not replaced the token.
    renewals: Cell<Renewals>,
}

impl AsRef<Token> for IssuedToken {
    fn as_ref(&self) -> &Token {
        &self.token
    }
}

impl IssuedToken {
    pub(super) fn new(token: Token, source: TokenSource) -> Self {
        let object = record(&[
            ("accessToken", token.access_token.as_str().into()),
            ("expiresAt", Date::new(&token.validity.expires_at.into()).into()),
            ("scope", token.scopes.join(" ").into()),
            ("resourceServer", token.resource_server.as_str().into()),
            ("tokenType", token.token_type.as_str().into()),
        ]);
        seal_token(&object);
        Self {
            promise: resolved_promise(&object),
            header: resolved_promise(&token.authorization().into()),
            object: object.into(),
            headers: OnceCell::new(),
            renewals: Cell::default(),
            source,
            token,
        }
    }

    /// Returns the headers of requests with this token, made by the first one.
    pub(crate) fn headers(&self, make: impl FnOnce() -> Object) -> &Object {
        self.headers.get_or_init(make)
    }

    pub(crate) fn object(&self) -> &JsValue {
        &self.object
    }

    pub(super) const fn renewals(&self) -> Renewals {
        self.renewals.get()
    }

    /// Notes that a renewal begins.
    pub(super) fn begin_renewal(&self, now: f64, random: f64) {
        self.renewals.set(self.renewals.get().begin(&self.token.validity, now, random));
    }

    pub(super) fn is_fresh(&self, now: f64) -> bool {
        self.token.validity.is_fresh(now)
    }
}

/// Returns the event fields of a token: its resource server and expiry.
pub(super) fn token_fields(token: &Token) -> Vec<EventField> {
    let expires_at = Date::new(&token.validity.expires_at.into()).into();
    vec![("resourceServer", token.resource_server.as_str().into()), ("expiresAt", expires_at)]
}
