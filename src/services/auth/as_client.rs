//! Globus Auth, called as the client itself with its id and secret: the token endpoints
//! (<https://docs.globus.org/api/auth/reference/#client_authentication>) and the registration of a child client.
//!
//! These calls keep the mechanical names of their endpoints. The account's own tokens come from `getToken`.

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

/// A form that the client posts. To repeat one does no harm, unless it says otherwise.
const fn form_row(path: &'static str, document: &'static Document) -> Row {
    Row { access: &Access::Open, is_idempotent: true, document: Some(document), ..Row::new(Method::POST, path) }
}

/// A form that needs a field, with what kind of grant it asks for.
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
// A code that is presented twice may cost the tokens it gave (RFC 6749, 4.1.2).
static TOKEN: Row =
    Row { is_idempotent: false, reply: Reply::Any, ..form_row(TOKEN_PATH, &form_document(&["grant_type"], &[])) };
static INTROSPECT: Row = form_row("/v2/oauth2/token/introspect", &form_document(&["token"], &[]));
// The status says all (RFC 7009, 2.2).
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
    /// Asks for tokens of this client itself, past everything that this package does secrets tokens: `account.getToken()`
    /// caches and renews them.
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

    /// Exchanges a token that was given to this resource server for tokens of the services it depends on.
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

    /// Asks what a token is: whose, for what, how long. Globus answers secrets tokens for this client only.
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

    /// Calls the token endpoint with a form of any grant type. What the reply holds goes by the grant type.
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

    /// Registers a client that belongs to this one. If it is to keep a secret, the reply is the only one that holds it.
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

/// Posts a document as this client: as a form, or the one that is no form as JSON.
fn call_as_client(
    destination: &Rc<dyn Destination>,
    row: &'static Row,
    document: &JsValue,
    query: Option<&JsValue>,
    options: Option<&JsValue>,
) -> JsValue {
    start_as_client(destination, row, document, query, options).unwrap_or_else(rejected).into()
}

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
        // In a form null says nothing.
        if let Some(name) = required.iter().find(|name| fields.iter().all(|(field, _)| field != *name)) {
            return Err(Error::argument(&format!("document.{name}"), "is required").into());
        }
        let texts: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        call.body = Some((form(&texts).into(), Some(FORM)));
        // As they are, and as the form spells them.
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

/// Fields that may be shown. All others are taken for tokens, codes and the like.
const PUBLIC_FIELDS: [&str; 7] =
    ["grant_type", "scope", "access_type", "include", "token_type_hint", "redirect_uri", "client_id"];

/// Shorter texts are in every error, and no secrets.
const MIN_SECRET_LENGTH: usize = 6;

/// A form's fields. Scopes are separated by spaces, other lists by commas.
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
