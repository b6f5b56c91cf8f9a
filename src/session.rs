//! The one orchestrator: token, `fetch`, outcome, 401 once, retry. Decisions are made by the pure modules; here they are
//! carried out.
//!
//! A call has two ways. With a fresh token in memory it is *direct*: one attempt without any future, and a success is
//! handed to the caller as it is. Everything else (no token, a refusal, a network error) goes on in a driven task that
//! begins with what the direct attempt found out.

mod tokens;

pub(crate) use tokens::Live;

use crate::environment::Service;
use crate::error::{Code, Error, Kind};
use crate::js::body;
use crate::js::drive::{Deferred, drive_into};
use crate::js::errors::Failure;
use crate::js::events::{Member, emit};
use crate::js::fetch::{Init, Outcome, ResponseLike, Wire, request_init, send};
use crate::js::options::Config;
use crate::js::runtime::{now, random, redacted};
use crate::js::time::sleep;
use crate::js::values::{CallOptions, put, record, to_json};
use crate::json::Json;
use crate::request::Method;
use crate::response::{self, Refusal};
use crate::retry::{Cause, Progress};
use crate::token::Need;
use js_sys::{Array, Object, Promise};
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

/// How a call proves who calls.
#[derive(Clone)]
pub(crate) enum Authorization {
    /// With the bearer for a need.
    Bearer(Rc<Need>),
    /// With the client's id and secret, encoded for HTTP Basic. The secret is kept to find it in what the server says.
    Basic { encoded: String, secret: String },
    /// Not by us: the caller's headers hold it, or none is wanted.
    None,
}

/// A call of any API.
pub(crate) struct Call {
    pub(crate) service: Option<Service>,
    pub(crate) authorization: Authorization,
    pub(crate) method: Method,
    pub(crate) url: String,
    /// The body, and its media type if it is ours to tell.
    pub(crate) body: Option<(JsValue, Option<&'static str>)>,
    /// Whether it may be repeated although the service may have carried it out.
    pub(crate) safe: bool,
    pub(crate) options: CallOptions,
    /// The caller's own `fetch` arguments: then the `Response` itself is the result.
    pub(crate) passthrough: Option<Passthrough>,
}

/// What a caller gave to `fetch()`.
#[derive(Debug)]
pub(crate) struct Passthrough {
    /// URL or `Request`.
    pub(crate) input: JsValue,
    pub(crate) init: JsValue,
    /// Whether the body can be sent a second time.
    pub(crate) replayable: bool,
}

/// A refusal, read.
struct Refused {
    status: u16,
    /// The body as a JavaScript value: parsed if it was JSON, else its text.
    body: JsValue,
    /// The body as far as it was JSON.
    json: Json,
    retry_after: Option<f64>,
    request_id: Option<String>,
}

impl Refused {
    fn refusal(&self, service: Option<Service>) -> Refusal<'_> {
        Refusal {
            status: self.status,
            body: &self.json,
            retry_after: self.retry_after,
            request_id: self.request_id.clone(),
            service: service.map(Service::name),
        }
    }
}

/// How an exchange ends that does not succeed.
enum Ended {
    Refused(Refused),
    Failure(Failure),
}

