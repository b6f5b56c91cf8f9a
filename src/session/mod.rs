//! The one orchestrator: token, `fetch`, outcome, 401 once, retry. Decisions are made by the pure modules; here they are
//! carried out.
//!
//! A call has two ways. With a fresh token in memory it is *direct*: one attempt without any future, and a success is
//! handed to the caller as it is. Everything else (no token, a refusal, a network error) goes on in a driven task that
//! begins with what the direct attempt found out.

mod as_client;
mod batches;
mod call;
mod consents;
mod grants;
mod live;
mod refusal;
mod revoke;
mod store;
mod tokens;

pub(crate) use batches::Purpose;
pub(crate) use call::{Authorization, Call, CallId, Passthrough, Submission, foreign_origin};
pub(crate) use live::Live;

use crate::js::drive::{Answer, Deferred, Pending, go_on};
use crate::js::errors::Failure;
use crate::js::events::{Member, event};
use crate::js::fetch::{Outcome, Wire, send};
use crate::js::options::Config;
use crate::js::runtime::{now, random};
use crate::js::time::sleep;
use crate::model::environment::Service;
use crate::model::token::Need;
use crate::policy::consent;
use crate::policy::lifecycle;
use crate::policy::retry::{Cause, Progress};
use crate::wire::error::Code;
use crate::wire::request::Method;
use crate::wire::response::is_file;
use call::{about, told_of};
use js_sys::Promise;
use live::Source;
use refusal::Refused;
use std::cell::RefCell;
use std::rc::Rc;
use tokens::Tokens;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// State of one account. Everything is per instance; nothing is shared between accounts.
pub(crate) struct Session {
    pub(crate) config: Config,
    pub(crate) tokens: Tokens,
    /// What each service's token is asked for with, by [`Service::index`].
    needs: Vec<Rc<Need>>,
}

/// How an exchange ends that does not succeed.
enum Ended {
    Refused(Box<Refused>),
    Failure(Failure),
}

/// What an attempt ended with, and the token it was made with.
type Attempted = (Outcome, Option<Rc<Live>>);

/// Why an attempt did not succeed, as far as repeating it goes by that.
fn cause_of<'a>(call: &Call, ended: &'a Ended) -> Cause<'a> {
    let Ended::Refused(refused) = ended else { return Cause::NoAnswer };
    let error = &refused.error;
    let (status, retry_after) = (error.status.unwrap_or_default(), error.retry_after);
    // A collection's own server failed. What writes is not repeated on that alone.
    let is_of_file_server = error.code == Code::EndpointError && is_file(error.service) && error.retryable;
    if is_of_file_server && matches!(call.method, Method::GET | Method::HEAD) {
        return Cause::FileServer { status, retry_after };
    }
    Cause::Status { status, server_code: error.server_code.as_deref(), retry_after }
}

impl Session {
    pub(crate) fn new(config: Config) -> Rc<Self> {
        let needs = Service::ALL
            .into_iter()
            .zip(&config.scopes)
            .map(|(service, scopes)| {
                let resource_server = Some(service.resource_server().to_owned());
                Rc::new(Need { scopes: scopes.clone(), resource_server })
            })
            .collect();
        let jitter = lifecycle::jitter([random(), random(), random()]);
        Rc::new(Self { tokens: Tokens::new(jitter), config, needs })
    }

    /// What a service's token is asked for with.
    pub(crate) fn need_of(&self, service: Service) -> Rc<Need> {
        self.needs.get(service.index()).map_or_else(|| Rc::new(Need::default()), Rc::clone)
    }

    /// The service whose token a need asks for, if it is that service's own need.
    fn service_of(&self, need: &Rc<Need>) -> Option<Service> {
        self.needs.iter().zip(Service::ALL).find(|(own, _)| Rc::ptr_eq(own, need)).map(|(_, service)| service)
    }

    /// Tells those who listen, if there are any; `members` is asked for what there is to tell only then.
    fn emit(&self, kind: &str, members: &dyn Fn() -> Vec<Member>) {
        let listeners = &self.config.listeners;
        if listeners.any() {
            listeners.tell(&event(kind, &members()));
        }
    }

