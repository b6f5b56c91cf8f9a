//! `ServiceAccount`: its constructors, its identity, and what it shows of itself.

use crate::js::convert::{present, record};
use crate::js::errors::CallError;
use crate::js::options::{from_environment, read_options};
use crate::js::runtime::environment_variables;
use crate::model::environment::Service;
use crate::services::gcs::endpoint::Endpoint;
use crate::session::Session;
use crate::wire::error::Error;
use js_sys::{Array, Function, Object};
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A Globus service account: a Globus Auth client that acts as itself, with its id and secret.
///
/// It gets tokens by the OAuth 2 client credentials grant when a call needs them, caches and renews them, and calls
/// Globus's services with them. One account per process is enough. It need not be closed or freed.
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
    pub(super) session: Rc<Session>,
    /// The clients that the getters have created: one for each service, and one for version 3 of Compute.
    pub(super) clients: [OnceCell<JsValue>; Service::ALL.len() + 1],
    /// The endpoints that were passed to `gcs()`, latest first.
    pub(super) endpoints: RefCell<Vec<Rc<Endpoint>>>,
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount").field("client_id", &self.session.config.client_id).finish_non_exhaustive()
    }
}

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "JSDoc has `@throws` instead")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
    /// Creates an account. No request is sent before a call needs a token.
    ///
    /// @param options The id, the secret, and the options that differ from their defaults.
    /// @throws {GlobusConfigError} `invalid_option`, whose `field` names the option that is missing or wrong; `browser_forbidden`.
    /// @example
    /// ```ts
    /// const account = new ServiceAccount({ clientId, clientSecret, timeout: 10_000 });
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ServiceAccountOptions")] options: &JsValue,
    ) -> Result<Self, JsValue> {
        Ok(Self::from_session(Session::new(read_options(options)?)))
    }

    /// Creates an account from environment variables: `GLOBUS_CLIENT_ID` and `GLOBUS_CLIENT_SECRET`, else
    /// `GLOBUS_CLI_CLIENT_ID` and `GLOBUS_CLI_CLIENT_SECRET`; `GLOBUS_SDK_ENVIRONMENT`,
    /// `GLOBUS_SDK_SERVICE_URL_<SERVICE>` and `GLOBUS_SDK_HTTP_TIMEOUT` (seconds). `GLOBUS_DEBUG=1` writes each event
    /// to stderr, as a line of JSON.
    ///
    /// @param env The object that contains the variables; on Workers, your bindings. Default: `process.env` or
    /// `Deno.env`.
    /// @param overrides Options that replace those of the environment.
    /// @throws {GlobusConfigError} `invalid_option`, `browser_forbidden`.
    /// @example
    /// ```ts
    /// const account = ServiceAccount.fromEnv(process.env, { appName: "Night Shift" });
    /// ```
    pub fn fromEnv(
        #[wasm_bindgen(unchecked_optional_param_type = "object")] env: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Partial<ServiceAccountOptions>")] overrides: &JsValue,
    ) -> Result<Self, JsValue> {
        let unreadable = |cause| CallError::caused_with(Error::option("env", "cannot be read"), &cause, &Array::new());
        let env = if present(env) { env.clone() } else { environment_variables().map_err(unreadable)? };
        Self::new(&from_environment(&env, overrides)?)
    }

    /// The client id, in lower case.
    #[wasm_bindgen(getter)]
    pub fn clientId(&self) -> String {
        self.session.config.client_id.clone()
    }

    /// The username of this account's identity, with which users can share collections:
    /// `<client id>@clients.auth.globus.org`.
    #[wasm_bindgen(getter)]
    pub fn username(&self) -> String {
        format!("{}@clients.auth.globus.org", self.session.config.client_id)
    }

    /// The identity as the principal URN that roles and Search visibility require:
    /// `urn:globus:auth:identity:<client id>`.
    #[wasm_bindgen(getter)]
    pub fn principal(&self) -> String {
        format!("urn:globus:auth:identity:{}", self.session.config.client_id)
    }

    /// Adds a listener of events. Declared in account.d.ts, because the argument of the listener depends on the type.
    #[wasm_bindgen(skip_typescript)]
    pub fn on(&self, r#type: &JsValue, listener: &JsValue) -> Result<Function, JsValue> {
        self.session.config.listeners.on(r#type, listener)
    }

    /// Returns the members of the account that are not secret.
    #[wasm_bindgen(unchecked_return_type = "{ clientId: string; environment: string }")]
    pub fn toJSON(&self) -> Object {
        let config = &self.session.config;
        record(&[("clientId", config.client_id.as_str().into()), ("environment", config.environment.as_str().into())])
    }

    /// Returns the account's username.
    #[wasm_bindgen(js_name = toString)]
    pub fn text(&self) -> String {
        self.username()
    }
}

impl ServiceAccount {
    pub(super) fn from_session(session: Rc<Session>) -> Self {
        Self { session, clients: Default::default(), endpoints: RefCell::default() }
    }
}
