//! Collects the facts about a failure from the account, the request and the response.

use super::facts::{Fact, Facts};
use super::sanitize;
use crate::model::scope::{Scope, ScopeSet};
use crate::wire::error::Error;
use crate::wire::json::Json;
use crate::wire::request::percent_decoded;
use crate::wire::text::{contains, is_uuid, text_after};

/// The number of ids of a message that are searched for in the request body, which can be long.
const MAX_IDS: usize = 8;

/// The facts about an account that advice may contain. The secret is not among them.
#[derive(Clone, Copy, Debug)]
pub struct AccountInfo<'a> {
    /// The client id.
    pub client_id: &'a str,
    /// The Globus environment.
    pub environment: &'a str,
    /// The number of characters of the secret, if the failure can depend on the secret.
    pub secret_length: Option<usize>,
}

/// A shorter secret is incomplete or is another text: a Globus secret is the base64 of 32 bytes, which is 44 characters.
const MIN_SECRET_LENGTH: usize = 30;

impl AccountInfo<'_> {
    /// Returns the facts about the account.
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
    /// Whether the request only reads.
    pub reads: bool,
    /// The URL.
    pub url: &'a str,
    /// The request body.
    pub body: &'a str,
    /// The scopes that the token was requested with.
    pub scopes: &'a ScopeSet,
}

/// Returns all facts about a refusal: `body` is the body of the response.
#[must_use]
pub fn collect_facts(account: &AccountInfo<'_>, request: &RefusedRequest<'_>, error: &Error, body: &Json) -> Facts {
    let mut facts = account.facts();
    facts.add(Fact::Code, error.code.as_str());
    facts.add(Fact::ServerCode, error.server_code.as_deref().unwrap_or_default());
    facts.add(Fact::Status, &error.status.unwrap_or_default().to_string());
    facts.add(Fact::Service, error.service.unwrap_or(if is_for_file(request) { "collection" } else { "" }));
    facts.add(Fact::Messages, &error.messages.join("; "));
    let recommended = body.get("error_data").get("recommended_resolution").as_str();
    facts.add(Fact::Recommended, &sanitize::plain_line(recommended.unwrap_or_default()));
    if let Some(required) = &error.authorization_parameters {
        facts.add(Fact::Scopes, &sanitize::scopes(&required.required_scopes));
        add_domains(&mut facts, &required.session_required_single_domain);
        facts.add(Fact::Policies, &sanitize::names(&required.session_required_policies, ", "));
        facts.add(Fact::Identities, &sanitize::names(&required.session_required_identities, ", "));
        facts.add(Fact::Mfa, if required.session_required_mfa == Some(true) { "true" } else { "" });
    }
    let provided = body.get("provided_scopes").strings();
    if !provided.iter().any(|scope| scope.ends_with(":all")) {
        facts.add(Fact::Narrow, &sanitize::scopes(&provided));
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

/// Whether the request is for a file of a collection: the scope of its token then ends with `/https`.
fn is_for_file(request: &RefusedRequest<'_>) -> bool {
    request.scopes.iter().any(|scope| scope.name().ends_with("/https"))
}

/// Returns the id of the endpoint whose GCS Manager API a scope is for.
fn endpoint_of_manager_scope(scope: &Scope) -> Option<&str> {
    scope.resource_server().filter(|server| is_uuid(server) && scope.name().ends_with(":manage_collections"))
}

/// Adds the facts in the `detail` of Globus Connect Server.
fn add_detail(facts: &mut Facts, detail: &Json) {
    let kind = detail.get("DATA_TYPE").as_str().unwrap_or_default();
    facts.add(Fact::Detail, kind.split('#').next().unwrap_or_default());
    add_domains(facts, &detail.get("allowed_domains").strings());
    facts.add(Fact::Mfa, if detail.get("require_mfa").as_bool() == Some(true) { "true" } else { "" });
    let mut roles = Vec::new();
    detail.get("roles").items().iter().for_each(|role| roles.extend(role.get("role").strings()));
    facts.add(Fact::Roles, &sanitize::names(&roles, ", "));
}

/// Adds the domains whose identities have access, if the domain of service accounts is not among them.
fn add_domains(facts: &mut Facts, domains: &[String]) {
    if !domains.iter().any(|domain| domain == "clients.auth.globus.org") {
        facts.add(Fact::Domains, &sanitize::domains(domains));
    }
}

/// Adds the facts of the collection's server: the message of Transfer contains its response, with its JSON.
fn add_embedded(facts: &mut Facts) {
    let messages = facts.get(Fact::Messages).unwrap_or_default();
    let kind = between(messages, "\"detail\": {\"DATA_TYPE\": \"", '#').to_owned();
    let domains = between(messages, "\"allowed_domains\": [", ']').split(',');
    let domains: Vec<_> = domains.map(|domain| domain.trim_matches([' ', '"']).to_owned()).collect();
    facts.add(Fact::Detail, &kind);
    add_domains(facts, &domains);
}

fn between<'a>(text: &'a str, before: &str, end: char) -> &'a str {
    text_after(text, before).and_then(|rest| rest.split_once(end)).map_or("", |(inner, _)| inner)
}

