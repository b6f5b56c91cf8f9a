//! What a service's refusal says: the error bodies of all services, read into one form. Whatever arrives, an error comes out.
//!
//! Bodies seen: Transfer `{code, message, request_id}`; Auth `{errors: [{code, title, detail, id}], error,
//! error_description}`; Flows and Timers `{error: {code, detail}}` or `{detail: [{loc, msg}]}`; JSON:API `{errors: [{code,
//! detail, title}]}`; Compute `{code: <number>, reason}`.

use crate::error::{Code, Error, Kind};
use crate::json::Json;
use crate::retry::is_endpoint_error;
use crate::text::holds;

/// A refusal, as it arrived.
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// HTTP status.
    pub status: u16,
    /// The body, if it was JSON.
    pub body: &'a Json,
    /// ms, from `Retry-After`.
    pub retry_after: Option<f64>,
    /// From the `x-request-id` header.
    pub request_id: Option<String>,
    /// The service that answered, by its public name.
    pub service: Option<&'static str>,
}

/// The service's own code: a text at the root, or the one that all sub-errors share; else the `error` of a token endpoint (RFC
/// 6749, 5.2).
#[must_use]
pub fn server_code(body: &Json) -> Option<&str> {
    if let Some(code) = body.get("code").as_str().or_else(|| body.get("error").get("code").as_str()) {
        return Some(code);
    }
    let mut codes = body.get("errors").items().iter().map(|error| error.get("code").as_str());
    let first = codes.next().flatten();
    first.filter(|first| codes.all(|code| code == Some(*first))).or_else(|| body.get("error").as_str())
}

/// Everything the body tells a person.
fn messages(body: &Json) -> Vec<String> {
    let said = |part: &Json| {
        ["message", "detail", "title", "msg", "reason", "error_description"]
            .iter()
            .find_map(|name| part.get(name).as_str())
            .map(str::to_owned)
    };
    let parts = [body.get("errors").items(), body.get("detail").items(), body.get("error").get("detail").items()];
    let of_parts: Vec<String> = parts.iter().flat_map(|part| part.iter()).filter_map(said).collect();
    match said(body).or_else(|| said(body.get("error"))) {
        Some(root) if of_parts.is_empty() => vec![root],
        Some(_) | None => of_parts,
    }
}

/// Our code for a status and the service's code.
fn code(status: u16, server_code: Option<&str>, body: &Json) -> Code {
    let says = |text: &str| server_code.is_some_and(|code| holds(code, text));
    if status == 403 && server_code == Some("ConsentRequired") {
        return Code::ConsentRequired;
    }
    if matches!(body.get("authorization_parameters"), Json::Object(_)) && matches!(status, 400..=403) {
        return Code::AuthorizationRequired;
    }
    match status {
        400..=599 if says("LimitExceeded") => Code::LimitExceeded,
        400..=599 if server_code.is_some_and(is_endpoint_error) => Code::EndpointError,
        401 => Code::Unauthorized,
        403 => Code::Forbidden,
        404 | 410 => Code::NotFound,
        409 => Code::Conflict,
        429 => Code::RateLimited,
        400..=499 => Code::BadRequest,
        500..=599 => Code::ServerError,
        _ => Code::InvalidResponse,
    }
}

