//! A call, and how it is put before `fetch`.

use super::Session;
use super::live::Live;
use crate::advice::step::{Who, by};
use crate::advice::{Fact, Facts, advise};
use crate::js::errors::{Failure, reason};
use crate::js::events::Member;
use crate::js::fetch::request_init;
use crate::js::http::{Init, REQUEST_ID, ResponseLike};
use crate::js::runtime::{ignored_proxy, redacted};
use crate::js::values::{CallOptions, put, record};
use crate::model::environment::Service;
use crate::model::scope::id_of_url;
use crate::model::token::Need;
use crate::wire::error::{Code, Error, Kind};
use crate::wire::reply::Reply;
use crate::wire::request::{Method, origin};
use crate::wire::response::FILES;
use js_sys::{Array, Object};
use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How a call proves who calls.
#[derive(Clone)]
pub(crate) enum Authorization {
    /// With the bearer for a need.
    Bearer(Rc<Need>),
    /// With the client's id and secret, encoded for HTTP Basic. The secret, and the tokens and the like that the call is
    /// about, are kept to find them in what the server says.
    Basic { encoded: String, secret: Rc<str>, about: Rc<[String]> },
    /// Not by us: the caller's headers hold it, or none is wanted.
    None,
}

/// What tells a call from others of this process in what listeners hear. It is given when it is first asked for.
#[derive(Default)]
pub(crate) struct CallId(Cell<u32>);

impl Clone for CallId {
    /// A call that is made like another is another call.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl CallId {
    fn number(&self) -> u32 {
        thread_local! {
            /// Owner: this function. The last number that was given.
            static LAST: Cell<u32> = const { Cell::new(0) };
        }
        if self.0.get() == 0 {
            self.0.set(LAST.get().wrapping_add(1).max(1));
            LAST.set(self.0.get());
        }
        self.0.get()
    }
}

/// A call of any API.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) id: CallId,
    /// Whose it is, by its public name.
    pub(crate) service: Option<&'static str>,
    pub(crate) authorization: Authorization,
    pub(crate) method: Method,
    pub(crate) url: String,
    /// The body, and its media type if it is ours to tell.
    pub(crate) body: Option<(JsValue, Option<&'static str>)>,
    /// Whether the body can be sent a second time.
    pub(crate) replayable: bool,
    /// Whether it may be repeated although the service may have carried it out.
    pub(crate) safe: bool,
    pub(crate) options: CallOptions,
    /// What a success has to be.
    pub(crate) reply: Reply,
    /// Of a call whose document has a submission id.
    pub(crate) submission: Option<Rc<Submission>>,
    /// Whether a success is handed over as a `Response`, its body unread.
    pub(crate) raw: bool,
    /// The caller's own `fetch` arguments: then the `Response` itself is the result.
    pub(crate) passthrough: Option<Passthrough>,
}

/// Work that Globus does once, however often it is submitted.
#[derive(Debug)]
pub(crate) struct Submission {
    /// What Globus knows it by.
    pub(crate) id: String,
    /// Whether an attempt has ended without a word of what became of it.
    pub(crate) may_have_arrived: Cell<bool>,
}

/// What a caller gave to `fetch()`.
#[derive(Clone, Debug)]
pub(crate) struct Passthrough {
    /// URL or `Request`.
    pub(crate) input: JsValue,
    pub(crate) init: JsValue,
}

impl Passthrough {
    /// A `Request` is cloned for each attempt, so that a second one finds its body unread.
    fn input_for_attempt(&self) -> JsValue {
        let clone = crate::js::values::member(&self.input, "clone");
        match clone.dyn_into::<js_sys::Function>() {
            Ok(clone) => clone.call0(&self.input).unwrap_or_else(|_| self.input.clone()),
            _ => self.input.clone(),
        }
    }
}

impl Session {
    /// The arguments of `fetch`.
    pub(super) fn prepare(&self, call: &Call, token: Option<&Live>) -> (JsValue, Init) {
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
        // Ours wins: what the caller said about headers is in it.
        if let Some(given) = &call.passthrough {
            return (given.input_for_attempt(), request_init(&headers, &given.init));
        }
        let init = request_init(&headers, &JsValue::UNDEFINED);
        if call.method != Method::GET {
            init.set_method(call.method.as_str());
        }
        if let Some((body, _)) = &call.body {
            init.set_body(body);
            if !call.replayable {
                // What a stream needs with Node's `fetch`; others do not look at it.
                init.set_duplex("half");
            }
        }
        (JsValue::from_str(&call.url), init)
    }

    /// The headers that every request of ours carries.
    pub(super) fn identification(&self) -> Object {
        record(&[
            ("accept", "application/json".into()),
            ("user-agent", self.config.user_agent.as_str().into()),
            ("x-globus-client-info", self.config.client_info.as_str().into()),
        ])
    }
}

/// So many tokens are looked for where it is not known which were sent.
const MOST_TOKENS: usize = 64;

impl Session {
    /// What must not be shown of what a server says or `fetch` throws, should it repeat what it was given: by this call, or by the
    /// grant before it.
    pub(super) fn secrets(&self, call: &Call, token: Option<&Live>) -> Array {
        let secrets: Array = self.known_secret().iter().map(|text| JsValue::from(&**text)).collect();
        let add = |text: &str| secrets.push(&text.into());
        if let Authorization::Basic { encoded, secret, about } = &call.authorization {
            add(encoded);
            add(secret);
            for text in about.iter() {
                add(text);
            }
        }
        if let Some(token) = token {
            add(&token.token.access_token);
        }
        // A caller's own bearer is as secret.
        add(call.options.authorization().unwrap_or_default());
        secrets
    }

