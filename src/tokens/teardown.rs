//! Ends tokens before they expire: clears them here and in the storage, or also revokes them at Globus Auth.

use super::auth::Auth;
use super::issued_token::IssuedToken;
use super::port::Tokens;
use super::secret_entries::SecretEntries;
use super::vault::Secret;
use crate::js::drive::drive;
use crate::js::errors::CallError;
use crate::js::runtime::keep_alive;
use crate::js::time::{join_all, wait};
use crate::model::environment::Service;
use crate::model::token::TokenRequest;
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A bearer to revoke, with the names of the storage entries that contain it.
type TokenToRevoke = (String, Array);

impl Tokens {
    /// Forgets all tokens at once, and deletes the entries of these and of the services' own token requests.
    pub(crate) fn clear(self: &Rc<Self>) -> Promise {
        let (current, former) = (self.vault.current(), self.vault.former());
        let cached = self.cache.clear();
        self.forget_all_but_tokens();
        let token_requests = self.token_requests_of(&cached);
        let bearers: Vec<String> = cached.iter().map(|(_, issued)| issued.token.access_token.clone()).collect();
        for (index, (_, issued)) in cached.iter().enumerate() {
            // One token may be cached for several token requests.
            if !cached.iter().take(index).any(|(_, other)| other.token.access_token == issued.token.access_token) {
                self.emit_dropped(issued, &Vec::new);
            }
        }
        let tokens = Rc::clone(self);
        let done = drive(async move {
            if tokens.gate.exists() {
                let secret = match current {
                    Some(secret) => Ok(secret),
                    None => tokens.vault.secret().await,
                };
                tokens.gate.wait_for_writes().await;
                for secret in secret.ok().into_iter().chain(former) {
                    SecretEntries::new(&tokens.gate, &secret).remove(&token_requests, &bearers).await;
                }
            }
            Ok(JsValue::UNDEFINED)
        });
        keep_alive(&done);
        done
    }

    /// Forgets all but the tokens: grants in flight, consents, and the secret that a function returned.
    fn forget_all_but_tokens(&self) {
        self.grants.forget();
        self.consents.forget();
        self.vault.forget();
    }

    /// Drops the secret and all tokens. The storage keeps its entries. Grants in flight still write their tokens to it,
    /// and writes in progress are completed.
    pub(crate) fn dispose(&self) {
        self.cache.forget();
        self.forget_all_but_tokens();
        self.vault.close();
    }

    /// Disposes, then waits for each grant in flight, at most [`Self::longest_grant`], and for the writes in progress.
    pub(crate) fn disposed(self: &Rc<Self>) -> Promise {
        let in_flight = self.grants.joinable_promises();
        self.dispose();
        let tokens = Rc::clone(self);
        drive(async move {
            tokens.wait_for_grants(in_flight).await;
            tokens.gate.wait_for_writes().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Waits until these grants have ended, with or without success.
    async fn wait_for_grants(&self, grants: Vec<Promise>) {
        for promise in grants {
            let _ = wait(promise, Some(self.longest_grant()), None).await;
        }
    }

    /// Waits for the writes in progress.
    pub(crate) fn flush(self: &Rc<Self>) -> Promise {
        let tokens = Rc::clone(self);
        drive(async move {
            tokens.gate.wait_for_writes().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Returns the failure of the storage as text: undefined if it answers, null if there is no storage.
    pub(crate) async fn storage_fault(&self) -> Result<JsValue, JsValue> {
        if !self.gate.exists() {
            return Ok(JsValue::NULL);
        }
        let secret = self.vault.secret().await?;
        Ok(SecretEntries::new(&self.gate, &secret).probe(&self.request_for_service(Service::Auth)).await)
    }

    /// Revokes all tokens at Globus Auth. Tokens that could not be revoked are kept, so that the caller can try again.
    pub(crate) async fn revoke(self: Rc<Self>, auth: Rc<dyn Auth>) -> Result<JsValue, JsValue> {
        // A grant or write in progress would otherwise add a token after the revocation.
        self.wait_for_grants(self.grants.joinable_promises()).await;
        self.gate.wait_for_writes().await;
        let secret = self.vault.secret().await?;
        let cached = self.cache.all();
        let secrets: Vec<_> = std::iter::once(Rc::clone(&secret)).chain(self.vault.former()).collect();
        let mut to_revoke: Vec<TokenToRevoke> = Vec::new();
        let without_bearer = Array::new();
        for (name, bearer) in self.gate.list(&secrets, &self.token_requests_of(&cached)).await {
            let names = bearer.map_or_else(|| without_bearer.clone(), |bearer| entry_names_of(&mut to_revoke, bearer));
            names.push(&name);
        }
        for (_, issued) in cached {
            entry_names_of(&mut to_revoke, issued.token.access_token.clone());
        }
        // Entries without a valid bearer: expired, not a token of this client, or not opened by a known secret.
        self.gate.remove(&without_bearer, &[]).await;
        let revoke = |to_revoke| drive(Rc::clone(&self).revoke_one(to_revoke, Rc::clone(&secret), Rc::clone(&auth)));
        join_all(to_revoke.into_iter().map(revoke).collect()).await?;
        self.vault.forget_former();
        Ok(JsValue::UNDEFINED)
    }

    async fn revoke_one(
        self: Rc<Self>,
        (bearer, names): TokenToRevoke,
        secret: Rc<Secret>,
        auth: Rc<dyn Auth>,
    ) -> Result<JsValue, JsValue> {
        let mut revoked = Rc::clone(&auth).revoke(bearer.clone(), Rc::clone(&secret)).await;
        // The secret may have been rotated meanwhile.
        if let Err(CallError::Error { error, .. }) = &revoked
            && error.status == Some(401)
        {
            let next = self.vault.secret_after(&secret).await?;
            if next != secret {
                revoked = auth.revoke(bearer.clone(), next).await;
            }
        }
        revoked?;
        if let Some(issued) = self.cache.remove_bearer(&bearer) {
            self.emit_dropped(&issued, &Vec::new);
        }
        self.gate.remove(&names, &[bearer]).await;
        Ok(JsValue::UNDEFINED)
    }

    /// Returns the token requests of these tokens and the services' own.
    fn token_requests_of(&self, cached: &[(Rc<TokenRequest>, Rc<IssuedToken>)]) -> Vec<Rc<TokenRequest>> {
        let mut token_requests: Vec<_> = cached.iter().map(|(token_request, _)| Rc::clone(token_request)).collect();
        let others: Vec<_> = self
            .service_requests
            .iter()
            .filter(|token_request| !token_requests.contains(token_request))
            .map(Rc::clone)
            .collect();
        token_requests.extend(others);
        token_requests
    }
}

/// Returns the list of entry names for a bearer, made on first use: memory and storage may keep one token for several
/// token requests.
fn entry_names_of(to_revoke: &mut Vec<TokenToRevoke>, bearer: String) -> Array {
    match to_revoke.iter().find(|(other, _)| *other == bearer) {
        Some((_, names)) => names.clone(),
        None => {
            let names = Array::new();
            to_revoke.push((bearer, names.clone()));
            names
        }
    }
}
