//! The crate's one error: what went wrong, in terms a caller can act on. Pure. `js::errors` turns it into a JavaScript
//! error.

use crate::advice::facts::Facts;
use crate::advice::step::{Advice, FilledStep, Step};
use crate::wire::requirements::Requirements;
use serde::{Serialize, Serializer};
use std::ops::{Deref, DerefMut};

/// The JavaScript class of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `GlobusConfigError`: an option or argument is wrong. Nothing was sent.
    Config,
    /// `GlobusAuthError`: Globus Auth did not grant a token.
    Auth,
    /// `GlobusApiError`: a service answered with something other than success, or with a success that is not what the
    /// call promises.
    Api,
    /// `GlobusNetworkError`: no response arrived.
    Network,
    /// `GlobusTimeoutError`: no response arrived in time.
    Timeout,
}

impl ErrorKind {
    /// Returns the name of the JavaScript class.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Config => "GlobusConfigError",
            Self::Auth => "GlobusAuthError",
            Self::Api => "GlobusApiError",
            Self::Network => "GlobusNetworkError",
            Self::Timeout => "GlobusTimeoutError",
        }
    }
}

/// Declares the codes once: the enum, its text form and the list that tests compare with the TypeScript union.
macro_rules! codes {
    ($($variant:ident $text:literal $about:literal;)+) => {
        /// The stable name of a failure: `error.code` in JavaScript.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $(#[doc = $about] $variant,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the text in `error.code`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

codes! {
    InvalidOption "invalid_option" "An option of the account is missing or wrong; `field` names it.";
    InvalidArgument "invalid_argument" "An argument of a call is missing or wrong; `field` names it.";
    BrowserForbidden "browser_forbidden" "A client secret does not belong in a browser page.";
    UnknownTarget "unknown_target" "Neither a service, a resource server nor a scope.";
    AmbiguousTarget "ambiguous_target" "The scopes belong to several resource servers, so they give several tokens.";
    ForeignOrigin "foreign_origin" "A service's token is never sent to another origin.";
    InvalidClient "invalid_client" "Globus Auth does not accept this client id and secret.";
    NotAServiceAccount "not_a_service_account" "The client may not use the client credentials grant.";
    InvalidScope "invalid_scope" "Globus Auth does not know a requested scope.";
    GrantFailed "grant_failed" "Globus Auth did not grant a token, for another reason.";
    NetworkError "network_error" "No response arrived.";
    Timeout "timeout" "No response arrived in time.";
    WaitTimeout "wait_timeout" "The task or run has not ended in time; it continues.";
    Disposed "disposed" "The account is disposed.";
    InternalError "internal_error" "The WebAssembly module has trapped: it cannot be used any more.";
    InvalidResponse "invalid_response" "The response is not what the service documents: HTML, cut off, or a redirect.";
    BadRequest "bad_request" "The service refused the request as wrong.";
    Unauthorized "unauthorized" "The service does not accept the token, not even a new one.";
    Forbidden "forbidden" "This identity may not do this.";
    ConsentRequired "consent_required" "A consent is missing; `requiredScopes` names the scopes.";
    AuthorizationRequired "authorization_required" "A session or policy requirement is not met.";
    NotFound "not_found" "The object does not exist, or this identity may not see it.";
    Conflict "conflict" "The request conflicts with the present state.";
    RateLimited "rate_limited" "Too many requests; `retryAfter` tells how long to wait.";
    LimitExceeded "limit_exceeded" "A quota is used up.";
    PreconditionFailed "precondition_failed" "A condition that the caller set is not met.";
    PayloadTooLarge "payload_too_large" "The service accepts no body of this size.";
    ServerError "server_error" "The service failed.";
    EndpointError "endpoint_error" "The server of the collection failed or refused; Globus only reports it.";
    TaskFailed "task_failed" "The task ended without success.";
    TaskInactive "task_inactive" "The task waits for something that only a person can provide.";
    ListingTruncated "listing_truncated" "The server has more entries than one listing returns.";
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// An error. One pointer wide, because it is in the result of almost every function.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<ErrorFields>);

/// The fields of an error. Serde writes them as the properties of the JavaScript error.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorFields {
    /// The JavaScript class.
    #[serde(skip)]
    pub kind: ErrorKind,
    /// The stable name.
    pub code: Code,
    /// One sentence for a person.
    #[serde(skip)]
    pub message: String,
    /// HTTP status, if a response arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The service's own code, for instance `ClientError.NotFound`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_code: Option<String>,
    /// The service, by its public name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<&'static str>,
    /// The option or argument that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Every message in the response.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<String>,
    /// The service's id for the request: quote it to Globus support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Whether the same call may succeed later, unchanged.
    pub retryable: bool,
    /// The pause the service asked for, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<f64>,
    /// The method of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<&'static str>,
    /// The URL of the request, without query, fragment and secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The scopes that lack a consent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required_scopes: Vec<String>,
    /// The id of the failed submission. The document can be sent again with it: Globus makes one task of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<String>,
    /// The requirements of the service for this call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_parameters: Option<Requirements>,
    /// The name of the diagnosis. Jobs go by it instead of by words.
    #[serde(skip)]
    pub diagnosis: Option<&'static str>,
    /// What is wrong and what to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The advice as data: what to do, and who does it.
    pub steps: Vec<FilledStep>,
}

impl Deref for Error {
    type Target = ErrorFields;

    fn deref(&self) -> &ErrorFields {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut ErrorFields {
        &mut self.0
    }
}

impl Error {
    /// Returns an error with only kind, code and message.
    #[must_use]
    pub fn new(kind: ErrorKind, code: Code, message: String) -> Self {
        Self(Box::new(ErrorFields {
            kind,
            code,
            message,
            status: None,
            server_code: None,
            service: None,
            method: None,
            url: None,
            field: None,
            messages: Vec::new(),
            request_id: None,
            retryable: false,
            retry_after: None,
            required_scopes: Vec::new(),
            submission_id: None,
            authorization_parameters: None,
            diagnosis: None,
            advice: None,
            steps: Vec::new(),
        }))
    }

    /// Returns the error for a wrong option or argument. The message is the field and a predicate: `timeout must be a
    /// number`.
    #[must_use]
    pub fn config(code: Code, field: &str, problem: &str) -> Self {
        let mut error = Self::new(ErrorKind::Config, code, format!("{field} {problem}"));
        error.field = Some(field.to_owned());
        error
    }

    /// Returns the error for a wrong option of the account.
    #[must_use]
    pub fn option(field: &str, problem: &str) -> Self {
        Self::config(Code::InvalidOption, field, problem)
    }

    /// Returns the error for a wrong argument of a call.
    #[must_use]
    pub fn argument(field: &str, problem: &str) -> Self {
        Self::config(Code::InvalidArgument, field, problem)
    }

    /// Sets the service.
    #[must_use]
    pub fn with_service(mut self, service: Option<&'static str>) -> Self {
        self.service = service;
        self
    }

    /// Appends advice, if there is any.
    pub fn add_advice(&mut self, more: Option<Advice>) {
        let Some(more) = more else { return };
        self.advice = Some(match self.advice.take() {
            Some(known) => format!("{known} {}", more.text),
            None => more.text,
        });
        self.steps.extend(more.steps);
    }

    /// Replaces the advice.
    pub fn set_advice(&mut self, advice: Option<Advice>) {
        self.advice = None;
        self.steps.clear();
        self.add_advice(advice);
    }

    /// Adds a step that contains no facts.
    #[must_use]
    pub fn with_step(self, step: &Step) -> Self {
        let told = step.fill(&Facts::default());
        self.with_steps(told.into_iter().collect())
    }

    /// Adds steps.
    #[must_use]
    pub fn with_steps(mut self, steps: Vec<FilledStep>) -> Self {
        self.add_advice(Some(Advice::new(String::new(), steps)));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn codes_are_those_of_the_readme() {
        let rows = include_str!("../../README.md").lines().filter(|line| line.starts_with("| `Globus"));
        let named: Vec<&str> = rows.filter_map(|row| row.split('|').nth(3)).flat_map(str::split_whitespace).collect();
        for code in Code::ALL {
            let quoted = format!("`{}`", code.as_str());
            assert!(named.contains(&quoted.as_str()), "{quoted} is not there");
        }
        assert_eq!(named.len(), Code::ALL.len(), "it has a code that Rust does not know");
    }

    #[test]
    fn codes_are_those_of_the_typescript_union() {
        let types = include_str!("../js/errors.d.ts");
        let types = types
            .split_once("type GlobusErrorCode =")
            .and_then(|(_, rest)| rest.split_once(';'))
            .map_or("", |(union, _)| union);
        for code in Code::ALL {
            assert!(types.contains(&format!("| \"{}\"", code.as_str())), "{} is not declared", code.as_str());
        }
        assert_eq!(types.matches("| \"").count(), Code::ALL.len(), "the union has a code that Rust does not know");
    }
}
