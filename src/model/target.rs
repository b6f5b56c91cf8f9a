//! A *target*: the service, resource server or scopes by which a caller names a token.

use crate::advice::step::{Assignee, Step, step_for};
use crate::model::environment::Service;
use crate::model::scope::{Scope, ScopeSet};
use crate::model::token::TokenRequest;
use crate::wire::error::{Code, Error};

/// A parsed target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A service, by its name or resource server.
    Service(Service),
    /// Scopes.
    Scopes(ScopeSet),
}

/// A parser of targets.
pub type ParseTarget = fn(&str) -> Result<Target, Error>;

impl Target {
    /// Parses a text: the name of a service, else a known resource server, else scopes if the text looks like scopes.
    ///
    /// # Errors
    /// `unknown_target`, `invalid_argument`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let service = Service::from_name(text).or_else(|| Service::from_resource_server(text));
        service.map_or_else(|| Self::parse_scopes(text), |service| Ok(Self::Service(service)))
    }

    /// Parses a text that must be scopes.
    ///
    /// # Errors
    /// `unknown_target`; `invalid_argument` for bad text.
    pub fn parse_scopes(text: &str) -> Result<Self, Error> {
        let looks_like_scopes = text.contains([':', '['])
            || (!text.is_empty() && text.split(' ').all(|name| matches!(name, "openid" | "profile" | "email")));
        if !looks_like_scopes {
            return Err(unknown_target(text));
        }
        ScopeSet::parse(text).map(Self::Scopes).map_err(|problem| Error::argument("target", &problem))
    }

    /// Parses a text that must be the resource server of a service. Others have no known scopes: a token in memory
    /// might fit, but the next process would have none.
    ///
    /// # Errors
    /// `unknown_target`.
    pub fn parse_resource_server(text: &str) -> Result<Self, Error> {
        let service = Service::from_resource_server(text);
        service.map(Self::Service).ok_or_else(|| unknown_target(text).with_step(&BY_SCOPES))
    }
}

const BY_SCOPES: Step =
    step_for(Assignee::You, "Request the token of another resource server by its scopes, with a target `{ scopes }`");

fn unknown_target(text: &str) -> Error {
    let names = Service::ALL.map(Service::name).join(", ");
    let problem = format!("must be a service ({names}), the resource server of one, or scopes; it is \"{text}\"");
    Error::config(Code::UnknownTarget, "target", &problem)
}

/// Merges targets into one token request. They must belong to one resource server. `scopes_of_service` returns the scopes of a
/// service's own token request.
///
/// # Errors
/// `invalid_argument` without scopes, `ambiguous_target` for scopes of several resource servers.
pub fn merge_targets(
    targets: &[Target],
    scopes_of_service: impl Fn(Service) -> ScopeSet,
) -> Result<TokenRequest, Error> {
    let mut scopes = ScopeSet::default();
    let mut servers: Vec<String> = Vec::new();
    let mut add = |server: &str| {
        if !servers.iter().any(|known| known == server) {
            servers.push(server.to_owned());
        }
    };
    for target in targets {
        let set = match target {
            Target::Service(service) => {
                add(service.resource_server());
                &scopes_of_service(*service)
            }
            Target::Scopes(set) => set,
        };
        set.iter().filter_map(Scope::resource_server).for_each(&mut add);
        scopes.merge(set);
    }
    if scopes.is_empty() {
        return Err(Error::argument("target", "names no scope"));
    }
    if servers.len() > 1 {
        let servers = servers.join(", ");
        let problem =
            format!("has scopes of several resource servers ({servers}), which need a token each: use getTokens()");
        return Err(Error::config(Code::AmbiguousTarget, "target", &problem));
    }
    Ok(TokenRequest { scopes, resource_server: servers.pop() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(text: &str) -> Target {
        Target::Scopes(ScopeSet::parse(text).unwrap_or_default())
    }

    #[test]
    fn targets_are_parsed_in_this_order() {
        assert_eq!(Target::parse("transfer"), Ok(Target::Service(Service::Transfer)));
        assert_eq!(Target::parse("computeV3"), Ok(Target::Service(Service::Compute)));
        assert_eq!(Target::parse("flows.globus.org"), Ok(Target::Service(Service::Flows)));
        for text in ["openid", "openid email", "urn:x"] {
            assert_eq!(Target::parse(text), Ok(scopes(text)));
        }
        for unknown in ["transfr", "", " ", "Transfer", "openid transfer"] {
            assert_eq!(Target::parse(unknown).map_err(|error| error.code), Err(Code::UnknownTarget), "{unknown:?}");
        }
    }

    #[test]
    fn scopes_and_resource_servers_that_are_named_as_such_are_nothing_else() {
        assert_eq!(Target::parse_scopes("openid"), Ok(scopes("openid")));
        assert_eq!(Target::parse_resource_server("groups.api.globus.org"), Ok(Target::Service(Service::Groups)));
        for unknown in [
            Target::parse_scopes("transfer"),
            Target::parse_resource_server("transfer"),
            Target::parse_resource_server("urn:x"),
        ] {
            assert_eq!(unknown.map_err(|error| error.code), Err(Code::UnknownTarget));
        }
    }

    const GROUPS: &str = "urn:globus:auth:scope:groups.api.globus.org:all";

    fn asked(texts: &[&str]) -> Result<TokenRequest, Code> {
        let targets: Result<Vec<_>, _> = texts.iter().map(|text| Target::parse(text)).collect();
        let scopes_of_service = |service: Service| ScopeSet::parse(service.default_scopes()).unwrap_or_default();
        targets.and_then(|targets| merge_targets(&targets, scopes_of_service)).map_err(|error| error.code)
    }

    #[test]
    fn targets_of_several_resource_servers_are_ambiguous() {
        for several in [
            &["openid urn:globus:auth:scope:transfer.api.globus.org:all"][..],
            &["openid", "transfer"],
            &["transfer", "groups"],
            &["transfer", GROUPS],
        ] {
            assert_eq!(asked(several), Err(Code::AmbiguousTarget), "{several:?}");
        }
        assert_eq!(asked(&["groups", GROUPS]), asked(&["groups"]));
        assert!(asked(&["openid email urn:globus:auth:scope:auth.globus.org:view_identities"]).is_ok());
    }

    #[test]
    fn each_target_must_be_valid_on_its_own() {
        for bad in [&["urn:x["][..], &["urn:x[", "urn:y]"], &["urn:x[", "y]z"], &[]] {
            assert_eq!(asked(bad), Err(Code::InvalidArgument), "{bad:?}");
        }
    }
}
