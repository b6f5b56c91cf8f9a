//! The client credentials grant (RFC 6749, 4.4): its request, and the errors of its refusals.
//!
//! Globus expects HTTP Basic with the id and secret unchanged, not form-encoded first. Source:
//! <https://docs.globus.org/api/auth/reference/#client_credentials_grant>.

use crate::advice;
use crate::model::scope::ScopeSet;
use crate::model::token::{is_bearer, is_header_safe};
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::json::Json;
use crate::wire::request;
use crate::wire::response::{MAX_CODE_LENGTH, MAX_SENTENCE_LENGTH};
use crate::wire::text::{is_uuid, truncated};

/// Path of the token endpoint at Globus Auth.
pub const TOKEN_PATH: &str = "/v2/oauth2/token";

/// Path of the endpoint that revokes a token (RFC 7009).
pub const REVOKE_PATH: &str = "/v2/oauth2/token/revoke";

/// Media type of the request.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Returns the body of the request.
#[must_use]
pub fn request_body(scopes: &ScopeSet) -> String {
    request::form(&[("grant_type", "client_credentials"), ("scope", &scopes.to_string())])
}

/// Checks a client id. The message never contains the text: users paste secrets into the wrong field.
///
/// # Errors
/// `invalid_option` naming `clientId`.
pub fn check_client_id(id: &str) -> Result<(), Error> {
    if is_uuid(id) {
        return Ok(());
    }
    let problem = if id.trim() != id {
        "has white space around it"
    } else if id.ends_with("@clients.auth.globus.org") {
        "is a username; the part before the @ is the client id"
    } else {
        "is not a UUID such as 01234567-89ab-cdef-0123-456789abcdef"
    };
    Err(Error::option("clientId", problem).with_step(&advice::CLIENT_ID))
}

/// Checks a client secret for the damage that copying and environment files do to it.
///
/// # Errors
/// `invalid_option` naming `clientSecret`.
pub fn check_client_secret(secret: &str) -> Result<(), Error> {
    let quoted = |mark: char| secret.len() > 1 && secret.starts_with(mark) && secret.ends_with(mark);
    let problem = if secret.is_empty() {
        "is empty"
    } else if secret.ends_with(['\n', '\r']) {
        "ends with a line break; trim what you read from the file"
    } else if secret.trim() != secret {
        "has white space around it"
    } else if quoted('"') || quoted('\'') || quoted('`') {
        "has quotes around it; they are not part of the secret"
    } else if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        "has a character that no Globus secret has (a space, a control or a non-ASCII character)"
    } else {
        return Ok(());
    };
    Err(Error::option("clientSecret", problem).with_step(&advice::CLIENT_SECRET))
}

/// Turns the error of a refusal into that of a grant, with a grant's code and message.
#[must_use]
pub fn refusal_error(mut error: Error, body: &Json, scopes: &ScopeSet) -> Error {
    let error_word = body.get("error").text();
    let (code, message) = match error_word {
        Some("unauthorized_client") => (
            Code::NotAServiceAccount,
            "this client may not use the client credentials grant: it is not registered as a service account"
                .to_owned(),
        ),
        _ if error_word == Some("invalid_scope") || error.server_code.as_deref() == Some("UNKNOWN_SCOPE_ERROR") => {
            (Code::InvalidScope, format!("Globus Auth does not know a scope of: {scopes}"))
        }
        _ if error_word == Some("invalid_client") || error.status == Some(401) => {
            (Code::InvalidClient, "Globus Auth does not accept this client id and secret".to_owned())
        }
        _ => {
            let status = error.status.unwrap_or_default();
            (Code::GrantFailed, format!("Globus Auth did not grant a token: it answered {status}"))
        }
    };
    let description = body.get("error_description").text();
    let others = error.messages.iter().map(String::as_str).filter(|other| Some(*other) != description);
    let detail = description.into_iter().chain(others).collect::<Vec<_>>().join("; ");
    // The `error` word is shown if there is no other detail, or if our code does not imply it.
    let word = error_word.filter(|_| detail.is_empty() || code == Code::GrantFailed).unwrap_or_default();
    let colon = if word.is_empty() || detail.is_empty() { "" } else { ": " };
    let detail = format!("{word}{colon}{detail}");
    error.kind = ErrorKind::Auth;
    error.code = code;
    error.message = match truncated(&detail, MAX_SENTENCE_LENGTH) {
        "" => message,
        detail => format!("{message} ({detail})"),
    };
    if let Some(error_word) = error_word {
        error.server_code = Some(truncated(error_word, MAX_CODE_LENGTH).to_owned());
    }
    error.with_service(Some("auth"))
}

