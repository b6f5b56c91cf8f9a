//! The end of tokens before their time: forgotten here and in the storage, or revoked at Globus Auth as well.

use super::auth::Auth;
use super::drawer::Drawer;
use super::live::Live;
use super::port::Tokens;
use super::vault::Secret;
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::runtime::keep_alive;
use crate::js::time::{all, wait};
use crate::model::environment::Service;
use crate::model::token::Need;
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A bearer to be revoked, with the names of the entries that have it.
type Doomed = (String, Array);

impl Tokens {
    /// Forgets all tokens at once, and takes them and the services' own out of the storage.
    pub(crate) fn clear(self: &Rc<Self>) -> Promise {
        let (known, former) = (self.vault.in_use(), self.vault.former());
        let kept = self.cache.clear();
        self.forget_the_rest();
        let needs = self.needs_of(&kept);
        let bearers: Vec<String> = kept.iter().map(|(_, live)| live.token.access_token.clone()).collect();
        for (index, (_, live)) in kept.iter().enumerate() {
            // One token may be kept for several needs.
            if !kept.iter().take(index).any(|(_, other)| other.token.access_token == live.token.access_token) {
                self.tell_dropped(live, &Vec::new);
            }
        }
        let tokens = Rc::clone(self);
        let done = drive(async move {
            if tokens.gate.is_there() {
                let secret = match known {
                    Some(secret) => Ok(secret),
                    None => tokens.vault.secret().await,
                };
                tokens.gate.saved().await;
                for secret in secret.ok().into_iter().chain(former) {
                    Drawer::of(&tokens.gate, &secret).unsave(&needs, &bearers).await;
                }
            }
            Ok(JsValue::UNDEFINED)
        });
        keep_alive(&done);
        done
    }

    /// Forgets all but the tokens: grants under way, consents, the secret that was asked for.
    fn forget_the_rest(&self) {
        self.grants.forget();
        self.consents.forget();
        self.vault.forget();
    }

    /// Drops the secret and all tokens; the storage keeps its own, and gets what is on its way there.
    pub(crate) fn dispose(&self) {
        self.cache.forget();
        self.forget_the_rest();
        self.vault.close();
    }

    /// The same; resolved when everything that was on its way has arrived. It takes no longer than a grant may.
    pub(crate) fn disposed(self: &Rc<Self>) -> Promise {
        let under_way = self.grants.under_way();
        self.dispose();
        let tokens = Rc::clone(self);
        drive(async move {
            tokens.ended(under_way).await;
            tokens.gate.saved().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Until these grants have ended, one way or the other.
    async fn ended(&self, grants: Vec<Promise>) {
        for promise in grants {
            let _ = wait(promise, Some(self.longest_grant()), None).await;
        }
    }

    /// Resolved when what is on its way into the storage has arrived there.
    pub(crate) fn flush(self: &Rc<Self>) -> Promise {
        let tokens = Rc::clone(self);
        drive(async move {
            tokens.gate.saved().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// What is wrong with the storage: undefined if it answers, null if there is none.
    pub(crate) async fn storage_fault(&self) -> Result<JsValue, JsValue> {
        if !self.gate.is_there() {
            return Ok(JsValue::NULL);
        }
        let secret = self.vault.secret().await?;
        Ok(Drawer::of(&self.gate, &secret).fault(&self.need_of(Service::Auth)).await)
    }

    /// Revokes all tokens at Globus Auth. Those that could not be revoked are kept, so that it can be tried again.
    pub(crate) async fn revoke(self: Rc<Self>, auth: Rc<dyn Auth>) -> Result<JsValue, JsValue> {
        // What is under way would come after the end.
        self.ended(self.grants.under_way()).await;
        self.gate.saved().await;
        let secret = self.vault.secret().await?;
        let kept = self.cache.all();
        let secrets: Vec<_> = std::iter::once(Rc::clone(&secret)).chain(self.vault.former()).collect();
        let mut doomed: Vec<Doomed> = Vec::new();
        let none = Array::new();
        for (name, bearer) in self.gate.stored(&secrets, &self.needs_of(&kept)).await {
            let names = bearer.map_or_else(|| none.clone(), |bearer| doom(&mut doomed, bearer));
            names.push(&name);
        }
        for (_, live) in kept {
            doom(&mut doomed, live.token.access_token.clone());
        }
        // What is no token, or does not open.
        self.gate.remove(&none, &[]).await;
        let revoke = |doomed| drive(Rc::clone(&self).revoke_one(doomed, Rc::clone(&secret), Rc::clone(&auth)));
        all(doomed.into_iter().map(revoke).collect()).await?;
        self.vault.forget_former();
        Ok(JsValue::UNDEFINED)
    }

    async fn revoke_one(
        self: Rc<Self>,
        (bearer, names): Doomed,
        secret: Rc<Secret>,
        auth: Rc<dyn Auth>,
    ) -> Result<JsValue, JsValue> {
        let mut revoked = Rc::clone(&auth).revoke(bearer.clone(), Rc::clone(&secret)).await;
        // The secret may have been rotated since it was asked for.
        if let Err(Failure::Error { error, .. }) = &revoked
            && error.status == Some(401)
        {
            let next = self.vault.secret_after(&secret).await?;
            if next != secret {
                revoked = auth.revoke(bearer.clone(), next).await;
            }
        }
        revoked?;
        if let Some(live) = self.cache.drop_bearer(&bearer) {
            self.tell_dropped(&live, &Vec::new);
        }
        self.gate.remove(&names, &[bearer]).await;
        Ok(JsValue::UNDEFINED)
    }

    /// The needs of these tokens, and the services' own.
    fn needs_of(&self, kept: &[(Rc<Need>, Rc<Live>)]) -> Vec<Rc<Need>> {
        let mut needs: Vec<_> = kept.iter().map(|(need, _)| Rc::clone(need)).collect();
        let others: Vec<_> = self.needs.iter().filter(|need| !needs.contains(need)).map(Rc::clone).collect();
        needs.extend(others);
        needs
    }
}

/// Gives the place for the names of the entries that have a bearer: one token may be kept for several needs, in memory and in a storage.
fn doom(doomed: &mut Vec<Doomed>, bearer: String) -> Array {
    match doomed.iter().find(|(other, _)| *other == bearer) {
        Some((_, names)) => names.clone(),
        None => {
            let names = Array::new();
            doomed.push((bearer, names.clone()));
            names
        }
    }
}
