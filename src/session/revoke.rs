//! The end of tokens before their time: forgotten here and in the storage, or revoked at Globus Auth as well.

use super::Session;
use super::live::Live;
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::runtime::keep_alive;
use crate::js::time::{all, wait};
use crate::js::values::CallOptions;
use crate::model::token::Need;
use crate::wire::grant::REVOKE_PATH;
use crate::wire::request::form;
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A bearer to be revoked, with the names of the entries that have it.
type Doomed = (String, Array);

impl Session {
    /// Forgets all tokens at once, and takes them and the services' own out of the storage.
    pub(crate) fn clear_tokens(self: &Rc<Self>) -> Promise {
        let known = self.tokens.secret.borrow().clone();
        let former = self.tokens.former.borrow().clone();
        let kept = self.tokens.clear();
        let needs = self.needs_of(&kept);
        let bearers: Vec<String> = kept.iter().map(|(_, live)| live.token.access_token.clone()).collect();
        for (index, (_, live)) in kept.iter().enumerate() {
            // One token may be kept for several needs.
            if !kept.iter().take(index).any(|(_, other)| other.token.access_token == live.token.access_token) {
                self.dropped(live, &Vec::new);
            }
        }
        let session = Rc::clone(self);
        let done = drive(async move {
            if session.config.store.is_some() {
                let secret = match known {
                    Some(secret) => Ok(secret),
                    None => session.secret().await,
                };
                session.saved().await;
                for secret in secret.ok().into_iter().chain(former) {
                    session.unsave(&needs, &secret, &bearers).await;
                }
            }
            Ok(JsValue::UNDEFINED)
        });
        keep_alive(&done);
        done
    }

    /// Drops the secret and all tokens; the storage keeps its own, and gets what is on its way there.
    pub(crate) fn dispose(&self) {
        self.config.secret.replace(None);
        self.tokens.forget();
        if let Some(store) = &self.config.store {
            store.forget();
        }
    }

    /// The same; resolved when everything that was on its way has arrived. It takes no longer than a grant may.
    pub(crate) fn disposed(self: &Rc<Self>) -> Promise {
        let under_way = self.tokens.under_way();
        self.dispose();
        let session = Rc::clone(self);
        drive(async move {
            session.ended(under_way).await;
            session.saved().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Until these grants have ended, one way or the other.
    async fn ended(&self, grants: Vec<Promise>) {
        for promise in grants {
            let _ = wait(promise, Some(self.longest_grant()), None).await;
        }
    }

    /// The same, as a promise.
    pub(crate) fn flush(self: &Rc<Self>) -> Promise {
        let session = Rc::clone(self);
        drive(async move {
            session.saved().await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Until what is on its way into the storage has arrived there.
    async fn saved(&self) {
        let saving = self.tokens.saving.borrow().clone();
        let _ = all(saving).await;
    }

    /// Revokes all tokens at Globus Auth. Those that could not be revoked are kept, so that it can be tried again.
    pub(crate) async fn revoke_tokens(self: Rc<Self>) -> Result<JsValue, JsValue> {
        // What is under way would come after the end.
        self.ended(self.tokens.under_way()).await;
        self.saved().await;
        let secret = self.secret().await?;
        let kept = self.tokens.all();
        let former = self.tokens.former.borrow().clone();
        let secrets: Vec<_> = std::iter::once(Rc::clone(&secret)).chain(former).collect();
        let mut doomed: Vec<Doomed> = Vec::new();
        let none = Array::new();
        for (name, bearer) in self.stored(&secrets, &self.needs_of(&kept)).await {
            let names = bearer.map_or_else(|| none.clone(), |bearer| doom(&mut doomed, bearer));
            names.push(&name);
        }
        for (_, live) in kept {
            doom(&mut doomed, live.token.access_token.clone());
        }
        // What is no token, or does not open.
        self.remove(&none, &[]).await;
        let revoking = doomed.into_iter().map(|doomed| drive(Rc::clone(&self).revoke(doomed, Rc::clone(&secret))));
        all(revoking.collect()).await?;
        self.tokens.former.take();
        Ok(JsValue::UNDEFINED)
    }

    async fn revoke(self: Rc<Self>, (bearer, names): Doomed, secret: Rc<str>) -> Result<JsValue, JsValue> {
        let mut revoked = self.revoke_by(&bearer, &secret).await;
        // The secret may have been rotated since it was asked for.
        if let Err(Failure::Error { error, .. }) = &revoked
            && error.status == Some(401)
        {
            let next = self.secret_after(&secret).await?;
            if next != secret {
                revoked = self.revoke_by(&bearer, &next).await;
            }
        }
        revoked?;
        if let Some(live) = self.tokens.drop_bearer(&bearer) {
            self.dropped(&live, &Vec::new);
        }
        self.remove(&names, &[bearer]).await;
        Ok(JsValue::UNDEFINED)
    }

    /// The needs of these tokens, and the services' own.
    fn needs_of(&self, kept: &[(Rc<Need>, Rc<Live>)]) -> Vec<Rc<Need>> {
        let mut needs: Vec<_> = kept.iter().map(|(need, _)| Rc::clone(need)).collect();
        let others: Vec<_> = self.needs.iter().filter(|need| !needs.contains(need)).map(Rc::clone).collect();
        needs.extend(others);
        needs
    }

    async fn revoke_by(self: &Rc<Self>, bearer: &str, secret: &Rc<str>) -> Result<(), Failure> {
        let body = form(&[("token", bearer)]);
        let call = self.auth_call(REVOKE_PATH, body, secret, Some(bearer.to_owned()), CallOptions::default())?;
        self.run(&call, None).await.map(drop).map_err(Failure::of_grant)
    }
}

/// One token may be kept for several needs, in memory and in a storage. Gives the place for the names of its entries.
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
