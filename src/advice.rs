//! What to do about a failure, said to the person who reads the log: what is wrong, what it means for a service account, and
//! who has to do what, with this account's identity and the resource in it.
//!
//! Everything that is known is a [`Facts`] of texts by name. A [`Cause`] is recognised by them and filled with them. The table
//! ([`causes`]) is data; the first cause that fits is the one. When nothing fits there is no advice: what is not known is not
//! guessed.

pub mod causes;
mod facts;
mod packed;

pub use facts::{Account, Facts, Request, facts};
pub use packed::Packed;

use crate::text::holds;

/// For an id that is none.
pub const CLIENT_ID: &str =
    "The client id is the UUID shown on the client's page at https://app.globus.org/settings/developers.";

/// For a secret that something happened to on its way.
pub const CLIENT_SECRET: &str = "Copy the secret again from where it was stored, without quotes, spaces or line breaks. Globus shows a secret only once; if it is lost, add a new one at https://app.globus.org/settings/developers.";

/// Why calls of service accounts fail: a row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    /// Its stable name.
    pub name: &'static str,
    /// What it is recognised by: all of these. One without any is only there for who names it.
    pub signs: &'static [Sign],
    /// What to say: sentences with `{facts}` in them. One with a fact that is not known is left out.
    pub text: &'static [&'static str],
}

