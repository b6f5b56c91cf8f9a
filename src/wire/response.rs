//! Reads the error bodies of all services into one form. Any body becomes an error.
//!
//! Known bodies: Transfer and Search `{code, message, request_id}`, Transfer's tunnels JSON:API `{errors: [{code,
//! detail, title}], meta: {request_id}}`; Groups `{code, detail}`; Auth `{errors: [{code, title, detail, id}], error,
//! error_description}`, its token endpoint RFC 6749; Flows and Timers `{error: {code, detail}, debug_id}` or `{detail:
//! [{loc, msg}]}`; Compute `{code: <number>, reason}` or with names for numbers; Globus Connect Server `{code, message,
//! detail: {DATA_TYPE, ...}}`, its HTTPS servers a text `GlobusError: v=1 c=PATH_NOT_FOUND`. The media type is not
//! checked, because gateways and proxies change it.

use crate::policy::retry::{is_endpoint_error, may_pass};
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::json::Json;
use crate::wire::requirements::{Requirements, read_requirements, required_scopes};
use crate::wire::text::{contains, text_after, truncated};
use std::borrow::Cow;

/// An error response, as received.
#[derive(Clone, Debug)]
pub struct ErrorResponse<'a> {
    /// HTTP status.
    pub status: u16,
    /// The body: JSON, or its text.
    pub body: &'a Json,
    /// From `Retry-After`, in ms.
    pub retry_after: Option<f64>,
    /// From the `x-request-id` header.
    pub request_id: Option<String>,
    /// The service that answered, by its public name.
    pub service: Option<&'static str>,
    /// The callee in the message.
    pub name: &'a str,
}

/// The name of the file servers of collections, in the place of a service.
pub const FILE_SERVER: &str = "collection";

/// Whether the response may come from a file server of a collection: the service is that, or unknown.
#[must_use]
pub fn may_be_file_server(service: Option<&str>) -> bool {
    matches!(service, None | Some(FILE_SERVER))
}

/// Returns the service's own code: at the root, or the one that all sub-errors share; else the `error` of a token
/// endpoint (RFC 6749, 5.2). Compute's codes are numbers: `"4"`.
#[must_use]
pub fn server_code(body: &Json) -> Option<Cow<'_, str>> {
    if let Some(text) = body.as_str() {
        // The form of GridFTP errors, which the HTTPS server of a collection uses.
        let code = text_after(text, "GlobusError: v=1 c=")?;
        let length = code.bytes().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_').count();
        let code = code.get(..length)?;
        return (!code.is_empty()).then(|| code.into());
    }
    let root = body.get("code");
    // Flows has its own code in `error`, next to the code of a requirement at the root.
    if let Some(code) = body.get("error").get("code").text().or_else(|| root.text()) {
        return Some(truncated(code, MAX_CODE_LENGTH).into());
    }
    if let Some(number) = root.as_f64() {
        return small_whole_number(number).map(|number| number.to_string().into());
    }
    let mut codes = body.get("errors").items().iter().filter_map(|error| error.get("code").text());
    let first = codes.next();
    let shared = first.filter(|first| codes.all(|code| code == *first));
    shared.or_else(|| body.get("error").text()).map(|code| truncated(code, MAX_CODE_LENGTH).into())
}

/// Returns a number that is whole and fits 16 bits: a code of Compute, or an index in a path.
fn small_whole_number(number: f64) -> Option<u16> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "compared with what it was")]
    let whole = number as u16;
    (f64::from(whole) - number).abs().total_cmp(&0.0).is_eq().then_some(whole)
}