    /// What the service calls a request by, if it says so.
    pub(super) fn request_id(&self, call: &Call, token: Option<&Live>, response: &ResponseLike) -> Option<String> {
        redacted(&response.header(REQUEST_ID)?, &self.secrets(call, token)).as_string()
    }

    /// The secret, and the tokens in memory, if there are no more than an application needs: what a job must not show.
    pub(crate) fn all_secrets(&self) -> Array {
        let tokens =
            self.tokens.all().into_iter().take(MOST_TOKENS).map(|(_, live)| live.token.access_token.as_str().into());
        let secrets = self.known_secret().into_iter().chain(self.tokens.former.borrow().clone());
        secrets.map(|text| JsValue::from(&*text)).chain(tokens).collect()
    }

    /// Sees that a token of one of Globus's services goes nowhere else: by what Globus Auth says whose it is, as a scope may not tell.
    pub(super) fn check_home(&self, call: &Call, token: &Live) -> Result<(), Error> {
        match Service::from_resource_server(&token.token.resource_server) {
            Some(owner) if !self.config.urls.holds(owner, &call.url) => Err(foreign_origin(owner.name(), &call.url)),
            _ => Ok(()),
        }
    }
}

/// The error for a token that was about to leave its service.
pub(crate) fn foreign_origin(service: &str, url: &str) -> Error {
    let origin = origin(url).unwrap_or("this URL");
    let problem = ["is not of ", service, ", whose token is not sent to ", origin].concat();
    Error::config(Code::ForeignOrigin, "url", &problem)
        .with_step(&by(Who::You, "For another server, name the scopes that its token needs, as `target`"))
}

/// Who a call asks, in a message: the service, the collection whose files it is about, or the host.
pub(super) fn name_of(call: &Call) -> Cow<'static, str> {
    match (call.service, &call.authorization) {
        (Some(FILES), Authorization::Bearer(need)) => {
            let id = need.scopes.iter().find_map(|scope| id_of_url(scope.name()));
            ["the server of the collection ", id.unwrap_or_default()].concat().into()
        }
        (Some(service), _) => service.into(),
        (None, _) => origin(&call.url).unwrap_or("the server").to_owned().into(),
    }
}

/// An address without its query and fragment: they may hold names of files or people.
fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// Adds to an error which request it is of.
pub(super) fn of_call(mut error: Error, call: &Call, secrets: &Array) -> Error {
    error.method = Some(call.method.as_str());
    error.url = redacted(without_query(&call.url), secrets).as_string();
    error.of_service(call.service)
}

impl Session {
    /// The error for an attempt that got no answer: because of what `fetch` has thrown, or in time.
    pub(super) fn no_answer(&self, call: &Call, token: Option<&Live>, thrown: Option<&JsValue>) -> Failure {
        let secrets = self.secrets(call, token);
        let (kind, code, when) = match thrown {
            Some(_) => (Kind::Network, Code::NetworkError, ""),
            None => (Kind::Timeout, Code::Timeout, " in time"),
        };
        let (cause, reason) = thrown.map(|thrown| reason(thrown, &secrets)).unwrap_or_default();
        let mut error = of_call(Error::new(kind, code, String::new()), call, &secrets);
        let colon = if reason.is_empty() { "" } else { ": " };
        let url = error.url.as_deref().unwrap_or_default();
        error.message = ["no answer", when, " from ", call.method.as_str(), " ", url, colon, &reason].concat();
        error.retryable = true;
        self.advise_on_network(call, &mut error, &[(Fact::Reason, &reason)]);
        Failure::caused(error, cause)
    }

    /// Adds the proxy that the platform's `fetch` does not use. A user's own has its own ways.
    pub(crate) fn add_proxy(&self, facts: &mut Facts, url: &str) {
        if self.config.fetch.is_none() {
            facts.add(Fact::Proxy, &ignored_proxy(url).unwrap_or_default());
        }
    }

    /// Says what to do about what happened on the way to a server.
    pub(super) fn advise_on_network(&self, call: &Call, error: &mut Error, more: &[(Fact, &str)]) {
        let mut facts = self.account(None).facts();
        facts.add(Fact::Code, error.code.as_str());
        facts.add(Fact::Call, &call.url);
        for (fact, text) in more {
            facts.add(*fact, text);
        }
        self.add_proxy(&mut facts, &call.url);
        advise(error, &facts);
    }
}

/// Which call an event belongs to, and what its service calls the request by, if it has said so.
pub(super) fn told_of(call: &Call, request_id: Option<&str>) -> Vec<Member> {
    let mut members = vec![("callId", call.id.number().into())];
    members.extend(call.service.map(|service| ("service", service.into())));
    members.extend(request_id.map(|id| ("requestId", id.into())));
    members
}

/// Which request an event is about. A query may hold names of files or people, so it is left out.
pub(super) fn about(call: &Call, attempt: u32, request_id: Option<&str>) -> Vec<Member> {
    let mut members = told_of(call, request_id);
    members.extend([
        ("method", call.method.as_str().into()),
        ("url", without_query(&call.url).into()),
        ("attempt", attempt.into()),
    ]);
    members
}
