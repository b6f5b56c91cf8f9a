//! Calls that the client makes as itself, with its id and secret, for the caller.

use super::{Authorization, Call, Session};
use crate::advice::{Fact, advise};
use crate::js::drive::{Answer, drive};
use crate::js::errors::Failure;
use crate::js::runtime::btoa;
use crate::js::time::{Waited, wait};
use crate::model::scope::ScopeSet;
use crate::wire::error::{Code, Error};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

impl Session {
    /// Makes a call with the id and the secret, and once more if a function has another secret by now. Nothing of what it is
    /// `about` is shown in an error.
    pub(crate) async fn run_as_client(self: &Rc<Self>, call: Call, about: &Rc<[String]>) -> Result<Answer, Failure> {
        let session = Rc::clone(self);
        let asked = drive(async move {
            session.secret().await?;
            Ok(JsValue::UNDEFINED)
        });
        match wait(asked, None, call.options.signal.as_ref()).await {
            Waited::Settled(settled) => drop(settled.map_err(Failure::Js)?),
            Waited::Aborted(reason) => return Err(Failure::Js(reason)),
            Waited::TimedOut => {}
        }
        let secret = self.secret().await?;
        let first = self.run_with(&call, &secret, about).await;
        let next = match &first {
            Err(Failure::Error { error, .. }) if error.status == Some(401) => self.secret_after(&secret).await?,
            _ => return first,
        };
        if next == secret { first } else { self.run_with(&call, &next, about).await }
    }

    /// Says what to do about a grant, or a call as the client, that failed: it goes by the credentials and the scopes.
    pub(super) fn advise_on_grant(&self, error: &mut Error, scopes: &ScopeSet, secret: &str) {
        let mut facts = self.account(Some(secret)).facts();
        facts.add(Fact::Code, error.code.as_str());
        facts.add(Fact::Status, &error.status.unwrap_or_default().to_string());
        facts.add(Fact::Scopes, &scopes.to_string());
        advise(error, &facts);
    }

    /// HTTP Basic with the id and a secret, for a call about these tokens.
    pub(super) fn basic(&self, secret: &Rc<str>, about: &Rc<[String]>) -> Result<Authorization, Failure> {
        let encoded = btoa(&[&self.config.client_id, ":", secret].concat())
            .map_err(|cause| Failure::caused(Error::option("clientSecret", "cannot be encoded"), cause))?;
        Ok(Authorization::Basic { encoded, secret: Rc::clone(secret), about: Rc::clone(about) })
    }

    async fn run_with(self: &Rc<Self>, call: &Call, secret: &Rc<str>, about: &Rc<[String]>) -> Result<Answer, Failure> {
        let call = Rc::new(Call { authorization: self.basic(secret, about)?, ..call.clone() });
        self.run(&call, None).await.map_err(|mut failure| {
            if let Failure::Error { error, .. } = &mut failure {
                match error.server_code.as_deref() {
                    Some("invalid_client") => error.code = Code::InvalidClient,
                    Some("invalid_scope") => error.code = Code::InvalidScope,
                    _ => return failure,
                }
                self.advise_on_grant(error, &ScopeSet::default(), secret);
            }
            failure
        })
    }
}