/// Collects the messages in a part of the body: a text, or the texts of a document, each followed by the path of the
/// member it is about: `field required: body.name`. A title is used only if there is no other text.
fn collect_messages(part: &Json, messages: &mut Vec<String>) {
    let mut path: Vec<String> = part.get("loc").items().iter().filter_map(path_step).collect();
    path.extend(path_step(part.get("property")).or_else(|| path_step(part.get("source").get("pointer"))));
    let colon = if path.is_empty() { "" } else { ": " };
    let path = path.join(".");
    let texts = ["message", "detail", "msg", "reason", "error_description", "description"].map(|name| part.get(name));
    let mut add_text = |text: &Json| text.text().map(|text| messages.push(format!("{text}{colon}{path}"))).is_some();
    if texts.into_iter().chain([part]).filter(|text| add_text(text)).count() == 0 {
        add_text(part.get("title"));
    }
}

/// Collects the messages in a list of parts, or in a single part.
fn collect_from_list(part: &Json, messages: &mut Vec<String>) {
    match part {
        Json::Array(items) => items.iter().take(MAX_MESSAGES).for_each(|item| collect_messages(item, messages)),
        _ => collect_messages(part, messages),
    }
}

fn path_step(value: &Json) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| small_whole_number(value.as_f64()?).map(|index| index.to_string()))
}

/// Collects the texts in nested documents, each with its path.
fn collect_leaves<'a>(value: &'a Json, path: &mut Vec<&'a str>, messages: &mut Vec<String>) {
    match value {
        Json::Object(members) => members.iter().take(MAX_MESSAGES).for_each(|(name, value)| {
            path.push(name);
            collect_leaves(value, path, messages);
            path.pop();
        }),
        Json::Array(items) => items.iter().take(MAX_MESSAGES).for_each(|item| collect_leaves(item, path, messages)),
        Json::String(text) if !text.is_empty() && messages.len() < MAX_MESSAGES => {
            messages.push(format!("{text}: {}", path.join(".")));
        }
        _ => {}
    }
}

/// Returns all messages in the body, up to [`MAX_MESSAGES`].
fn messages(body: &Json) -> Vec<String> {
    if let Some(text) = body.as_str().map(str::trim) {
        // Of an HTML page, the title. Of JSON that was cut off, nothing: it is in the body.
        let text = match text.as_bytes().first() {
            Some(b'<') => html_title(text),
            Some(b'{' | b'[' | b'"') | None => "",
            Some(_) => text,
        };
        return (!text.is_empty()).then(|| truncated(text, MAX_MESSAGE_LENGTH).to_owned()).into_iter().collect();
    }
    let (detail, error, data) = (body.get("detail"), body.get("error"), body.get("error_data"));
    let mut found = Vec::new();
    found.extend(body.get("message").text().map(str::to_owned));
    let (message, reason) = (error.get("message"), body.get("reason"));
    let parts = [detail, body.get("errors"), detail.get("errors"), message, error.get("detail"), reason];
    for part in parts {
        collect_from_list(part, &mut found);
    }
    // Search has the reason, and the faults of a document, deeper in the body.
    let data = if data.items().is_empty() { std::slice::from_ref(data) } else { data.items() };
    for data in data.iter().take(MAX_MESSAGES) {
        found.extend(["cause", "constraint"].iter().filter_map(|name| data.get(name).text()).map(str::to_owned));
        collect_leaves(data.get("messages"), &mut Vec::new(), &mut found);
    }
    if found.is_empty() {
        collect_messages(body, &mut found);
    }
    // A text in `error` is the code.
    if found.is_empty() && error.as_str().is_none() {
        collect_messages(error, &mut found);
    }
    let mut messages = Vec::new();
    for message in &found {
        add_message(&mut messages, message);
    }
    messages
}

/// Adds a message, unless it is there or the list is full.
fn add_message(messages: &mut Vec<String>, message: &str) {
    let message = truncated(message, MAX_MESSAGE_LENGTH);
    if messages.len() < MAX_MESSAGES && !messages.iter().any(|known| known == message) {
        messages.push(message.to_owned());
    }
}

