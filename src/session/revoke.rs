//! The end of tokens before their time: forgotten here and in the storage, or revoked at Globus Auth as well.

use super::Session;
use super::live::Live;
use crate::grant::REVOKE_PATH;
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::runtime::keep_alive;
use crate::js::time::{all, wait};
use crate::js::values::CallOptions;
use crate::request::form;
use crate::token::Need;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A token with the needs it is kept for.
type Kept = (Rc<Live>, Vec<Rc<Need>>);

impl Session {
    /// Forgets all tokens at once, and takes them and the services' own out of the storage.
    pub(crate) fn clear_tokens(self: &Rc<Self>) -> Promise {
        let known = self.tokens.secret.borrow().clone();
        let kept = by_token(self.tokens.clear());
        for (live, _) in &kept {
            self.dropped(live, &Vec::new);
        }
        let mut needs: Vec<_> = kept.into_iter().flat_map(|(_, needs)| needs).collect();
        let others = self.needs.iter().filter(|need| !needs.contains(need)).map(Rc::clone).collect::<Vec<_>>();
        needs.extend(others);
        let session = Rc::clone(self);
        let done = drive(async move {
            if session.config.store.is_some() {
                let secret = match known {
                    Some(secret) => Ok(secret),
                    None => session.secret().await,
                };
                if let Ok(secret) = secret {
                    session.saved().await;
                    session.unsave(&needs, &secret).await;
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
        let stored = self.stored(&self.needs, &secret).await;
        let kept = by_token(self.tokens.all().into_iter().chain(stored).collect());
        all(kept.into_iter().map(|kept| drive(Rc::clone(&self).revoke(kept, Rc::clone(&secret)))).collect()).await
    }

    async fn revoke(self: Rc<Self>, (live, needs): Kept, secret: Rc<str>) -> Result<JsValue, JsValue> {
        let mut revoked = self.revoke_by(&live, &secret).await;
        // The secret may have been rotated since it was asked for.
        if let Err(Failure::Error { error, .. }) = &revoked
            && error.status == Some(401)
        {
            let next = self.secret_after(&secret).await?;
            if next != secret {
                revoked = self.revoke_by(&live, &next).await;
            }
        }
        revoked?;
        if self.tokens.drop(&live) {
            self.dropped(&live, &Vec::new);
        }
        self.unsave(&needs, &secret).await;
        Ok(JsValue::UNDEFINED)
    }

    async fn revoke_by(self: &Rc<Self>, live: &Live, secret: &Rc<str>) -> Result<(), Failure> {
        let bearer = &live.token.access_token;
        let body = form(&[("token", bearer)]);
        let call = self.auth_call(REVOKE_PATH, body, secret, Some(bearer.clone()), CallOptions::default())?;
        self.run(&call, None).await.map(drop).map_err(Failure::of_grant)
    }
}

/// One token may be kept for several needs, and come from memory and a storage.
fn by_token(all: Vec<(Rc<Need>, Rc<Live>)>) -> Vec<Kept> {
    let mut kept: Vec<Kept> = Vec::new();
    for (need, live) in all {
        match kept.iter_mut().find(|(other, _)| other.token.access_token == live.token.access_token) {
            Some((_, needs)) => needs.push(need),
            None => kept.push((live, vec![need])),
        }
    }
    kept
}
