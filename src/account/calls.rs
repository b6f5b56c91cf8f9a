//! Calls that no row describes, and the one call that everybody makes.

use super::direct;
use super::service_account::ServiceAccount;
use crate::js::arguments::{OptionalArgument, rejected};
use crate::model::environment::Service;
use crate::services::auth;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "they are told as JSDoc has it")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
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
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        auth::rows::userinfo.send(&self.destination(Service::Auth), &[], None, None, options.as_deref()).into()
    }
}
