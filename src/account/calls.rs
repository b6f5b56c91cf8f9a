//! `fetch()` and `request()`, which no row of a table describes, and `whoami()`.

use super::direct;
use super::service_account::ServiceAccount;
use crate::js::arguments::{OptionalArgument, rejected};
use crate::model::environment::Service;
use crate::services::auth;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "JSDoc has `@throws` instead")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
    /// Calls the platform's `fetch` with a token of this account: the token of the service that the URL belongs to, or
    /// the token for `init.target`. Your own `authorization` header is sent unchanged. After a 401 the request is
    /// repeated once with a new token, if its body can be sent again. A service's token is sent to that service only,
    /// whatever the target is. Redirects are not followed.
    ///
    /// @param input The URL, or a `Request`.
    /// @param init The options of `fetch`, and `target`: what the token is for. It is required if several services
    /// share the URL.
    /// @returns The `Response`, whatever its status.
    /// @throws {GlobusConfigError} Rejects with `invalid_argument`, `unknown_target`, `ambiguous_target`, `foreign_origin`, before any request.
    /// @throws {GlobusNetworkError} Rejects if no response arrived.
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
        match direct::prepare_fetch(&self.session, input, init) {
            Ok(call) => self.session.call(call),
            Err(failure) => rejected(failure),
        }
    }

    /// Makes a call that has no method. Declared in account.d.ts, because the type of the result depends on the
    /// request.
    #[wasm_bindgen(skip_typescript)]
    pub fn request(&self, request: &JsValue) -> Promise {
        match direct::prepare_request(&self.session, request) {
            Ok(call) => self.session.call(call),
            Err(failure) => rejected(failure),
        }
    }

    /// Gets the identity of this account from Globus Auth.
    ///
    /// @param options Options of the call.
    /// @returns The id (`sub`), username and name of the account's identity.
    /// @throws {GlobusAuthError} Rejects if Globus Auth refuses the credentials.
    /// @throws {GlobusApiError} Rejects if Globus Auth refuses the request.
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
        auth::rows::userinfo.call(&self.destination(Service::Auth), &[], None, None, options.as_deref()).into()
    }
}
