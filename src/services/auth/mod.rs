//! Globus Auth: <https://docs.globus.org/api/auth/reference/>. The calls that a client makes as itself, with its id and
//! secret, are in [`as_client`].

mod as_client;

use crate::js::arguments::{OptionalArgument, check_document, rejected};
use crate::js::convert::{member, present, present_member};
use crate::js::drive::drive_call;
use crate::js::errors::CallError;
use crate::policy::paging::Paging;
use crate::services::table::destination::{Access, Destination, run_call};
use crate::services::table::row::Row;
use crate::services::table::service::service;
use crate::session::{Authorization, Call};
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::request::{Method, is_secure, origin};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

const PROJECTS: Access = Access::Scope("urn:globus:auth:scope:auth.globus.org:manage_projects");
const CONSENTS: Access = Access::Scope("urn:globus:auth:scope:auth.globus.org:view_consents");

service! {
    AuthClient, "Globus Auth: identities, consents, and the projects, clients, scopes and policies that developers register.";

    getOpenidConfiguration() GET "/.well-known/openid-configuration" access(Access::Open)
        query "Query" -> "CallPromise<OpenidConfiguration>" by call
        "Gets the OpenID Connect discovery document. No credential is sent."
        "https://docs.globus.org/api/auth/developer-guide/";
    userinfo() GET "/v2/oauth2/userinfo" query "Query" -> "CallPromise<Userinfo>" by call
        "Gets the identity of this service account, as OpenID Connect user info."
        "https://docs.globus.org/api/auth/reference/#get_or_post_v2_oauth2_userinfo_resource";
    getIdentities() GET "/v2/api/identities" query "IdentitiesQuery" default "provision" = "false" with "usernames"
        -> "Paged<Identities, Identity>"
        by list(Paging::Single, "identities")
        "Finds identities by id or username."
        "https://docs.globus.org/api/auth/reference/#v2_api_identities_resources";
    getIdentityProviders() GET "/v2/api/identity_providers" query "IdentityProvidersQuery" either "ids" or "domains"
        -> "Paged<IdentityProviderList, IdentityProvider>" by list(Paging::Single, "identity_providers")
        "Finds identity providers by id or by the domain of their usernames."
        "https://docs.globus.org/api/auth/reference/#get_identity_providers";
    getConsents(identityId) GET "/v2/api/identities/{identityId}/consents" access(CONSENTS)
        query "ConsentsQuery" default "all" = "false" -> "Paged<ConsentList, Consent>" by list(Paging::Single, "consents")
        "Lists the consents of an identity: by default those for this client, with `all` those for every client."
        "https://docs.globus.org/api/auth/reference/";

    getProject(projectId) GET "/v2/api/projects/{projectId}" access(PROJECTS) query "Query" -> "CallPromise<ProjectReply>" by call
        "Gets a project."
        "https://docs.globus.org/api/auth/reference/#get_projects";
    getProjects() GET "/v2/api/projects" access(PROJECTS)
        query "Query" -> "Paged<ProjectList, Project>" by list(Paging::Single, "projects")
        "Lists the projects that this identity is an administrator of."
        "https://docs.globus.org/api/auth/reference/#get_projects";
    createProject() POST "/v2/api/projects" doc "CreateProjectDocument" needs "project" access(PROJECTS)
        query "Query" -> "CallPromise<ProjectReply>" by call
        "Creates a project, which groups clients and policies."
        "https://docs.globus.org/api/auth/reference/#create_project";
    updateProject(projectId) PUT "/v2/api/projects/{projectId}" doc "UpdateProjectDocument" needs "project" access(PROJECTS)
        query "Query" -> "CallPromise<ProjectReply>" by call
        "Changes a project. Members that are left out stay unchanged."
        "https://docs.globus.org/api/auth/reference/#update_project";
    deleteProject(projectId) DELETE "/v2/api/projects/{projectId}" access(PROJECTS)
        query "Query" -> "CallPromise<ProjectReply>" by call
        "Deletes a project. It must be empty."
        "https://docs.globus.org/api/auth/reference/#delete_project";

    getPolicy(policyId) GET "/v2/api/policies/{policyId}" access(PROJECTS) query "Query" -> "CallPromise<PolicyReply>" by call
        "Gets an authentication policy."
        "https://docs.globus.org/api/auth/reference/#get_policies";
    getPolicies() GET "/v2/api/policies" access(PROJECTS)
        query "Query" -> "Paged<PolicyList, Policy>" by list(Paging::Single, "policies")
        "Lists the authentication policies of this identity's projects."
        "https://docs.globus.org/api/auth/reference/#get_policies";
    createPolicy() POST "/v2/api/policies" doc "CreatePolicyDocument" needs "policy" access(PROJECTS)
        query "Query" -> "CallPromise<PolicyReply>" by call
        "Creates an authentication policy: the requirements that a session must fulfil."
        "https://docs.globus.org/api/auth/reference/#create_policy";
    updatePolicy(policyId) PUT "/v2/api/policies/{policyId}" doc "UpdatePolicyDocument" needs "policy" access(PROJECTS)
        query "Query" -> "CallPromise<PolicyReply>" by call
        "Changes an authentication policy. Members that are left out stay unchanged."
        "https://docs.globus.org/api/auth/reference/#update_policy";
    deletePolicy(policyId) DELETE "/v2/api/policies/{policyId}" access(PROJECTS)
        query "Query" -> "CallPromise<PolicyReply>" by call
        "Deletes an authentication policy."
        "https://docs.globus.org/api/auth/reference/#delete_policy";

    getClients() GET "/v2/api/clients" access(PROJECTS)
        query "Query" -> "Paged<OAuthClientList, OAuthClient>" by list(Paging::Single, "clients")
        "Lists the clients of this identity's projects."
        "https://docs.globus.org/api/auth/reference/#get_clients";
    createClient() POST "/v2/api/clients" doc "CreateClientDocument" needs "client" completed(check_new_client)
        access(PROJECTS) query "Query" -> "CallPromise<OAuthClientReply>" by call
        "Registers a client in a project."
        "https://docs.globus.org/api/auth/reference/#create_client";
    updateClient(clientId) PUT "/v2/api/clients/{clientId}" doc "UpdateClientDocument" needs "client" completed(check_links)
        access(PROJECTS) query "Query" -> "CallPromise<OAuthClientReply>" by call
        "Changes a client. Members that are left out stay unchanged; null clears a member."
        "https://docs.globus.org/api/auth/reference/#update_client";
    deleteClient(clientId) DELETE "/v2/api/clients/{clientId}" access(PROJECTS)
        query "Query" -> "CallPromise<OAuthClientReply>" by call
        "Deletes a client."
        "https://docs.globus.org/api/auth/reference/#delete_client";

    getClientCredentials(clientId) GET "/v2/api/clients/{clientId}/credentials" access(PROJECTS)
        query "Query" -> "Paged<ClientCredentialList, ClientCredential>" by list(Paging::Single, "credentials")
        "Lists the credentials of a client, without their secrets."
        "https://docs.globus.org/api/auth/reference/#get_client_credentials";
    createClientCredential(clientId) POST "/v2/api/clients/{clientId}/credentials"
        doc "CreateClientCredentialDocument" needs "credential" access(PROJECTS)
        query "Query" -> "CallPromise<ClientCredentialReply<string>>" by call
        "Creates a credential of a client. Only this reply contains its secret."
        "https://docs.globus.org/api/auth/reference/#create_client_credential";
    deleteClientCredential(clientId, credentialId) DELETE "/v2/api/clients/{clientId}/credentials/{credentialId}" access(PROJECTS)
        query "Query" -> "CallPromise<ClientCredentialReply>" by call
        "Deletes a credential of a client. Its secret becomes invalid."
        "https://docs.globus.org/api/auth/reference/#delete_client_credentials";

    getScope(scopeId) GET "/v2/api/scopes/{scopeId}" access(PROJECTS) query "Query" -> "CallPromise<AuthScopeReply>" by call
        "Gets a scope of a client."
        "https://docs.globus.org/api/auth/reference/#get_scopes";
    getScopes() GET "/v2/api/scopes" access(PROJECTS) query "AuthScopesQuery" either "ids" or "scope_strings"
        -> "Paged<AuthScopeList, AuthScope>" by list(Paging::Single, "scopes")
        "Lists the scopes of this identity's projects, or finds scopes by id or text."
        "https://docs.globus.org/api/auth/reference/#get_scopes";
    createScope(clientId) POST "/v2/api/clients/{clientId}/scopes" doc "CreateScopeDocument" needs "scope" access(PROJECTS)
        query "Query" -> "CallPromise<AuthScopeReply>" by call
        "Registers a scope of a client."
        "https://docs.globus.org/api/auth/reference/#create_scope";
    updateScope(scopeId) PUT "/v2/api/scopes/{scopeId}" doc "UpdateScopeDocument" needs "scope" access(PROJECTS)
        query "Query" -> "CallPromise<AuthScopeReply>" by call
        "Changes a scope. Members that are left out stay unchanged."
        "https://docs.globus.org/api/auth/reference/#update_scope";
    deleteScope(scopeId) DELETE "/v2/api/scopes/{scopeId}" access(PROJECTS)
        query "Query" -> "CallPromise<AuthScopeReply>" by call
        "Deletes a scope."
        "https://docs.globus.org/api/auth/reference/#delete_scope";
}

