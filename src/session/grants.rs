//! The grant itself: asking the token endpoint, and what its answer means for those who wait.

use super::live::Live;
use super::tokens::NeedResult;
use super::{Authorization, Call, Ended, Session};
use crate::advice::Credentials;
use crate::environment::Service;
use crate::error::{Code, Error, Kind};
use crate::grant;
use crate::js::errors::Failure;
use crate::js::events::texts;
use crate::js::options::Secret;
use crate::js::runtime::{btoa, now};
use crate::js::time::{Waited, wait};
use crate::js::values::{CallOptions, to_json};
use crate::request::{Method, join};
use crate::scope::ScopeSet;
use crate::token::{Need, Token};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

impl Session {
    /// Asks for all needs in one grant; one by one if Globus Auth does not know a scope among them, so that a mistake in
    /// one does not fail the others.
    pub(super) async fn grant_all(self: &Rc<Self>, needs: Vec<Rc<Need>>, generation: u32) -> Vec<NeedResult> {
        let mut scopes = ScopeSet::default();
        for need in &needs {
            scopes.merge(&need.scopes);
        }
        let granted = self.grant(&scopes, generation).await;
        let mut results = Vec::with_capacity(needs.len());
        let alone = needs.len() > 1 && matches!(&granted, Err((Code::InvalidScope, _)));
        for need in needs {
            let granted = if alone { self.grant(&need.scopes, generation).await } else { granted.clone() };
            let result = match granted {
                Ok(tokens) => pick(&need, &tokens),
                Err((_, error)) => Err(error),
            };
            results.push((need, result));
        }
        results
    }

    /// One grant, timed and told to `onEvent`. The error is made once: all who wait get the same. What it says of the
    /// credentials is remembered, unless `clearTokens()` has been called since.
    async fn grant(self: &Rc<Self>, scopes: &ScopeSet, generation: u32) -> Result<Vec<Rc<Live>>, (Code, JsValue)> {
        let begin = now();
        let asked = self.ask(scopes).await;
        let is_current = generation == self.tokens.generation.get();
        match asked {
            Ok(tokens) => {
                self.tokens.refused.replace(None);
                self.emit("grant", &|| {
                    let servers = texts(tokens.iter().map(|live| live.token.resource_server.as_str()));
                    vec![
                        ("resourceServers", servers),
                        ("scope", scopes.to_string().into()),
                        ("duration", (now() - begin).into()),
                    ]
                });
                Ok(tokens)
            }
            Err(failure) => {
                let code = match &failure {
                    Failure::Error { error, .. } => error.code,
                    Failure::Js(_) => Code::GrantFailed,
                };
                let error = failure.into_js();
                if is_current && grant::blames_credentials(code) {
                    self.tokens.refused.replace(Some((error.clone(), now() + grant::REMEMBER_REFUSAL)));
                }
                self.emit("grant_failed", &|| {
                    let code = code.as_str().into();
                    vec![("code", code), ("scope", scopes.to_string().into()), ("duration", (now() - begin).into())]
                });
                Err((code, error))
            }
        }
    }

    /// Asks the token endpoint; once more if it refuses a secret that a function gave and the function gives another now.
    async fn ask(self: &Rc<Self>, scopes: &ScopeSet) -> Result<Vec<Rc<Live>>, Failure> {
        let secret = self.secret(false).await?;
        let first = self.ask_with(scopes, &secret).await;
        if let (Err(Failure::Error { error, .. }), Secret::Function(_)) = (&first, &self.config.secret)
            && error.code == Code::InvalidClient
        {
            let next = self.secret(true).await?;
            if next != secret {
                return self.ask_with(scopes, &next).await;
            }
        }
        first
    }

    async fn ask_with(self: &Rc<Self>, scopes: &ScopeSet, secret: &str) -> Result<Vec<Rc<Live>>, Failure> {
        let client_id = &self.config.client_id;
        let basic = btoa(&format!("{client_id}:{secret}"))
            .map_err(|cause| Failure::caused(Error::option("clientSecret", "cannot be encoded"), cause))?;
        let call = Rc::new(Call {
            service: Some(Service::Auth),
            authorization: Authorization::Basic { encoded: basic, secret: secret.to_owned() },
            method: Method::POST,
            url: join(self.config.urls.get(Service::Auth), grant::TOKEN_PATH, &[]),
            body: Some((grant::body(scopes).into(), Some(grant::FORM))),
            // Asking twice gives two tokens, or the same one twice: no harm.
            safe: true,
            options: CallOptions::default(),
            replayable: true,
            passthrough: None,
        });
        let begin = now();
        match self.exchange(&call, None).await {
            Ok(reply) => {
                let tokens = Token::all_of(&to_json(&reply), begin, self.tokens.jitter);
                if tokens.is_empty() {
                    return Err(grant::no_token(scopes, &[]).into());
                }
                Ok(tokens.into_iter().map(|token| Rc::new(self.live(token))).collect())
            }
            Err(Ended::Failure(failure)) => Err(failure.of_grant()),
            Err(Ended::Refused(refused)) => {
                let credentials =
                    Credentials { client_id, secret_length: secret.len(), environment: &self.config.environment };
                let error = grant::error(&refused.refusal(Some(Service::Auth)), &credentials, scopes);
                Err(Failure::with_body(error, refused.body))
            }
        }
    }

    /// The secret: as given, or what the function said last, unless `again`.
    async fn secret(&self, again: bool) -> Result<String, Failure> {
        let known = self.tokens.secret.borrow().clone();
        if let Some(secret) = known.filter(|_| !again) {
            return Ok(secret);
        }
        let secret = match &self.config.secret {
            Secret::Text(text) => text.clone(),
            Secret::Function(function) => {
                let failed =
                    |cause| Failure::caused(Error::option("clientSecret", "is a function, and it failed"), cause);
                let answer = function.call0(&JsValue::UNDEFINED).map_err(failed)?;
                match wait(Promise::resolve(&answer), Some(self.config.timeout), None).await {
                    Waited::Settled(Ok(value)) => {
                        let text = value
                            .as_string()
                            .ok_or_else(|| Error::option("clientSecret", "is a function, and it gave no string"))?;
                        grant::check_client_secret(&text)?;
                        text
                    }
                    Waited::Settled(Err(cause)) => return Err(failed(cause)),
                    Waited::TimedOut | Waited::Aborted(_) => {
                        let message = "clientSecret is a function, and it gave no answer in time".to_owned();
                        return Err(Error::new(Kind::Timeout, Code::Timeout, message).into());
                    }
                }
            }
        };
        self.tokens.secret.replace(Some(secret.clone()));
        Ok(secret)
    }
}

fn pick(need: &Need, granted: &[Rc<Live>]) -> Result<Rc<Live>, JsValue> {
    Token::for_need(need, granted).cloned().ok_or_else(|| {
        let servers: Vec<&str> = granted.iter().map(|live| live.token.resource_server.as_str()).collect();
        Failure::from(grant::no_token(&need.scopes, &servers)).into_js()
    })
}
