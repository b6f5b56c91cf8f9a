//! What the tokens ask of Globus Auth. The session carries it out: it knows how calls are made.

use super::vault::Secret;
use crate::js::errors::CallError;
use crate::js::events::EventField;
use crate::model::scope::ScopeSet;
use crate::wire::json::Json;
use std::pin::Pin;
use std::rc::Rc;

/// Something that Globus Auth is asked for.
pub(crate) type AuthFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// A grant.
#[derive(Debug)]
pub(crate) struct GrantRequest {
    pub(crate) scopes: ScopeSet,
    pub(crate) secret: Rc<Secret>,
    /// How often the call may be repeated, if not as often as any other.
    pub(crate) retries: Option<u32>,
    /// ms that were slept for it already.
    pub(crate) slept: f64,
}

/// What came of asking for a grant.
pub(crate) struct GrantResult {
    /// The reply, without anything of the credentials that it may repeat.
    pub(crate) reply: Result<Json, CallError>,
    /// What listeners are told of the call; nothing while there are none.
    pub(crate) event_fields: Vec<EventField>,
}

/// Globus Auth, called as the client.
pub(crate) trait Auth {
    fn grant(self: Rc<Self>, asked: GrantRequest) -> AuthFuture<GrantResult>;

    /// Ends the token with this bearer.
    fn revoke(self: Rc<Self>, bearer: String, secret: Rc<Secret>) -> AuthFuture<Result<(), CallError>>;
}
