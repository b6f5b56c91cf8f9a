//! A call from its beginning to its end: attempts, and what follows those that have failed, as [`crate::policy::retry`] decides.

use super::attempt::Attempted;
use super::call::{Authorization, Call, Delivery};
use super::refusal::Refused;
use super::state::Session;
use super::told::{about, told_of};
use crate::js::drive::{Answer, Pending, go_on};
use crate::js::errors::Failure;
use crate::js::fetch::Outcome;
use crate::js::http::ResponseLike;
use crate::js::runtime::random;
use crate::js::time::sleep;
use crate::policy::retry::{Attempt, Ending, Policy, Progress, Sent, Step};
use crate::tokens::{Live, Purpose, Source};
use crate::wire::error::Code;
use crate::wire::request::Method;
use crate::wire::response::is_file;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How an attempt has failed.
pub(super) enum Ended {
    Refused(Box<Refused>),
    Failure(Failure),
    /// With a response that is the answer all the same, if nothing more can be done: its status is the caller's to judge.
    AsItCame(ResponseLike),
}

/// What an attempt has come to.
enum Come {
    Answer(Answer),
    /// To the end of the call: the caller wants no more, or a framework has taken over.
    Over(JsValue),
    Ended(Ended),
}

/// How far a call has come.
struct Course {
    policy: Policy,
    progress: Progress,
    attempts: u32,
    /// What the next token is asked for.
    purpose: Purpose,
}

impl Session {
    /// Makes a call. Never throws: whatever goes wrong rejects the promise.
    pub(crate) fn call(self: &Rc<Self>, call: Call) -> Promise {
        let token = match &call.authorization {
            Authorization::Bearer(need) => {
                self.tokens.service_of(need).and_then(|service| self.tokens.cache.fresh(service))
            }
            Authorization::Basic { .. } | Authorization::None => None,
        };
        let pending = Pending::new();
        let promise = pending.promise();
        let (session, call) = (Rc::clone(self), Rc::new(call));
        let Some(token) = token else {
            go_on(pending, session.finish(call, None));
            return promise;
        };
        let (next_call, next_token) = (Rc::clone(&call), Rc::clone(&token));
        self.attempt(
            &call,
            Some(&token),
            1,
            Box::new(move |outcome| match outcome {
                Outcome::Body(data, response) => pending.answer(&data, &response),
                other => go_on(pending, session.finish(next_call, Some((other, Some(next_token))))),
            }),
        );
        promise
    }

    /// The same as `run`, for a task of JavaScript's: with the error as it rejects with.
    async fn finish(self: Rc<Self>, call: Rc<Call>, first: Option<Attempted>) -> Result<Answer, JsValue> {
        self.run(&call, first).await.map_err(Failure::into_js)
    }

    /// Makes a call in a task, going on from a first attempt if there was one.
    pub(super) async fn run(self: &Rc<Self>, call: &Rc<Call>, first: Option<Attempted>) -> Result<Answer, Failure> {
        self.exchange(call, first).await.map_err(|ended| {
            let failure = match ended {
                Ended::Failure(failure) => failure,
                Ended::Refused(refused) => self.failure(call, *refused),
                Ended::AsItCame(response) => Failure::Js(response.into()),
            };
            match &call.submission {
                Some(submission) => self.of_submission(failure, submission),
                None => failure,
            }
        })
    }

    /// The attempts of a call, until one gives the answer or none follows.
    pub(super) async fn exchange(self: &Rc<Self>, call: &Rc<Call>, first: Option<Attempted>) -> Result<Answer, Ended> {
        let policy = self.config.policy;
        let mut course = Course {
            policy: Policy { retries: call.options.retries.unwrap_or(policy.retries), ..policy },
            progress: Progress::after(call.options.slept),
            attempts: u32::from(first.is_some()),
            purpose: Purpose::Missing,
        };
        let mut first = first;
        loop {
            let (outcome, token) = match first.take() {
                Some(attempted) => attempted,
                None => {
                    course.attempts += 1;
                    let purpose = std::mem::replace(&mut course.purpose, Purpose::Missing);
                    self.attempt_with_token(call, course.attempts, purpose).await.map_err(Ended::Failure)?
                }
            };
            let mut ended = match self.come(call, token.as_deref(), outcome).await {
                Come::Answer(answer) => return Ok(answer),
                Come::Over(reason) => return Err(Ended::Failure(Failure::Js(reason))),
                Come::Ended(ended) => ended,
            };
            if !self.take_steps(call, token.as_ref(), &mut ended, &mut course).await.map_err(Ended::Failure)? {
                return match ended {
                    Ended::AsItCame(response) => Ok(as_it_came(response)),
                    ended => Err(ended),
                };
            }
        }
    }

