//! Builds a URL from a row of a service table and the caller's arguments. Every argument is encoded or refused here.

use crate::wire::error::Error;
use crate::wire::text::contains;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::upper_case_acronyms, reason = "the names of the methods")]
#[allow(missing_docs, reason = "RFC 9110")]
pub enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE,
    HEAD,
    OPTIONS,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 7] = [Self::GET, Self::POST, Self::PUT, Self::PATCH, Self::DELETE, Self::HEAD, Self::OPTIONS];

    /// Returns the method as sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GET => "GET",
            Self::POST => "POST",
            Self::PUT => "PUT",
            Self::PATCH => "PATCH",
            Self::DELETE => "DELETE",
            Self::HEAD => "HEAD",
            Self::OPTIONS => "OPTIONS",
        }
    }

    /// Parses a method in any case, as `fetch` does.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text))
    }

    /// Whether two executions have the same effect as one (RFC 9110, 9.2.2).
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::POST | Self::PATCH)
    }
}

/// All characters except RFC 3986's unreserved ones.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Decodes percent-encoding. Incomplete sequences stay; invalid UTF-8 becomes U+FFFD.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Percent-encodes all characters except RFC 3986's unreserved ones.
pub fn percent_encode_into(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, ENCODED));
}

/// Whether a URL parser treats the segment as `.` or `..`, also in encoded form
/// (<https://url.spec.whatwg.org/#double-dot-path-segment>).
fn is_dot_segment(segment: &str) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while let Some(tail) = [".", "%2e", "%2E"].iter().find_map(|dot| rest.strip_prefix(dot)) {
        rest = tail;
        dots += 1;
    }
    rest.is_empty() && matches!(dots, 1 | 2)
}

/// Checks a path argument: it must be one segment that is neither empty nor a dot segment, so that it stays in its
/// place in the path.
///
/// # Errors
/// `invalid_argument` naming it.
pub fn check_segment(name: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() {
        return Err(Error::argument(name, "must not be empty"));
    }
    if is_dot_segment(value) {
        return Err(Error::argument(name, "must not be a dot segment"));
    }
    Ok(())
}

/// Returns the names of the arguments in a path template such as `/task/{taskId}`.
pub fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|part| part.split('}').next())
}

/// Fills the arguments into a path template. `value` returns each one by its name, in order.
///
/// # Errors
/// The error of `value`; `invalid_argument` naming the argument that is empty or a dot segment.
pub fn expand_path(template: &str, mut value: impl FnMut(&str) -> Result<String, Error>) -> Result<String, Error> {
    let mut path = String::with_capacity(template.len() + 40);
    let mut parts = template.split('{');
    path.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let value = value(name)?;
        check_segment(name, &value)?;
        percent_encode_into(&mut path, &value);
        path.push_str(rest);
    }
    Ok(path)
}

/// Checks a whole path, as passed to `request()`: it must stay under its base URL.
///
/// # Errors
/// `invalid_argument` naming `path`.
pub fn check_path(path: &str) -> Result<(), Error> {
    if contains(path, "://") || path.starts_with("//") {
        return Err(Error::argument("path", "must be a path, not a URL: use `baseUrl` or `fetch()`"));
    }
    if path.contains(['\\', '#']) || path.contains(char::is_control) {
        return Err(Error::argument("path", "must not contain a backslash, \"#\" or control character"));
    }
    if path.split('?').next().unwrap_or_default().split('/').any(is_dot_segment) {
        return Err(Error::argument("path", "must not contain a dot segment"));
    }
    Ok(())
}

/// Joins a base URL, a path and query parameters.
#[must_use]
pub fn join(base: &str, path: &str, query: &[(String, String)]) -> String {
    let mut url = String::with_capacity(base.len() + path.len() + 1);
    url.push_str(base.trim_end_matches('/'));
    if !path.starts_with('/') {
        url.push('/');
    }
    url.push_str(path);
    let mut separator = if path.contains('?') { '&' } else { '?' };
    for (name, value) in query {
        url.push(separator);
        percent_encode_into(&mut url, name);
        url.push('=');
        percent_encode_into(&mut url, value);
        separator = '&';
    }
    url
}

/// Returns a URL with some of its query parameters replaced or added.
#[must_use]
pub fn with_parameters(url: &str, parameters: &[(&str, String)]) -> String {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let is_kept = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default();
        !part.is_empty() && parameters.iter().all(|(replaced, _)| *replaced != name)
    };
    let mut url = base.to_owned();
    let mut separator = "?";
    for part in query.split('&').filter(is_kept) {
        url.extend([separator, part]);
        separator = "&";
    }
    for (name, value) in parameters {
        url.extend([separator, name, "="]);
        percent_encode_into(&mut url, value);
        separator = "&";
    }
    url
}

/// Returns `scheme://host[:port]` of an absolute URL without credentials.
#[must_use]
pub fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once(':')?;
    let host = rest.strip_prefix("//")?.split(['/', '?', '#', '\\']).next()?;
    if host.is_empty() || host.contains('@') || host.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    url.get(..scheme.len() + 3 + host.len())
}

