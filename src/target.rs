//! What a caller means by a *target*: the service, resource server or scopes a token is wanted for.

use crate::environment::Service;
use crate::error::{Code, Error};
use crate::scope::{Scope, ScopeSet};
use crate::token::Need;

/// A target, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// A service, by its name or resource server.
    Service(Service),
    /// Scopes, as text.
    Scopes(&'a str),
}

impl<'a> Target<'a> {
    /// Understands a text: a service's name, else a known resource server, else scopes if it looks like them.
    ///
    /// # Errors
    /// `unknown_target`.
    pub fn of(text: &'a str) -> Result<Self, Error> {
        if let Some(service) = Service::from_name(text).or_else(|| Service::from_resource_server(text)) {
            return Ok(Self::Service(service));
        }
        let looks_like_scopes = text.contains([':', '['])
            || (!text.is_empty() && text.split(' ').all(|name| matches!(name, "openid" | "profile" | "email")));
        if looks_like_scopes {
            return Ok(Self::Scopes(text));
        }
        let names: Vec<_> = Service::ALL.into_iter().map(Service::name).collect();
        let problem =
            ["is neither a service (", &names.join(", "), "), a resource server nor a scope: \"", text, "\""].concat();
        Err(Error::config(Code::UnknownTarget, "target", &problem))
    }
}

/// What scopes given by a caller ask for. They must give a single token.
///
/// # Errors
/// `invalid_argument` for bad text, `ambiguous_target` for scopes of several resource servers.
pub fn need_of_scopes(text: &str) -> Result<Need, Error> {
    let scopes = ScopeSet::parse(text).map_err(|problem| Error::argument("target", &problem))?;
    let mut servers: Vec<&str> = Vec::new();
    for server in scopes.iter().filter_map(Scope::resource_server) {
        if !servers.contains(&server) {
            servers.push(server);
        }
    }
    if servers.len() > 1 {
        let problem = [
            "has scopes of several resource servers (",
            &servers.join(", "),
            "), which take a token each: use getTokens()",
        ];
        return Err(Error::config(Code::AmbiguousTarget, "target", &problem.concat()));
    }
    let resource_server = servers.first().map(|server| (*server).to_owned());
    Ok(Need { scopes, resource_server })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_understood_in_this_order() {
        assert_eq!(Target::of("transfer"), Ok(Target::Service(Service::Transfer)));
        assert_eq!(Target::of("computeV3"), Ok(Target::Service(Service::Compute)));
        assert_eq!(Target::of("flows.globus.org"), Ok(Target::Service(Service::Flows)));
        assert_eq!(Target::of("openid"), Ok(Target::Scopes("openid")));
        assert_eq!(Target::of("openid email"), Ok(Target::Scopes("openid email")));
        assert_eq!(Target::of("urn:x"), Ok(Target::Scopes("urn:x")));
        for unknown in ["transfr", "", " ", "Transfer", "openid transfer"] {
            assert_eq!(Target::of(unknown).map_err(|error| error.code), Err(Code::UnknownTarget), "{unknown:?}");
        }
    }

    #[test]
    fn scopes_of_several_resource_servers_are_ambiguous() {
        let code = |text| need_of_scopes(text).map_err(|error| error.code);
        assert_eq!(code("openid urn:globus:auth:scope:transfer.api.globus.org:all"), Err(Code::AmbiguousTarget));
        assert_eq!(code("urn:x["), Err(Code::InvalidArgument));
        assert!(code("openid email urn:globus:auth:scope:auth.globus.org:view_identities").is_ok());
    }
}
