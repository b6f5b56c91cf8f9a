//! `ServiceAccount`, the class everything begins with.

mod authorizer;
mod direct;
mod shared;
mod targets;

pub use authorizer::Authorizer;

use crate::advice::{named, recognised};
use crate::consent::foreign;
use crate::environment::Service;
use crate::error::Error;
use crate::js::drive::drive;
use crate::js::errors::{Failure, advice_value};
use crate::js::events::texts;
use crate::js::options::{from_environment, read_config};
use crate::js::runtime::environment_variables;
use crate::js::values::{Given, entries, present, record, rejected, to_json};
use crate::requirements::awaited;
use crate::scope::ScopeSet;
use crate::services::auth::{self, AuthClient};
use crate::services::compute_v2::ComputeV2Client;
use crate::services::compute_v3::ComputeV3Client;
use crate::services::endpoint::{Endpoint, Named, named as named_endpoint};
use crate::services::flows::FlowsClient;
use crate::services::gcs::GcsClient;
use crate::services::groups::GroupsClient;
use crate::services::place::Place;
use crate::services::search::SearchClient;
use crate::services::timers::TimersClient;
use crate::services::transfer::TransferClient;
use crate::session::Session;
use js_sys::{Array, Function, JsString, Object, Promise};
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;
use targets::{check_all, give_token, need_of};
use wasm_bindgen::prelude::*;

/// A Globus service account: a client that acts as itself, by its id and secret.
///
/// It gets its tokens by the OAuth2 client credentials grant when they are needed, keeps and renews them, and calls Globus's
/// services with them. One account per process is enough; nothing has to be closed or freed.
///
/// https://docs.globus.org/guides/recipes/automate-with-service-account/
///
/// @example
/// ```ts
/// const account = ServiceAccount.fromEnv();
/// const { task_id } = await account.transfer.submitTransfer({
///   source_endpoint: source,
///   destination_endpoint: destination,
///   DATA: [{ source_path: "/share/", destination_path: "/inbox/", recursive: true }],
/// });
/// await account.transfer.taskWait(task_id);
/// ```
#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[wasm_bindgen]
pub struct ServiceAccount {
    session: Rc<Session>,
    /// The clients that the getters have made: one for each service, and one for Compute's other version.
    clients: [OnceCell<JsValue>; Service::ALL.len() + 1],
    /// Those named last.
    endpoints: RefCell<Vec<Rc<Endpoint>>>,
}

