//! Consents that a client may give itself. Globus answers `ConsentRequired` when a service wants to act further than its token
//! says, as Transfer does on a mapped collection (`data_access`). A client identity has nobody to ask: a grant that names the
//! scopes records the consent at Globus Auth.
//!
//! Only what the request is about is consented to: a service, or a document that it keeps for somebody else, could ask for
//! anything. A consent lets the service of a scope act at the services of the scopes below it, so each has a place.

use crate::model::environment::Service;
use crate::model::scope::{Scope, ScopeSet, data_access_scope, flow_scope, id_in_scope_url};
use crate::model::token::TokenRequest;
use crate::wire::error::{Code, Error};
use crate::wire::text::is_uuid;

/// How long a consent is taken for given, or for impossible, ms: a service that goes on asking gets no grant per call.
pub const REMEMBER_FOR: f64 = 60_000.0;

/// How far a call has gone for a consent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Not at all.
    #[default]
    None,
    /// It was repeated after the consent, with the token it had.
    Repeated,
    /// It was repeated with the token that the consent brought.
    Renewed,
}

/// What to grant, for a refusal of a call that used the token of `token_request`; or the name of a scope that does not belong to the call.
/// `names`: whether the request holds an id.
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
    // With the scopes that the call's token has: the new one may have to take its place.
    let mut wanted = token_request.scopes.clone();
    wanted.merge(&scopes);
    Some(Ok(TokenRequest { scopes: wanted, resource_server: Some(server.to_owned()) }))
}

/// The first of some scopes that does not belong to the work they are asked for: at the top one that is not its own, below it one
/// that has no place there, or is of a collection or flow that nobody but the asker names.
pub fn foreign_scope<'a>(
    scopes: &'a ScopeSet,
    is_own: &dyn Fn(&Scope) -> bool,
    names: &dyn Fn(&str) -> bool,
) -> Option<&'a str> {
    scopes.iter().find_map(|scope| if is_own(scope) { foreign_dependency(scope, names) } else { Some(scope.name()) })
}

fn foreign_dependency<'a>(scope: &'a Scope, names: &dyn Fn(&str) -> bool) -> Option<&'a str> {
    let acting = ScopeKind::classify(scope.name(), &|_| true);
    scope.dependencies().iter().find_map(|inner| {
        let fits = match (acting, ScopeKind::classify(inner.name(), names)) {
            (ScopeKind::Transfer | ScopeKind::Action, ScopeKind::Data) | (ScopeKind::Action, ScopeKind::Transfer) => {
                true
            }
            (ScopeKind::Timer | ScopeKind::Flow, kind) => {
                matches!(kind, ScopeKind::Transfer | ScopeKind::Action | ScopeKind::Flow)
            }
            _ => false,
        };
        if fits { foreign_dependency(inner, names) } else { Some(inner.name()) }
    })
}

/// What a scope lets somebody do, as far as consents go.
#[derive(Clone, Copy)]
enum ScopeKind {
    /// Move files.
    Transfer,
    /// Have Globus's own action provider move files.
    Action,
    /// Read and write the data of a collection that is named.
    Data,
    /// Have a timer act.
    Timer,
    /// Run a flow that is named, which acts.
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

/// The scope of Timers.
#[must_use]
pub fn timer_scope() -> &'static str {
    Service::Timers.default_scopes().split('[').next().unwrap_or_default()
}

/// Whether a scope is one of this form, of something that is named.
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
        for own in [
            timer.to_owned(),
            format!("{timer}[{ALL}[{data}]]"),
            format!("{timer}[{flow}[{ALL}[{data}]]]"),
            format!("{flow}[{action}[{ALL}[{data}]]] {timer}"),
            format!("{flow}[{action}[{data}]]"),
        ] {
            assert_eq!(found(&own), None, "{own}");
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

    /// What is granted for an answer to a call whose token has the scopes `own` of `server`.
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
        let wanted = format!("{ALL}[*{}]", data_access(ID));
        assert_eq!(asked(&wanted, "ConsentRequired", 403), Some(wanted.clone()));
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
            (&format!("{wanted} openid"), "openid".into()),
        ] {
            assert_eq!(asked(scopes, "ConsentRequired", 403), Some(format!("beyond: {foreign}")), "{scopes}");
        }
        for (scopes, code, status) in [
            (wanted.as_str(), "PermissionDenied", 403),
            (wanted.as_str(), "ConsentRequired", 401),
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
