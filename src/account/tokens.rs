//! The methods that return tokens, and the methods that forget or revoke them.

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
#[allow(clippy::missing_errors_doc, reason = "JSDoc has `@throws` instead")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl ServiceAccount {
    /// Gets a token: from memory while it is fresh, else from the storage or by a grant. Concurrent callers share one
    /// grant.
    ///
    /// @param target A service (`"transfer"`), a resource server (`"transfer.api.globus.org"`), or scopes, as a string
    /// or a list. `{ scopes }` and `{ resourceServer }` accept one kind only: use them for a string that your program
    /// does not control.
    /// @param options Whether to get a new token, how long to wait, and a signal that ends the wait.
    /// @returns The token. It is the same object until the token is renewed.
    /// @throws {GlobusConfigError} Rejects with `unknown_target` or `ambiguous_target`, before any request.
    /// @throws {GlobusAuthError} Rejects if Globus Auth refuses the grant: `invalid_client`, `not_a_service_account`, `invalid_scope`, `grant_failed`.
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

    /// Gets several tokens. Declared in account.d.ts, because the result has as many tokens as there are targets.
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

    /// Gets the value of an `Authorization` header.
    ///
    /// @param target What the token is for, as in `getToken`.
    /// @param options As in `getToken`.
    /// @returns `"Bearer ..."`.
    /// @throws {GlobusConfigError} Rejects with `unknown_target` or `ambiguous_target`, before any request.
    /// @throws {GlobusAuthError} Rejects if Globus Auth refuses the grant.
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

    /// Returns an authorizer for another HTTP client. It has `getAuthorizationHeader()`, and
    /// `handleMissingAuthorization()` for that client to call after a 401.
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

    /// Forgets all tokens and all earlier refusals of Globus Auth. The next call gets a new token.
    ///
    /// @returns Resolves when the tokens are also deleted from the storage; never rejects.
    /// @example
    /// ```ts
    /// await account.clearTokens();
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn clearTokens(&self) -> Promise {
        self.session.tokens.clear()
    }

    /// Revokes this account's tokens at Globus Auth and forgets them: the tokens in memory, and the tokens of this
    /// client in the storage. In a storage that lists its keys (a `Map`, a file, Workers KV, a Durable Object) all are
    /// found; in others, those of the services and of the tokens in memory. Entries that the secret does not decrypt
    /// are deleted: revoke first, then rotate the secret.
    ///
    /// Two kinds of tokens are not revoked: those in the memory of other processes, and those that only a former secret
    /// decrypts. They remain valid for up to two days.
    ///
    /// https://docs.globus.org/api/auth/reference/#token_revocation_post_v2oauth2tokenrevoke
    ///
    /// @throws {GlobusApiError} Rejects if a token could not be revoked. That token is kept, so that you can try again.
    /// @example
    /// ```ts
    /// await account.revokeTokens();
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn revokeTokens(&self) -> Promise {
        let auth = Rc::clone(&self.session) as Rc<dyn Auth>;
        drive(Rc::clone(&self.session.tokens).revoke(auth))
    }

    /// Drops the secret and all tokens. `using` calls this at the end of its block, as `[Symbol.dispose]`.
    #[wasm_bindgen(skip_typescript)]
    pub fn dispose(&self) {
        self.session.tokens.dispose();
        unshare(&self.session);
    }

    /// Waits until all writes to the storage that have begun have ended. A token that a caller waits for is written
    /// before the caller receives it (on Workers it may be written later), so this is for work in the background, such
    /// as a renewal.
    ///
    /// @returns Resolves when the writes have ended; never rejects, even if the storage fails.
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
