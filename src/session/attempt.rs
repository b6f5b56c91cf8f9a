//! One attempt of a call: its token, the arguments of `fetch`, and its events.

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

/// The outcome of an attempt, and the token it was made with.
pub(super) type AttemptResult = (AttemptOutcome, Option<Rc<IssuedToken>>);

/// Called with the outcome of an attempt.
type OnAttemptOutcome = Box<dyn FnOnce(AttemptOutcome)>;

impl Session {
    /// Makes an attempt as a step of a task. Requests its token for `purpose`.
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
        let slot = Rc::clone(&result);
        self.attempt(
            call,
            token.as_ref(),
            number,
            Box::new(move |outcome| {
                slot.replace(Some(outcome));
                deferred.resolve(&JsValue::UNDEFINED);
            }),
        );
        let _ = JsFuture::from(promise).await;
        let outcome = result.take().unwrap_or(AttemptOutcome::TimedOut);
        Ok((outcome, token))
    }

    /// Checks that a token of a Globus service goes only to that service. The token's resource server decides, because
    /// a scope may not show its service.
    fn check_token_origin(&self, call: &Call, token: &IssuedToken) -> Result<(), Error> {
        match Service::from_resource_server(&token.token.resource_server) {
            Some(owner) if !self.config.urls.contains(owner, &call.url) => Err(foreign_origin(owner.name(), &call.url)),
            _ => Ok(()),
        }
    }

    /// Makes one attempt and passes its outcome to `done`.
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

    /// Emits `request` now, and `response` before `done` gets the outcome.
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
                    AttemptOutcome::Expected(_, response)
                    | AttemptOutcome::Unexpected(_, response)
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

    /// Returns the arguments of `fetch`.
    fn arguments(&self, call: &Call, token: Option<&IssuedToken>) -> (JsValue, Init) {
        let base = token.map_or_else(|| self.identification(), |token| self.headers_for(token));
        let mut more_headers: Vec<(&str, JsValue)> = Vec::new();
        if let (None, Authorization::Basic { encoded, .. }) = (token, &call.authorization) {
            more_headers.push(("authorization", format!("Basic {encoded}").into()));
        }
        if let Some((_, Some(media_type))) = &call.body {
            more_headers.push(("content-type", (*media_type).into()));
        }
        more_headers.extend(call.options.headers.iter().map(|(name, value)| (name.as_str(), value.into())));
        let headers = if more_headers.is_empty() { base } else { Object::assign(&record(&[]), &base) };
        put(&headers, &more_headers);
        // These headers replace those of the caller's `init`: they already include the caller's.
        if let Delivery::Any(arguments) = &call.delivery {
            return (arguments.input_for_attempt(), request_init(&headers, &arguments.init));
        }
        let init = request_init(&headers, &JsValue::UNDEFINED);
        if call.method != Method::GET {
            init.set_method(call.method.as_str());
        }
        if let Some((body, _)) = &call.body {
            init.set_body(body);
            if call.repeat == Repeat::Never {
                // Node's `fetch` demands `duplex` for a stream (https://fetch.spec.whatwg.org/#dom-requestinit-duplex).
                // Other platforms ignore it.
                init.set_duplex("half");
            }
        }
        (JsValue::from_str(&call.url), init)
    }

    fn headers_for(&self, token: &IssuedToken) -> Object {
        let headers = token.headers(|| {
            let headers = self.identification();
            put(&headers, &[("authorization", token.token.authorization().into())]);
            headers
        });
        headers.clone()
    }

    /// Returns the headers that every request of this package carries.
    fn identification(&self) -> Object {
        record(&[
            ("accept", "application/json".into()),
            ("user-agent", self.config.user_agent.as_str().into()),
            ("x-globus-client-info", self.config.client_info.as_str().into()),
        ])
    }
}
