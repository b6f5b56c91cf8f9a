//! Calls of Globus Auth that the client makes as itself, with its id and secret: the token endpoints
//! (<https://docs.globus.org/api/auth/reference/#client_authentication>) and the registration of a child client.
//!
//! These methods have the names of the endpoints. `getToken` returns the account's own tokens.

use super::{AuthClient, check_new_client};
use crate::js::arguments::{OptionalArgument, rejected, scalar_text};
use crate::js::convert::{entries, is_list, items, present};
use crate::js::drive::drive_call;
use crate::js::errors::CallError;
use crate::js::options::scope_text;
use crate::services::table::destination::{Access, Destination};
use crate::services::table::row::{Document, Row, json_body};
use crate::wire::error::Error;
use crate::wire::grant::{FORM, REVOKE_PATH, TOKEN_PATH};
use crate::wire::reply::Reply;
use crate::wire::request::{Method, form, percent_encode_into};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Returns the row of a form that the client posts. Most forms may be sent twice; the others set `is_idempotent` to
/// false.
const fn form_row(path: &'static str, document: &'static Document) -> Row {
    Row { access: &Access::Open, is_idempotent: true, document: Some(document), ..Row::new(Method::POST, path) }
}

/// Returns a form with required fields, and with additions such as its grant type.
const fn form_document(
    required: &'static [&'static str],
    additions: &'static [(&'static str, &'static str)],
) -> Document {
    Document { required, additions, ..Document::PLAIN }
}

static CLIENT_CREDENTIALS: Row =
    form_row(TOKEN_PATH, &form_document(&["scope"], &[("grant_type", "client_credentials")]));
static DEPENDENT_TOKENS: Row = Row {
    reply: Reply::List(""),
    ..form_row(TOKEN_PATH, &form_document(&["token"], &[("grant_type", "urn:globus:auth:grant_type:dependent_token")]))
};
static REFRESH_TOKEN: Row =
    form_row(TOKEN_PATH, &form_document(&["refresh_token"], &[("grant_type", "refresh_token")]));
// If a code is sent twice, the server may revoke the tokens issued for it (RFC 6749, 4.1.2).
static TOKEN: Row =
    Row { is_idempotent: false, reply: Reply::Any, ..form_row(TOKEN_PATH, &form_document(&["grant_type"], &[])) };
static INTROSPECT: Row = form_row("/v2/oauth2/token/introspect", &form_document(&["token"], &[]));
// The status is the whole result (RFC 7009, 2.2).
static REVOKE: Row = Row { reply: Reply::Nothing, ..form_row(REVOKE_PATH, &form_document(&["token"], &[])) };
static CHILD_CLIENT: Row = Row {
    is_idempotent: false,
    ..form_row(
        "/v2/api/clients",
        &Document { required: &["client"], complete: Some(check_new_client), ..Document::PLAIN },
    )
};

#[allow(clippy::doc_markdown, reason = "read as JSDoc")]
#[allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "called from JavaScript")]
#[allow(non_snake_case, reason = "the names of the JavaScript API")]
#[wasm_bindgen]
impl AuthClient {
    /// Requests tokens for this client itself, without the cache and renewal of this package. `account.getToken()` has
    /// both.
    ///
    /// https://docs.globus.org/api/auth/reference/#client_credentials_grant
    #[wasm_bindgen(unchecked_return_type = "CallPromise<TokenReply>")]
    pub fn oauth2ClientCredentialsTokens(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ClientCredentialsForm")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        call_as_client(&self.destination, &CLIENT_CREDENTIALS, document, query.as_deref(), options.as_deref())
    }

    /// Exchanges a token that this resource server received for tokens of the services that it depends on.
    ///
    /// https://docs.globus.org/api/auth/reference/#dependent_token_grant_post_v2oauth2token
    #[wasm_bindgen(unchecked_return_type = "CallPromise<DependentToken[]>")]
    pub fn oauth2GetDependentTokens(
        &self,
        #[wasm_bindgen(unchecked_param_type = "DependentTokensForm")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        call_as_client(&self.destination, &DEPENDENT_TOKENS, document, query.as_deref(), options.as_deref())
    }

    /// Gets information about a token: its identity, scopes and expiry. Globus returns it only for tokens that are
    /// issued for this client.
    ///
    /// https://docs.globus.org/api/auth/reference/#token_introspection_post_v2_oauth2_token_introspect
    #[wasm_bindgen(unchecked_return_type = "CallPromise<TokenIntrospection>")]
    pub fn oauth2TokenIntrospect(
        &self,
        #[wasm_bindgen(unchecked_param_type = "TokenIntrospectForm")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        call_as_client(&self.destination, &INTROSPECT, document, query.as_deref(), options.as_deref())
    }

