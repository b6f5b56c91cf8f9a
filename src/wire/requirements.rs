//! The requirements that a service has for a call (Globus Auth Requirements Error), in any of their forms: session
//! requirements, which only a person could meet, and scopes that lack a consent.
//!
//! Forms: the canonical one; `authorization_parameters` with lists as comma-separated texts; Transfer's
//! `ConsentRequired` with `required_scopes`; an action provider's with `required_scope`; Auth's
//! `dependent_consent_required` with `unapproved_scopes`; Globus Connect Server's detail `missing_required_scopes`.
//! Source: <https://globus-sdk-python.readthedocs.io/en/stable/authorization/gare.html>.

use crate::wire::json::Json;
use serde::Serialize;

/// The canonical form: the members of `authorization_parameters` with their types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Requirements {
    /// The message for a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_message: Option<String>,
    /// Identities: the session must have one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub session_required_identities: Vec<String>,
    /// Policies: the session must fulfil all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub session_required_policies: Vec<String>,
    /// Domains: the session must have an identity of one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub session_required_single_domain: Vec<String>,
    /// Whether the session needs a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_required_mfa: Option<bool>,
    /// The scopes that lack a consent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required_scopes: Vec<String>,
    /// The `prompt` of a login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

impl Requirements {
    /// Whether only a consent is missing, which a service account can give to itself.
    #[must_use]
    pub fn is_consent(&self) -> bool {
        let lists =
            [&self.session_required_identities, &self.session_required_policies, &self.session_required_single_domain];
        let is_session = self.session_required_mfa == Some(true) || lists.iter().any(|list| !list.is_empty());
        !self.required_scopes.is_empty() && self.prompt.is_none() && !is_session
    }
}

/// Returns the requirements in a body: those of the document, else those of the first error in it that has any. The
/// scopes of all errors are merged, so that one consent is enough.
#[must_use]
pub fn read_requirements(body: &Json) -> Option<Requirements> {
    let inner = [body.get("error"), body.get("detail")];
    let candidates = std::iter::once(body).chain(body.get("errors").items()).chain(inner);
    let mut first: Option<Requirements> = None;
    for document in candidates {
        match (&mut first, read_document(document)) {
            (Some(first), Some(other)) => add_missing(&mut first.required_scopes, other.required_scopes),
            (None, other) => first = other,
            (Some(_), None) => {}
        }
    }
    first.or_else(|| read_unapproved(body))
}