/// Endpoints remembered, with what was learnt of them.
const MOST_ENDPOINTS: usize = 64;

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount").field("client_id", &self.session.config.client_id).finish_non_exhaustive()
    }
}

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "they are told as JSDoc has it")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
    /// Makes an account. Nothing is sent until a token is needed.
    ///
    /// @param options The id, the secret, and what differs from the defaults.
    /// @throws {GlobusConfigError} `invalid_option`, whose `field` names the option that is missing or wrong; `browser_forbidden`.
    /// @example
    /// ```ts
    /// const account = new ServiceAccount({ clientId, clientSecret, timeout: 10_000 });
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ServiceAccountOptions")] options: &JsValue,
    ) -> Result<Self, JsValue> {
        Ok(Self::of(Session::new(read_config(options)?)))
    }

    /// The one account of this process or isolate for these credentials: made by the first call, given by later ones. For
    /// workers and frameworks that hand the secrets over with each request, so that tokens outlive it.
    ///
    /// Another id, environment, service URL, or secret, if it is a text, is another account. What is a function or an object with
    /// methods (`clientSecret`, `storage`, `fetch`, `onEvent`) may be made anew for each call: that of the first call is used for as
    /// long as the account is shared, and later ones are not looked at. It serves all requests then, so it must hold nothing
    /// that belongs to the first: on Workers bindings of `env` are fine, a `Request`, the stub of a Durable Object or `ctx` are
    /// not. To listen later, use `on`. All other options must be the same each time. Up to 256 accounts are kept.
    ///
    /// @param options Those of a new account.
    /// @returns The account. It is everybody's: do not dispose of it.
    /// @throws {GlobusConfigError} `invalid_option`, also for an option that differs; `browser_forbidden`.
    /// @example
    /// ```ts
    /// const account = ServiceAccount.shared({ clientId, clientSecret });
    /// ```
    #[wasm_bindgen(unchecked_return_type = "ServiceAccount")]
    pub fn shared(
        #[wasm_bindgen(unchecked_param_type = "ServiceAccountOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        shared::shared(options)
    }

    /// Makes an account from environment variables: `GLOBUS_CLIENT_ID` and `GLOBUS_CLIENT_SECRET`, else `GLOBUS_CLI_CLIENT_ID`
    /// and `GLOBUS_CLI_CLIENT_SECRET`; `GLOBUS_SDK_ENVIRONMENT`, `GLOBUS_SDK_SERVICE_URL_<SERVICE>` and
    /// `GLOBUS_SDK_HTTP_TIMEOUT` (seconds). `GLOBUS_DEBUG=1` writes each event to stderr, as a line of JSON.
    ///
    /// @param env Where the variables are; on Workers, your bindings. Default: `process.env` or `Deno.env`.
    /// @param overrides Options that win over the environment.
    /// @throws {GlobusConfigError} `invalid_option`, `browser_forbidden`.
    /// @example
    /// ```ts
    /// const account = ServiceAccount.fromEnv(process.env, { appName: "Night Shift" });
    /// ```
    pub fn fromEnv(
        #[wasm_bindgen(unchecked_optional_param_type = "object")] env: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Partial<ServiceAccountOptions>")] overrides: &JsValue,
    ) -> Result<Self, JsValue> {
        let unreadable = |cause| Failure::caused_with(Error::option("env", "cannot be read"), &cause, &Array::new());
        let env = if present(env) { env.clone() } else { environment_variables().map_err(unreadable)? };
        Self::new(&from_environment(&env, overrides)?)
    }

    /// The client id, in lower case.
    #[wasm_bindgen(getter)]
    pub fn clientId(&self) -> String {
        self.session.config.client_id.clone()
    }

    /// The username of this account's identity, which collections are shared with: `<client id>@clients.auth.globus.org`.
    #[wasm_bindgen(getter)]
    pub fn username(&self) -> String {
        format!("{}@clients.auth.globus.org", self.session.config.client_id)
    }

    /// The identity as a principal URN, as roles and Search visibility want it: `urn:globus:auth:identity:<client id>`.
    #[wasm_bindgen(getter)]
    pub fn principal(&self) -> String {
        format!("urn:globus:auth:identity:{}", self.session.config.client_id)
    }

    /// Globus Auth: identities, projects, clients, scopes and consents.
    ///
    /// @example
    /// ```ts
    /// const { identities } = await account.auth.getIdentities({ usernames: "ada@example.org" });
    /// console.log(identities[0]?.id);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "AuthClient")]
    pub fn auth(&self) -> JsValue {
        self.client(Service::Auth, 0, |place| AuthClient::at(place).into())
    }

    /// Globus Transfer: collections, directories, transfers and their tasks, access rules.
    ///
    /// @example
    /// ```ts
    /// for await (const { name, type } of account.transfer.operationLs(collectionId, { path: "/share/" })) console.log(type, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "TransferClient")]
    pub fn transfer(&self) -> JsValue {
        self.client(Service::Transfer, 0, |place| TransferClient::at(place).into())
    }

    /// Globus Groups: groups, members and policies.
    ///
    /// @example
    /// ```ts
    /// for await (const { id, name } of account.groups.getMyGroups()) console.log(id, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "GroupsClient")]
    pub fn groups(&self) -> JsValue {
        self.client(Service::Groups, 0, |place| GroupsClient::at(place).into())
    }

    /// Globus Search: indexes, entries and queries.
    ///
    /// @example
    /// ```ts
    /// const hits = await account.search.postSearch(indexId, { q: "beamline" }).toArray({ max: 10 });
    /// console.log(hits.map(({ subject }) => subject));
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "SearchClient")]
    pub fn search(&self) -> JsValue {
        self.client(Service::Search, 0, |place| SearchClient::at(place).into())
    }

    /// Globus Flows: flows and their runs.
    ///
    /// @example
    /// ```ts
    /// const { run_id } = await account.flows.runFlow(flowId, { body: { source: "/a/" } });
    /// await account.flows.runWait(run_id);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "FlowsClient")]
    pub fn flows(&self) -> JsValue {
        self.client(Service::Flows, 0, |place| FlowsClient::at(place).into())
    }

    /// Globus Timers: work that begins by the clock.
    ///
    /// @example
    /// ```ts
    /// for (const { job_id, name } of (await account.timers.listJobs()).jobs) console.log(job_id, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "TimersClient")]
    pub fn timers(&self) -> JsValue {
        self.client(Service::Timers, 0, |place| TimersClient::at(place).into())
    }

    /// Globus Compute, version 2: functions, endpoints, tasks.
    ///
    /// @example
    /// ```ts
    /// for (const { uuid, name } of await account.computeV2.getEndpoints()) console.log(uuid, name);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "ComputeV2Client")]
    pub fn computeV2(&self) -> JsValue {
        self.client(Service::Compute, 0, |place| ComputeV2Client::at(place).into())
    }

    /// Globus Compute, version 3: endpoints, and submissions in batches.
    ///
    /// @example
    /// ```ts
    /// await account.computeV3.getEndpointAllowlist(endpointId);
    /// ```
    #[wasm_bindgen(getter, unchecked_return_type = "ComputeV3Client")]
    pub fn computeV3(&self) -> JsValue {
        self.client(Service::Compute, 1, |place| ComputeV3Client::at(place).into())
    }

    /// A Globus Connect Server endpoint. Nothing is sent before the first call, which learns where it is and whose token it takes,
    /// once for the account. A token goes only where Transfer says that the endpoint is: else the calls reject with `foreign_origin`.
    ///
    /// @param endpoint Its address, such as `"abc.xyz.data.globus.org"`; or `{ endpoint }`, its id (UUID); or `{ collection }`, the id
    /// of a collection on it. Where Transfer does not show the endpoint to this account, `{ endpoint, address }` says that you know
    /// the address to be its own.
    /// @throws {GlobusConfigError} `invalid_argument`.
    /// @example
    /// ```ts
    /// for await (const { id, display_name } of account.gcs({ collection: collectionId }).getCollectionList()) console.log(id, display_name);
    /// ```
    pub fn gcs(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "string | { collection: string } | { endpoint: string; address?: string }"
        )]
        endpoint: &JsValue,
    ) -> Result<GcsClient, JsValue> {
        let named = named_endpoint(endpoint).map_err(Failure::from)?;
        Ok(GcsClient::at(Place::Endpoint(self.endpoint(named))))
    }

    /// Gets a token: from memory while it is fresh, else by a grant, which all who need one at the time share.
    ///
    /// @param target A service (`"transfer"`), a resource server (`"transfer.api.globus.org"`), or scopes, as text or a list; a text
    /// that a program has at hand is said to be one or the other: `{ scopes }`, `{ resourceServer }`.
    /// @param options Whether to get a new one, and a signal to stop waiting.
    /// @returns The token, the same object until it is renewed.
    /// @throws {GlobusConfigError} Rejects with `unknown_target` or `ambiguous_target`, before any request.
    /// @throws {GlobusAuthError} Rejects with what Globus Auth says: `invalid_client`, `not_a_service_account`, `invalid_scope`, `grant_failed`.
    /// @example
    /// ```ts
    /// const { accessToken, expiresAt } = await account.getToken("transfer");
    /// const narrow = await account.getToken(["openid", "email"], { forceRefresh: true });
    /// console.log(accessToken.length, expiresAt, narrow.scope);
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<Token>")]
    pub fn getToken(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Target")] target: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TokenOptions")] options: Option<Given>,
    ) -> Promise {
        give_token(&self.session, target, options, |live| live.object().clone())
    }

    /// Gets several tokens; declared by hand, because there are as many as targets.
    #[wasm_bindgen(skip_typescript)]
    pub fn getTokens(&self, targets: &JsValue, options: Option<Given>) -> Promise {
        match check_all(&self.session, targets) {
            Ok(targets) => {
                let tokens: Array = targets.iter().map(|target| self.getToken(target, options.clone())).collect();
                Promise::all(&tokens)
            }
            Err(error) => rejected(error.into()),
        }
    }

    /// The value of an `Authorization` header.
    ///
    /// @param target What the token is for, as in `getToken`.
    /// @param options As in `getToken`.
    /// @returns `"Bearer ..."`.
    /// @throws {GlobusConfigError} Rejects with `unknown_target` or `ambiguous_target`, before any request.
    /// @throws {GlobusAuthError} Rejects with what Globus Auth says.
    /// @example
    /// ```ts
    /// const headers = { authorization: await account.getAuthorizationHeader("groups") };
    /// console.log((await fetch("https://groups.api.globus.org/v2/groups/my_groups", { headers })).status);
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn getAuthorizationHeader(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Target")] target: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TokenOptions")] options: Option<Given>,
    ) -> Promise {
        give_token(&self.session, target, options, |live| live.token.authorization().into())
    }

    /// The platform's `fetch` with this account's bearer: that of the service whose URL it is, or of `init.target`. An
    /// `authorization` header of your own is left alone. After a 401 the request is repeated once with a new token, if its body can
    /// be sent again. A service's token is never sent anywhere else, however the target is spelled, and redirects are not followed.
    ///
    /// @param input The URL, or a `Request`.
    /// @param init What `fetch` takes, and `target`: what the token is for, required where services share a URL.
    /// @returns The `Response` as it comes, whatever its status.
    /// @throws {GlobusConfigError} Rejects with `invalid_argument`, `unknown_target`, `ambiguous_target`, `foreign_origin`, before any request.
    /// @throws {GlobusNetworkError} Rejects if no answer arrived.
    /// @example
    /// ```ts
    /// const response = await account.fetch("https://transfer.api.globus.org/v0.10/task_list?limit=1");
    /// console.log(response.status, await response.json());
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<Response>")]
    pub fn fetch(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string | URL | Request")] input: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestInit & { target?: Target }")] init: &JsValue,
    ) -> Promise {
        match direct::fetch_call(&self.session, input, init) {
            Ok(call) => self.session.call(call),
            Err(failure) => rejected(failure),
        }
    }

    /// Calls anything that has no method of its own; declared by hand, for its reply depends on what is asked.
    #[wasm_bindgen(skip_typescript)]
    pub fn request(&self, request: &JsValue) -> Promise {
        match direct::request_call(&self.session, request) {
            Ok(call) => self.session.call(call),
            Err(failure) => rejected(failure),
        }
    }

    /// Asks Globus Auth who this account is.
    ///
    /// @param options Options of the call.
    /// @returns The id (`sub`), username and name of the account's identity.
    /// @throws {GlobusAuthError} Rejects if Globus Auth does not take the credentials.
    /// @throws {GlobusApiError} Rejects with what it answers other than success.
    /// @example
    /// ```ts
    /// const { sub, preferred_username } = await account.whoami();
    /// console.log(sub, preferred_username);
    /// ```
    #[wasm_bindgen(unchecked_return_type = "CallPromise<Userinfo>")]
    pub fn whoami(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> JsValue {
        auth::rows::userinfo.send(&self.place(Service::Auth), &[], None, None, options.as_deref()).into()
    }

    /// Gives the `Authorization` header to somebody else's HTTP client: `getAuthorizationHeader()`, and
    /// `handleMissingAuthorization()` for it to call after a 401.
    ///
    /// @param scopes What the token is for, as in `getToken`.
    /// @throws {GlobusConfigError} `unknown_target`, `ambiguous_target`, `invalid_argument`.
    /// @example
    /// ```ts
    /// const authorizer = account.authorizer("transfer");
    /// const authorization = await authorizer.getAuthorizationHeader();
    /// console.log(authorization.length);
    /// ```
    pub fn authorizer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Target")] scopes: &JsValue,
    ) -> Result<Authorizer, JsValue> {
        let need = need_of(&self.session, scopes).map_err(Failure::from)?;
        Ok(Authorizer::new(&self.session, need))
    }

    /// Forgets all tokens, and what is remembered of a refusal. The next call gets a new token.
    ///
    /// @returns Resolves when they are out of the storage, too; never rejects.
    /// @example
    /// ```ts
    /// await account.clearTokens();
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn clearTokens(&self) -> Promise {
        self.session.clear_tokens()
    }

    /// Ends this account's tokens at Globus Auth, and forgets them: those in memory, and all of this client in the storage that can be
    /// found there. A storage that lists its keys (a `Map`, a file, Workers KV, a Durable Object) shows all; of others those
    /// of the services are known. What the secret does not open is deleted: revoke first, then rotate the secret.
    ///
    /// Out of reach are tokens in the memory of other processes, and those that only a former secret opens. They live for up to two days.
    ///
    /// https://docs.globus.org/api/auth/reference/#token_revocation_post_v2oauth2tokenrevoke
    ///
    /// @throws {GlobusApiError} Rejects if one could not be revoked; it is kept then, so that it can be tried again.
    /// @example
    /// ```ts
    /// await account.revokeTokens();
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn revokeTokens(&self) -> Promise {
        drive(Rc::clone(&self.session).revoke_tokens())
    }

    /// Waits for the storage: until all writes that have begun have ended. A token that somebody waits for is written before it is
    /// handed out (on Workers it may be beside), so this is for what goes on beside calls, such as a renewal.
    ///
    /// @returns Resolves then; never rejects, whatever the storage does.
    /// @example
    /// ```ts
    /// await account.flush();
    /// process.exit();
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn flush(&self) -> Promise {
        self.session.flush()
    }

    /// Listens to events; declared by hand, for what a listener hears depends on the type.
    #[wasm_bindgen(skip_typescript)]
    pub fn on(&self, r#type: &JsValue, listener: &JsValue) -> Result<Function, JsValue> {
        self.session.config.listeners.on(r#type, listener)
    }

    /// Tells those who listen of what a job has seen. `pkg-template/jobs` takes it off the class.
    #[wasm_bindgen(skip_typescript)]
    pub fn emit(&self, event: &JsValue) {
        self.session.config.listeners.tell(event);
    }

    /// What to say about a failure that a job has found out about: of the cause named, else of the one that the facts fit.
    /// `pkg-template/jobs` takes it off the class.
    #[wasm_bindgen(skip_typescript)]
    pub fn advise(&self, cause: Option<String>, given: &JsValue) -> JsValue {
        let mut facts = self.session.account(None).facts();
        for (name, value) in entries(given) {
            facts.add_named(&name, &value.as_string().unwrap_or_default());
        }
        self.session.add_proxy(&mut facts, self.session.config.urls.get(Service::Auth));
        let cause = cause.map_or_else(|| recognised(&facts), |name| named(&name));
        advice_value(cause.and_then(|cause| cause.advice(&facts)).as_ref())
    }

    /// What a job must not show. For a job, as `emit` is.
    #[wasm_bindgen(skip_typescript)]
    pub fn secrets(&self) -> Array {
        self.session.all_secrets()
    }

    /// The consents that this account has given lately because a service asked for them: lists of scopes, by the time. `pkg-template/jobs`
    /// takes it off the class.
    #[wasm_bindgen(skip_typescript)]
    pub fn consented(&self) -> Array {
        self.session.given_consents()
    }

    /// What a run or a timer waits for a consent to, by its details: `scopes`, which may be `malformed`; and `foreign`, the name of one
    /// that does not belong to the work. `own` is the scope that the work runs with; `named` the text of what it is about, without
    /// which every id counts as named. For a job, as `emit` is.
    #[wasm_bindgen(skip_typescript)]
    pub fn awaited(&self, details: &JsValue, own: &str, named: Option<JsString>) -> Object {
        let awaited = awaited(&to_json(details));
        let scopes = ScopeSet::parse(&awaited.join(" "));
        let malformed = scopes.is_err() && !awaited.is_empty();
        let is_named = |id: &str| named.as_ref().is_none_or(|text| text.includes(id, 0));
        let scopes = scopes.unwrap_or_default();
        let foreign = foreign(&scopes, &|scope| scope.name() == own, &is_named).map(JsValue::from);
        record(&[
            ("scopes", texts(awaited.iter().map(String::as_str))),
            ("malformed", malformed.into()),
            ("foreign", foreign.unwrap_or_default()),
        ])
    }

    /// What is wrong with the storage, by reading an entry: nothing, or null if there is no storage. For a job, as `emit` is.
    #[wasm_bindgen(skip_typescript)]
    pub fn storageFault(&self) -> Promise {
        let session = Rc::clone(&self.session);
        drive(async move { session.storage_fault().await })
    }

    /// ms for each attempt: what a job goes by that waits for more than an attempt. For a job, as `emit` is.
    #[wasm_bindgen(skip_typescript)]
    pub fn timeout(&self) -> f64 {
        self.session.config.timeout
    }

    /// The tokens that JavaScript finds without a crossing. `pkg-template/core/public.js` takes it off the class.
    #[wasm_bindgen(skip_typescript)]
    pub fn atHand(&self) -> JsValue {
        self.session.tokens.at_hand.clone().into()
    }

    /// Drops the secret and all tokens: what `using` calls in the end, as `[Symbol.dispose]`.
    #[wasm_bindgen(skip_typescript)]
    pub fn dispose(&self) {
        self.session.dispose();
        shared::unshare(&self.session);
    }

    /// Drops the secret and all tokens at once. The promise is resolved when what is on its way into the storage has arrived there:
    /// what `await using` calls in the end, as `[Symbol.asyncDispose]`.
    #[wasm_bindgen(skip_typescript)]
    pub fn disposed(&self) -> Promise {
        shared::unshare(&self.session);
        self.session.disposed()
    }

    /// What may be shown of the account.
    #[wasm_bindgen(unchecked_return_type = "{ clientId: string; environment: string }")]
    pub fn toJSON(&self) -> Object {
        let config = &self.session.config;
        record(&[("clientId", config.client_id.as_str().into()), ("environment", config.environment.as_str().into())])
    }

    /// The account's username.
    #[wasm_bindgen(js_name = toString)]
    pub fn text(&self) -> String {
        self.username()
    }
}

impl ServiceAccount {
    fn of(session: Rc<Session>) -> Self {
        Self { session, clients: Default::default(), endpoints: RefCell::default() }
    }

    /// The endpoint of a name: the same one for all who name it so, with what it has learnt.
    fn endpoint(&self, named: Named) -> Rc<Endpoint> {
        let mut endpoints = self.endpoints.borrow_mut();
        if let Some(known) = endpoints.iter().find(|endpoint| endpoint.is(&named)) {
            return Rc::clone(known);
        }
        let endpoint = Rc::new(Endpoint::new(&self.session, named));
        endpoints.truncate(MOST_ENDPOINTS - 1);
        endpoints.insert(0, Rc::clone(&endpoint));
        endpoint
    }

    fn place(&self, service: Service) -> Place {
        Place::Service(Rc::clone(&self.session), service)
    }

    /// The client of a service: always the same object.
    fn client(&self, service: Service, version: usize, make: fn(Place) -> JsValue) -> JsValue {
        let place = || make(self.place(service));
        self.clients.get(service.index() + version).map_or_else(place, |client| client.get_or_init(place).clone())
    }
}
