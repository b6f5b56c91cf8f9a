//! Decides which consents a client may give itself. A service answers `ConsentRequired` when it would act on behalf of
//! the caller beyond the scopes of the token, as Transfer does on a mapped collection (`data_access`). A client
//! identity needs no login for that: a grant that names the scopes records the consent at Globus Auth.
//!
//! Only some scopes are consented to: the call's own, Globus's scopes for moving files, and those of collections and
//! flows that the request names. A service, or a document that another user stored, could ask for any scope. A consent
//! lets the service of a scope act at the services of its dependencies, so each dependency is checked against the scope
//! above it.

use crate::model::environment::Service;
use crate::model::scope::{Scope, ScopeSet, data_access_scope, flow_scope, id_in_scope_url};
use crate::model::token::TokenRequest;
use crate::wire::error::{Code, Error};
use crate::wire::text::is_uuid;

/// How long a consent is remembered as given, or as refused for its request, ms: a service that keeps asking causes no
/// grant per call.
pub const REMEMBER_FOR: f64 = 60_000.0;

/// Returns the token request whose grant gives the consent that a refusal asks for, or the first requested scope that
/// does not belong to the call. `token_request` is that of the call; `names` tells whether the request contains an id.
#[must_use]
pub fn missing_consent(
    error: &Error,
    token_request: &TokenRequest,
    names: &dyn Fn(&str) -> bool,
) -> Option<Result<TokenRequest, String>> {
    if error.status != Some(403) || error.code != Code::ConsentRequired {
        return None;
    }
    let scopes = ScopeSet::parse(&error.required_scopes.join(" ")).ok()?;
    let server = token_request.resource_server.as_deref()?;
    let is_own = |scope: &Scope| {
        let is_asked_for = token_request.scopes.iter().any(|own| own.name() == scope.name());
        scope.resource_server() == Some(server) && (is_asked_for || is_scope_of(scope.name(), flow_scope, names))
    };
    if let Some(name) = foreign_scope(&scopes, &is_own, names) {
        return Some(Err(name.to_owned()));
    }
    // Includes the scopes of the call's own token, which the new token may have to replace.
    let mut requested_scopes = token_request.scopes.clone();
    requested_scopes.merge(&scopes);
    Some(Ok(TokenRequest { scopes: requested_scopes, resource_server: Some(server.to_owned()) }))
}

/// Returns the first requested scope that does not belong to the work: a top-level scope that is not the work's own
/// (`is_own`), or a dependency that does not fit its scope or names a collection or flow that the request does not
/// (`names`).
pub fn foreign_scope<'a>(
    scopes: &'a ScopeSet,
    is_own: &dyn Fn(&Scope) -> bool,
    names: &dyn Fn(&str) -> bool,
) -> Option<&'a str> {
    scopes.iter().find_map(|scope| if is_own(scope) { foreign_dependency(scope, names) } else { Some(scope.name()) })
}

fn foreign_dependency<'a>(scope: &'a Scope, names: &dyn Fn(&str) -> bool) -> Option<&'a str> {
    let kind = ScopeKind::classify(scope.name(), &|_| true);
    scope.dependencies().iter().find_map(|dependency| {
        let fits = match (kind, ScopeKind::classify(dependency.name(), names)) {
            (ScopeKind::Transfer | ScopeKind::Action, ScopeKind::Data) | (ScopeKind::Action, ScopeKind::Transfer) => {
                true
            }
            (ScopeKind::Timer | ScopeKind::Flow, kind) => {
                matches!(kind, ScopeKind::Transfer | ScopeKind::Action | ScopeKind::Flow)
            }
            _ => false,
        };
        if fits { foreign_dependency(dependency, names) } else { Some(dependency.name()) }
    })
}

/// What a scope permits, in terms of consents.
#[derive(Clone, Copy)]
enum ScopeKind {
    /// Move files.
    Transfer,
    /// Let Globus's own action provider move files.
    Action,
    /// Read and write the data of a collection that the request names.
    Data,
    /// Let a timer act.
    Timer,
    /// Run a flow that the request names.
    Flow,
    Other,
}

impl ScopeKind {
    fn classify(name: &str, names: &dyn Fn(&str) -> bool) -> Self {
        if name == Service::Transfer.default_scopes() {
            Self::Transfer
        } else if name == timer_scope() {
            Self::Timer
        } else if is_scope_of(name, flow_scope, names) {
            Self::Flow
        } else if name.starts_with("https://auth.globus.org/scopes/actions.globus.org/transfer/") {
            Self::Action
        } else if is_scope_of(name, data_access_scope, names) {
            Self::Data
        } else {
            Self::Other
        }
    }
}

/// Returns the scope of Timers, without its dependencies.
#[must_use]
pub fn timer_scope() -> &'static str {
    Service::Timers.default_scopes().split('[').next().unwrap_or_default()
}

