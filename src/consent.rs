//! Consents that a client may give itself. Globus answers `ConsentRequired` when a service wants to act further than its token
//! says, as Transfer does on a mapped collection (`data_access`). A client identity has nobody to ask: a grant that names the
//! scopes records the consent at Globus Auth.
//!
//! Only what the request is about is consented to: a service could ask for anything.

use crate::environment::Service;
use crate::error::{Code, Error};
use crate::scope::{ScopeSet, id_of_url};
use crate::token::Need;

/// How long a consent is taken for given, or for impossible, ms: a service that goes on asking gets no grant per call.
pub const REMEMBER: f64 = 60_000.0;

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

/// What to grant, for a refusal of a call that used the token of `need`. `names`: whether the request holds an id.
#[must_use]
pub fn missing(error: &Error, need: &Need, names: &dyn Fn(&str) -> bool) -> Option<Need> {
    if error.status != Some(403) || error.code != Code::ConsentRequired {
        return None;
    }
    let scopes = ScopeSet::parse(&error.required_scopes.join(" ")).ok()?;
    let server = need.resource_server.as_deref()?;
    let is_ours = scopes.iter().all(|scope| scope.resource_server() == Some(server));
    // With the scopes that the call's token has: the new one may have to take its place.
    let mut wanted = need.scopes.clone();
    wanted.merge(&scopes);
    (is_ours && are_about(&scopes, names)).then(|| Need { scopes: wanted, resource_server: Some(server.to_owned()) })
}

/// Whether every scope is of a Globus service or of something the request names.
fn are_about(scopes: &ScopeSet, names: &dyn Fn(&str) -> bool) -> bool {
    scopes.iter().all(|scope| {
        let known = scope.resource_server().is_some_and(|server| Service::from_resource_server(server).is_some());
        (known || id_of_url(scope.name()).is_some_and(names)) && are_about(scope.dependencies(), names)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;
    use crate::response::{self, Refusal};

    const ALL: &str = "urn:globus:auth:scope:transfer.api.globus.org:all";
    const ID: &str = "01234567-89ab-cdef-0123-456789abcdef";

    fn asked(scopes: &str, code: &str, status: u16) -> Option<String> {
        let need = Need {
            scopes: ScopeSet::parse(ALL).unwrap_or_default(),
            resource_server: Some("transfer.api.globus.org".to_owned()),
        };
        let body = parse(&format!(r#"{{"code": "{code}", "required_scopes": ["{scopes}"]}}"#));
        let refusal = Refusal {
            status,
            body: &body,
            retry_after: None,
            request_id: None,
            service: Some("transfer"),
            name: "transfer",
        };
        missing(&response::error(&refusal), &need, &|id| id == ID).map(|need| need.key())
    }

    #[test]
    fn what_the_request_is_about_is_consented_to_and_nothing_else() {
        let data_access = |id| format!("https://auth.globus.org/scopes/{id}/data_access");
        let wanted = format!("{ALL}[*{}]", data_access(ID));
        assert_eq!(asked(&wanted, "ConsentRequired", 403), Some(wanted.clone()));
        assert_eq!(asked(ALL, "ConsentRequired", 403).as_deref(), Some(ALL));
        for (scopes, code, status) in [
            (wanted.as_str(), "PermissionDenied", 403),
            (wanted.as_str(), "ConsentRequired", 401),
            ("", "ConsentRequired", 403),
            ("urn:x[", "ConsentRequired", 403),
            (&format!("{ALL}[{}]", data_access("another")), "ConsentRequired", 403),
            (&format!("{ALL}[{}[{}]]", data_access(ID), data_access("another")), "ConsentRequired", 403),
            (&format!("{ALL}[custom]"), "ConsentRequired", 403),
            (&data_access(ID), "ConsentRequired", 403),
            ("urn:globus:auth:scope:groups.api.globus.org:all", "ConsentRequired", 403),
            (&format!("{wanted} openid"), "ConsentRequired", 403),
        ] {
            assert_eq!(asked(scopes, code, status), None, "{scopes} {code} {status}");
        }
    }
}
