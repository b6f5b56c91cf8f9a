//! What is known of a failure: the account, the request, and what the service said.

use super::facts::{Fact, Facts};
use super::words;
use crate::model::scope::{Scope, ScopeSet};
use crate::wire::error::Error;
use crate::wire::json::Json;
use crate::wire::request::percent_decoded;
use crate::wire::text::{contains, is_uuid, text_after};

/// So many ids of a message are looked for in what was sent, which may be long.
const MAX_IDS: usize = 8;

/// What may be said about an account. The secret itself never gets here.
#[derive(Clone, Copy, Debug)]
pub struct AccountInfo<'a> {
    /// The client id.
    pub client_id: &'a str,
    /// The Globus environment.
    pub environment: &'a str,
    /// Characters of the secret, where that is the matter.
    pub secret_length: Option<usize>,
}

/// A Globus secret is base64 of 32 bytes: 44 characters. A much shorter one was cut or is something else.
const MIN_SECRET_LENGTH: usize = 30;

impl AccountInfo<'_> {
    /// What is known of the account alone.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        let id = self.client_id;
        facts.add(Fact::Id, id);
        facts.add(Fact::Me, &format!("{id}@clients.auth.globus.org"));
        facts.add(Fact::Principal, &format!("urn:globus:auth:identity:{id}"));
        if self.environment != "production" {
            facts.add(Fact::Other, self.environment);
        }
        if let Some(length) = self.secret_length.filter(|length| *length < MIN_SECRET_LENGTH) {
            facts.add(Fact::Short, &length.to_string());
        }
        facts
    }
}

/// The request that was refused.
#[derive(Clone, Copy, Debug)]
pub struct RefusedRequest<'a> {
    /// Whether it only reads.
    pub reads: bool,
    /// Where it went.
    pub url: &'a str,
    /// The document that was sent.
    pub body: &'a str,
    /// What its token was asked for with.
    pub scopes: &'a ScopeSet,
}

/// All that is known.
#[must_use]
pub fn collect_facts(account: &AccountInfo<'_>, request: &RefusedRequest<'_>, error: &Error, body: &Json) -> Facts {
    let mut facts = account.facts();
    facts.add(Fact::Code, error.code.as_str());
    facts.add(Fact::ServerCode, error.server_code.as_deref().unwrap_or_default());
    facts.add(Fact::Status, &error.status.unwrap_or_default().to_string());
    facts.add(Fact::Service, error.service.unwrap_or(if is_for_file(request) { "collection" } else { "" }));
    facts.add(Fact::Said, &error.messages.join("; "));
    let recommended = body.get("error_data").get("recommended_resolution").as_str();
    facts.add(Fact::Recommended, &words::plain_line(recommended.unwrap_or_default()));
    if let Some(required) = &error.authorization_parameters {
        facts.add(Fact::Scopes, &words::scopes(&required.required_scopes));
        add_domains(&mut facts, &required.session_required_single_domain);
        facts.add(Fact::Policies, &words::names(&required.session_required_policies, ", "));
        facts.add(Fact::Identities, &words::names(&required.session_required_identities, ", "));
        facts.add(Fact::Mfa, if required.session_required_mfa == Some(true) { "true" } else { "" });
    }
    let provided = body.get("provided_scopes").strings();
    if !provided.iter().any(|scope| scope.ends_with(":all")) {
        facts.add(Fact::Narrow, &words::scopes(&provided));
    }
    if !request.scopes.iter().any(|scope| scope.name() == "openid") {
        facts.add(Fact::Closed, &request.scopes.to_string());
    }
    facts.add(Fact::Endpoint, request.scopes.iter().find_map(endpoint_of_manager_scope).unwrap_or("ENDPOINT_ID"));
    add_detail(&mut facts, body.get("detail"));
    add_embedded(&mut facts);
    add_resource(&mut facts, request);
    facts
}

/// Whether it is about a file of a collection: its server is known by the scope of its token.
fn is_for_file(request: &RefusedRequest<'_>) -> bool {
    request.scopes.iter().any(|scope| scope.name().ends_with("/https"))
}

/// The endpoint whose manager a scope is for.
fn endpoint_of_manager_scope(scope: &Scope) -> Option<&str> {
    scope.resource_server().filter(|server| is_uuid(server) && scope.name().ends_with(":manage_collections"))
}

/// What Globus Connect Server says besides its message.
fn add_detail(facts: &mut Facts, detail: &Json) {
    let kind = detail.get("DATA_TYPE").as_str().unwrap_or_default();
    facts.add(Fact::Detail, kind.split('#').next().unwrap_or_default());
    add_domains(facts, &detail.get("allowed_domains").strings());
    facts.add(Fact::Mfa, if detail.get("require_mfa").as_bool() == Some(true) { "true" } else { "" });
    let mut roles = Vec::new();
    detail.get("roles").items().iter().for_each(|role| roles.extend(role.get("role").strings()));
    facts.add(Fact::Roles, &words::names(&roles, ", "));
}