/// The error for a refusal.
#[must_use]
pub fn error(refusal: &Refusal<'_>) -> Error {
    let Refusal { status, body, .. } = *refusal;
    let server_code = server_code(body);
    let messages = messages(body);
    let code = code(status, server_code, body);
    let said = if messages.is_empty() {
        match (code, server_code) {
            (Code::InvalidResponse, _) => {
                ": an answer that is neither success nor an error (a redirect is never followed)".into()
            }
            (_, Some(_)) => String::new(),
            (_, None) => ": no message that could be read".to_owned(),
        }
    } else {
        [": ", &messages.join("; ")].concat()
    };
    let server_code_text = server_code.map(|code| format!(" {code}")).unwrap_or_default();
    let mut required_scopes = body.get("required_scopes").strings();
    required_scopes.extend(body.get("required_scope").strings());
    let mut sub_ids = body.get("errors").items().iter().filter_map(|error| error.get("id").as_str());
    let request_id = body.get("request_id").as_str().or_else(|| sub_ids.next());
    let message = format!("{} answered {status}{server_code_text}{said}", refusal.service.unwrap_or("the service"));
    let mut error = Error::new(Kind::Api, code, message).of_service(refusal.service);
    error.status = Some(status);
    error.server_code = server_code.map(str::to_owned);
    error.request_id = request_id.map(str::to_owned).or_else(|| refusal.request_id.clone());
    error.retryable = status == 429 || (status >= 500 && code != Code::EndpointError);
    error.retry_after = refusal.retry_after;
    error.required_scopes = required_scopes;
    error.messages = messages;
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;
    use proptest::prelude::*;

    fn read(status: u16, body: &str) -> Error {
        let body = parse(body);
        error(&Refusal {
            status,
            body: &body,
            retry_after: None,
            request_id: Some("header".into()),
            service: Some("transfer"),
        })
    }

    #[test]
    fn bodies_of_every_shape_are_read() {
        for (status, body, code, server_code, message) in [
            (
                404,
                r#"{"code": "ClientError.NotFound", "message": "No such task", "request_id": "r1"}"#,
                Code::NotFound,
                Some("ClientError.NotFound"),
                "No such task",
            ),
            (
                403,
                r#"{"code": "ConsentRequired", "message": "m", "required_scopes": ["s"]}"#,
                Code::ConsentRequired,
                Some("ConsentRequired"),
                "m",
            ),
            (
                401,
                r#"{"errors": [{"code": "UNAUTHORIZED", "detail": "Call must be authenticated", "id": "r2"}]}"#,
                Code::Unauthorized,
                Some("UNAUTHORIZED"),
                "Call must be authenticated",
            ),
            (422, r#"{"detail": [{"loc": ["a"], "msg": "field required"}]}"#, Code::BadRequest, None, "field required"),
            (409, r#"{"error": {"code": "FLOW_BUSY", "detail": "busy"}}"#, Code::Conflict, Some("FLOW_BUSY"), "busy"),
            (
                502,
                r#"{"code": "ExternalError.DirListingFailed", "message": "down"}"#,
                Code::EndpointError,
                Some("ExternalError.DirListingFailed"),
                "down",
            ),
            (
                409,
                r#"{"code": "LimitExceeded", "message": "too many"}"#,
                Code::LimitExceeded,
                Some("LimitExceeded"),
                "too many",
            ),
            (
                400,
                r#"{"error": "invalid_grant", "error_description": "no such token"}"#,
                Code::BadRequest,
                Some("invalid_grant"),
                "no such token",
            ),
            (500, "<html>", Code::ServerError, None, "no message"),
            (302, "", Code::InvalidResponse, None, "redirect"),
            (
                403,
                r#"{"code": "x", "message": "m", "authorization_parameters": {}}"#,
                Code::AuthorizationRequired,
                Some("x"),
                "m",
            ),
        ] {
            let error = read(status, body);
            assert_eq!((error.code, error.server_code.as_deref()), (code, server_code), "{body}");
            assert!(error.message.contains(message), "{}", error.message);
        }
        assert_eq!(read(403, r#"{"code": "ConsentRequired", "required_scopes": ["s"]}"#).required_scopes, ["s"]);
        assert_eq!(read(404, r#"{"code": "a", "message": "b", "request_id": "r1"}"#).request_id.as_deref(), Some("r1"));
        assert_eq!(read(404, "").request_id.as_deref(), Some("header"));
    }

    proptest! {
        #[test]
        fn anything_becomes_an_error(status in 0_u16..1000, body in "\\PC{0,60}") {
            prop_assert_eq!(read(status, &body).status, Some(status));
        }
    }
}
