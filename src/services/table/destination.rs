//! Where the calls of a client class go, and with which token: a service of Globus here, a server that is somebody else's in
//! [`crate::services::gcs::endpoint`].

use crate::js::drive::Success;
use crate::js::errors::CallError;
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::model::token::TokenRequest;
use crate::session::{Authorization, Call, Session};
use js_sys::Promise;
use std::rc::Rc;

/// What a call's token must be good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// The scopes of the service.
    Service,
    /// This scope of the service, which its default ones do not include.
    Scope(&'static str),
    /// Nothing: it is open to everybody, and no token is sent.
    Open,
}

/// Where calls go.
pub(crate) trait Destination {
    fn session(&self) -> &Rc<Session>;

    /// The name in errors and events.
    fn name(&self) -> &'static str;

    /// What paths are put behind; empty while it is not known.
    fn base(&self) -> &str;

    fn authorization(&self, access: Access) -> Authorization;

    /// Makes a call that a row has prepared.
    fn call(self: Rc<Self>, call: Call) -> Promise;
}

/// Makes a call as a step of a task. By way of its promise: a future within a future is code for each place it stands in.
pub(crate) async fn run(destination: &Rc<dyn Destination>, call: Call) -> Result<Success, CallError> {
    Success::of_call(Rc::clone(destination).call(call)).await.map_err(CallError::Js)
}

/// A service, at the account's URL for it.
pub(crate) struct ServiceDestination {
    session: Rc<Session>,
    service: Service,
}

impl ServiceDestination {
    pub(crate) fn create(session: &Rc<Session>, service: Service) -> Rc<dyn Destination> {
        Rc::new(Self { session: Rc::clone(session), service })
    }
}

impl Destination for ServiceDestination {
    fn session(&self) -> &Rc<Session> {
        &self.session
    }

    fn name(&self) -> &'static str {
        self.service.name()
    }

    fn base(&self) -> &str {
        self.session.config.urls.get(self.service)
    }

    fn authorization(&self, access: Access) -> Authorization {
        match access {
            Access::Open => Authorization::None,
            Access::Service => Authorization::Bearer(self.session.tokens.request_for_service(self.service)),
            Access::Scope(scope) => Authorization::Bearer(Rc::new(TokenRequest {
                scopes: ScopeSet::parse(scope).unwrap_or_default(),
                resource_server: Some(self.service.resource_server().to_owned()),
            })),
        }
    }

    fn call(self: Rc<Self>, call: Call) -> Promise {
        self.session.call(call)
    }
}