/// Returns the error for a reply without a token for these scopes, but with tokens for the resource servers `granted`.
#[must_use]
pub fn missing_token_error(scopes: &ScopeSet, granted: &[&str]) -> Error {
    grant_error(scopes, &format!(", but tokens for {}", granted.join(", ")))
}

/// Returns the error for a reply without any valid token.
#[must_use]
pub fn no_tokens_error(scopes: &ScopeSet, reply: &Json) -> Error {
    grant_error(scopes, &format!(": {}", describe_malformed(reply).unwrap_or_default()))
}

fn grant_error(scopes: &ScopeSet, why: &str) -> Error {
    Error::new(ErrorKind::Auth, Code::GrantFailed, format!("Globus Auth's reply contains no token for {scopes}{why}"))
        .with_service(Some("auth"))
}

/// Returns the error for a token without some requested scopes.
#[must_use]
pub fn missing_scopes_error(lacks: &[&str], granted: &[String]) -> Error {
    let granted = granted.join(" ");
    let (lacks, granted) = (lacks.join(", "), truncated(&granted, MAX_SENTENCE_LENGTH));
    let message = format!("Globus Auth granted a token without {lacks}, for {granted}");
    Error::new(ErrorKind::Auth, Code::GrantFailed, message).with_service(Some("auth"))
}