    /// Revokes a token that was issued to this client. `account.revokeTokens()` revokes the account's own.
    ///
    /// https://docs.globus.org/api/auth/reference/#token_revocation_post_v2_oauth2_token_revoke
    #[wasm_bindgen(unchecked_return_type = "CallPromise<TokenRevocation>")]
    pub fn oauth2RevokeToken(
        &self,
        #[wasm_bindgen(unchecked_param_type = "TokenRevokeForm")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        call_as_client(&self.destination, &REVOKE, document, query.as_deref(), options.as_deref())
    }

    /// Exchanges a refresh token that was issued to this client for new access tokens.
    ///
    /// https://docs.globus.org/api/auth/reference/
    #[wasm_bindgen(unchecked_return_type = "CallPromise<TokenReply>")]
    pub fn oauth2RefreshToken(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RefreshTokenForm")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        call_as_client(&self.destination, &REFRESH_TOKEN, document, query.as_deref(), options.as_deref())
    }

    /// Calls the token endpoint with a form of any grant type. The members of the reply depend on the grant type.
    ///
    /// https://docs.globus.org/api/auth/reference/
    #[wasm_bindgen(unchecked_return_type = "CallPromise<TokenReply>", skip_typescript)]
    pub fn oauth2Token(
        &self,
        #[wasm_bindgen(unchecked_param_type = "TokenForm")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        call_as_client(&self.destination, &TOKEN, document, query.as_deref(), options.as_deref())
    }

    /// Registers a client that belongs to this one. If it has a secret, only this reply contains the secret.
    ///
    /// https://docs.globus.org/api/auth/reference/#create_client
    #[wasm_bindgen(unchecked_return_type = "CallPromise<OAuthClientReply>")]
    pub fn createChildClient(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CreateChildClientDocument")] document: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Query")] query: Option<OptionalArgument>,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: Option<OptionalArgument>,
    ) -> JsValue {
        call_as_client(&self.destination, &CHILD_CLIENT, document, query.as_deref(), options.as_deref())
    }
}

/// Posts a document as this client. Invalid arguments reject the promise.
fn call_as_client(
    destination: &Rc<dyn Destination>,
    row: &'static Row,
    document: &JsValue,
    query: Option<&JsValue>,
    options: Option<&JsValue>,
) -> JsValue {
    start_as_client(destination, row, document, query, options).unwrap_or_else(rejected).into()
}

/// Starts the call: the document becomes a form, or JSON if the row has a function that completes it.
fn start_as_client(
    destination: &Rc<dyn Destination>,
    row: &'static Row,
    document: &JsValue,
    query: Option<&JsValue>,
    options: Option<&JsValue>,
) -> Result<Promise, CallError> {
    let mut call = row.prepare_call(destination, &[], None, query, options)?;
    let completed = row.complete_document(document)?;
    let mut secrets = Vec::new();
    if let Some(Document { required, complete: None, .. }) = row.document {
        let fields = form_fields(&completed)?;
        // A form has no field for null.
        if let Some(name) = required.iter().find(|name| fields.iter().all(|(field, _)| field != *name)) {
            return Err(Error::argument(&format!("document.{name}"), "is required").into());
        }
        let texts: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        call.body = Some((form(&texts).into(), Some(FORM)));
        // Both the plain text and its percent-encoding are secret.
        let is_secret = |name: &str, text: &str| !PUBLIC_FIELDS.contains(&name) && text.len() >= MIN_SECRET_LENGTH;
        secrets.extend(texts.iter().filter(|(name, text)| is_secret(name, text)).flat_map(|(_, text)| {
            let mut encoded = String::new();
            percent_encode_into(&mut encoded, text);
            [(*text).to_owned(), encoded]
        }));
    } else {
        call.body = Some(json_body(&completed)?);
    }
    let (session, secrets) = (Rc::clone(destination.session()), Rc::from(secrets));
    Ok(drive_call(async move { Ok(session.run_as_client(call, &secrets).await?) }))
}

/// Fields that are not secret. All others may be tokens, codes or passwords.
const PUBLIC_FIELDS: [&str; 7] =
    ["grant_type", "scope", "access_type", "include", "token_type_hint", "redirect_uri", "client_id"];

/// In bytes. Shorter texts are no secrets, and they occur in almost every error.
const MIN_SECRET_LENGTH: usize = 6;

/// Returns a form's fields. Scopes are separated by spaces, other lists by commas.
fn form_fields(document: &JsValue) -> Result<Vec<(String, String)>, Error> {
    let problem = "must be a string, number, boolean, Date or list of these";
    entries(document)
        .into_iter()
        .filter(|(_, value)| present(value))
        .map(|(name, value)| {
            let text = match name.as_str() {
                "scope" => scope_text(&value),
                _ if is_list(&value) => items(&value)
                    .iter()
                    .map(|item| scalar_text(&name, item))
                    .collect::<Option<Vec<_>>>()
                    .map(|texts| texts.join(",")),
                _ => scalar_text(&name, &value),
            };
            let text = text.ok_or_else(|| Error::argument(&format!("document.{name}"), problem))?;
            Ok((name, text))
        })
        .collect()
}
