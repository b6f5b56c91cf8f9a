//! The server that receives the calls of a client, and the token for it. Here: a Globus service. For a server that
//! Globus does not run: [`crate::services::gcs::endpoint`].

use crate::js::drive::Success;
use crate::js::errors::CallError;
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::model::token::TokenRequest;
use crate::session::{Authorization, Call, Session};
use js_sys::Promise;
use std::rc::Rc;

/// What the token of a call must allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// The service's own scopes.
    Service,
    /// This scope of the service, which is not one of its own scopes.
    Scope(&'static str),
    /// Nothing: the call needs no token, and none is sent.
    Open,
}

/// The server that receives the calls of a client.
pub(crate) trait Destination {
    fn session(&self) -> &Rc<Session>;

    /// The name of the service in errors and events.
    fn name(&self) -> &'static str;

    /// The base URL of all paths. Empty if it is not known before a call is sent.
    fn base_url(&self) -> &str;

    fn authorization(&self, access: Access) -> Authorization;

    /// Starts a call that a row has prepared.
    fn call(self: Rc<Self>, call: Call) -> Promise;
}

/// Starts a call and waits for its result. It awaits the promise of the call, not a future: the compiler would repeat
/// the code of a nested future in each caller.
pub(crate) async fn run_call(destination: &Rc<dyn Destination>, call: Call) -> Result<Success, CallError> {
    Success::of_call(Rc::clone(destination).call(call)).await.map_err(CallError::Js)
}

/// A Globus service, at the URL that the account's configuration has for it.
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

    fn base_url(&self) -> &str {
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
