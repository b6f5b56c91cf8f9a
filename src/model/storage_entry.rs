//! The storage entry of a token: how it is written and how it is checked when read. `docs/storage.md` documents the
//! form for users. A changed form gets another `version`.

use crate::model::token::{Token, TokenRequest, is_bearer, is_header_safe, scope_names};
use crate::model::validity::Validity;
use crate::wire::json::Json;
use serde::Serialize;

/// The version of the form. Entries of other versions are not read.
const VERSION: f64 = 1.0;

/// The most by which the clock that wrote an entry may be ahead of this one, ms. An entry from further in the future is
/// ignored.
const MAX_SKEW: f64 = 86_400_000.0;

/// A storage entry, as JSON. Times are epoch ms by Globus's clock, because the clocks of the machines that share a
/// storage may differ.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageEntry<'a> {
    version: f64,
    client_id: &'a str,
    /// The requested scopes with their dependencies.
    requested: String,
    access_token: &'a str,
    /// The granted scopes.
    scope: String,
    resource_server: &'a str,
    token_type: &'a str,
    issued_at: f64,
    expires_at: f64,
}

impl<'a> StorageEntry<'a> {
    /// The entry for a token. `skew` is Globus's clock minus this machine's, ms.
    #[must_use]
    pub fn new(token: &'a Token, token_request: &TokenRequest, client_id: &'a str, skew: f64) -> Self {
        Self {
            version: VERSION,
            client_id,
            requested: token_request.key(),
            access_token: &token.access_token,
            scope: token.scopes.join(" "),
            resource_server: &token.resource_server,
            token_type: &token.token_type,
            issued_at: (token.validity.issued_at + skew).round(),
            expires_at: (token.validity.expires_at + skew).round(),
        }
    }
}

/// Reads the entry found under the key of a token request. Returns `None` unless it is a token of this client for that
/// token request.
#[must_use]
pub fn read_entry(
    entry: &Json,
    token_request: &TokenRequest,
    client_id: &str,
    skew: f64,
    now: f64,
    jitter: f64,
) -> Option<Token> {
    let text = |name| entry.get(name).as_str();
    let time = |name| entry.get(name).as_f64().filter(|time| time.is_finite()).map(|time| time - skew);
    let is_for_request = is_of_client(entry, client_id) && text("requested") == Some(&token_request.key());
    let (issued_at, expires_at) = (time("issuedAt")?, time("expiresAt")?);
    if !is_for_request || issued_at > now + MAX_SKEW || expires_at < issued_at {
        return None;
    }
    let resource_server = text("resourceServer")?;
    if token_request.resource_server.as_ref().is_some_and(|server| server != resource_server) {
        return None;
    }
    let token = Token {
        access_token: text("accessToken").filter(|token| is_header_safe(token))?.to_owned(),
        scopes: scope_names(text("scope")?),
        resource_server: resource_server.to_owned(),
        token_type: text("tokenType")?.to_owned(),
        validity: Validity::new(issued_at, expires_at - issued_at, jitter),
    };
    (is_bearer(&token.token_type) && token.missing_scopes(token_request).next().is_none()).then_some(token)
}

fn is_of_client(entry: &Json, client_id: &str) -> bool {
    entry.get("version").as_f64() == Some(VERSION) && entry.get("clientId").as_str() == Some(client_id)
}