/// The domains that are let in, if that of service accounts is not among them.
fn add_domains(facts: &mut Facts, domains: &[String]) {
    if !domains.iter().any(|domain| domain == "clients.auth.globus.org") {
        facts.add(Fact::Domains, &words::domains(domains));
    }
}

/// What a collection's own server says is in the message of Transfer, JSON and all.
fn add_embedded(facts: &mut Facts) {
    let said = facts.get(Fact::Said).unwrap_or_default();
    let kind = between(said, "\"detail\": {\"DATA_TYPE\": \"", '#').to_owned();
    let domains = between(said, "\"allowed_domains\": [", ']').split(',');
    let domains: Vec<_> = domains.map(|domain| domain.trim_matches([' ', '"']).to_owned()).collect();
    facts.add(Fact::Detail, &kind);
    add_domains(facts, &domains);
}

fn between<'a>(text: &'a str, before: &str, end: char) -> &'a str {
    text_after(text, before).and_then(|rest| rest.split_once(end)).map_or("", |(found, _)| found)
}

/// Which collection, group, index, flow or the like it is about.
fn add_resource(facts: &mut Facts, request: &RefusedRequest<'_>) {
    let (url, query) = request.url.split_once('?').unwrap_or((request.url, ""));
    let path = text_after(url, "//").and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
    facts.add(Fact::Call, &format!("/{path}"));
    facts.add(Fact::Legacy, &words::plain_line(&legacy_name(path, request.body)));
    let own = facts.get(Fact::Id).unwrap_or_default().to_owned();
    let in_path = || path.split('/').find(|part| is_uuid(part) && *part != own);
    // A submission names two collections: the one that the service speaks of.
    let said = facts.get(Fact::Said).unwrap_or_default();
    let ids = || (0..said.len()).filter_map(|at| said.get(at..at + 36)).filter(|id| is_uuid(id));
    let in_message = || ids().take(MAX_IDS).find(|id| contains(request.body, id));
    // That of a collection's own server is in the scope of its token.
    let in_scope = || {
        request
            .scopes
            .iter()
            .find_map(|scope| crate::model::scope::id_in_scope_url(scope.name()))
            .filter(|id| is_uuid(id))
    };
    let is_file = facts.get(Fact::Service) == Some("collection");
    let what = if is_file { in_scope() } else { in_path().or_else(in_message) };
    let what = what.unwrap_or_default().to_owned();
    let is_source = contains(request.body, &format!(r#""source_endpoint":"{what}""#));
    facts.add(Fact::Access, if request.reads || is_source { "r" } else { "rw" });
    if what.is_empty() {
        return;
    }
    let path = path_of(request, is_file.then_some(path), url, query);
    // A rule is for a directory. What a shell takes only in quotes, whoever runs the command puts in.
    let folder = path.rsplit_once('/').map_or("/PATH", |(folder, _)| folder);
    facts.add(Fact::Place, &format!("{what}:{}/", words::shell_path(folder).unwrap_or("/PATH")));
    facts.add(Fact::Path, &words::plain_line(&path));
    facts.add(Fact::What, &what);
}

/// A name of the form `owner#name` where an id is wanted. Empty if there is none.
fn legacy_name(path: &str, body: &str) -> String {
    let named = ["\"source_endpoint\":\"", "\"destination_endpoint\":\"", "\"endpoint\":\""];
    let sent = || named.iter().map(|name| between(body, name, '"')).find(|name| contains(name, "#")).map(str::to_owned);
    path.split('/').find(|part| contains(part, "%23")).map(percent_decoded).or_else(sent).unwrap_or_default()
}

/// The path on the collection: of a file, or named by the query or the document. Empty if there is none.
fn path_of(request: &RefusedRequest<'_>, file: Option<&str>, url: &str, query: &str) -> String {
    let in_query = || query.split('&').find_map(|pair| pair.strip_prefix("path="));
    let path = match file.or_else(in_query) {
        Some(path) => percent_decoded(path),
        // What JSON has escaped is not worth undoing.
        None => match between(request.body, "\"path\":\"", '"') {
            "" if request.reads && url.ends_with("/ls") => "/".to_owned(),
            "" => return String::new(),
            path if contains(path, "\\") => return String::new(),
            path => path.to_owned(),
        },
    };
    if path.starts_with('/') { path } else { format!("/{path}") }
}