/// Returns the title of an HTML page.
fn html_title(page: &str) -> &str {
    let title = text_after(page, "<title").or_else(|| text_after(page, "<TITLE"));
    let text = title.and_then(|rest| rest.split_once('>')).and_then(|(_, rest)| rest.split_once('<'));
    text.map_or("", |(text, _)| text.trim())
}

/// The most messages that are read, and the greatest lengths, in bytes, of one message, of all messages in
/// `error.message`, and of codes and request ids. Messages are read by people, and the body has the rest.
const MAX_MESSAGES: usize = 32;
const MAX_MESSAGE_LENGTH: usize = 2000;
pub(crate) const MAX_SENTENCE_LENGTH: usize = 900;
pub(crate) const MAX_CODE_LENGTH: usize = 200;

/// Returns the error code for a status, a server code and requirements.
fn error_code(status: u16, is_file: bool, server_code: Option<&str>, requirements: Option<&Requirements>) -> Code {
    let code_contains = |text: &str| server_code.is_some_and(|code| contains(code, text));
    // Transfer passes on the demands of a collection's server as a 502.
    if matches!(status, 400..=599) {
        // Some refusals for consent name no scope.
        let is_consent = matches!(
            server_code,
            Some("ConsentRequired" | "dependent_consent_required" | "DEPENDENT_CONSENT_REQUIRED")
        );
        if is_consent || requirements.is_some_and(Requirements::is_consent) {
            return Code::ConsentRequired;
        }
        if requirements.is_some() {
            return Code::AuthorizationRequired;
        }
    }
    match status {
        // The server of a collection answers every failure with 404 and puts the code into the text.
        400..=599 if is_file && (code_contains("ENDPOINT_ERROR") || code_contains("INTERNAL_ERROR")) => {
            Code::EndpointError
        }
        400..=599 if code_contains("LimitExceeded") || code_contains("limit_exceeded") => Code::LimitExceeded,
        400..=599 if server_code.is_some_and(is_endpoint_error) => Code::EndpointError,
        401 => Code::Unauthorized,
        403 => Code::Forbidden,
        404 | 410 => Code::NotFound,
        409 => Code::Conflict,
        412 => Code::PreconditionFailed,
        413 => Code::PayloadTooLarge,
        429 => Code::RateLimited,
        // 408 and 425 concern the time of the request, not the request: they count as failures of the server.
        408 | 425 | 500..=599 => Code::ServerError,
        400..=499 => Code::BadRequest,
        _ => Code::InvalidResponse,
    }
}

/// Returns the error for an error response.
#[must_use]
pub fn error(refusal: &ErrorResponse<'_>) -> Error {
    let ErrorResponse { status, body, .. } = *refusal;
    let server_code = server_code(body);
    let mut messages = messages(body);
    let requirements = read_requirements(body);
    if let Some(session_message) = requirements.as_ref().and_then(|required| required.session_message.as_deref()) {
        add_message(&mut messages, session_message);
    }
    // A text body has a server code only in GridFTP's form, which only file servers use.
    let is_file = may_be_file_server(refusal.service) && body.as_str().is_some();
    let code = error_code(status, is_file, server_code.as_deref(), requirements.as_ref());
    let detail = if messages.is_empty() {
        match (code, &server_code) {
            (Code::InvalidResponse, _) => ": neither success nor an error (redirects are not followed)".into(),
            (_, Some(_)) => String::new(),
            (_, None) => ": no readable message".to_owned(),
        }
    } else {
        format!(": {}", truncated(&messages.join("; "), MAX_SENTENCE_LENGTH))
    };
    let mut message = format!("{} answered {status}", refusal.name);
    if let Some(code) = &server_code {
        message.push(' ');
        message.push_str(code);
    }
    message.push_str(&detail);
    let mut error = Error::new(ErrorKind::Api, code, message).with_service(refusal.service);
    error.status = Some(status);
    error.server_code = server_code.map(Cow::into_owned);
    error.request_id = request_id(body).map(str::to_owned).or_else(|| refusal.request_id.clone());
    let may_recover =
        status == 429 || !matches!(code, Code::EndpointError | Code::AuthorizationRequired | Code::ConsentRequired);
    // The server of a collection is called directly: its failures are temporary, whatever their status.
    let is_own_failure = is_file && code == Code::EndpointError;
    error.retryable = (may_pass(status) && may_recover) || is_own_failure;
    error.retry_after = refusal.retry_after;
    // Some responses name scopes without asking for a consent.
    error.required_scopes =
        requirements.as_ref().map_or_else(|| required_scopes(body), |known| known.required_scopes.clone());
    error.authorization_parameters = requirements;
    error.messages = messages;
    error
}