// `getClient` sends one of two requests.
static CLIENT_BY_ID: Row = Row { access: &PROJECTS, ..Row::new(Method::GET, "/v2/api/clients/{clientId}") };
static CLIENT_BY_NAME: Row = Row { access: &PROJECTS, ..Row::new(Method::GET, "/v2/api/clients") };
static JWK: Row = Row { access: &Access::Open, ..Row::new(Method::GET, "/") };

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl AuthClient {
    /// Gets a client by its id or by a domain name that it has registered: `getClient(id)` or
    /// `getClient(undefined, { fqdn })`.
    ///
    /// https://docs.globus.org/api/auth/reference/#get_clients
    #[wasm_bindgen(unchecked_return_type = "CallPromise<OAuthClientReply>", skip_typescript)]
    pub fn getClient(
        &self,
        clientId: &JsValue,
        query: Option<OptionalArgument>,
        options: Option<OptionalArgument>,
    ) -> JsValue {
        let fqdn = query.as_deref().and_then(|query| present_member(query, "fqdn"));
        let (query, options) = (query.as_deref(), options.as_deref());
        let reject = |field, problem| rejected(Error::argument(field, problem).into());
        match (present(clientId), fqdn) {
            (true, Some(_)) => reject("query.fqdn", "cannot be combined with clientId"),
            (false, None) => reject("clientId", "or query.fqdn is required"),
            (true, None) => CLIENT_BY_ID.call(&self.destination, &[clientId], None, query, options),
            (false, Some(_)) => CLIENT_BY_NAME.call(&self.destination, &[], None, query, options),
        }
        .into()
    }

    /// Gets the keys that Globus Auth signs with, as a JSON Web Key Set. Their URL is in the OpenID configuration,
    /// which is fetched first unless you pass it. No credential is sent, whatever that URL is.
    ///
    /// https://docs.globus.org/api/auth/developer-guide/
    #[wasm_bindgen(unchecked_return_type = "CallPromise<JsonWebKeySet>")]
    pub fn getJwk(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Pick<OpenidConfiguration, \"jwks_uri\"> | null")]
        openidConfiguration: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        get_keys(&self.destination, openidConfiguration, query.as_deref(), options.as_deref()).into()
    }
}

