//! The methods that give tokens, and those that end them.

use super::authorizer::Authorizer;
use super::service_account::ServiceAccount;
use super::shared::unshare;
use super::targets::{check_targets, read_target, resolve_token};
use crate::js::arguments::{OptionalArgument, rejected};
use crate::js::drive::drive;
use crate::js::errors::CallError;
use crate::tokens::Auth;
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(clippy::missing_errors_doc, reason = "they are told as JSDoc has it")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
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
        #[wasm_bindgen(unchecked_optional_param_type = "TokenOptions")] options: Option<OptionalArgument>,
    ) -> Promise {
        resolve_token(&self.session, target, options, |issued| issued.object().clone())
    }

    /// Gets several tokens; declared by hand, because there are as many as targets.
    #[wasm_bindgen(skip_typescript)]
    pub fn getTokens(&self, targets: &JsValue, options: Option<OptionalArgument>) -> Promise {
        match check_targets(&self.session, targets) {
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
        #[wasm_bindgen(unchecked_optional_param_type = "TokenOptions")] options: Option<OptionalArgument>,
    ) -> Promise {
        resolve_token(&self.session, target, options, |issued| issued.token.authorization().into())
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
        let token_request = read_target(&self.session, scopes).map_err(CallError::from)?;
        Ok(Authorizer::new(&self.session, token_request))
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
        self.session.tokens.clear()
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
        let auth = Rc::clone(&self.session) as Rc<dyn Auth>;
        drive(Rc::clone(&self.session.tokens).revoke(auth))
    }

    /// Drops the secret and all tokens: what `using` calls in the end, as `[Symbol.dispose]`.
    #[wasm_bindgen(skip_typescript)]
    pub fn dispose(&self) {
        self.session.tokens.dispose();
        unshare(&self.session);
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
        self.session.tokens.flush()
    }
}
