//! A call from start to end: its attempts, and the steps after a failed one, as [`crate::policy::retry`] decides.

use super::attempt::AttemptResult;
use super::call::{Authorization, Call, Delivery};
use super::event_fields::{call_fields, request_fields};
use super::refusal::Refusal;
use super::state::Session;
use crate::js::drive::{Pending, Success, drive_pending};
use crate::js::errors::CallError;
use crate::js::fetch::AttemptOutcome;
use crate::js::http::ResponseLike;
use crate::js::runtime::random;
use crate::js::time::sleep;
use crate::policy::retry::{AttemptFailure, AttemptReport, CallProgress, NextStep, RetryPolicy, TokenOrigin};
use crate::tokens::{IssuedToken, Purpose, TokenSource};
use crate::wire::error::Code;
use crate::wire::request::Method;
use crate::wire::response::may_be_file_server;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How an attempt failed.
pub(super) enum FailedAttempt {
    Refused(Box<Refusal>),
    Failure(CallError),
    /// With a response whose body was not read. It is the result of the call if no step follows: the caller judges its
    /// status.
    Unread(ResponseLike),
}

/// The classified outcome of an attempt.
enum Classified {
    Succeeded(Success),
    /// The call ends: the caller aborted it, or a framework took over.
    Aborted(JsValue),
    Failed(FailedAttempt),
}

/// The state of a call between two attempts.
struct ExchangeState {
    policy: RetryPolicy,
    progress: CallProgress,
    attempts: u32,
    /// The purpose of the next token request.
    purpose: Purpose,
}

impl Session {
    /// Makes a call. Never throws: every error rejects the promise.
    pub(crate) fn call(self: &Rc<Self>, call: Call) -> Promise {
        let token = match &call.authorization {
            Authorization::Bearer(token_request) => {
                self.tokens.service_of(token_request).and_then(|service| self.tokens.cache.fresh(service))
            }
            Authorization::Basic { .. } | Authorization::None => None,
        };
        let pending = Pending::new();
        let promise = pending.promise();
        let (session, call) = (Rc::clone(self), Rc::new(call));
        let Some(token) = token else {
            drive_pending(pending, session.finish(call, None));
            return promise;
        };
        let (next_call, next_token) = (Rc::clone(&call), Rc::clone(&token));
        self.attempt(
            &call,
            Some(&token),
            1,
            Box::new(move |outcome| match outcome {
                AttemptOutcome::Expected(data, response) => pending.answer(&data, &response),
                other => drive_pending(pending, session.finish(next_call, Some((other, Some(next_token))))),
            }),
        );
        promise
    }

    /// Like `run`, with the error as the JavaScript value that the call rejects with.
    async fn finish(self: Rc<Self>, call: Rc<Call>, first: Option<AttemptResult>) -> Result<Success, JsValue> {
        self.run(&call, first).await.map_err(CallError::into_js)
    }

    /// Makes a call in a task. `first` is the outcome of an attempt already made.
    pub(super) async fn run(
        self: &Rc<Self>,
        call: &Rc<Call>,
        first: Option<AttemptResult>,
    ) -> Result<Success, CallError> {
        self.exchange(call, first).await.map_err(|failed| {
            let failure = match failed {
                FailedAttempt::Failure(failure) => failure,
                FailedAttempt::Refused(refused) => self.refusal_error(call, *refused),
                FailedAttempt::Unread(response) => CallError::Js(response.into()),
            };
            match &call.submission {
                Some(submission) => self.with_submission(failure, submission),
                None => failure,
            }
        })
    }