/// Adds the facts about the resource: the collection, group, index, flow or other object.
fn add_resource(facts: &mut Facts, request: &RefusedRequest<'_>) {
    let (url, query) = request.url.split_once('?').unwrap_or((request.url, ""));
    let path = text_after(url, "//").and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
    facts.add(Fact::Call, &format!("/{path}"));
    facts.add(Fact::Legacy, &sanitize::plain_line(&legacy_name(path, request.body)));
    let client_id = facts.get(Fact::Id).unwrap_or_default().to_owned();
    let in_path = || path.split('/').find(|part| is_uuid(part) && *part != client_id);
    // A submission names two collections: the resource is the collection that is also in the message.
    let messages = facts.get(Fact::Messages).unwrap_or_default();
    let ids = || (0..messages.len()).filter_map(|start| messages.get(start..start + 36)).filter(|id| is_uuid(id));
    let in_message = || ids().take(MAX_IDS).find(|id| contains(request.body, id));
    // For a file over HTTPS, the scope of the token contains the id of the collection.
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
    let path = path_on_collection(request, is_file.then_some(path), url, query);
    // A rule is for a directory. If a shell needs quotes for it, the command contains the placeholder /PATH/.
    let folder = path.rsplit_once('/').map_or("/PATH", |(folder, _)| folder);
    facts.add(Fact::Place, &format!("{what}:{}/", sanitize::shell_path(folder).unwrap_or("/PATH")));
    facts.add(Fact::Path, &sanitize::plain_line(&path));
    facts.add(Fact::What, &what);
}

/// Returns a name of the form `owner#name` that was sent as an id, or an empty text.
fn legacy_name(path: &str, body: &str) -> String {
    let members = ["\"source_endpoint\":\"", "\"destination_endpoint\":\"", "\"endpoint\":\""];
    let in_body =
        || members.iter().map(|member| between(body, member, '"')).find(|name| contains(name, "#")).map(str::to_owned);
    path.split('/').find(|part| contains(part, "%23")).map(percent_decoded).or_else(in_body).unwrap_or_default()
}

/// Returns the path on the collection, from the URL of a file, the query or the request body. Returns an empty text if
/// there is none.
fn path_on_collection(request: &RefusedRequest<'_>, file_path: Option<&str>, url: &str, query: &str) -> String {
    let in_query = || query.split('&').find_map(|pair| pair.strip_prefix("path="));
    let path = match file_path.or_else(in_query) {
        Some(path) => percent_decoded(path),
        // A path with JSON escapes is ignored: unescaping needs code, and advice can do without the path.
        None => match between(request.body, "\"path\":\"", '"') {
            "" if request.reads && url.ends_with("/ls") => "/".to_owned(),
            "" => return String::new(),
            path if contains(path, "\\") => return String::new(),
            path => path.to_owned(),
        },
    };
    if path.starts_with('/') { path } else { format!("/{path}") }
}
