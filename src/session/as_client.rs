//! Calls authenticated with the client id and secret: those of the user, and the grants and revocations of the
//! account's tokens.

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
use crate::js::runtime::{btoa, redact, stringify_json};
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
    fn grant(self: Rc<Self>, request: GrantRequest) -> AuthFuture<GrantResult> {
        Box::pin(async move { self.request_grant(request).await.unwrap_or_else(grant_not_sent) })
    }

    fn revoke(self: Rc<Self>, bearer: String, secret: Rc<Secret>) -> AuthFuture<Result<(), CallError>> {
        Box::pin(async move {
            let body = form(&[("token", &bearer)]);
            let call = self.auth_call(REVOKE_PATH, body, &secret, &[bearer], CallOptions::default())?;
            self.run(&Rc::new(call), None).await.map(drop).map_err(CallError::into_grant_error)
        })
    }
}

/// Returns the result of a grant that could not be sent.
fn grant_not_sent(failure: CallError) -> GrantResult {
    GrantResult { reply: Err(failure), event_fields: Vec::new() }
}

impl Session {
    /// Sends a grant to the token endpoint.
    async fn request_grant(self: &Rc<Self>, request: GrantRequest) -> Result<GrantResult, CallError> {
        let GrantRequest { scopes, secret, retries, slept } = request;
        let options = CallOptions { retries, slept, ..CallOptions::default() };
        let call = Rc::new(self.auth_call(TOKEN_PATH, grant::request_body(&scopes), &secret, &[], options)?);
        let (reply, request_id) = match self.exchange(&call, None).await {
            Ok(answer) => {
                // A reply that repeats the credentials must not carry them further: no valid field equals them.
                let text = stringify_json(&answer.data).ok().and_then(|text| text.as_string()).unwrap_or_default();
                let reply = to_json(&redact(&text, &self.secrets(&call, None)));
                let response = answer.response.unchecked_into::<ResponseLike>();
                (Ok(reply), self.request_id(&call, None, &response))
            }
            Err(FailedAttempt::Refused(refused)) => {
                let mut error = grant::refusal_error(refused.error, &refused.json, &scopes);
                self.advise_on_grant(&mut error, &scopes, &secret);
                let request_id = error.request_id.clone();
                (Err(CallError::with_body(error, refused.body)), request_id)
            }
            Err(FailedAttempt::Failure(failure)) => (Err(failure.into_grant_error()), None),
            Err(FailedAttempt::Unread(response)) => (Err(CallError::Js(response.into())), None),
        };
        let fields = || call_fields(&call, request_id.as_deref());
        let event_fields: Vec<EventField> = if self.config.listeners.any() { fields() } else { Vec::new() };
        Ok(GrantResult { reply, event_fields })
    }

    /// Returns a call of Globus Auth with the id and secret. Such calls can be repeated safely. `redacted_texts` are
    /// the secret texts in the form.
    fn auth_call(
        &self,
        path: &str,
        form: String,
        secret: &Rc<Secret>,
        redacted_texts: &[String],
        options: CallOptions,
    ) -> Result<Call, CallError> {
        let authorization = self.basic(secret, &Rc::from(redacted_texts))?;
        let url = join(self.config.urls.get(Service::Auth), path, &[]);
        Ok(Call {
            body: Some((form.into(), Some(FORM))),
            repeat: Repeat::Safely,
            options,
            ..Call::new(Some(Service::Auth.name()), authorization, Method::POST, url)
        })
    }

    /// Returns HTTP Basic authorization with the id and the secret. `redacted_texts` are redacted from what the server
    /// sends.
    fn basic(&self, secret: &Rc<Secret>, redacted_texts: &Rc<[String]>) -> Result<Authorization, CallError> {
        let encoded = btoa(&format!("{}:{}", self.config.client_id, secret.text()))
            .map_err(|cause| CallError::with_cause(Error::option("clientSecret", "cannot be encoded"), cause))?;
        Ok(Authorization::Basic { encoded, secret: Rc::clone(secret), redacted_texts: Rc::clone(redacted_texts) })
    }

    /// Adds advice to a failed grant or call as the client: it depends on the credentials and the scopes.
    fn advise_on_grant(&self, error: &mut Error, scopes: &ScopeSet, secret: &Secret) {
        let mut facts = self.account(Some(secret.text())).facts();
        facts.add(Fact::Code, error.code.as_str());
        facts.add(Fact::Status, &error.status.unwrap_or_default().to_string());
        facts.add(Fact::Scopes, &scopes.to_string());
        advise(error, &facts);
    }

    /// Makes a call with the id and the secret. Repeats it once if it is refused and the secret function now returns
    /// another secret. The texts in `redacted_texts` are redacted from errors.
    pub(crate) async fn run_as_client(
        self: &Rc<Self>,
        call: Call,
        redacted_texts: &Rc<[String]>,
    ) -> Result<Success, CallError> {
        let tokens = Rc::clone(&self.tokens);
        let request = drive(async move {
            tokens.vault.secret().await?;
            Ok(JsValue::UNDEFINED)
        });
        match wait(request, None, call.options.signal.as_ref()).await {
            WaitResult::Settled(settled) => drop(settled.map_err(CallError::Js)?),
            WaitResult::Aborted(reason) => return Err(CallError::Js(reason)),
            WaitResult::TimedOut => {}
        }
        let vault = &self.tokens.vault;
        let secret = vault.secret().await?;
        let first = self.run_with(&call, &secret, redacted_texts).await;
        let next = match &first {
            Err(CallError::Error { error, .. }) if error.status == Some(401) => vault.secret_after(&secret).await?,
            _ => return first,
        };
        if next == secret { first } else { self.run_with(&call, &next, redacted_texts).await }
    }

    async fn run_with(
        self: &Rc<Self>,
        call: &Call,
        secret: &Rc<Secret>,
        redacted_texts: &Rc<[String]>,
    ) -> Result<Success, CallError> {
        let call = Rc::new(Call { authorization: self.basic(secret, redacted_texts)?, ..call.clone() });
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