/// Whether a scope has this form and names an id that the request contains.
fn is_scope_of(name: &str, form: fn(&str) -> String, names: &dyn Fn(&str) -> bool) -> bool {
    id_in_scope_url(name).is_some_and(|id| is_uuid(id) && name == form(id) && names(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::json::parse;
    use crate::wire::response::{self, ErrorResponse};

    const ALL: &str = "urn:globus:auth:scope:transfer.api.globus.org:all";
    const GROUPS: &str = "urn:globus:auth:scope:groups.api.globus.org:all";
    const ID: &str = "01234567-89ab-cdef-0123-456789abcdef";
    const OTHER: &str = "11234567-89ab-cdef-0123-456789abcdef";

    #[test]
    fn a_timer_and_a_flow_act_at_transfer_and_run_flows_that_are_named() {
        let data = format!("*https://auth.globus.org/scopes/{ID}/data_access");
        let action = "https://auth.globus.org/scopes/actions.globus.org/transfer/transfer";
        let timer = "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer";
        let (flow, other) = (flow_scope(ID), flow_scope(OTHER));
        let found = |text: &str| {
            let scopes = ScopeSet::parse(text).unwrap_or_default();
            let is_own = |scope: &Scope| [timer, &flow].contains(&scope.name());
            foreign_scope(&scopes, &is_own, &|id| id == ID).map(str::to_owned)
        };
        for valid in [
            timer.to_owned(),
            format!("{timer}[{ALL}[{data}]]"),
            format!("{timer}[{flow}[{ALL}[{data}]]]"),
            format!("{flow}[{action}[{ALL}[{data}]]] {timer}"),
            format!("{flow}[{action}[{data}]]"),
        ] {
            assert_eq!(found(&valid), None, "{valid}");
        }
        for (text, name) in [
            (format!("{timer}[{GROUPS}]"), GROUPS),
            (format!("{timer}[{other}]"), &*other),
            (format!("{flow}[{timer}]"), timer),
            (format!("{flow}[{ALL}[{action}]]"), action),
            (format!("{flow}[{ALL}[{data}]] {GROUPS}"), GROUPS),
            (other.clone(), &*other),
        ] {
            assert_eq!(found(&text).as_deref(), Some(name), "{text}");
        }
    }

    fn asked(scopes: &str, code: &str, status: u16) -> Option<String> {
        answered(ALL, "transfer.api.globus.org", scopes, code, status)
    }

    /// Returns the key of the token request that gives the consent, or `beyond:` and the foreign scope, after this
    /// refusal of a call whose token has the scopes `own` of `server`.
    fn answered(own: &str, server: &str, scopes: &str, code: &str, status: u16) -> Option<String> {
        let token_request =
            TokenRequest { scopes: ScopeSet::parse(own).unwrap_or_default(), resource_server: Some(server.to_owned()) };
        let body = parse(&format!(r#"{{"code": "{code}", "required_scopes": ["{scopes}"]}}"#));
        let refusal = ErrorResponse {
            status,
            body: &body,
            retry_after: None,
            request_id: None,
            service: Some("transfer"),
            name: "transfer",
        };
        missing_consent(&response::error(&refusal), &token_request, &|id| id == ID).map(|token_request| {
            token_request.map_or_else(|name| format!("beyond: {name}"), |token_request| token_request.key())
        })
    }

    #[test]
    fn what_the_request_is_about_is_consented_to_and_nothing_else() {
        let data_access = |id| format!("https://auth.globus.org/scopes/{id}/data_access");
        let requested_scopes = format!("{ALL}[*{}]", data_access(ID));
        assert_eq!(asked(&requested_scopes, "ConsentRequired", 403), Some(requested_scopes.clone()));
        assert_eq!(asked(ALL, "ConsentRequired", 403).as_deref(), Some(ALL));
        for (scopes, foreign) in [
            (&*format!("{ALL}[{}]", data_access(OTHER)), data_access(OTHER)),
            (&format!("{ALL}[*{}[{}]]", data_access(ID), data_access(ID)), data_access(ID)),
            (&format!("{ALL}[{}]", data_access("")), data_access("")),
            (&format!("{ALL}[{}]", data_access("0")), data_access("0")),
            (&format!("{ALL}[{}/data_access]", data_access(ID)), format!("{}/data_access", data_access(ID))),
            (
                &format!("{ALL}[https://auth.globus.org/scopes/{ID}/https]"),
                format!("https://auth.globus.org/scopes/{ID}/https"),
            ),
            (&format!("{ALL}[custom]"), "custom".into()),
            (&format!("{ALL}[{GROUPS}]"), GROUPS.into()),
            (&format!("{ALL}[{ALL}]"), ALL.into()),
            (&data_access(ID), data_access(ID)),
            (GROUPS, GROUPS.into()),
            (
                "urn:globus:auth:scope:transfer.api.globus.org:gcp_install",
                "urn:globus:auth:scope:transfer.api.globus.org:gcp_install".into(),
            ),
            (&format!("{requested_scopes} openid"), "openid".into()),
        ] {
            assert_eq!(asked(scopes, "ConsentRequired", 403), Some(format!("beyond: {foreign}")), "{scopes}");
        }
        for (scopes, code, status) in [
            (requested_scopes.as_str(), "PermissionDenied", 403),
            (requested_scopes.as_str(), "ConsentRequired", 401),
            ("", "ConsentRequired", 403),
            ("urn:x[", "ConsentRequired", 403),
        ] {
            assert_eq!(asked(scopes, code, status), None, "{scopes} {code} {status}");
        }
    }

    #[test]
    fn the_scope_of_a_flow_belongs_to_calls_at_the_flow_that_name_it() {
        let asked = |flow: &str, server: &str| {
            let own = format!("https://auth.globus.org/scopes/{server}/view");
            answered(&own, server, &flow_scope(flow), "ConsentRequired", 403)
        };
        let granted = format!("{} https://auth.globus.org/scopes/{ID}/view", flow_scope(ID));
        assert_eq!(asked(ID, ID), Some(granted));
        for (flow, server) in [(OTHER, ID), (ID, OTHER), (OTHER, OTHER)] {
            assert_eq!(asked(flow, server), Some(format!("beyond: {}", flow_scope(flow))), "{flow} {server}");
        }
    }
}