    /// Makes attempts until one succeeds or no step follows a failure.
    pub(super) async fn exchange(
        self: &Rc<Self>,
        call: &Rc<Call>,
        first: Option<AttemptResult>,
    ) -> Result<Success, FailedAttempt> {
        let policy = self.config.policy;
        let mut state = ExchangeState {
            policy: RetryPolicy { retries: call.options.retries.unwrap_or(policy.retries), ..policy },
            progress: CallProgress::after_sleeping(call.options.slept),
            attempts: u32::from(first.is_some()),
            purpose: Purpose::Missing,
        };
        let mut first = first;
        loop {
            let (outcome, token) = match first.take() {
                Some(attempted) => attempted,
                None => {
                    state.attempts += 1;
                    let purpose = std::mem::replace(&mut state.purpose, Purpose::Missing);
                    self.attempt_with_token(call, state.attempts, purpose).await.map_err(FailedAttempt::Failure)?
                }
            };
            let mut failed = match self.classify(call, token.as_deref(), outcome).await {
                Classified::Succeeded(answer) => return Ok(answer),
                Classified::Aborted(reason) => return Err(FailedAttempt::Failure(CallError::Js(reason))),
                Classified::Failed(failed) => failed,
            };
            if !self.take_steps(call, token.as_ref(), &mut failed, &mut state).await.map_err(FailedAttempt::Failure)? {
                return match failed {
                    FailedAttempt::Unread(response) => Ok(unread_response(response)),
                    failed => Err(failed),
                };
            }
        }
    }

    /// Classifies the outcome of an attempt.
    async fn classify(&self, call: &Call, token: Option<&IssuedToken>, outcome: AttemptOutcome) -> Classified {
        Classified::Failed(match outcome {
            AttemptOutcome::Expected(data, response) => {
                // The clock is learnt here, on the rare calls to Globus Auth, where it costs nothing.
                if matches!(call.authorization, Authorization::Basic { .. }) {
                    self.tokens.clock.learn(response.date());
                }
                return Classified::Succeeded(Success { data, response: response.into() });
            }
            AttemptOutcome::Aborted(reason) => return Classified::Aborted(reason),
            AttemptOutcome::Response(response) => {
                let status = response.status().unwrap_or_default();
                let is_answer =
                    (200..300).contains(&status) || (matches!(status, 304 | 412) && call.options.is_conditional());
                match &call.delivery {
                    Delivery::Any(_) if status == 401 => FailedAttempt::Unread(response),
                    Delivery::Any(_) => return Classified::Succeeded(unread_response(response)),
                    Delivery::Response if is_answer => return Classified::Succeeded(unread_response(response)),
                    Delivery::Response | Delivery::Document(_) => {
                        match self.read_refusal(call, token, status, &response).await {
                            Ok(refused) => FailedAttempt::Refused(Box::new(refused)),
                            Err(reason) => return Classified::Aborted(reason),
                        }
                    }
                }
            }
            AttemptOutcome::Unexpected(text, response) => {
                let status = response.status().unwrap_or_default();
                FailedAttempt::Failure(self.invalid_response_error(call, token, &text, status))
            }
            AttemptOutcome::NetworkError(thrown) => {
                FailedAttempt::Failure(self.no_response_error(call, token, Some(&thrown)))
            }
            AttemptOutcome::TimedOut => FailedAttempt::Failure(self.no_response_error(call, token, None)),
        })
    }