    /// Makes a call. Never throws: whatever goes wrong rejects the promise.
    pub(crate) fn call(self: &Rc<Self>, call: Call) -> Promise {
        let token = match &call.authorization {
            Authorization::Bearer(need) => self.service_of(need).and_then(|service| self.tokens.fresh(service)),
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

    /// The task of a call, begun or not.
    async fn finish(self: Rc<Self>, call: Rc<Call>, first: Option<Attempted>) -> Result<Answer, JsValue> {
        self.run(&call, first).await.map_err(Failure::into_js)
    }

    /// Makes a call in a task, going on from a first attempt if there was one.
    pub(crate) async fn run(self: &Rc<Self>, call: &Rc<Call>, first: Option<Attempted>) -> Result<Answer, Failure> {
        self.exchange(call, first).await.map_err(|ended| {
            let failure = match ended {
                Ended::Failure(failure) => failure,
                Ended::Refused(refused) => self.failure(call, *refused),
            };
            match &call.submission {
                Some(submission) => self.of_submission(failure, submission),
                None => failure,
            }
        })
    }

    async fn exchange(self: &Rc<Self>, call: &Rc<Call>, first: Option<Attempted>) -> Result<Answer, Ended> {
        let policy = self.config.policy;
        let policy = crate::policy::retry::Policy { retries: call.options.retries.unwrap_or(policy.retries), ..policy };
        let mut progress = Progress { slept: call.options.slept, ..Progress::default() };
        let mut renewals = 0;
        let mut purpose = Purpose::Missing;
        let mut consent = consent::Progress::default();
        let mut attempts = u32::from(first.is_some());
        let mut first = first;
        loop {
            let (outcome, token) = match first.take() {
                Some(attempted) => attempted,
                None => {
                    attempts += 1;
                    self.attempt_with_token(call, attempts, std::mem::replace(&mut purpose, Purpose::Missing))
                        .await
                        .map_err(Ended::Failure)?
                }
            };
            let ended = match outcome {
                Outcome::Body(data, response) => {
                    // Looked at where it costs nothing, on the rare way to Globus Auth.
                    if matches!(call.authorization, Authorization::Basic { .. }) {
                        self.tokens.learn_skew(response.date());
                    }
                    return Ok(Answer { data, response: response.into() });
                }
                Outcome::Aborted(reason) => return Err(Ended::Failure(Failure::Js(reason))),
                Outcome::Response(response) => {
                    let status = response.status().unwrap_or_default();
                    let is_answer =
                        (200..300).contains(&status) || (matches!(status, 304 | 412) && call.options.is_conditional());
                    let handed_over = call.passthrough.is_some() || (call.raw && is_answer);
                    let refused = if handed_over {
                        None
                    } else {
                        let refused = self.read_refusal(call, token.as_deref(), status, &response).await;
                        Some(refused.map_err(|reason| Ended::Failure(Failure::Js(reason)))?)
                    };
                    // What is demanded of a session, another token of the same account lacks as well.
                    let is_of_token = |refused: &Refused| refused.error.code != Code::AuthorizationRequired;
                    if let Some(token) = &token
                        && status == 401
                        && refused.as_ref().is_none_or(is_of_token)
                        && (renewals == 0 || (renewals == 1 && token.source == Source::Storage))
                    {
                        renewals += 1;
                        // A storage has given two that are no good: the next comes from Globus Auth.
                        let by = || told_of(call, self.request_id(call, Some(token), &response).as_deref());
                        if self.drop_token(token, &by) && renewals == 2 {
                            purpose = Purpose::Forced;
                        }
                        if call.replayable {
                            continue;
                        }
                    }
                    let Some(mut refused) = refused else {
                        return Ok(Answer { data: response.clone().into(), response: response.into() });
                    };
                    if self.heal(call, &mut refused, &mut consent).await.map_err(Ended::Failure)? {
                        continue;
                    }
                    Ended::Refused(Box::new(refused))
                }
                Outcome::Broken(text, response) => {
                    let status = response.status().unwrap_or_default();
                    Ended::Failure(self.broken(call, token.as_deref(), &text, status))
                }
                Outcome::Network(thrown) => Ended::Failure(self.no_answer(call, token.as_deref(), Some(&thrown))),
                Outcome::TimedOut => Ended::Failure(self.no_answer(call, None, None)),
            };
            let cause = cause_of(call, &ended);
            if let (Some(submission), Cause::NoAnswer | Cause::Status { status: 500.., .. }) =
                (&call.submission, &cause)
            {
                submission.may_have_arrived.set(true);
            }
            let may_repeat = call.passthrough.is_none() && call.replayable;
            let Some(delay) = policy.next(&mut progress, &cause, call.safe, random()).filter(|_| may_repeat) else {
                return Err(ended);
            };
            if let (Cause::Status { retry_after: Some(_), .. }, Authorization::Basic { .. }) =
                (&cause, &call.authorization)
            {
                self.tokens.set_back(|setbacks| setbacks.told(delay, now()));
            }
            self.emit("retry", &|| {
                let request_id = match &ended {
                    Ended::Refused(refused) => refused.error.request_id.as_deref(),
                    Ended::Failure(_) => None,
                };
                let mut members = about(call, attempts + 1, request_id);
                members.push(("delay", delay.into()));
                if let Cause::Status { status, .. } | Cause::FileServer { status, .. } = &cause {
                    members.push(("status", (*status).into()));
                }
                members
            });
            if let Err(reason) = sleep(delay, call.options.signal.as_ref()).await {
                return Err(Ended::Failure(Failure::Js(reason)));
            }
        }
    }

    async fn attempt_with_token(
        self: &Rc<Self>,
        call: &Rc<Call>,
        number: u32,
        purpose: Purpose,
    ) -> Result<Attempted, Failure> {
        let token = match &call.authorization {
            Authorization::Bearer(need) => Some(self.token(need, purpose, call.options.signal.as_ref()).await?),
            Authorization::Basic { .. } | Authorization::None => None,
        };
        if let Some(token) = &token {
            self.check_home(call, token)?;
        }
        let deferred = Deferred::new();
        let promise = deferred.promise();
        let result = Rc::new(RefCell::new(None));
        let place = Rc::clone(&result);
        self.attempt(
            call,
            token.as_ref(),
            number,
            Box::new(move |outcome| {
                place.replace(Some(outcome));
                deferred.resolve(&JsValue::UNDEFINED);
            }),
        );
        let _ = JsFuture::from(promise).await;
        let outcome = result.take().unwrap_or(Outcome::TimedOut);
        Ok((outcome, token))
    }

    /// Makes one attempt; `done` hears how it ended.
    fn attempt(
        self: &Rc<Self>,
        call: &Rc<Call>,
        token: Option<&Rc<Live>>,
        number: u32,
        done: Box<dyn FnOnce(Outcome)>,
    ) {
        let done: Box<dyn FnOnce(Outcome)> = if self.config.listeners.any() {
            self.emit("request", &|| about(call, number, None));
            let (session, call, token, begin) = (Rc::clone(self), Rc::clone(call), token.cloned(), now());
            Box::new(move |outcome| {
                session.emit("response", &|| {
                    let mut members = about(&call, number, None);
                    members.push(("duration", (now() - begin).into()));
                    match &outcome {
                        Outcome::Body(_, response) | Outcome::Broken(_, response) | Outcome::Response(response) => {
                            members.push(("status", response.status().unwrap_or_default().into()));
                            let id = session.request_id(&call, token.as_deref(), response);
                            members.extend(id.map(|id| ("requestId", id.into())));
                        }
                        Outcome::Network(_) => members.push(("code", Code::NetworkError.as_str().into())),
                        Outcome::TimedOut => members.push(("code", Code::Timeout.as_str().into())),
                        Outcome::Aborted(_) => {}
                    }
                    members
                });
                done(outcome);
            })
        } else {
            done
        };
        let (input, init) = self.prepare(call, token.map(Rc::as_ref));
        send(
            &Wire {
                fetch: self.config.fetch.as_ref(),
                input,
                init,
                timeout: call.options.timeout.unwrap_or(self.config.timeout),
                signal: call.options.signal.as_ref(),
                reply: Some(call.reply).filter(|_| !call.raw && call.passthrough.is_none()),
            },
            done,
        );
    }
}