fn add_missing(scopes: &mut Vec<String>, others: Vec<String>) {
    for scope in others {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
}

/// Returns the scopes in a document's own `required_scopes` and `required_scope`.
#[must_use]
pub fn required_scopes(document: &Json) -> Vec<String> {
    let mut scopes = text_list(document.get("required_scopes"));
    scopes.extend(text_list(document.get("required_scope")));
    scopes
}

/// Returns the scopes that a run or timer needs a consent for, from its details. Empty if it needs more than consents.
#[must_use]
pub fn awaited_consents(details: &Json) -> Vec<String> {
    match read_requirements(details) {
        Some(required) if required.is_consent() => required.required_scopes,
        Some(_) => Vec::new(),
        None => required_scopes(details),
    }
}

fn read_document(document: &Json) -> Option<Requirements> {
    let mut scopes = required_scopes(document);
    let parameters = document.get("authorization_parameters");
    if let Json::Object(_) = parameters {
        let list = |name| comma_separated_list(parameters.get(name));
        let text = |name| parameters.get(name).text().map(str::to_owned);
        // Transfer has the scopes in both places.
        add_missing(&mut scopes, text_list(parameters.get("required_scopes")));
        return Some(Requirements {
            session_message: text("session_message"),
            session_required_identities: list("session_required_identities"),
            session_required_policies: list("session_required_policies"),
            session_required_single_domain: list("session_required_single_domain"),
            session_required_mfa: parameters.get("session_required_mfa").as_bool(),
            required_scopes: scopes,
            prompt: text("prompt"),
        });
    }
    let is_consent = document.get("code").as_str() == Some("ConsentRequired")
        || document.get("DATA_TYPE").as_str().is_some_and(|kind| kind.starts_with("missing_required_scopes#"));
    (is_consent && !scopes.is_empty()).then(|| of_scopes(document, scopes))
}

/// Reads Globus Auth's own form, for a service that may not act at another one for this account.
fn read_unapproved(body: &Json) -> Option<Requirements> {
    let first = body.get("errors").items().first()?;
    let scopes = text_list(first.get("unapproved_scopes"));
    let is_dependent_consent = body.get("error").as_str() == Some("dependent_consent_required") && !scopes.is_empty();
    is_dependent_consent.then(|| of_scopes(body, scopes))
}

fn of_scopes(document: &Json, required_scopes: Vec<String>) -> Requirements {
    let message_text = ["message", "description"].iter().find_map(|name| document.get(name).text());
    Requirements { session_message: message_text.map(str::to_owned), required_scopes, ..Requirements::default() }
}

/// Returns the non-empty texts of a list, or a single text, up to [`MAX_BYTES`].
fn text_list(value: &Json) -> Vec<String> {
    bounded(value.strings())
}

fn bounded(mut texts: Vec<String>) -> Vec<String> {
    let mut remaining = MAX_BYTES;
    texts.retain(|text| {
        let fits = !text.is_empty() && text.len() <= remaining;
        remaining -= if fits { text.len() } else { 0 };
        fits
    });
    texts
}

/// The most bytes that are read of a list of scopes or policies. Real lists are far shorter.
const MAX_BYTES: usize = 16 * 1024;

/// Returns a list of texts, or the parts of a comma-separated text.
fn comma_separated_list(value: &Json) -> Vec<String> {
    match value.as_str() {
        Some(text) => bounded(text.split(',').map(str::trim).map(str::to_owned).collect()),
        None => text_list(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::json::parse;

    #[test]
    #[allow(clippy::too_many_lines, reason = "a table")]
    fn every_form_becomes_the_canonical_one() {
        let scopes = || vec!["s".to_owned()];
        for (body, expected) in [
            (
                r#"{"code": "x", "authorization_parameters": {"session_message": "m", "session_required_identities": ["i"],
                    "session_required_policies": ["p"], "session_required_single_domain": ["d"], "session_required_mfa": true,
                    "required_scopes": ["s"], "prompt": "login", "other": 1}}"#,
                Requirements {
                    session_message: Some("m".into()),
                    session_required_identities: vec!["i".into()],
                    session_required_policies: vec!["p".into()],
                    session_required_single_domain: vec!["d".into()],
                    session_required_mfa: Some(true),
                    required_scopes: scopes(),
                    prompt: Some("login".into()),
                },
            ),
            (
                r#"{"authorization_parameters": {"session_required_policies": "a, b", "session_required_single_domain": "c,,d",
                    "session_required_mfa": "yes", "session_required_identities": [1], "session_message": {}}}"#,
                Requirements {
                    session_required_policies: vec!["a".into(), "b".into()],
                    session_required_single_domain: vec!["c".into(), "d".into()],
                    ..Requirements::default()
                },
            ),
            (
                r#"{"code": "ConsentRequired", "message": "m", "required_scopes": ["s"]}"#,
                Requirements {
                    session_message: Some("m".into()),
                    required_scopes: scopes(),
                    ..Requirements::default()
                },
            ),
            (
                r#"{"code": "ConsentRequired", "description": "m", "required_scope": "s"}"#,
                Requirements {
                    session_message: Some("m".into()),
                    required_scopes: scopes(),
                    ..Requirements::default()
                },
            ),
            (
                r#"{"error": "dependent_consent_required", "errors": [{"unapproved_scopes": ["s"]}]}"#,
                Requirements { required_scopes: scopes(), ..Requirements::default() },
            ),
            (
                r#"{"code": "permission_denied", "detail": {"DATA_TYPE": "missing_required_scopes#1.0.0", "required_scopes": ["s"]}}"#,
                Requirements { required_scopes: scopes(), ..Requirements::default() },
            ),
            (
                r#"{"errors": [{"code": "y"}, {"code": "x", "authorization_parameters": {"session_required_mfa": false}}]}"#,
                Requirements { session_required_mfa: Some(false), ..Requirements::default() },
            ),
            (
                r#"{"errors": [{"authorization_parameters": {"required_scopes": ["s"]}},
                    {"authorization_parameters": {"required_scopes": ["s", "t"], "prompt": "login"}}]}"#,
                Requirements { required_scopes: vec!["s".into(), "t".into()], ..Requirements::default() },
            ),
            (
                r#"{"error": {"code": "x", "authorization_parameters": {"required_scopes": ["s"]}}}"#,
                Requirements { required_scopes: scopes(), ..Requirements::default() },
            ),
        ] {
            assert_eq!(read_requirements(&parse(body)), Some(expected), "{body}");
        }
    }

    #[test]
    fn awaited_consents_are_empty_if_more_than_consents_is_needed() {
        for (details, expected) in [
            (r#"{"code": "ConsentRequired", "required_scope": "s"}"#, &["s"][..]),
            (r#"{"code": "Other", "required_scope": "s"}"#, &["s"]),
            (r#"{"authorization_parameters": {"required_scopes": ["s", "", "t", 5]}}"#, &["s", "t"]),
            (r#"{"authorization_parameters": {"required_scopes": ["s"], "session_required_mfa": true}}"#, &[]),
            (r#"{"code": "ActivationRequired"}"#, &[]),
            ("null", &[]),
        ] {
            assert_eq!(awaited_consents(&parse(details)), expected, "{details}");
        }
    }

    #[test]
    fn a_very_long_list_is_cut() {
        let policies = |value: String| {
            let body = format!(r#"{{"authorization_parameters": {{"session_required_policies": {value}}}}}"#);
            read_requirements(&parse(&body)).map_or(0, |messages| messages.session_required_policies.join("").len())
        };
        assert_eq!(policies(format!("\"{}\"", "a,".repeat(30_000))), 16_384);
        assert_eq!(policies(format!("[{}\"a\"]", "\"a\",".repeat(30_000))), 16_384);
        let of_length = |length: usize| format!("[\"{}\", \"b\"]", "a".repeat(length));
        assert_eq!([16_383, 16_384, 16_385].map(|length| policies(of_length(length))), [16_384, 16_384, 1]);
    }

    #[test]
    fn similar_bodies_contain_no_requirements() {
        for body in [
            "{}",
            "[]",
            r#"{"authorization_parameters": "login"}"#,
            r#"{"code": "ConsentRequired"}"#,
            r#"{"code": "ConsentRequired", "required_scopes": []}"#,
            r#"{"code": "ConsentRequired", "required_scopes": [1]}"#,
            r#"{"code": "ConsentRequired", "required_scope": ""}"#,
            r#"{"code": "other", "required_scopes": ["s"]}"#,
            r#"{"error": "dependent_consent_required", "errors": []}"#,
            r#"{"error": "other", "errors": [{"unapproved_scopes": ["s"]}]}"#,
        ] {
            assert_eq!(read_requirements(&parse(body)), None, "{body}");
        }
    }

    #[test]
    fn a_session_requirement_is_not_a_consent() {
        let of = |body: &str| read_requirements(&parse(body)).is_some_and(|requirements| requirements.is_consent());
        assert!(of(r#"{"authorization_parameters": {"required_scopes": ["s"], "session_message": "m"}}"#));
        assert!(!of(r#"{"authorization_parameters": {"required_scopes": ["s"], "session_required_mfa": true}}"#));
        assert!(!of(r#"{"authorization_parameters": {"required_scopes": ["s"], "prompt": "login"}}"#));
        assert!(of(r#"{"authorization_parameters": {"required_scopes": ["s"], "session_required_mfa": false}}"#));
        assert!(!of(r#"{"authorization_parameters": {}}"#));
        for session in ["identities", "policies", "single_domain"] {
            let body = r#"{"authorization_parameters": {"required_scopes": ["s"], "session_required_NAME": ["x"]}}"#;
            assert!(!of(&body.replace("NAME", session)), "{session}");
        }
    }
}