/// What a cause is recognised by.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// The fact is one of these.
    Is(&'static str, &'static [&'static str]),
    /// The fact holds one of these, in lower case.
    Says(&'static str, &'static [&'static str]),
    /// The fact is known.
    Known(&'static str),
}

/// The cause that fits.
#[must_use]
pub fn recognised(facts: &Facts) -> Option<Packed> {
    packed::causes().find(|cause| !cause.signs.is_empty() && cause.signs.split('\t').all(|sign| fits(sign, facts)))
}

/// The cause of this name.
#[must_use]
pub fn named(name: &str) -> Option<Packed> {
    packed::causes().find(|cause| cause.name == name)
}

fn fits(sign: &str, facts: &Facts) -> bool {
    if let Some((name, parts)) = sign.split_once('~') {
        return facts.get(name).is_some_and(|fact| {
            let fact = fact.to_ascii_lowercase();
            parts.split('|').any(|part| holds(&fact, part))
        });
    }
    match sign.split_once('=') {
        Some((name, values)) => facts.get(name).is_some_and(|fact| values.split('|').any(|value| value == fact)),
        None => facts.get(sign).is_some(),
    }
}

impl Packed {
    /// What it says, with the facts, and what it is about if no sentence says so.
    #[must_use]
    pub fn advice(&self, facts: &Facts) -> Option<String> {
        let mut advice = String::new();
        for sentence in self.text.split('\t') {
            say(&mut advice, sentence, facts);
        }
        if facts.get("what").is_some_and(|what| !holds(&advice, what)) {
            say(&mut advice, "This is about {what}.", facts);
        }
        (!advice.is_empty()).then_some(advice)
    }
}

/// Adds a sentence with its facts, unless one of them is not known.
fn say(advice: &mut String, sentence: &str, facts: &Facts) {
    if let Some(sentence) = filled(sentence, facts) {
        if !advice.is_empty() {
            advice.push(' ');
        }
        advice.push_str(&sentence);
    }
}

/// A sentence with its facts; none if one of them is not known.
fn filled(sentence: &str, facts: &Facts) -> Option<String> {
    let mut parts = sentence.split('{');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        text.push_str(facts.get(name)?);
        text.push_str(rest);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::json::parse;
    use crate::response::{self, Refusal};
    use crate::scope::ScopeSet;
    use proptest::prelude::*;

    const ID: &str = "01234567-89ab-cdef-0123-456789abcdef";
    const ME: &str = "01234567-89ab-cdef-0123-456789abcdef@clients.auth.globus.org";
    const COLLECTION: &str = "aaaaaaaa-89ab-cdef-0123-456789abcdef";

    /// The names of all facts, as documented at [`Facts`].
    const FACTS: &[&str] = &[
        "again",
        "me",
        "id",
        "principal",
        "other",
        "short",
        "code",
        "serverCode",
        "status",
        "service",
        "said",
        "detail",
        "recommended",
        "what",
        "place",
        "path",
        "access",
        "call",
        "scopes",
        "domains",
        "policies",
        "identities",
        "mfa",
        "roles",
        "narrow",
        "legacy",
        "closed",
        "endpoint",
        "consented",
        "unconsented",
        "foreign",
        "beyond",
        "paused",
        "submission",
    ];

    fn account() -> Account<'static> {
        Account { client_id: ID, environment: "production", secret_length: None }
    }

    fn refused(service: &'static str, status: u16, body: &str) -> (Error, crate::json::Json) {
        let body = parse(body);
        let refusal = Refusal { status, body: &body, retry_after: None, request_id: None, service: Some(service) };
        (response::error(&refusal), body)
    }

    fn advice(service: &'static str, url: &str, sent: &str, status: u16, body: &str) -> Option<String> {
        let (error, body) = refused(service, status, body);
        let scopes = ScopeSet::default();
        let request = Request { reads: sent.is_empty(), url, body: sent, scopes: &scopes };
        let facts = facts(&account(), &request, &error, &body);
        recognised(&facts).and_then(|cause| cause.advice(&facts))
    }

    #[test]
    fn the_table_speaks_of_facts_that_there_are() {
        for cause in causes::CAUSES {
            assert!(!cause.text.is_empty(), "{}", cause.name);
            for sentence in cause.text {
                for part in sentence.split('{').skip(1) {
                    let Some((name, _)) = part.split_once('}') else { panic!("{sentence}") };
                    assert!(FACTS.contains(&name), "{}: {name}", cause.name);
                }
            }
            for sign in cause.signs {
                let (Sign::Is(name, _) | Sign::Says(name, _) | Sign::Known(name)) = sign;
                assert!(FACTS.contains(name), "{}: {name}", cause.name);
                if let Sign::Says(_, parts) = sign {
                    assert!(parts.iter().all(|part| part.to_ascii_lowercase() == **part), "{}", cause.name);
                }
            }
        }
    }

    #[test]
    fn the_calls_it_names_are_there() {
        const CALLS: &[&str] = &[
            include_str!("services/auth.rs"),
            include_str!("services/flows.rs"),
            include_str!("services/groups.rs"),
            include_str!("services/search.rs"),
            include_str!("services/transfer.rs"),
            include_str!("account.rs"),
            include_str!("../pkg-template/jobs/jobs.d.ts"),
        ];
        for text in causes::CAUSES.iter().flat_map(|cause| cause.text) {
            for named in text.split("`account.").skip(1) {
                let path =
                    named.split(|letter: char| !letter.is_alphanumeric() && letter != '.').next().unwrap_or_default();
                let method = path.rsplit('.').next().unwrap_or_default();
                let called = [" ", method, "("].concat();
                assert!(CALLS.iter().any(|calls| calls.contains(&called)), "{path}");
            }
        }
    }

    #[test]
    fn the_causes_that_doctor_is_typed_with_are_in_the_table() {
        let types = include_str!("../pkg-template/jobs/jobs.d.ts");
        let names = crate::text::after(types, "type DoctorCause =").and_then(|rest| rest.split_once(';'));
        let names: Vec<_> = names.map_or("", |(names, _)| names).split('"').skip(1).step_by(2).collect();
        assert!(names.len() > 20);
        for name in names {
            assert!(named(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_refusal_of_permission_names_the_identity() {
        for service in ["auth", "transfer", "groups", "search", "flows", "timers", "compute", "gcs"] {
            let url = format!("https://x/{COLLECTION}");
            let advice = advice(service, &url, "", 403, r#"{"code": "Whatever"}"#).unwrap_or_default();
            assert!(advice.contains(ME), "{service}: {advice}");
        }
    }

    #[test]
    fn lines_for_a_shell_take_the_directory_and_are_quoted() {
        let at = |path: &str| {
            let url = format!("https://transfer/operation/endpoint/{COLLECTION}/ls?path={path}&limit=1");
            advice("transfer", &url, "", 403, r#"{"code": "PermissionDenied", "message": "m"}"#).unwrap_or_default()
        };
        assert!(
            at("%2Fa%2Fb").contains(&format!("create {COLLECTION}:/a/ --identity {ME} --permissions r`")),
            "{}",
            at("%2Fa%2Fb")
        );
        assert!(
            at("%2Fa%20b%2F").contains(&format!("create '{COLLECTION}:/a b/' --identity")),
            "{}",
            at("%2Fa%20b%2F")
        );
        assert!(at("").contains(&format!("create {COLLECTION}:/ --identity")), "{}", at(""));
        let unnamed = format!("https://transfer/operation/endpoint/{COLLECTION}/ls?limit=1");
        let unnamed = advice("transfer", &unnamed, "", 403, r#"{"code": "PermissionDenied"}"#).unwrap_or_default();
        assert!(unnamed.contains(&format!("create {COLLECTION}:/ --identity")), "{unnamed}");
        let made = |document: &str| {
            let url = format!("https://transfer/operation/endpoint/{COLLECTION}/mkdir");
            advice("transfer", &url, document, 403, r#"{"code": "PermissionDenied"}"#).unwrap_or_default()
        };
        let new = made(r#"{"DATA_TYPE":"mkdir","path":"/a/new"}"#);
        assert!(new.contains(&format!("create {COLLECTION}:/a/ --identity {ME} --permissions rw`")), "{new}");
        // A rule for everything is not what is asked for.
        assert!(
            made(r#"{"old_path":"/a","new_path":"/b"}"#).contains(&format!("create {COLLECTION}:/PATH/ --identity"))
        );
        // No line is better than one that does something else.
        assert!(!at("%2Fa'%3B%20rm%20x%2F").contains("globus endpoint permission"));
    }

    #[test]
    fn of_two_collections_the_one_is_named_that_the_service_speaks_of() {
        let sent = format!(r#"{{"source_endpoint":"{ID}","destination_endpoint":"{COLLECTION}"}}"#);
        let said = |message: &str| {
            let body = format!(r#"{{"code": "PermissionDenied", "message": "{message}"}}"#);
            advice("transfer", "https://transfer/v0.10/transfer", &sent, 403, &body).unwrap_or_default()
        };
        assert!(
            said(&format!("no access to '{COLLECTION}'"))
                .contains(&format!("{COLLECTION}:/PATH/ --identity {ME} --permissions rw"))
        );
        assert!(said("no access").contains("source or not write to the destination"));
        assert!(said("no access to bbbbbbbb-89ab-cdef-0123-456789abcdef").contains("source or not write"));
    }

    #[test]
    fn domains_are_read_wherever_they_are_and_never_held_against_one_that_is_let_in() {
        let login = |domains: &str| {
            format!(
                r#"{{"code": "ExternalError.DirListingFailed.LoginFailed", "message": "530-GridFTP-JSON-Result: {{\"detail\": {{\"DATA_TYPE\": \"not_from_allowed_domain#1.0.0\", \"allowed_domains\": [{domains}]}}}}: None of your identities are from domains allowed"}}"#
            )
        };
        let url = format!("https://transfer/operation/endpoint/{COLLECTION}/ls");
        let of = |body: &str| advice("transfer", &url, "", 502, body).unwrap_or_default();
        let foreign = of(&login(r#"\"anl.gov\", \"uchicago.edu\""#));
        assert!(foreign.starts_with("Only identities of anl.gov, uchicago.edu are let in."), "{foreign}");
        let own = of(&login(r#"\"anl.gov\", \"clients.auth.globus.org\""#));
        assert!(own.starts_with("The domain of every service account, clients.auth.globus.org, is let in"), "{own}");
    }

    #[test]
    fn words_of_other_situations_do_not_name_a_cause() {
        let ls = format!("https://transfer/v0.10/operation/endpoint/{COLLECTION}/ls?path=%2Fquota%2Fa");
        let cause = |service, url: &str, sent: &str, status, body: &str| {
            let (error, body) = refused(service, status, body);
            let scopes = ScopeSet::default();
            let request = Request { reads: sent.is_empty(), url, body: sent, scopes: &scopes };
            recognised(&facts(&account(), &request, &error, &body)).map(|cause| cause.name)
        };
        for (service, url, sent, status, body, expected) in [
            // A path that holds the word.
            (
                "transfer",
                ls.as_str(),
                "",
                404,
                r#"{"code": "ClientError.NotFound", "message": "Directory '/quota/a' not found: no such file"}"#,
                "path_not_found",
            ),
            // A quota of tasks.
            (
                "transfer",
                "https://transfer/v0.10/transfer",
                "{}",
                409,
                r#"{"code": "LimitExceeded", "message": "You have exceeded your quota of 100 active tasks"}"#,
                "limit",
            ),
            (
                "transfer",
                ls.as_str(),
                "",
                502,
                r#"{"code": "ExternalError.DirListingFailed.GCPaused", "message": "Globus Connect Personal is paused"}"#,
                "personal_offline",
            ),
            (
                "transfer",
                ls.as_str(),
                "",
                502,
                r#"{"code": "ExternalError.DirListingFailed", "message": "Command failed. Endpoint: Globus Connect Server of the lab"}"#,
                "endpoint_error",
            ),
            // A rule, not a file.
            (
                "transfer",
                &format!("https://transfer/v0.10/endpoint/{COLLECTION}/access"),
                r#"{"path":"/a/"}"#,
                409,
                r#"{"code": "Exists", "message": "already shared"}"#,
                "rule_exists",
            ),
            (
                "gcs",
                &format!("https://gcs/api/collections/{COLLECTION}"),
                "{}",
                403,
                r#"{"code": "permission_denied", "message": "m"}"#,
                "gcs_forbidden",
            ),
            (
                "flows",
                &format!("https://flows/flows/{COLLECTION}/run"),
                "{}",
                403,
                r#"{"error": {"code": "x", "authorization_parameters": {"session_required_single_domain": ["a.edu"]}}}"#,
                "domain",
            ),
        ] {
            assert_eq!(cause(service, url, sent, status, body).unwrap_or_default(), expected, "{body}");
        }
    }

    #[test]
    fn a_domain_policy_of_a_flow_is_no_matter_of_storage() {
        let body =
            r#"{"error": {"code": "x", "authorization_parameters": {"session_required_single_domain": ["a.edu"]}}}"#;
        let advice = advice("flows", &format!("https://x/flows/{COLLECTION}/run"), "{}", 403, body).unwrap_or_default();
        assert!(advice.contains("a.edu") && advice.contains("policy") && !advice.contains("gateway"), "{advice}");
    }

    #[test]
    fn every_cause_says_more_than_what_it_is_about_though_little_is_known() {
        for cause in causes::CAUSES.iter().filter(|cause| !cause.signs.is_empty()) {
            let mut facts = account().facts();
            for sign in cause.signs {
                match *sign {
                    Sign::Is(name, values) | Sign::Says(name, values) => {
                        facts.add(name, values.first().copied().unwrap_or_default());
                    }
                    Sign::Known(name) => facts.add(name, COLLECTION),
                }
            }
            facts.add("what", COLLECTION);
            let said = cause.text.iter().filter_map(|sentence| filled(sentence, &facts));
            assert!(said.collect::<String>().len() > 60, "{}", cause.name);
        }
    }

    #[test]
    fn a_demand_is_told_though_the_resource_is_not_known() {
        for (parameters, told) in [
            (r#""session_required_mfa": true"#, "second factor"),
            (r#""session_message": "m""#, "authorizationParameters"),
            (r#""session_required_identities": ["a@b"]"#, "a@b"),
        ] {
            let body = format!(r#"{{"code": "x", "authorization_parameters": {{{parameters}}}}}"#);
            for service in ["timers", "groups"] {
                let advice = advice(service, "https://x/jobs", "{}", 403, &body).unwrap_or_default();
                assert!(advice.contains(told) && advice.contains(ME), "{advice}");
            }
        }
        let advice = advice("groups", "https://x/v2/groups", "{}", 403, "{}").unwrap_or_default();
        assert!(advice.contains(ME), "{advice}");
    }

    #[test]
    fn what_a_server_wants_is_not_advised_in_our_name() {
        let recommends = r#"{"code": "x", "error_data": {"recommended_resolution": "run this"}}"#;
        assert_eq!(advice("gcs", "https://x/api", "{}", 400, recommends), None);
        let asks = r#"{"code": "ConsentRequired", "required_scopes": ["urn:x[urn:y]"]}"#;
        let asked = advice("gcs", "https://x/api", "{}", 403, asks).unwrap_or_default();
        assert!(asked.contains("see first that this is meant"), "{asked}");
    }

    #[test]
    fn a_name_of_the_old_form_is_no_id() {
        let not_found = r#"{"code": "EndpointNotFound", "message": "m"}"#;
        let base = "https://transfer/v0.10";
        for (url, sent) in [
            (format!("{base}/operation/endpoint/go%23ep1/ls?path=%2F"), String::new()),
            (
                format!("{base}/transfer"),
                format!(r#"{{"source_endpoint":"{COLLECTION}","destination_endpoint":"go#ep1"}}"#),
            ),
        ] {
            for status in [400, 404] {
                let advice = advice("transfer", &url, &sent, status, not_found).unwrap_or_default();
                assert!(advice.starts_with("go#ep1 is a name of the old form"), "{advice}");
            }
        }
        let path = format!("{base}/operation/endpoint/{COLLECTION}/ls?path=%2Fa%23b%2F");
        assert!(!advice("transfer", &path, "", 404, not_found).unwrap_or_default().contains("old form"));
    }

    proptest! {
        #[test]
        fn anything_gets_advice_without_braces_or_none(
            status in 0_u16..1000, url in "\\PC{0,60}", sent in "\\PC{0,40}", said in "\\PC{0,60}", code in "\\PC{0,20}",
        ) {
            let (error, body) = refused("transfer", status, &serde_json::json!({ "code": code, "message": said }).to_string());
            let scopes = ScopeSet::default();
            let facts = facts(&account(), &Request { reads: true, url: &url, body: &sent, scopes: &scopes }, &error, &body);
            let advice = recognised(&facts).and_then(|cause| cause.advice(&facts));
            prop_assert!(advice.is_none_or(|advice| !advice.is_empty()));
        }
    }
}
