//! Globus Auth as this folder needs it. The session implements it, because it knows how calls are made.

use super::vault::Secret;
use crate::js::errors::CallError;
use crate::js::events::EventField;
use crate::model::scope::ScopeSet;
use crate::wire::json::Json;
use std::pin::Pin;
use std::rc::Rc;

/// A request to Globus Auth in progress.
pub(crate) type AuthFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// A grant to request.
#[derive(Debug)]
pub(crate) struct GrantRequest {
    pub(crate) scopes: ScopeSet,
    pub(crate) secret: Rc<Secret>,
    /// Retries of the call, where they differ from the account's.
    pub(crate) retries: Option<u32>,
    /// ms already slept for this grant. They count towards `maxRetryWait`.
    pub(crate) slept: f64,
}

/// The result of a grant.
pub(crate) struct GrantResult {
    /// The reply or the error, both redacted: the response may repeat the credentials.
    pub(crate) reply: Result<Json, CallError>,
    /// The event fields of the call; empty while there is no listener.
    pub(crate) event_fields: Vec<EventField>,
}

/// Globus Auth, called with the client id and secret.
pub(crate) trait Auth {
    fn grant(self: Rc<Self>, asked: GrantRequest) -> AuthFuture<GrantResult>;

    /// Revokes the token with this bearer.
    fn revoke(self: Rc<Self>, bearer: String, secret: Rc<Secret>) -> AuthFuture<Result<(), CallError>>;
}