/// Returns the unexpired bearer in an entry of this client, whatever it was requested for.
#[must_use]
pub fn bearer_in<'a>(entry: &'a Json, client_id: &str, skew: f64, now: f64) -> Option<&'a str> {
    let is_unexpired = entry.get("expiresAt").as_f64().is_some_and(|time| time - skew > now);
    entry
        .get("accessToken")
        .as_str()
        .filter(|token| is_unexpired && is_of_client(entry, client_id) && is_header_safe(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scope::ScopeSet;
    use crate::wire::json::parse;
    use proptest::prelude::*;

    const ID: &str = "01234567-89ab-cdef-0123-456789abcdef";
    const HOUR: f64 = 3_600_000.0;

    fn token_request() -> TokenRequest {
        TokenRequest { scopes: ScopeSet::parse("a[b] c").unwrap_or_default(), resource_server: Some("r".to_owned()) }
    }

    fn token() -> Token {
        Token {
            access_token: "Ag".to_owned(),
            scopes: vec!["a".to_owned(), "c".to_owned()],
            resource_server: "r".to_owned(),
            token_type: "Bearer".to_owned(),
            validity: Validity::new(HOUR, 48.0 * HOUR, 0.5),
        }
    }

    fn written(skew: f64) -> String {
        serde_json::to_string(&StorageEntry::new(&token(), &token_request(), ID, skew)).unwrap_or_default()
    }

    fn read_text(text: &str) -> Option<Token> {
        read_entry(&parse(text), &token_request(), ID, 0.0, HOUR, 0.5)
    }

    #[test]
    fn a_written_entry_reads_back_the_same() {
        assert_eq!(read_text(&written(0.0)), Some(token()));
    }

    #[test]
    fn the_bearer_of_an_entry_is_that_of_the_client_until_it_expires() {
        let entry = parse(&written(0.0));
        assert_eq!(bearer_in(&entry, ID, 0.0, 48.9 * HOUR), Some("Ag"));
        assert_eq!(bearer_in(&entry, ID, 0.0, 49.0 * HOUR), None);
        assert_eq!(bearer_in(&entry, ID, 0.0, 49.1 * HOUR), None);
        assert_eq!(bearer_in(&entry, ID, HOUR, 48.1 * HOUR), None);
        assert_eq!(bearer_in(&entry, "11234567-89ab-cdef-0123-456789abcdef", 0.0, HOUR), None);
        assert_eq!(bearer_in(&parse(""), ID, 0.0, HOUR), None);
    }

    #[test]
    fn machines_with_different_clocks_agree_on_the_moment() {
        let text = written(-HOUR);
        let read = read_entry(&parse(&text), &token_request(), ID, 2.0 * HOUR, HOUR, 0.5);
        let times = |token: &Token| (token.validity.issued_at, token.validity.expires_at);
        let (issued_at, expires_at) = times(&token());
        assert_eq!(read.as_ref().map(times), Some((issued_at - 3.0 * HOUR, expires_at - 3.0 * HOUR)));
    }

    #[test]
    fn an_impossible_validity_is_refused() {
        let read_of = |issued_at: f64, lifetime: f64| {
            let granted = token();
            let entry = StorageEntry {
                issued_at,
                expires_at: issued_at + lifetime,
                ..StorageEntry::new(&granted, &token_request(), ID, 0.0)
            };
            read_text(&serde_json::to_string(&entry).unwrap_or_default()).is_some()
        };
        let latest = HOUR + 24.0 * HOUR;
        assert!(read_of(latest, HOUR), "a clock may be a day ahead");
        assert!(!read_of(latest + 1.0, HOUR));
        assert!(read_of(HOUR, 0.0), "one that ends as it begins has been granted so");
        assert!(!read_of(HOUR, -1.0));
    }

    #[test]
    fn entries_of_other_clients_and_requests_are_not_read() {
        let entry = written(0.0);
        for (part, other) in [
            ("\"version\":1.0", "\"version\":2"),
            (ID, "11234567-89ab-cdef-0123-456789abcdef"),
            ("a[b] c", "a c"),
            ("\"r\"", "\"s\""),
            ("\"a c\"", "\"a\""),
            ("\"Bearer\"", "\"mac\""),
            ("\"Ag\"", "\"A\\r\\ng\""),
            ("\"Ag\"", "\"\""),
            ("\"accessToken\"", "\"accesstoken\""),
            ("\"issuedAt\":3600000.0", "\"issuedAt\":1e300"),
            ("\"issuedAt\":3600000.0", "\"issuedAt\":\"3600000\""),
            ("\"expiresAt\":", "\"expiresAt\":-"),
        ] {
            assert!(entry.contains(part), "{part} is not in {entry}");
            assert_eq!(read_text(&entry.replace(part, other)), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_token_of_bounded_life_or_none(cut in 0_usize..400, put in "\\PC{0,4}", expires_at in proptest::num::f64::ANY) {
            let entry = written(0.0).replace("176400000.0", &format!("{expires_at:?}"));
            let cut = (0..=cut.min(entry.len())).rev().find(|at| entry.is_char_boundary(*at)).unwrap_or_default();
            let (head, tail) = entry.split_at(cut);
            for text in [entry.clone(), format!("{head}{put}{tail}"), head.to_owned()] {
                if let Some(token) = read_text(&text) {
                    prop_assert!(token.validity.expires_at <= token.validity.issued_at + crate::model::validity::MAX_LIFETIME);
                    prop_assert!(is_header_safe(&token.access_token));
                }
            }
        }
    }
}
