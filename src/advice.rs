//! What to do about a failure, said to the person who reads the log.

use crate::scope::ScopeSet;
use crate::text::holds;

/// What may be said about an account's credentials. The secret itself never gets here.
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'a> {
    /// The client id.
    pub client_id: &'a str,
    /// Characters of the secret.
    pub secret_length: usize,
    /// The Globus environment.
    pub environment: &'a str,
}

/// For an id that is none.
pub const CLIENT_ID: &str =
    "The client id is the UUID shown on the client's page at https://app.globus.org/settings/developers.";

/// For a secret that something happened to on its way.
pub const CLIENT_SECRET: &str = "Copy the secret again from where it was stored, without quotes, spaces or line breaks. Globus shows a secret only once; if it is lost, add a new one at https://app.globus.org/settings/developers.";

/// For a grant that failed without the credentials being to blame.
pub const GRANT_FAILED: &str = "The credentials were not refused. If this lasts, see https://status.globus.org and quote the request id to Globus support.";

/// A Globus secret is base64 of 32 bytes: 44 characters. A much shorter one was cut or is something else.
const SHORTEST_SECRET: usize = 30;

/// For a wrong pair.
#[must_use]
pub fn invalid_client(credentials: &Credentials<'_>) -> String {
    let Credentials { client_id, secret_length, environment } = *credentials;
    let length = if secret_length < SHORTEST_SECRET {
        format!("The secret has {secret_length} characters; Globus's have 44, so this one looks cut off. ")
    } else {
        String::new()
    };
    let deployment = if environment == "production" {
        String::new()
    } else {
        format!(" The account uses the environment {environment}; clients of other environments are unknown there.")
    };
    format!(
        "{length}Check at https://app.globus.org/settings/developers that client {client_id} exists and that the secret is one of its own and was not deleted.{deployment} Until the credentials change, calls fail for 30 seconds at a time without another request."
    )
}

/// For a client that logs users in, or any other that is no service account.
#[must_use]
pub fn not_a_service_account(credentials: &Credentials<'_>) -> String {
    format!(
        "Having an id and a secret is necessary but not sufficient: client {} is registered for another use, such as logging users in. At https://app.globus.org/settings/developers choose \"Register a service account or application credential for automation\", add a client secret there, and use that id and secret.",
        credentials.client_id
    )
}

/// For scopes that Globus Auth does not know.
#[must_use]
pub fn invalid_scope(scopes: &ScopeSet) -> String {
    let data_access = holds(&scopes.to_string(), "/data_access");
    let collection = if data_access {
        " A data_access scope exists only for mapped collections that are not high assurance: not for guest collections, and not under an id that is no longer in use."
    } else {
        ""
    };
    format!(
        "Check the spelling of each scope, and that the collection, flow or service it belongs to still exists.{collection}"
    )
}