/// What an attempt ended with, and the token it was made with.
type Attempted = (Outcome, Option<Rc<Live>>);

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
        Rc::new(Self { tokens: Tokens::new(random()), config, needs })
    }

    /// What a service's token is asked for with.
    pub(crate) fn need_of(&self, service: Service) -> Rc<Need> {
        self.needs.get(service.index()).map_or_else(|| Rc::new(Need::default()), Rc::clone)
    }

    /// The service whose token a need asks for, if it is that service's own need.
    fn service_of(&self, need: &Rc<Need>) -> Option<Service> {
        self.needs.iter().zip(Service::ALL).find(|(own, _)| Rc::ptr_eq(own, need)).map(|(_, service)| service)
    }

    /// Tells `onEvent`, if there is one; `members` is asked for what there is to tell only then.
    fn emit(&self, kind: &str, members: &dyn Fn() -> Vec<Member>) {
        if let Some(listener) = &self.config.on_event {
            emit(listener, kind, &members());
        }
    }

    /// Makes a call. Never throws: whatever goes wrong rejects the promise.
    pub(crate) fn call(self: &Rc<Self>, call: Call) -> Promise {
        let token = match &call.authorization {
            Authorization::Bearer(need) => self.service_of(need).and_then(|service| self.tokens.fresh(service)),
            Authorization::Basic { .. } | Authorization::None => None,
        };
        let deferred = Deferred::new();
        let promise = deferred.promise();
        let (session, call) = (Rc::clone(self), Rc::new(call));
        let Some(token) = token else {
            drive_into(deferred, session.finish(call, None));
            return promise;
        };
        let (next_call, next_token) = (Rc::clone(&call), Rc::clone(&token));
        self.attempt(
            &call,
            Some(&token),
            1,
            Box::new(move |outcome| match outcome {
                Outcome::Body(value, _) => deferred.resolve(&value),
                other => drive_into(deferred, session.finish(next_call, Some((other, Some(next_token))))),
            }),
        );
        promise
    }

    /// The task of a call, begun or not.
    async fn finish(self: Rc<Self>, call: Rc<Call>, first: Option<Attempted>) -> Result<JsValue, JsValue> {
        self.run(&call, first).await.map_err(Failure::into_js)
    }

    /// Makes a call in a task, going on from a first attempt if there was one.
    pub(crate) async fn run(self: &Rc<Self>, call: &Rc<Call>, first: Option<Attempted>) -> Result<JsValue, Failure> {
        self.exchange(call, first).await.map_err(|ended| match ended {
            Ended::Failure(failure) => failure,
            Ended::Refused(refused) => {
                let error = response::error(&refused.refusal(call.service));
                Failure::with_body(error, refused.body)
            }
        })
    }

    async fn exchange(self: &Rc<Self>, call: &Rc<Call>, first: Option<Attempted>) -> Result<JsValue, Ended> {
        let policy = self.config.policy;
        let policy = crate::retry::Policy { retries: call.options.retries.unwrap_or(policy.retries), ..policy };
        let mut progress = Progress::default();
        let mut renewed = false;
        let mut attempts = u32::from(first.is_some());
        let mut first = first;
        loop {
            let (outcome, token) = match first.take() {
                Some(attempted) => attempted,
                None => {
                    attempts += 1;
                    self.attempt_with_token(call, attempts).await.map_err(Ended::Failure)?
                }
            };
            let ended = match outcome {
                Outcome::Body(value, _) => return Ok(value),
                Outcome::Aborted(reason) => return Err(Ended::Failure(Failure::Js(reason))),
                Outcome::Response(response) => {
                    let status = response.status().unwrap_or_default();
                    if let Some(token) = &token
                        && status == 401
                        && !renewed
                        && call.passthrough.as_ref().is_none_or(|given| given.replayable)
                    {
                        renewed = true;
                        self.drop_token(token);
                        continue;
                    }
                    if call.passthrough.is_some() {
                        return Ok(response.into());
                    }
                    let refused = self.read_refusal(call, token.as_deref(), status, &response).await;
                    Ended::Refused(refused.map_err(|reason| Ended::Failure(Failure::Js(reason)))?)
                }
                Outcome::NotJson(text, status) => {
                    let text: String = text.as_string().unwrap_or_default().chars().take(200).collect();
                    let message = [name_of(call.service), " answered with success, but not with JSON"].concat();
                    let mut error = Error::new(Kind::Api, Code::InvalidResponse, message)
                        .of_service(call.service.map(Service::name));
                    error.status = Some(status);
                    let body = redacted(&text, &secrets(call, token.as_deref()));
                    return Err(Ended::Failure(Failure::with_body(error, body)));
                }
                Outcome::Network(cause) => Ended::Failure(no_answer(call, Code::NetworkError, cause)),
                Outcome::TimedOut => Ended::Failure(no_answer(call, Code::Timeout, JsValue::UNDEFINED)),
            };
            let cause = match &ended {
                Ended::Refused(refused) => Cause::Status {
                    status: refused.status,
                    server_code: response::server_code(&refused.json),
                    retry_after: refused.retry_after,
                },
                Ended::Failure(_) => Cause::NoAnswer,
            };
            let may_repeat = call.passthrough.is_none();
            let Some(delay) = policy.next(&mut progress, &cause, call.safe, random()).filter(|_| may_repeat) else {
                return Err(ended);
            };
            self.emit("retry", &|| {
                let mut members = about(call, attempts + 1);
                members.push(("delay", delay.into()));
                if let Cause::Status { status, .. } = &cause {
                    members.push(("status", (*status).into()));
                }
                members
            });
            if let Err(reason) = sleep(delay, call.options.signal.as_ref()).await {
                return Err(Ended::Failure(Failure::Js(reason)));
            }
        }
    }

    async fn attempt_with_token(self: &Rc<Self>, call: &Rc<Call>, number: u32) -> Result<Attempted, Failure> {
        let token = match &call.authorization {
            Authorization::Bearer(need) => Some(self.token(need, false, call.options.signal.as_ref()).await?),
            Authorization::Basic { .. } | Authorization::None => None,
        };
        let deferred = Deferred::new();
        let promise = deferred.promise();
        let result = Rc::new(RefCell::new(None));
        let place = Rc::clone(&result);
        self.attempt(
            call,
            token.as_deref(),
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
    fn attempt(self: &Rc<Self>, call: &Rc<Call>, token: Option<&Live>, number: u32, done: Box<dyn FnOnce(Outcome)>) {
        let done: Box<dyn FnOnce(Outcome)> = if self.config.on_event.is_some() {
            self.emit("request", &|| about(call, number));
            let (session, call, begin) = (Rc::clone(self), Rc::clone(call), now());
            Box::new(move |outcome| {
                session.emit("response", &|| {
                    let mut members = about(&call, number);
                    members.push(("duration", (now() - begin).into()));
                    members.extend(match &outcome {
                        Outcome::Body(_, status) | Outcome::NotJson(_, status) => Some(("status", (*status).into())),
                        Outcome::Response(response) => Some(("status", response.status().unwrap_or_default().into())),
                        Outcome::Network(_) => Some(("code", Code::NetworkError.as_str().into())),
                        Outcome::TimedOut => Some(("code", Code::Timeout.as_str().into())),
                        Outcome::Aborted(_) => None,
                    });
                    members
                });
                done(outcome);
            })
        } else {
            done
        };
        let (input, init) = self.prepare(call, token);
        send(
            &Wire {
                fetch: self.config.fetch.as_ref(),
                input,
                init,
                timeout: call.options.timeout.unwrap_or(self.config.timeout),
                signal: call.options.signal.as_ref(),
                raw: call.passthrough.is_some(),
            },
            done,
        );
    }

    /// The arguments of `fetch`.
    fn prepare(&self, call: &Call, token: Option<&Live>) -> (JsValue, Init) {
        let base = token.map_or_else(|| self.identification(), |token| token.headers().clone());
        let mut own: Vec<(&str, JsValue)> = Vec::new();
        if let (None, Authorization::Basic { encoded, .. }) = (token, &call.authorization) {
            own.push(("authorization", ["Basic ", encoded].concat().into()));
        }
        if let Some((_, Some(media_type))) = &call.body {
            own.push(("content-type", (*media_type).into()));
        }
        own.extend(call.options.headers.iter().map(|(name, value)| (name.as_str(), value.into())));
        let headers = if own.is_empty() { base } else { Object::assign(&record(&[]), &base) };
        put(&headers, &own);
        let init = request_init(&headers);
        let input = match &call.passthrough {
            Some(given) => {
                // Ours wins: what the caller said about headers is in it.
                let copy = Object::assign(&record(&[]), given.init.unchecked_ref());
                return (given.input_for_attempt(), Object::assign(&copy, &init).unchecked_into());
            }
            None => JsValue::from_str(&call.url),
        };
        if call.method != Method::GET {
            init.set_method(call.method.as_str());
        }
        if let Some((body, _)) = &call.body {
            init.set_body(body);
        }
        (input, init)
    }

    /// The headers that every request of ours carries.
    fn identification(&self) -> Object {
        record(&[
            ("accept", "application/json".into()),
            ("user-agent", self.config.user_agent.as_str().into()),
            ("x-globus-client-info", self.config.client_info.as_str().into()),
        ])
    }

    /// Reads a refusal, without the secret or bearer that it may repeat. The error is the reason of the caller's signal.
    async fn read_refusal(
        &self,
        call: &Call,
        token: Option<&Live>,
        status: u16,
        response: &ResponseLike,
    ) -> Result<Refused, JsValue> {
        let header = |name| response.headers().and_then(|headers| headers.get(name)).ok().flatten();
        let limit = call.options.timeout.unwrap_or(self.config.timeout);
        let text = body::text(response, limit, call.options.signal.as_ref()).await?;
        let secrets = secrets(call, token);
        let body = redacted(&text, &secrets);
        Ok(Refused {
            status,
            json: if body.is_object() { to_json(&body) } else { Json::Null },
            body,
            retry_after: header("retry-after").and_then(|value| retry_after(&value)),
            request_id: header("x-request-id").and_then(|id| redacted(&id, &secrets).as_string()),
        })
    }
}

/// What must not be shown of what a server says, should it repeat what it was sent.
fn secrets(call: &Call, token: Option<&Live>) -> Array {
    let secrets = Array::new();
    if let Authorization::Basic { encoded, secret } = &call.authorization {
        secrets.push(&encoded.into());
        secrets.push(&secret.into());
    }
    if let Some(token) = token {
        secrets.push(&token.token.access_token.as_str().into());
    }
    secrets
}

impl Passthrough {
    /// A `Request` is cloned for each attempt, so that a second one finds its body unread.
    fn input_for_attempt(&self) -> JsValue {
        let clone = crate::js::values::member(&self.input, "clone");
        match clone.dyn_into::<js_sys::Function>() {
            Ok(clone) if self.replayable => clone.call0(&self.input).unwrap_or_else(|_| self.input.clone()),
            _ => self.input.clone(),
        }
    }
}

/// `Retry-After` in ms: whole seconds, or a date (RFC 9110, 10.2.3). Engines take much for a date, so the form is checked.
fn retry_after(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(f64::from(seconds) * 1000.0);
    }
    let date = if text.ends_with("GMT") { js_sys::Date::parse(text) } else { f64::NAN };
    date.is_finite().then(|| (date - now()).max(0.0))
}

fn name_of(service: Option<Service>) -> &'static str {
    service.map_or("the server", Service::name)
}

/// The error for an attempt that got no answer.
fn no_answer(call: &Call, code: Code, cause: JsValue) -> Failure {
    let url = call.url.split('?').next().unwrap_or_default();
    let (kind, message) = match code {
        Code::Timeout => (Kind::Timeout, format!("no answer in time from {} {url}", call.method.as_str())),
        _ => (Kind::Network, format!("no answer from {} {url}", call.method.as_str())),
    };
    let mut error = Error::new(kind, code, message).of_service(call.service.map(Service::name));
    error.retryable = true;
    Failure::caused(error, cause)
}

/// Which request an event is about. A query may hold names of files or people, so it is left out.
fn about(call: &Call, attempt: u32) -> Vec<Member> {
    let mut members = vec![
        ("method", call.method.as_str().into()),
        ("url", call.url.split('?').next().unwrap_or_default().into()),
        ("attempt", attempt.into()),
    ];
    members.extend(call.service.map(|service| ("service", service.name().into())));
    members
}
