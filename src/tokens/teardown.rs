//! The end of tokens before their time: forgotten here and in the storage, or revoked at Globus Auth as well.

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

/// A bearer to be revoked, with the names of the entries that have it.
type TokenToRevoke = (String, Array);

impl Tokens {
    /// Forgets all tokens at once, and takes them and the services' own out of the storage.
    pub(crate) fn clear(self: &Rc<Self>) -> Promise {
        let (known, former) = (self.vault.current(), self.vault.former());
        let kept = self.cache.clear();
        self.forget_all_but_tokens();
        let token_requests = self.token_requests_of(&kept);
        let bearers: Vec<String> = kept.iter().map(|(_, issued)| issued.token.access_token.clone()).collect();
        for (index, (_, issued)) in kept.iter().enumerate() {
            // One token may be kept for several needs.
            if !kept.iter().take(index).any(|(_, other)| other.token.access_token == issued.token.access_token) {
                self.emit_dropped(issued, &Vec::new);
            }
        }
        let tokens = Rc::clone(self);
        let done = drive(async move {
            if tokens.gate.exists() {
                let secret = match known {
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

    /// Forgets all but the tokens: grants under way, consents, the secret that was asked for.
    fn forget_all_but_tokens(&self) {
        self.grants.forget();
        self.consents.forget();
        self.vault.forget();
    }

    /// Drops the secret and all tokens; the storage keeps its own, and gets what is on its way there.
    pub(crate) fn dispose(&self) {
        self.cache.forget();
        self.forget_all_but_tokens();
        self.vault.close();
    }

    /// The same; resolved when everything that was on its way has arrived. It takes no longer than a grant may.
    pub(crate) fn disposed(self: &Rc<Self>) -> Promise {
        let under_way = self.grants.shared_promises();
        self.dispose();
        let tokens = Rc::clone(self);
        drive(async move {
            tokens.wait_for_grants(under_way).await;
            tokens.gate.wait_for_writes().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Until these grants have ended, one way or the other.
    async fn wait_for_grants(&self, grants: Vec<Promise>) {
        for promise in grants {
            let _ = wait(promise, Some(self.longest_grant()), None).await;
        }
    }

    /// Resolved when what is on its way into the storage has arrived there.
    pub(crate) fn flush(self: &Rc<Self>) -> Promise {
        let tokens = Rc::clone(self);
        drive(async move {
            tokens.gate.wait_for_writes().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// What is wrong with the storage: undefined if it answers, null if there is none.
    pub(crate) async fn storage_fault(&self) -> Result<JsValue, JsValue> {
        if !self.gate.exists() {
            return Ok(JsValue::NULL);
        }
        let secret = self.vault.secret().await?;
        Ok(SecretEntries::new(&self.gate, &secret).probe(&self.request_for_service(Service::Auth)).await)
    }

    /// Revokes all tokens at Globus Auth. Those that could not be revoked are kept, so that it can be tried again.
    pub(crate) async fn revoke(self: Rc<Self>, auth: Rc<dyn Auth>) -> Result<JsValue, JsValue> {
        // What is under way would come after the end.
        self.wait_for_grants(self.grants.shared_promises()).await;
        self.gate.wait_for_writes().await;
        let secret = self.vault.secret().await?;
        let kept = self.cache.all();
        let secrets: Vec<_> = std::iter::once(Rc::clone(&secret)).chain(self.vault.former()).collect();
        let mut doomed: Vec<TokenToRevoke> = Vec::new();
        let none = Array::new();
        for (name, bearer) in self.gate.list(&secrets, &self.token_requests_of(&kept)).await {
            let names = bearer.map_or_else(|| none.clone(), |bearer| entry_names_of(&mut doomed, bearer));
            names.push(&name);
        }
        for (_, issued) in kept {
            entry_names_of(&mut doomed, issued.token.access_token.clone());
        }
        // What is no token, or does not open.
        self.gate.remove(&none, &[]).await;
        let revoke = |doomed| drive(Rc::clone(&self).revoke_one(doomed, Rc::clone(&secret), Rc::clone(&auth)));
        join_all(doomed.into_iter().map(revoke).collect()).await?;
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
        // The secret may have been rotated since it was asked for.
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

    /// The needs of these tokens, and the services' own.
    fn token_requests_of(&self, kept: &[(Rc<TokenRequest>, Rc<IssuedToken>)]) -> Vec<Rc<TokenRequest>> {
        let mut token_requests: Vec<_> = kept.iter().map(|(token_request, _)| Rc::clone(token_request)).collect();
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

/// Gives the place for the names of the entries that have a bearer: one token may be kept for several needs, in memory and in a storage.
fn entry_names_of(doomed: &mut Vec<TokenToRevoke>, bearer: String) -> Array {
    match doomed.iter().find(|(other, _)| *other == bearer) {
        Some((_, names)) => names.clone(),
        None => {
            let names = Array::new();
            doomed.push((bearer, names.clone()));
            names
        }
    }
}
