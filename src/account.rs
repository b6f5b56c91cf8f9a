//! `ServiceAccount`, the class everything begins with.

mod authorizer;
mod direct;
mod shared;
mod targets;

pub use authorizer::Authorizer;

use crate::advice::{named, recognised};
use crate::environment::Service;
use crate::error::Error;
use crate::js::drive::drive;
use crate::js::errors::{Failure, advice_value};
use crate::js::options::{from_environment, read_config};
use crate::js::runtime::environment_variables;
use crate::js::values::{Given, copied, entries, given, present, record, rejected};
use crate::services::auth::{self, AuthClient};
use crate::services::compute_v2::ComputeV2Client;
use crate::services::compute_v3::ComputeV3Client;
use crate::services::endpoint::Endpoint;
use crate::services::flows::FlowsClient;
use crate::services::gcs::GcsClient;
use crate::services::groups::GroupsClient;
use crate::services::place::Place;
use crate::services::required;
use crate::services::search::SearchClient;
use crate::services::timers::TimersClient;
use crate::services::transfer::TransferClient;
use crate::session::Session;
use js_sys::{Array, Object, Promise, Reflect};
use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;
use targets::{check_all, need_of, token_of};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("account.d.ts");

/// A Globus service account: a client that acts as itself, by its id and secret.
///
/// It gets its tokens by the OAuth2 client credentials grant when they are needed, keeps and renews them, and calls Globus's
/// services with them. One account per process is enough; nothing has to be closed or freed.
///
/// https://docs.globus.org/guides/recipes/automate-with-service-account/
#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[wasm_bindgen]
pub struct ServiceAccount {
    session: Rc<Session>,
    /// The clients that the getters have made: one for each service, and one for Compute's other version.
    clients: [OnceCell<JsValue>; Service::ALL.len() + 1],
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount").field("client_id", &self.session.config.client_id).finish_non_exhaustive()
    }
}

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
    /// Makes an account. Nothing is sent until a token is needed. Throws a `GlobusConfigError` that names the option that
    /// is missing or wrong.
    ///
    /// # Errors
    /// `invalid_option`, `browser_forbidden`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ServiceAccountOptions")] options: &JsValue,
    ) -> Result<Self, JsValue> {
        Ok(Self::of(Session::new(read_config(options)?)))
    }

    /// The one account of this process or isolate for these credentials: made by the first call, given by later ones. For
    /// workers and frameworks that hand the secrets over with each request, so that tokens outlive it.
    ///
    /// Another id, secret (text, or function by identity), environment or service URL is another account. Other options
    /// must be the same each time; a storage counts by what is behind it. Up to 256 accounts are kept.
    ///
    /// # Errors
    /// `invalid_option`, also for an option that differs; `browser_forbidden`.
    #[wasm_bindgen(unchecked_return_type = "ServiceAccount")]
    pub fn shared(
        #[wasm_bindgen(unchecked_param_type = "ServiceAccountOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        shared::shared(options)
    }

    /// Makes an account from environment variables: `GLOBUS_CLIENT_ID` and `GLOBUS_CLIENT_SECRET`, else `GLOBUS_CLI_CLIENT_ID`
    /// and `GLOBUS_CLI_CLIENT_SECRET`; `GLOBUS_SDK_ENVIRONMENT`, `GLOBUS_SDK_SERVICE_URL_<SERVICE>` and
    /// `GLOBUS_SDK_HTTP_TIMEOUT` (seconds). `GLOBUS_DEBUG=1` writes each event to stderr, as a line of JSON. `env` is `process.env` or `Deno.env` by default; on Workers, pass your bindings.
    /// `overrides` are options that win over the environment.
    ///
    /// # Errors
    /// `invalid_option`, `browser_forbidden`.
    pub fn fromEnv(
        #[wasm_bindgen(unchecked_optional_param_type = "object")] env: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Partial<ServiceAccountOptions>")] overrides: &JsValue,
    ) -> Result<Self, JsValue> {
        let unreadable = |cause| Failure::caused(Error::option("env", "cannot be read"), cause);
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

    /// Globus Auth.
    #[wasm_bindgen(getter, unchecked_return_type = "AuthClient")]
    pub fn auth(&self) -> JsValue {
        self.client(Service::Auth, 0, |place| AuthClient::at(place).into())
    }

    /// Globus Transfer.
    #[wasm_bindgen(getter, unchecked_return_type = "TransferClient")]
    pub fn transfer(&self) -> JsValue {
        self.client(Service::Transfer, 0, |place| TransferClient::at(place).into())
    }

    /// Globus Groups.
    #[wasm_bindgen(getter, unchecked_return_type = "GroupsClient")]
    pub fn groups(&self) -> JsValue {
        self.client(Service::Groups, 0, |place| GroupsClient::at(place).into())
    }

    /// Globus Search.
    #[wasm_bindgen(getter, unchecked_return_type = "SearchClient")]
    pub fn search(&self) -> JsValue {
        self.client(Service::Search, 0, |place| SearchClient::at(place).into())
    }

    /// Globus Flows.
    #[wasm_bindgen(getter, unchecked_return_type = "FlowsClient")]
    pub fn flows(&self) -> JsValue {
        self.client(Service::Flows, 0, |place| FlowsClient::at(place).into())
    }

    /// Globus Timers.
    #[wasm_bindgen(getter, unchecked_return_type = "TimersClient")]
    pub fn timers(&self) -> JsValue {
        self.client(Service::Timers, 0, |place| TimersClient::at(place).into())
    }

    /// Globus Compute, version 2.
    #[wasm_bindgen(getter, unchecked_return_type = "ComputeV2Client")]
    pub fn computeV2(&self) -> JsValue {
        self.client(Service::Compute, 0, |place| ComputeV2Client::at(place).into())
    }

    /// Globus Compute, version 3.
    #[wasm_bindgen(getter, unchecked_return_type = "ComputeV3Client")]
    pub fn computeV3(&self) -> JsValue {
        self.client(Service::Compute, 1, |place| ComputeV3Client::at(place).into())
    }

    /// A Globus Connect Server endpoint: by its address, such as `"abc.xyz.data.globus.org"`, or as the one that a
    /// collection is on. Nothing is sent before the first call, which learns where it is and whose token it takes. At an
    /// address that is the word of the server there: take none from people you do not trust.
    ///
    /// # Errors
    /// `invalid_argument`.
    pub fn gcs(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string | { collection: string }")] endpoint: &JsValue,
    ) -> Result<GcsClient, JsValue> {
        let endpoint = match endpoint.as_string() {
            Some(address) => Endpoint::at(&self.session, &address),
            None if !present(endpoint) => Err(Error::argument("address", "or { collection } is required")),
            None => copied("address", endpoint)
                .and_then(|given| collection_of(&given))
                .map(|id| Endpoint::of(&self.session, id)),
        };
        Ok(GcsClient::at(Place::Endpoint(Rc::new(endpoint.map_err(Failure::from)?))))
    }

    /// Gets a token: from memory while it is fresh, else by a grant, which all who need one at the time share.
    ///
    /// `target` is a service (`"transfer"`), a resource server (`"transfer.api.globus.org"`), or scopes, as text or a list; a
    /// text that a program has at hand is said to be one or the other: `{ scopes }`, `{ resourceServer }`. Rejects with `unknown_target` or `ambiguous_target` before any request.
    #[wasm_bindgen(unchecked_return_type = "Promise<Token>")]
    pub fn getToken(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Target")] target: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TokenOptions")] options: Option<Given>,
    ) -> Promise {
        if options.is_none()
            && let Some(promise) = self.session.tokens.fresh_for(target)
        {
            return promise;
        }
        let (session, target) = (Rc::clone(&self.session), target.clone());
        drive(async move { Ok(token_of(&session, &target, options.as_deref()).await?) })
    }

    /// Gets several tokens, in the order of their targets, with one grant for all that are missing. When the last one has
    /// come, none of them has expired.
    #[wasm_bindgen(unchecked_return_type = "Promise<Token[]>")]
    pub fn getTokens(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly Target[]")] targets: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TokenOptions")] options: Option<Given>,
    ) -> Promise {
        match check_all(&self.session, targets) {
            Ok(targets) => {
                let tokens: Array = targets.iter().map(|target| self.getToken(target, options.clone())).collect();
                Promise::all(&tokens)
            }
            Err(error) => rejected(error.into()),
        }
    }

    /// The value of an `Authorization` header for a target: `"Bearer ..."`.
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn getAuthorizationHeader(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Target")] target: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TokenOptions")] options: Option<Given>,
    ) -> Promise {
        let token = self.getToken(target, options);
        drive(async move {
            let token = JsFuture::from(token).await?;
            let bearer = Reflect::get(&token, &"accessToken".into())?.as_string().unwrap_or_default();
            Ok(format!("Bearer {bearer}").into())
        })
    }

    /// The platform's `fetch` with this account's bearer: that of the service whose URL it is, or of `init.target`, which is
    /// required where services share a URL (`ambiguous_target`). The `Response` comes as it is; after a 401 the request is repeated once with a new token, if its body can be sent again.
    /// An `authorization` header of your own is left alone. A service's token is never sent anywhere else, however the target
    /// is spelled (`foreign_origin`), and redirects are not followed.
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

    /// Calls anything that has no method of its own, with everything a method has: token, retries, timeout, errors.
    /// Gives the parsed reply; `null` if it is empty.
    #[wasm_bindgen(unchecked_return_type = "Promise<Json>")]
    pub fn request(&self, #[wasm_bindgen(unchecked_param_type = "RequestDescription")] request: &JsValue) -> Promise {
        match direct::request_call(&self.session, request) {
            Ok(call) => self.session.call(call),
            Err(failure) => rejected(failure),
        }
    }

    /// Asks Globus Auth who this account is.
    #[wasm_bindgen(unchecked_return_type = "Promise<Userinfo>")]
    pub fn whoami(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<Given>,
    ) -> JsValue {
        auth::rows::userinfo.send(&self.place(Service::Auth), &[], None, None, options.as_deref()).into()
    }

    /// Gives the `Authorization` header to somebody else's HTTP client: `getAuthorizationHeader()`, and
    /// `handleMissingAuthorization()` for it to call after a 401.
    ///
    /// # Errors
    /// `unknown_target`, `ambiguous_target`, `invalid_argument`.
    pub fn authorizer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Target")] scopes: &JsValue,
    ) -> Result<Authorizer, JsValue> {
        let need = need_of(&self.session, scopes).map_err(Failure::from)?;
        Ok(Authorizer::new(&self.session, need))
    }

    /// Forgets all tokens, and what is remembered of a refusal. The next call gets a new token. The promise is resolved
    /// when they are out of the storage, too; it never rejects.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn clearTokens(&self) -> Promise {
        self.session.clear_tokens()
    }

    /// Ends this account's tokens at Globus Auth, and forgets them: those in memory, and those in the storage for the
    /// services. Rejects if one could not be revoked; it is kept then, so that it can be tried again.
    ///
    /// https://docs.globus.org/api/auth/reference/#token_revocation_post_v2oauth2tokenrevoke
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn revokeTokens(&self) -> Promise {
        drive(Rc::clone(&self.session).revoke_tokens())
    }

    /// Tells `onEvent` of what a job has seen. `pkg-template/jobs` takes it off the class.
    #[wasm_bindgen(skip_typescript)]
    pub fn emit(&self, event: &JsValue) {
        if let Some(listener) = &self.session.config.on_event {
            let _ = listener.call1(&JsValue::UNDEFINED, event);
        }
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

    /// The consents that this account has given lately because a service asked for them: lists of scopes, by the time. `pkg-template/jobs`
    /// takes it off the class.
    #[wasm_bindgen(skip_typescript)]
    pub fn consented(&self) -> Array {
        self.session.given_consents()
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

/// The collection that names an endpoint: the only thing that can.
fn collection_of(given_endpoint: &JsValue) -> Result<String, Error> {
    if let Some((name, _)) = entries(given_endpoint).iter().find(|(name, _)| name != "collection") {
        return Err(Error::argument(name, "names no endpoint; there is { collection }"));
    }
    required("collection", &given(given_endpoint, "collection").unwrap_or_default())
}

impl ServiceAccount {
    fn of(session: Rc<Session>) -> Self {
        Self { session, clients: Default::default() }
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
