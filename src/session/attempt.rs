//! One attempt of a call: its token, what is put before `fetch`, and what listeners are told.

use super::call::{Authorization, Call, Delivery};
use super::event_fields::request_fields;
use super::failure::foreign_origin;
use super::state::Session;
use crate::js::convert::{put, record};
use crate::js::drive::Deferred;
use crate::js::errors::CallError;
use crate::js::fetch::{AttemptOutcome, OutgoingRequest, request_init, send};
use crate::js::http::Init;
use crate::js::runtime::now;
use crate::model::environment::Service;
use crate::policy::retry::Repeat;
use crate::tokens::{IssuedToken, Purpose};
use crate::wire::error::{Code, Error};
use crate::wire::request::Method;
use js_sys::Object;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What an attempt ended with, and the token it was made with.
pub(super) type AttemptResult = (AttemptOutcome, Option<Rc<IssuedToken>>);

/// Hears how an attempt ended.
type OnAttemptOutcome = Box<dyn FnOnce(AttemptOutcome)>;

impl Session {
    /// Makes an attempt as a step of a task, with a token that was asked for `purpose`.
    pub(super) async fn attempt_with_token(
        self: &Rc<Self>,
        call: &Rc<Call>,
        number: u32,
        purpose: Purpose,
    ) -> Result<AttemptResult, CallError> {
        let token = match &call.authorization {
            Authorization::Bearer(token_request) => {
                Some(self.tokens.get(token_request, purpose, call.options.signal.as_ref()).await?)
            }
            Authorization::Basic { .. } | Authorization::None => None,
        };
        if let Some(token) = &token {
            self.check_token_origin(call, token)?;
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
        let outcome = result.take().unwrap_or(AttemptOutcome::TimedOut);
        Ok((outcome, token))
    }

    /// Sees that a token of one of Globus's services goes nowhere else: by what Globus Auth says whose it is, as a scope may not tell.
    fn check_token_origin(&self, call: &Call, token: &IssuedToken) -> Result<(), Error> {
        match Service::from_resource_server(&token.token.resource_server) {
            Some(owner) if !self.config.urls.contains(owner, &call.url) => Err(foreign_origin(owner.name(), &call.url)),
            _ => Ok(()),
        }
    }

    /// Makes one attempt; `done` hears how it ended.
    pub(super) fn attempt(
        self: &Rc<Self>,
        call: &Rc<Call>,
        token: Option<&Rc<IssuedToken>>,
        number: u32,
        done: OnAttemptOutcome,
    ) {
        let done = if self.config.listeners.any() { self.with_events(call, token, number, done) } else { done };
        let (input, init) = self.arguments(call, token.map(Rc::as_ref));
        send(
            &OutgoingRequest {
                fetch: self.config.fetch.as_ref(),
                input,
                init,
                timeout: call.options.timeout.unwrap_or(self.config.timeout),
                signal: call.options.signal.as_ref(),
                reply: call.reply(),
            },
            done,
        );
    }

    /// Tells listeners of an attempt, and of its end before `done` hears of it.
    fn with_events(
        self: &Rc<Self>,
        call: &Rc<Call>,
        token: Option<&Rc<IssuedToken>>,
        number: u32,
        done: OnAttemptOutcome,
    ) -> OnAttemptOutcome {
        self.config.listeners.emit("request", &|| request_fields(call, number, None));
        let (session, call, token, begin) = (Rc::clone(self), Rc::clone(call), token.cloned(), now());
        Box::new(move |outcome| {
            session.config.listeners.emit("response", &|| {
                let mut fields = request_fields(&call, number, None);
                fields.push(("duration", (now() - begin).into()));
                match &outcome {
                    AttemptOutcome::Parsed(_, response)
                    | AttemptOutcome::Unparsable(_, response)
                    | AttemptOutcome::Response(response) => {
                        fields.push(("status", response.status().unwrap_or_default().into()));
                        let id = session.request_id(&call, token.as_deref(), response);
                        fields.extend(id.map(|id| ("requestId", id.into())));
                    }
                    AttemptOutcome::NetworkError(_) => fields.push(("code", Code::NetworkError.as_str().into())),
                    AttemptOutcome::TimedOut => fields.push(("code", Code::Timeout.as_str().into())),
                    AttemptOutcome::Aborted(_) => {}
                }
                fields
            });
            done(outcome);
        })
    }

    /// The arguments of `fetch`.
    fn arguments(&self, call: &Call, token: Option<&IssuedToken>) -> (JsValue, Init) {
        let base = token.map_or_else(|| self.identification(), |token| self.headers_for(token));
        let mut own: Vec<(&str, JsValue)> = Vec::new();
        if let (None, Authorization::Basic { encoded, .. }) = (token, &call.authorization) {
            own.push(("authorization", format!("Basic {encoded}").into()));
        }
        if let Some((_, Some(media_type))) = &call.body {
            own.push(("content-type", (*media_type).into()));
        }
        own.extend(call.options.headers.iter().map(|(name, value)| (name.as_str(), value.into())));
        let headers = if own.is_empty() { base } else { Object::assign(&record(&[]), &base) };
        put(&headers, &own);
        // Ours wins: what the caller said about headers is in it.
        if let Delivery::Any(given) = &call.delivery {
            return (given.input_for_attempt(), request_init(&headers, &given.init));
        }
        let init = request_init(&headers, &JsValue::UNDEFINED);
        if call.method != Method::GET {
            init.set_method(call.method.as_str());
        }
        if let Some((body, _)) = &call.body {
            init.set_body(body);
            if call.repeat == Repeat::Never {
                // What a stream needs with Node's `fetch`; others do not look at it.
                init.set_duplex("half");
            }
        }
        (JsValue::from_str(&call.url), init)
    }

    fn headers_for(&self, token: &IssuedToken) -> Object {
        let made = token.headers(|| {
            let headers = self.identification();
            put(&headers, &[("authorization", token.token.authorization().into())]);
            headers
        });
        made.clone()
    }

    /// The headers that every request of ours carries.
    fn identification(&self) -> Object {
        record(&[
            ("accept", "application/json".into()),
            ("user-agent", self.config.user_agent.as_str().into()),
            ("x-globus-client-info", self.config.client_info.as_str().into()),
        ])
    }
}