    /// What an attempt has come to.
    async fn come(&self, call: &Call, token: Option<&Live>, outcome: Outcome) -> Come {
        Come::Ended(match outcome {
            Outcome::Body(data, response) => {
                // Looked at where it costs nothing, on the rare way to Globus Auth.
                if matches!(call.authorization, Authorization::Basic { .. }) {
                    self.tokens.clock.learn(response.date());
                }
                return Come::Answer(Answer { data, response: response.into() });
            }
            Outcome::Aborted(reason) => return Come::Over(reason),
            Outcome::Response(response) => {
                let status = response.status().unwrap_or_default();
                let is_answer =
                    (200..300).contains(&status) || (matches!(status, 304 | 412) && call.options.is_conditional());
                match &call.delivery {
                    Delivery::Any(_) if status == 401 => Ended::AsItCame(response),
                    Delivery::Any(_) => return Come::Answer(as_it_came(response)),
                    Delivery::Response if is_answer => return Come::Answer(as_it_came(response)),
                    Delivery::Response | Delivery::Document(_) => {
                        match self.read_refusal(call, token, status, &response).await {
                            Ok(refused) => Ended::Refused(Box::new(refused)),
                            Err(reason) => return Come::Over(reason),
                        }
                    }
                }
            }
            Outcome::Broken(text, response) => {
                let status = response.status().unwrap_or_default();
                Ended::Failure(self.broken(call, token, &text, status))
            }
            Outcome::Network(thrown) => Ended::Failure(self.no_answer(call, token, Some(&thrown))),
            Outcome::TimedOut => Ended::Failure(self.no_answer(call, token, None)),
        })
    }

    /// Does what follows an attempt that has failed. False if nothing does: the call ends as the attempt has ended.
    async fn take_steps(
        self: &Rc<Self>,
        call: &Rc<Call>,
        token: Option<&Rc<Live>>,
        ended: &mut Ended,
        course: &mut Course,
    ) -> Result<bool, Failure> {
        let ending = ending_of(call, ended);
        if let (Some(submission), Ending::NoAnswer | Ending::Refused { status: 500.., .. }) = (&call.submission, ending)
        {
            submission.may_have_arrived.set(true);
        }
        let sent = token.map(|token| if token.source == Source::Storage { Sent::Stored } else { Sent::Granted });
        let mut healing = self.healing(call, ended);
        loop {
            let attempt =
                Attempt { repeat: call.repeat, ending: ending_of(call, ended), sent, consent: healing.consent() };
            match course.policy.next_step(&mut course.progress, &attempt, random()) {
                Step::End => {
                    healing.tell(ended);
                    return Ok(false);
                }
                Step::DropToken { anew, repeat } => {
                    let by = || told_of(call, self.request_id_of(call, token, ended).as_deref());
                    // Where somebody else has dropped it, another token is there already.
                    if token.is_some_and(|token| self.tokens.drop_token(token, &by)) && anew {
                        course.purpose = Purpose::Forced;
                    }
                    return Ok(repeat);
                }
                Step::AskConsent => self.ask_consent(call, &mut healing, ended).await?,
                Step::RepeatConsented { with_new_token } => {
                    if let (true, Authorization::Bearer(need)) = (with_new_token, &call.authorization) {
                        healing.replace_token(&self.tokens, need);
                    }
                    return Ok(true);
                }
                Step::Wait(ms) => {
                    self.pause(call, ended, course.attempts, ms).await?;
                    return Ok(true);
                }
            }
        }
    }

    /// Sleeps before the next attempt.
    async fn pause(&self, call: &Call, ended: &Ended, attempts: u32, ms: f64) -> Result<(), Failure> {
        let status = match ending_of(call, ended) {
            Ending::Refused { status, retry_after, .. } => {
                if retry_after.is_some() && matches!(call.authorization, Authorization::Basic { .. }) {
                    self.tokens.told_to_wait(ms);
                }
                Some(status)
            }
            Ending::NoAnswer => None,
        };
        self.config.listeners.emit("retry", &|| {
            let request_id = match ended {
                Ended::Refused(refused) => refused.error.request_id.as_deref(),
                Ended::Failure(_) | Ended::AsItCame(_) => None,
            };
            let mut members = about(call, attempts + 1, request_id);
            members.push(("delay", ms.into()));
            members.extend(status.map(|status| ("status", status.into())));
            members
        });
        sleep(ms, call.options.signal.as_ref()).await.map_err(Failure::Js)
    }

    /// What the service calls the request by that has ended so.
    fn request_id_of(&self, call: &Call, token: Option<&Rc<Live>>, ended: &Ended) -> Option<String> {
        match ended {
            Ended::Refused(refused) => refused.error.request_id.clone(),
            Ended::AsItCame(response) => self.request_id(call, token.map(Rc::as_ref), response),
            Ended::Failure(_) => None,
        }
    }
}

/// A response as the answer to a call.
fn as_it_came(response: ResponseLike) -> Answer {
    Answer { data: response.clone().into(), response: response.into() }
}

/// How an attempt has failed, as far as the next step goes by that.
fn ending_of<'a>(call: &Call, ended: &'a Ended) -> Ending<'a> {
    match ended {
        Ended::Failure(_) => Ending::NoAnswer,
        Ended::AsItCame(response) => Ending::Refused {
            status: response.status().unwrap_or_default(),
            server_code: None,
            retry_after: None,
            blames_token: true,
            is_of_files: false,
        },
        Ended::Refused(refused) => {
            let error = &refused.error;
            let is_of_files = error.code == Code::EndpointError && is_file(error.service) && error.retryable;
            Ending::Refused {
                status: error.status.unwrap_or_default(),
                server_code: error.server_code.as_deref(),
                retry_after: error.retry_after,
                // What is demanded of a session, another token of the same account lacks as well.
                blames_token: error.code != Code::AuthorizationRequired,
                // What writes is not repeated on that alone.
                is_of_files: is_of_files && matches!(call.method, Method::GET | Method::HEAD),
            }
        }
    }
}
