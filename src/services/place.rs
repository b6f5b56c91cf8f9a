//! Where the calls of a client class go, and with which token: a service of Globus, or a server that is somebody else's.

use super::endpoint::Endpoint;
use super::row::Access;
use crate::environment::Service;
use crate::js::drive::Answer;
use crate::js::errors::Failure;
use crate::scope::ScopeSet;
use crate::session::{Authorization, Call, Session};
use crate::token::Need;
use js_sys::Promise;
use std::rc::Rc;

/// Where calls go.
#[derive(Clone)]
pub(crate) enum Place {
    /// A service, at the account's URL for it.
    Service(Rc<Session>, Service),
    /// A Globus Connect Server endpoint.
    Endpoint(Rc<Endpoint>),
}

impl Place {
    pub(crate) fn session(&self) -> &Rc<Session> {
        match self {
            Self::Service(session, _) => session,
            Self::Endpoint(endpoint) => &endpoint.session,
        }
    }

    /// The name in errors and events.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Service(_, service) => service.name(),
            Self::Endpoint(_) => "gcs",
        }
    }

    /// What paths are put behind; empty while it is not known.
    pub(crate) fn base(&self) -> &str {
        match self {
            Self::Service(session, service) => session.config.urls.get(*service),
            Self::Endpoint(_) => "",
        }
    }

    pub(crate) fn authorization(&self, access: Access) -> Authorization {
        match (self, access) {
            (_, Access::Open) => Authorization::None,
            (Self::Service(session, service), Access::Service) => Authorization::Bearer(session.need_of(*service)),
            (Self::Service(_, service), Access::Scope(scope)) => Authorization::Bearer(Rc::new(Need {
                scopes: ScopeSet::parse(scope).unwrap_or_default(),
                resource_server: Some(service.resource_server().to_owned()),
            })),
            // The endpoint says whose token it is, once it is known.
            (Self::Endpoint(_), _) => Authorization::Bearer(Rc::default()),
        }
    }

    /// Makes a call that a row has prepared.
    pub(crate) fn call(&self, call: Call) -> Promise {
        match self {
            Self::Service(session, _) => session.call(call),
            Self::Endpoint(endpoint) => endpoint.call(call),
        }
    }

    /// Makes it as a step of a task. By way of its promise: a future within a future is code for each place it stands in.
    pub(crate) async fn run(&self, call: Call) -> Result<Answer, Failure> {
        Answer::to(self.call(call)).await.map_err(Failure::Js)
    }
}
