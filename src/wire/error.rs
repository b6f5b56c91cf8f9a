//! The one error of the crate: what went wrong, in terms a caller can act on. Pure; the border turns it into a JS `Error`.

use crate::advice::facts::Facts;
use crate::advice::step::{Advice, FilledStep, Step};
use crate::wire::requirements::Requirements;
use serde::{Serialize, Serializer};
use std::ops::{Deref, DerefMut};

/// Which JavaScript class carries the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `GlobusConfigError`: what the caller gave was wrong; nothing was sent.
    Config,
    /// `GlobusAuthError`: Globus Auth did not grant a token.
    Auth,
    /// `GlobusApiError`: a service answered, and the answer was not success.
    Api,
    /// `GlobusNetworkError`: no answer arrived.
    Network,
    /// `GlobusTimeoutError`: no answer arrived in time.
    Timeout,
}

impl ErrorKind {
    /// The name of the JavaScript class.
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

            /// The text in `error.code`.
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
    InvalidScope "invalid_scope" "Globus Auth does not know a scope that was asked for.";
    GrantFailed "grant_failed" "Globus Auth did not grant a token, for another reason.";
    NetworkError "network_error" "No answer arrived.";
    Timeout "timeout" "No answer arrived in time.";
    WaitTimeout "wait_timeout" "What was waited for has not ended in time; it goes on.";
    Disposed "disposed" "The account was disposed of.";
    InternalError "internal_error" "The WebAssembly module has trapped: nothing of it can be used any longer.";
    InvalidResponse "invalid_response" "The answer is not what the service documents: HTML, cut off, a redirect.";
    BadRequest "bad_request" "The service found the request wrong.";
    Unauthorized "unauthorized" "The service does not accept the token, not even a new one.";
    Forbidden "forbidden" "This identity may not do this.";
    ConsentRequired "consent_required" "A consent is missing; `requiredScopes` names the scopes.";
    AuthorizationRequired "authorization_required" "A session or policy requirement is not met.";
    NotFound "not_found" "There is no such thing, or this identity may not see it.";
    Conflict "conflict" "The request contradicts the present state.";
    RateLimited "rate_limited" "Too many requests; `retryAfter` tells how long to wait.";
    LimitExceeded "limit_exceeded" "A quota is used up.";
    PreconditionFailed "precondition_failed" "What the caller made a condition of does not hold.";
    PayloadTooLarge "payload_too_large" "The service takes no body of this size.";
    ServerError "server_error" "The service failed.";
    EndpointError "endpoint_error" "The collection's own server failed or refused; Globus only passes it on.";
    TaskFailed "task_failed" "The task ended without success.";
    TaskInactive "task_inactive" "The task waits for something that only a person can give.";
    ListingTruncated "listing_truncated" "The server has more entries than one listing returns.";
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A failure. One pointer wide, because it stands in the result of almost every function.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<ErrorFields>);

/// What is known about a failure. Written by serde, it is what the JavaScript error holds beside its message.
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
    /// Every message the service gave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<String>,
    /// The service's id for the request: quote it to Globus support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Whether the same call may succeed later, unchanged.
    pub retryable: bool,
    /// Milliseconds the service asked to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<f64>,
    /// The method of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<&'static str>,
    /// Where it went, without query, fragment and secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Scopes a consent is missing for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required_scopes: Vec<String>,
    /// The id of the submission that failed: with it the document can be submitted again, and is one task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<String>,
    /// What has to be done before the service allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_parameters: Option<Requirements>,
    /// The name of the cause that its advice is of: for jobs, which are not told by words.
    #[serde(skip)]
    pub diagnosis: Option<&'static str>,
    /// What is wrong and what to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The same as data: what is to be done, and by whom.
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
    /// An error with nothing but its kind, code and message.
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

    /// Something the caller gave is wrong. The message is the field and a predicate: `timeout must be a number`.
    #[must_use]
    pub fn config(code: Code, field: &str, problem: &str) -> Self {
        let mut error = Self::new(ErrorKind::Config, code, format!("{field} {problem}"));
        error.field = Some(field.to_owned());
        error
    }

    /// A wrong option of the account.
    #[must_use]
    pub fn option(field: &str, problem: &str) -> Self {
        Self::config(Code::InvalidOption, field, problem)
    }

    /// A wrong argument of a call.
    #[must_use]
    pub fn argument(field: &str, problem: &str) -> Self {
        Self::config(Code::InvalidArgument, field, problem)
    }

    /// Adds the service.
    #[must_use]
    pub fn with_service(mut self, service: Option<&'static str>) -> Self {
        self.service = service;
        self
    }

    /// Says what to do besides, if there is anything to say.
    pub fn add_advice(&mut self, more: Option<Advice>) {
        let Some(more) = more else { return };
        self.advice = Some(match self.advice.take() {
            Some(known) => format!("{known} {}", more.text),
            None => more.text,
        });
        self.steps.extend(more.steps);
    }

    /// Says what to do, and takes back what was said.
    pub fn set_advice(&mut self, advice: Option<Advice>) {
        self.advice = None;
        self.steps.clear();
        self.add_advice(advice);
    }

    /// Says what to do: a step that takes no facts.
    #[must_use]
    pub fn with_step(self, step: &Step) -> Self {
        let told = step.fill(&Facts::default());
        self.with_steps(told.into_iter().collect())
    }

    /// Says what to do.
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