    /// Carries out the steps after a failed attempt. Returns false if none follows: the call then ends with this
    /// failure.
    async fn take_steps(
        self: &Rc<Self>,
        call: &Rc<Call>,
        token: Option<&Rc<IssuedToken>>,
        failed: &mut FailedAttempt,
        state: &mut ExchangeState,
    ) -> Result<bool, CallError> {
        let ending = describe_failure(call, failed);
        if let (Some(submission), AttemptFailure::NoAnswer | AttemptFailure::Refused { status: 500.., .. }) =
            (&call.submission, ending)
        {
            submission.may_have_arrived.set(true);
        }
        let sent = token
            .map(|token| if token.source == TokenSource::Storage { TokenOrigin::Stored } else { TokenOrigin::Granted });
        let mut healing = self.healing(call, failed);
        loop {
            let attempt = AttemptReport {
                repeat: call.repeat,
                failure: describe_failure(call, failed),
                token: sent,
                consent: healing.consent(),
            };
            match state.policy.next_step(&mut state.progress, &attempt, random()) {
                NextStep::End => {
                    healing.add_result(failed);
                    return Ok(false);
                }
                NextStep::DropToken { force_grant, repeat } => {
                    let by = || call_fields(call, self.request_id_of(call, token, failed).as_deref());
                    // If another call has dropped the token, a new one is already cached or in flight.
                    if token.is_some_and(|token| self.tokens.drop_token(token, &by)) && force_grant {
                        state.purpose = Purpose::Forced;
                    }
                    return Ok(repeat);
                }
                NextStep::AskConsent => self.ask_consent(call, &mut healing, failed).await?,
                NextStep::RepeatConsented { with_new_token } => {
                    if let (true, Authorization::Bearer(token_request)) = (with_new_token, &call.authorization) {
                        healing.replace_token(&self.tokens, token_request);
                    }
                    return Ok(true);
                }
                NextStep::Wait(ms) => {
                    self.pause(call, failed, state.attempts, ms).await?;
                    return Ok(true);
                }
            }
        }
    }

    /// Sleeps before the next attempt.
    async fn pause(&self, call: &Call, failed: &FailedAttempt, attempts: u32, ms: f64) -> Result<(), CallError> {
        let status = match describe_failure(call, failed) {
            AttemptFailure::Refused { status, retry_after, .. } => {
                if retry_after.is_some() && matches!(call.authorization, Authorization::Basic { .. }) {
                    self.tokens.set_retry_after(ms);
                }
                Some(status)
            }
            AttemptFailure::NoAnswer => None,
        };
        self.config.listeners.emit("retry", &|| {
            let request_id = match failed {
                FailedAttempt::Refused(refused) => refused.error.request_id.as_deref(),
                FailedAttempt::Failure(_) | FailedAttempt::Unread(_) => None,
            };
            let mut fields = request_fields(call, attempts + 1, request_id);
            fields.push(("delay", ms.into()));
            fields.extend(status.map(|status| ("status", status.into())));
            fields
        });
        sleep(ms, call.options.signal.as_ref()).await.map_err(CallError::Js)
    }

    /// Returns the request id that the service gave to a failed request.
    fn request_id_of(&self, call: &Call, token: Option<&Rc<IssuedToken>>, failed: &FailedAttempt) -> Option<String> {
        match failed {
            FailedAttempt::Refused(refused) => refused.error.request_id.clone(),
            FailedAttempt::Unread(response) => self.request_id(call, token.map(Rc::as_ref), response),
            FailedAttempt::Failure(_) => None,
        }
    }
}

/// Returns an unread response as the result of a call.
fn unread_response(response: ResponseLike) -> Success {
    Success { data: response.clone().into(), response: response.into() }
}

/// Describes a failed attempt to the retry policy.
fn describe_failure<'a>(call: &Call, failed: &'a FailedAttempt) -> AttemptFailure<'a> {
    match failed {
        FailedAttempt::Failure(_) => AttemptFailure::NoAnswer,
        FailedAttempt::Unread(response) => AttemptFailure::Refused {
            status: response.status().unwrap_or_default(),
            server_code: None,
            retry_after: None,
            blames_token: true,
            is_from_file_server: false,
        },
        FailedAttempt::Refused(refused) => {
            let error = &refused.error;
            let is_from_file_server =
                error.code == Code::EndpointError && may_be_file_server(error.service) && error.retryable;
            AttemptFailure::Refused {
                status: error.status.unwrap_or_default(),
                server_code: error.server_code.as_deref(),
                retry_after: error.retry_after,
                // A demand on the session is not met by another token of the same account.
                blames_token: error.code != Code::AuthorizationRequired,
                // A call that writes is not repeated for this reason alone.
                is_from_file_server: is_from_file_server && matches!(call.method, Method::GET | Method::HEAD),
            }
        }
    }
}