/// Starts the call of `getJwk`.
fn get_keys(
    destination: &Rc<dyn Destination>,
    configuration: &JsValue,
    query: Option<&JsValue>,
    options: Option<&JsValue>,
) -> Promise {
    let prepared =
        rows::getOpenidConfiguration.prepare_call(destination, &[], None, None, options).and_then(|discovery_call| {
            // The call has no URL yet. It is prepared here, so that a wrong query is rejected before any request.
            let call = JWK.prepare_call(destination, &[], None, query, options)?;
            if !present(configuration) {
                return Ok((Some(discovery_call), call));
            }
            check_document("openidConfiguration", configuration)?;
            let problem = "must be an https URL";
            let call = with_keys_url(destination, &call, configuration);
            Ok((None, call.ok_or_else(|| Error::argument("openidConfiguration.jwks_uri", problem))?))
        });
    let (discovery_call, call) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return rejected(failure),
    };
    let Some(discovery_call) = discovery_call else { return Rc::clone(destination).call(call) };
    let destination = Rc::clone(destination);
    drive_call(async move {
        let configuration = run_call(&destination, discovery_call).await?.data;
        let call = with_keys_url(&destination, &call, &configuration).ok_or_else(|| {
            let message = "the OpenID configuration has no jwks_uri that is an https URL".to_owned();
            CallError::from(Error::new(ErrorKind::Api, Code::InvalidResponse, message).with_service(Some("auth")))
        })?;
        Ok(run_call(&destination, call).await?)
    })
}

/// Returns the call with the URL of the keys that a configuration contains. The URL may belong to any server, so no
/// credential is sent to it, and the caller's headers are not sent to another origin.
fn with_keys_url(destination: &Rc<dyn Destination>, call: &Call, configuration: &JsValue) -> Option<Call> {
    let url = member(configuration, "jwks_uri").as_string().filter(|url| is_secure(url))?;
    let mut call = Call { authorization: Authorization::None, ..call.clone() };
    let is_same_origin = origin(&url) == origin(destination.base_url());
    call.options.headers.retain(|(name, _)| is_same_origin && name != "authorization");
    call.service = call.service.filter(|_| is_same_origin);
    call.url = match call.url.split_once('?') {
        Some((_, query)) => format!("{url}{}{query}", if url.contains('?') { "&" } else { "?" }),
        None => url,
    };
    Some(call)
}

/// Checks that the document of a new client has its type in exactly one of the two members that Globus accepts.
pub(super) fn check_new_client(document: &JsValue) -> Result<JsValue, CallError> {
    let client = member(document, "client");
    check_document("document.client", &client)?;
    let problem = match (present_member(&client, "public_client"), present_member(&client, "client_type")) {
        (Some(_), Some(_)) => "cannot be combined with public_client",
        (None, None) => "or public_client is required",
        _ => return check_links(document),
    };
    Err(Error::argument("document.client.client_type", problem).into())
}

/// Checks that a client's two links are either both set or both cleared.
fn check_links(document: &JsValue) -> Result<JsValue, CallError> {
    let links = member(&member(document, "client"), "links");
    let link_state = |name| {
        let link = member(&links, name);
        (link.is_undefined() || link.is_null() || link.as_string().is_some_and(|link| link.is_empty()), link.is_null())
    };
    if present(&links) && link_state("terms_and_conditions") != link_state("privacy_policy") {
        let problem = "must have both terms_and_conditions and privacy_policy, or neither";
        return Err(Error::argument("document.client.links", problem).into());
    }
    Ok(document.clone())
}
