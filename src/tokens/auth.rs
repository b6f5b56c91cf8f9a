//! What the tokens ask of Globus Auth. The session carries it out: it knows how calls are made.

use super::vault::Secret;
use crate::js::errors::Failure;
use crate::js::events::Member;
use crate::model::scope::ScopeSet;
use crate::wire::json::Json;
use std::pin::Pin;
use std::rc::Rc;

/// Something that Globus Auth is asked for.
pub(crate) type Asking<T> = Pin<Box<dyn Future<Output = T>>>;

/// A grant.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) scopes: ScopeSet,
    pub(crate) secret: Rc<Secret>,
    /// How often the call may be repeated, if not as often as any other.
    pub(crate) retries: Option<u32>,
    /// ms that were slept for it already.
    pub(crate) slept: f64,
}

/// What came of asking for a grant.
pub(crate) struct Granted {
    /// The reply, without anything of the credentials that it may repeat.
    pub(crate) reply: Result<Json, Failure>,
    /// What listeners are told of the call; nothing while there are none.
    pub(crate) by: Vec<Member>,
}

/// Globus Auth, called as the client.
pub(crate) trait Auth {
    fn grant(self: Rc<Self>, asked: Asked) -> Asking<Granted>;

    /// Ends the token with this bearer.
    fn revoke(self: Rc<Self>, bearer: String, secret: Rc<Secret>) -> Asking<Result<(), Failure>>;
}