/// Whether a bearer may be sent to a URL: https, or http to a loopback address.
#[must_use]
pub fn is_secure(url: &str) -> bool {
    let Some(origin) = origin(url) else { return false };
    if origin.starts_with("https://") {
        return true;
    }
    let Some(host) = origin.strip_prefix("http://") else { return false };
    let name = if host.starts_with('[') {
        host.split_inclusive(']').next().unwrap_or(host)
    } else {
        host.split(':').next().unwrap_or(host)
    };
    let loopback_v4 = name.starts_with("127.") && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    name == "localhost" || name.ends_with(".localhost") || name == "[::1]" || loopback_v4
}

/// Checks a base URL given by the user. The result is a predicate: `"must be https, ..."`.
///
/// # Errors
/// If a path cannot be appended to it, or if it is not secure.
pub fn check_base_url(url: &str) -> Result<(), &'static str> {
    if origin(url).is_none() {
        return Err("must be an absolute URL without credentials");
    }
    if !is_secure(url) {
        return Err("must be https, or http on a loopback address");
    }
    if url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("must not contain white space");
    }
    if url.contains(['?', '#']) {
        return Err("must not have a query or fragment");
    }
    Ok(())
}

/// Writes an `application/x-www-form-urlencoded` body.
#[must_use]
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        if !body.is_empty() {
            body.push('&');
        }
        percent_encode_into(&mut body, name);
        body.push('=');
        percent_encode_into(&mut body, value);
    }
    body
}

/// The query parameters whose booleans Transfer expects as 1 and 0. All others are `true` and `false`.
const ONE_OR_ZERO: [&str; 3] = ["show_hidden", "filter_non_functional", "filter_is_error"];

/// Returns the text of a boolean query parameter.
#[must_use]
pub fn boolean(name: &str, value: bool) -> &'static str {
    match (ONE_OR_ZERO.contains(&name), value) {
        (true, true) => "1",
        (true, false) => "0",
        (false, true) => "true",
        (false, false) => "false",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn arguments_are_encoded_per_segment() {
        let value = |name: &str| Ok(if name == "x" { "1/2" } else { "é?#" }.to_owned());
        assert_eq!(expand_path("/a/{x}/b/{y}", value), Ok("/a/1%2F2/b/%C3%A9%3F%23".into()));
        assert_eq!(expand_path("/a", value), Ok("/a".into()));
        assert_eq!(placeholders("/a/{x}/b/{y}").collect::<Vec<_>>(), ["x", "y"]);
        for bad in ["", ".", "..", "%2e", "%2E.", ".%2e", "%2e%2E"] {
            let error = expand_path("/a/{taskId}", |_| Ok(bad.to_owned())).expect_err(bad);
            assert_eq!(error.field.as_deref(), Some("taskId"));
        }
    }

    #[test]
    fn urls_are_joined_with_one_slash() {
        assert_eq!(join("http://h/p/", "/x", &[]), "http://h/p/x");
        assert_eq!(join("http://h", "x?a=1", &[("b c".into(), "d&e".into())]), "http://h/x?a=1&b%20c=d%26e");
    }

    #[test]
    fn parameters_are_replaced_or_added() {
        let parameters = [("limit", "5".to_owned()), ("marker", "a&b".to_owned())];
        assert_eq!(with_parameters("http://h/x", &parameters), "http://h/x?limit=5&marker=a%26b");
        assert_eq!(
            with_parameters("http://h/x?limit=9&limits=1", &parameters),
            "http://h/x?limits=1&limit=5&marker=a%26b"
        );
    }

    #[test]
    fn a_bearer_is_sent_over_https_or_stays_on_the_machine() {
        for (url, secure) in [
            ("https://x.test/", true),
            ("http://127.0.0.1:9/", true),
            ("http://127.8.0.1", true),
            ("http://localhost:9", true),
            ("http://[::1]:9/x", true),
            ("http://x.test", false),
            ("http://127.0.0.1.x.test", false),
            ("http://localhost.x.test", false),
            ("ftp://x.test", false),
            ("https://user:pass@x.test", false),
            ("https://x.test\\@y.test", true),
            ("//x.test", false),
            ("", false),
        ] {
            assert_eq!(is_secure(url), secure, "{url}");
        }
        assert_eq!(origin("https://x.test\\@y.test"), Some("https://x.test"));
        assert_eq!(origin("https://x.test:8443/a?b"), Some("https://x.test:8443"));
    }

    #[test]
    fn paths_stay_under_their_base() {
        assert!(check_path("/v0.10/task/1?x=..").is_ok());
        for bad in ["https://x.test/", "//x.test", "/a/../b", "/a/%2e%2E/b", "a\\b", "/a#b", "/a\r\nb"] {
            assert!(check_path(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_argument_stays_one_segment_of_the_path(value in "\\PC{1,30}") {
            if let Ok(path) = expand_path("/a/{x}/b", |_| Ok(value.clone())) {
                prop_assert_eq!(path.matches('/').count(), 3);
                prop_assert!(path.bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert!(!path.contains(['?', '#', '\\']));
            }
        }

        #[test]
        fn an_origin_contains_only_scheme_and_host(url in "\\PC{0,40}") {
            if let Some(origin) = origin(&url) {
                prop_assert!(url.starts_with(origin));
                prop_assert!(!origin.contains('@'));
            }
        }
    }
}