/// Returns the request id, which each service has in another member.
fn request_id(body: &Json) -> Option<&str> {
    let named = [body.get("request_id"), body.get("meta").get("request_id"), body.get("debug_id")];
    let of_errors = body.get("errors").items().iter().map(|error| error.get("id"));
    named.into_iter().chain(of_errors).find_map(Json::text).map(|id| truncated(id, MAX_CODE_LENGTH))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::json::parse;
    use proptest::prelude::*;

    fn read(status: u16, body: &str) -> Error {
        let body = parse(body);
        error(&ErrorResponse {
            status,
            body: &body,
            retry_after: None,
            request_id: Some("header".into()),
            service: Some("transfer"),
            name: "transfer",
        })
    }

    #[test]
    #[allow(clippy::too_many_lines, reason = "a table")]
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
            (
                422,
                r#"{"detail": [{"loc": ["a"], "msg": "field required"}]}"#,
                Code::BadRequest,
                None,
                "field required: a",
            ),
            (
                404,
                r#"{"status": "Failed", "code": 4, "reason": "Endpoint e could not be resolved", "error_args": ["e"]}"#,
                Code::NotFound,
                Some("4"),
                "could not be resolved",
            ),
            (
                422,
                r#"{"code": 17, "reason": [{"loc": ["body", 0], "msg": "m"}]}"#,
                Code::BadRequest,
                Some("17"),
                "m: body.0",
            ),
            (400, r#"{"code": 1e999, "reason": "r"}"#, Code::BadRequest, None, "r"),
            (
                422,
                r#"{"code": "bad_input", "message": "m", "detail": {"DATA_TYPE": "invalid_input#1.0.0", "errors": [{"property": "p", "message": "n"}]}}"#,
                Code::BadRequest,
                Some("bad_input"),
                "m; n: p",
            ),
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
            (500, "<html>", Code::ServerError, None, "no readable message"),
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
        assert_eq!(
            read(404, r#"{"errors": [{"id": "o"}], "meta": {"request_id": "r"}}"#).request_id.as_deref(),
            Some("r")
        );
        assert_eq!(read(404, r#"{"error": {}, "request_id": "", "debug_id": "d"}"#).request_id.as_deref(), Some("d"));
    }

    #[test]
    fn a_code_of_file_servers_has_no_meaning_for_services() {
        let of = |body: &Json| {
            let refusal = ErrorResponse {
                status: 500,
                body,
                retry_after: None,
                request_id: None,
                service: None,
                name: "x.example",
            };
            let error = error(&refusal);
            (error.code, error.retryable)
        };
        let file = Json::String("GlobusError: v=1 c=INTERNAL_ERROR".to_owned());
        assert_eq!(of(&file), (Code::EndpointError, true));
        assert_eq!(of(&parse(r#"{"error": {"code": "INTERNAL_ERROR"}}"#)), (Code::ServerError, true));
    }

    #[test]
    fn all_messages_of_a_body_are_read() {
        for (body, messages) in [
            // Of `globus_sdk.testing`: flows.validate_run, search.create_index, flows.get_web_input.
            (
                r#"{"error": {"code": "FLOW_INPUT_ERROR", "detail": [{"loc": ["$.bool"], "type": "t", "msg": "no boolean"}],
                    "message": "1 error"}}"#,
                &["1 error", "no boolean: $.bool"][..],
            ),
            (
                r#"{"message": "Role limit exceeded", "error_data": {"cause": "An owner role is made", "constraint": "3 at most"}}"#,
                &["Role limit exceeded", "An owner role is made", "3 at most"],
            ),
            (
                r#"{"error": {"code": "c", "detail": "No identity"}, "authorization_parameters": {"session_message": "Log in"}}"#,
                &["No identity", "Log in"],
            ),
            (r#"{"error": {"detail": "d", "message": "m"}}"#, &["m", "d"]),
            (r#"{"code": "c", "message": "m", "detail": "d"}"#, &["m", "d"]),
            (r#"{"code": 4, "reason": "r", "detail": "d"}"#, &["d", "r"]),
            (r#"{"errors": [{"title": "t", "detail": "d", "source": {"pointer": "/data/x"}}]}"#, &["d: /data/x"]),
            (r#"{"errors": [{"message": "m", "detail": "d"}, "a text", {"title": "t"}]}"#, &["m", "d", "a text", "t"]),
            (r#"{"detail": {"message": "deep"}}"#, &["deep"]),
            (
                r#"{"error_data": [{"messages": {"filters.0": ["unknown"]}}, {"cause": "c"}]}"#,
                &["unknown: filters.0", "c"],
            ),
            (r#"{"error": "x", "error_description": "d"}"#, &["d"]),
            (r#"{"title": "t"}"#, &["t"]),
            (r#"{"error": {"title": "t"}}"#, &["t"]),
        ] {
            assert_eq!(read(400, body).messages, messages, "{body}");
        }
    }

    #[test]
    fn an_html_page_is_read_by_its_title() {
        for (page, messages) in [
            ("<html><head><TITLE lang=en>\n 502 Bad Gateway </TITLE>", &["502 Bad Gateway"][..]),
            ("<html><title>", &[]),
            ("<title>x", &[]),
            ("<title></title>", &[]),
            ("<html>\u{130}<title>t</title>", &["t"]),
        ] {
            let body = Json::String(page.to_owned());
            let refusal = ErrorResponse {
                status: 502,
                body: &body,
                retry_after: None,
                request_id: None,
                service: None,
                name: "x.example",
            };
            assert_eq!(error(&refusal).messages, messages, "{page}");
        }
    }

    #[test]
    fn temporary_failures_are_retryable() {
        let of = |status| (read(status, "{}").code, read(status, "{}").retryable);
        for status in [408, 425, 500, 502, 503, 504] {
            assert_eq!(of(status), (Code::ServerError, true), "{status}");
        }
        for status in [501, 505, 520] {
            assert_eq!(of(status), (Code::ServerError, false), "{status}");
        }
        assert_eq!((of(429), of(400)), ((Code::RateLimited, true), (Code::BadRequest, false)));
    }

    #[test]
    fn an_empty_text_is_no_message() {
        let error = read(
            400,
            r#"{"error": {"code": ""}, "code": "c", "message": "", "detail": "d", "reason": [{"msg": ""}, {"msg": "r"}]}"#,
        );
        assert_eq!(error.server_code.as_deref(), Some("c"));
        assert_eq!(error.messages, ["d", "r"]);
        let error = read(403, r#"{"error": "dependent_consent_required", "errors": [{"code": "", "detail": "d"}]}"#);
        assert_eq!(
            (error.code, error.server_code.as_deref()),
            (Code::ConsentRequired, Some("dependent_consent_required"))
        );
    }

    proptest! {
        #[test]
        fn anything_becomes_an_error(status in 0_u16..1000, body in "\\PC{0,60}") {
            prop_assert_eq!(read(status, &body).status, Some(status));
        }
    }
}
