//! Calls that the client makes as itself, with its id and secret: for a caller, and for the account's tokens.

use super::call::{Authorization, Call};
use super::event_fields::call_fields;
use super::exchange::FailedAttempt;
use super::state::Session;
use crate::advice::{Fact, advise};
use crate::js::arguments::CallOptions;
use crate::js::convert::to_json;
use crate::js::drive::{Success, drive};
use crate::js::errors::CallError;
use crate::js::events::EventField;
use crate::js::http::ResponseLike;
use crate::js::runtime::{btoa, redacted, stringify_json};
use crate::js::time::{WaitResult, wait};
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::policy::retry::Repeat;
use crate::tokens::{Auth, AuthFuture, GrantRequest, GrantResult, Secret};
use crate::wire::error::{Code, Error};
use crate::wire::grant::{self, FORM, REVOKE_PATH, TOKEN_PATH};
use crate::wire::request::{Method, form, join};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

impl Auth for Session {
    fn grant(self: Rc<Self>, asked: GrantRequest) -> AuthFuture<GrantResult> {
        Box::pin(async move { self.request_grant(asked).await.unwrap_or_else(grant_not_sent) })
    }

    fn revoke(self: Rc<Self>, bearer: String, secret: Rc<Secret>) -> AuthFuture<Result<(), CallError>> {
        Box::pin(async move {
            let body = form(&[("token", &bearer)]);
            let call = self.auth_call(REVOKE_PATH, body, &secret, &[bearer], CallOptions::default())?;
            self.run(&Rc::new(call), None).await.map(drop).map_err(CallError::as_grant_error)
        })
    }
}

/// A grant that was not asked for.
fn grant_not_sent(failure: CallError) -> GrantResult {
    GrantResult { reply: Err(failure), event_fields: Vec::new() }
}

impl Session {
    /// Asks the token endpoint.
    async fn request_grant(self: &Rc<Self>, asked: GrantRequest) -> Result<GrantResult, CallError> {
        let GrantRequest { scopes, secret, retries, slept } = asked;
        let options = CallOptions { retries, slept, ..CallOptions::default() };
        let call = Rc::new(self.auth_call(TOKEN_PATH, grant::request_body(&scopes), &secret, &[], options)?);
        let (reply, request_id) = match self.exchange(&call, None).await {
            Ok(answer) => {
                // Whatever it repeats of the credentials is not one of its words.
                let text = stringify_json(&answer.data).ok().and_then(|text| text.as_string()).unwrap_or_default();
                let reply = to_json(&redacted(&text, &self.secrets(&call, None)));
                let response = answer.response.unchecked_into::<ResponseLike>();
                (Ok(reply), self.request_id(&call, None, &response))
            }
            Err(FailedAttempt::Refused(refused)) => {
                let mut error = grant::refusal_error(refused.error, &refused.json, &scopes);
                self.advise_on_grant(&mut error, &scopes, &secret);
                let request_id = error.request_id.clone();
                (Err(CallError::with_body(error, refused.body)), request_id)
            }
            Err(FailedAttempt::Failure(failure)) => (Err(failure.as_grant_error()), None),
            Err(FailedAttempt::Unread(response)) => (Err(CallError::Js(response.into())), None),
        };
        let told = || call_fields(&call, request_id.as_deref());
        let by: Vec<EventField> = if self.config.listeners.any() { told() } else { Vec::new() };
        Ok(GrantResult { reply, event_fields: by })
    }

    /// A call of Globus Auth with the id and the secret, perhaps about tokens. Such calls do no harm when they are repeated.
    fn auth_call(
        &self,
        path: &str,
        form: String,
        secret: &Rc<Secret>,
        about: &[String],
        options: CallOptions,
    ) -> Result<Call, CallError> {
        let authorization = self.basic(secret, &Rc::from(about))?;
        let url = join(self.config.urls.get(Service::Auth), path, &[]);
        Ok(Call {
            body: Some((form.into(), Some(FORM))),
            repeat: Repeat::Safely,
            options,
            ..Call::new(Some(Service::Auth.name()), authorization, Method::POST, url)
        })
    }

    /// HTTP Basic with the id and a secret, for a call about these tokens.
    fn basic(&self, secret: &Rc<Secret>, about: &Rc<[String]>) -> Result<Authorization, CallError> {
        let encoded = btoa(&format!("{}:{}", self.config.client_id, secret.text()))
            .map_err(|cause| CallError::with_cause(Error::option("clientSecret", "cannot be encoded"), cause))?;
        Ok(Authorization::Basic { encoded, secret: Rc::clone(secret), about: Rc::clone(about) })
    }

    /// Says what to do about a grant, or a call as the client, that failed: it goes by the credentials and the scopes.
    fn advise_on_grant(&self, error: &mut Error, scopes: &ScopeSet, secret: &Secret) {
        let mut facts = self.account(Some(secret.text())).facts();
        facts.add(Fact::Code, error.code.as_str());
        facts.add(Fact::Status, &error.status.unwrap_or_default().to_string());
        facts.add(Fact::Scopes, &scopes.to_string());
        advise(error, &facts);
    }

    /// Makes a call with the id and the secret, and once more if a function has another secret by now. Nothing of what it is
    /// `about` is shown in an error.
    pub(crate) async fn run_as_client(self: &Rc<Self>, call: Call, about: &Rc<[String]>) -> Result<Success, CallError> {
        let tokens = Rc::clone(&self.tokens);
        let asked = drive(async move {
            tokens.vault.secret().await?;
            Ok(JsValue::UNDEFINED)
        });
        match wait(asked, None, call.options.signal.as_ref()).await {
            WaitResult::Settled(settled) => drop(settled.map_err(CallError::Js)?),
            WaitResult::Aborted(reason) => return Err(CallError::Js(reason)),
            WaitResult::TimedOut => {}
        }
        let vault = &self.tokens.vault;
        let secret = vault.secret().await?;
        let first = self.run_with(&call, &secret, about).await;
        let next = match &first {
            Err(CallError::Error { error, .. }) if error.status == Some(401) => vault.secret_after(&secret).await?,
            _ => return first,
        };
        if next == secret { first } else { self.run_with(&call, &next, about).await }
    }

    async fn run_with(
        self: &Rc<Self>,
        call: &Call,
        secret: &Rc<Secret>,
        about: &Rc<[String]>,
    ) -> Result<Success, CallError> {
        let call = Rc::new(Call { authorization: self.basic(secret, about)?, ..call.clone() });
        self.run(&call, None).await.map_err(|mut failure| {
            if let CallError::Error { error, .. } = &mut failure {
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