/// Describes the fault of the first malformed token document in a reply.
#[must_use]
pub fn describe_malformed(reply: &Json) -> Option<String> {
    if !matches!(reply, Json::Object(_)) {
        return Some("it is not a JSON document".to_owned());
    }
    std::iter::once(reply).chain(reply.get("other_tokens").items()).find_map(|document| {
        let mut missing = vec!["access_token", "resource_server", "scope"];
        missing.retain(|name| match document.get(name).text() {
            Some(text) => *name == "access_token" && !is_header_safe(text),
            None => true,
        });
        if !missing.is_empty() {
            return Some(format!("a token lacks {}", missing.join(" and ")));
        }
        let other = document.get("token_type").as_str().filter(|token_type| !is_bearer(token_type));
        other.map(|_| "a token has another type than Bearer".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::json::parse;
    use crate::wire::response::{self, ErrorResponse};

    const ID: &str = "01234567-89ab-cdef-0123-456789abcdef";

    fn refuse(status: u16, text: &str) -> Error {
        let body = parse(text);
        let refusal = ErrorResponse {
            status,
            body: &body,
            retry_after: None,
            request_id: None,
            service: Some("auth"),
            name: "auth",
        };
        refusal_error(response::error(&refusal), &body, &ScopeSet::parse("openid").unwrap_or_default())
    }

    #[test]
    fn the_body_is_that_of_rfc_6749() {
        let scopes = ScopeSet::parse("urn:x:all[*https://y/z] openid").unwrap_or_default();
        assert_eq!(
            request_body(&scopes),
            "grant_type=client_credentials&scope=openid%20urn%3Ax%3Aall%5B%2Ahttps%3A%2F%2Fy%2Fz%5D"
        );
    }

    #[test]
    fn each_fault_of_the_credentials_has_a_message() {
        assert_eq!(check_client_id(ID), Ok(()));
        for (id, problem) in [
            ("", "not a UUID"),
            ("my-client", "not a UUID"),
            (" 01234567-89ab-cdef-0123-456789abcdef", "white space"),
            ("01234567-89ab-cdef-0123-456789abcdef@clients.auth.globus.org", "username"),
        ] {
            let message = check_client_id(id).expect_err(id).message.clone();
            assert!(message.contains(problem), "{message}");
        }
        // A quote at one end, or one alone, may be part of it.
        for secret in ["abc=", "\"abc", "abc'", "`", "a`b", "\"abc'"] {
            assert_eq!(check_client_secret(secret), Ok(()), "{secret}");
        }
        for (secret, problem) in [
            ("", "empty"),
            ("abc\n", "line break"),
            (" abc", "white space"),
            ("\"abc\"", "quotes"),
            ("'abc'", "quotes"),
            ("`abc`", "quotes"),
            ("a b", "character"),
            ("héllo", "character"),
        ] {
            let error = check_client_secret(secret).expect_err(secret);
            assert!(error.message.contains(problem), "{}", error.message);
            assert!(secret.is_empty() || !format!("{error:?}").contains(secret), "{error:?}");
        }
    }

    #[test]
    fn refusals_are_told_apart() {
        for (status, body, code) in [
            (401, r#"{"error": "invalid_client"}"#, Code::InvalidClient),
            (401, r#"{"errors": [{"code": "UNAUTHORIZED"}]}"#, Code::InvalidClient),
            (400, r#"{"error": "unauthorized_client"}"#, Code::NotAServiceAccount),
            (403, r#"{"error": "unauthorized_client"}"#, Code::NotAServiceAccount),
            (400, r#"{"error": "invalid_scope", "error_description": "unknown: x"}"#, Code::InvalidScope),
            (
                400,
                r#"{"errors": [{"code": "UNKNOWN_SCOPE_ERROR", "title": "requested unknown scopes: [x]"}]}"#,
                Code::InvalidScope,
            ),
            (400, r#"{"error": "invalid_request"}"#, Code::GrantFailed),
            (400, r#"{"error": "", "errors": [{"code": "UNKNOWN_SCOPE_ERROR"}]}"#, Code::InvalidScope),
            (500, "<html>", Code::GrantFailed),
        ] {
            let error = refuse(status, body);
            assert_eq!((error.code, error.kind), (code, ErrorKind::Auth), "{body}");
        }
    }

    #[test]
    fn the_error_word_and_all_messages_of_a_refusal_are_shown() {
        for (status, body, end) in [
            (400, r#"{"error": "invalid_request"}"#, "it answered 400 (invalid_request)"),
            (400, r#"{"error": "invalid_request", "error_description": "d"}"#, "it answered 400 (invalid_request: d)"),
            (401, r#"{"error": "invalid_client"}"#, "client id and secret (invalid_client)"),
            (401, r#"{"error": "invalid_client", "error_description": "d"}"#, "client id and secret (d)"),
            (400, r#"{"error": "unauthorized_client"}"#, "as a service account (unauthorized_client)"),
            (
                401,
                r#"{"error": "x", "error_description": "d", "errors": [{"detail": "e"}, {"detail": "d"}]}"#,
                "(d; e)",
            ),
            (500, "{}", "it answered 500"),
        ] {
            let message = refuse(status, body).message.clone();
            assert!(message.ends_with(end), "{message}");
        }
    }

    #[test]
    fn missing_members_of_a_token_are_named() {
        let token = r#""access_token": "t", "scope": "s", "resource_server": "r""#;
        for (reply, lack) in [
            (format!("{{{token}}}"), None),
            (format!(r#"{{{token}, "other_tokens": [{{{token}}}]}}"#), None),
            (r#"{"access_token": "t", "scope": "s"}"#.to_owned(), Some("a token lacks resource_server")),
            (r#"{"access_token": "t", "scope": 5, "resource_server": "r"}"#.to_owned(), Some("a token lacks scope")),
            ("{}".to_owned(), Some("a token lacks access_token and resource_server and scope")),
            (
                format!(r#"{{{token}, "other_tokens": [{{"resource_server": "q", "scope": "s"}}, 5]}}"#),
                Some("a token lacks access_token"),
            ),
            (
                r#"{"access_token": "a b", "scope": "s", "resource_server": "r"}"#.to_owned(),
                Some("a token lacks access_token"),
            ),
            (format!(r#"{{{token}, "token_type": "mac"}}"#), Some("a token has another type than Bearer")),
            (format!(r#"{{{token}, "token_type": "bearer"}}"#), None),
            ("[]".to_owned(), Some("it is not a JSON document")),
            ("\"<html>\"".to_owned(), Some("it is not a JSON document")),
        ] {
            assert_eq!(describe_malformed(&parse(&reply)).as_deref(), lack, "{reply}");
        }
        let scopes = ScopeSet::parse("openid").unwrap_or_default();
        let message = no_tokens_error(&scopes, &parse(r#"{"access_token": "t", "scope": "s"}"#)).message.clone();
        assert_eq!(message, "Globus Auth's reply contains no token for openid: a token lacks resource_server");
    }

    #[test]
    fn a_long_message_of_a_refusal_is_cut() {
        let long = "a".repeat(60_000);
        let error = refuse(400, &format!(r#"{{"error": "{long}", "error_description": "{long}"}}"#));
        assert!(error.message.len() < 1000 && error.server_code.as_ref().is_some_and(|code| code.len() < 1000));
    }
}
