//! Globus Auth: <https://docs.globus.org/api/auth/reference/>.

use super::service;
use crate::paging::Style;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("auth.d.ts");

service! {
    AuthClient, "Globus Auth: identities and what the account's own token says.";

    userinfo() GET "/v2/oauth2/userinfo" query "Query" -> "Promise<Userinfo>" by send
        "Gets the identity of this service account, as OpenID Connect user info."
        "https://docs.globus.org/api/auth/reference/#get_userinfo";
    getIdentities() GET "/v2/api/identities" query "IdentitiesQuery" default "provision" = "false" with "usernames"
        -> "Paged<Identities, Identity>"
        by pages(Style::Single, "identities")
        "Looks identities up by id or username."
        "https://docs.globus.org/api/auth/reference/#get_identities";
}
