//! A call: its request, its authorization, and how its result is delivered.

use crate::js::arguments::CallOptions;
use crate::js::convert::member;
use crate::model::token::TokenRequest;
use crate::policy::retry::Repeat;
use crate::tokens::Secret;
use crate::wire::reply::Reply;
use crate::wire::request::Method;
use js_sys::Function;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How a call is authorized.
#[derive(Clone)]
pub(crate) enum Authorization {
    /// With the bearer for a token request.
    Bearer(Rc<TokenRequest>),
    /// With the client id and secret, encoded for HTTP Basic. The secret and `redacted_texts` (tokens, codes or
    /// passwords in the form, also percent-encoded) are redacted from what the server sends.
    Basic { encoded: String, secret: Rc<Secret>, redacted_texts: Rc<[String]> },
    /// Not by the account: the caller's headers contain it, or the call needs none.
    None,
}

/// How the result of a call is delivered.
#[derive(Clone, Debug)]
pub(crate) enum Delivery {
    /// The reply of a successful response, checked against this form.
    Document(Reply),
    /// The `Response` of a success, with its body unread.
    Response,
    /// The `Response`, whatever its status: the call came from `account.fetch`.
    Any(FetchArguments),
}

/// The arguments of `account.fetch`.
#[derive(Clone, Debug)]
pub(crate) struct FetchArguments {
    /// A URL or a `Request`.
    pub(crate) input: JsValue,
    pub(crate) init: JsValue,
}

impl FetchArguments {
    /// Returns the input for one attempt. A `Request` is cloned, so that the next attempt finds its body unread.
    pub(super) fn input_for_attempt(&self) -> JsValue {
        match member(&self.input, "clone").dyn_into::<Function>() {
            Ok(clone) => clone.call0(&self.input).unwrap_or_else(|_| self.input.clone()),
            _ => self.input.clone(),
        }
    }
}

/// Identifies a call in events, within this process. The number is assigned when an event first needs it.
#[derive(Default)]
pub(crate) struct CallId(Cell<u32>);

impl Clone for CallId {
    /// A copy is another call: it gets a number of its own.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl CallId {
    pub(super) fn number(&self) -> u32 {
        thread_local! {
            /// Owner: this function. The number assigned last.
            static LAST: Cell<u32> = const { Cell::new(0) };
        }
        if self.0.get() == 0 {
            self.0.set(LAST.get().wrapping_add(1).max(1));
            LAST.set(self.0.get());
        }
        self.0.get()
    }
}

/// A submission: Globus carries it out once, however often it is sent.
#[derive(Debug)]
pub(crate) struct Submission {
    /// Its submission id.
    pub(crate) id: String,
    /// Whether an attempt ended without telling if the submission arrived.
    pub(crate) may_have_arrived: Cell<bool>,
}

impl Submission {
    pub(crate) fn new(id: String) -> Rc<Self> {
        Rc::new(Self { id, may_have_arrived: Cell::default() })
    }
}

/// A call of any API.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) id: CallId,
    /// The public name of its service.
    pub(crate) service: Option<&'static str>,
    pub(crate) authorization: Authorization,
    pub(crate) method: Method,
    pub(crate) url: String,
    /// The body, and its `content-type` unless the caller or the platform sets it.
    pub(crate) body: Option<(JsValue, Option<&'static str>)>,
    pub(crate) repeat: Repeat,
    pub(crate) delivery: Delivery,
    pub(crate) options: CallOptions,
    /// Set if the document has a submission id.
    pub(crate) submission: Option<Rc<Submission>>,
}

impl Call {
    /// Returns a call without a body that accepts any reply. Its method decides whether it may be repeated.
    pub(crate) fn new(
        service: Option<&'static str>,
        authorization: Authorization,
        method: Method,
        url: String,
    ) -> Self {
        Self {
            id: CallId::default(),
            service,
            authorization,
            method,
            url,
            body: None,
            repeat: if method.is_idempotent() { Repeat::Safely } else { Repeat::Unprocessed },
            delivery: Delivery::Document(Reply::Any),
            options: CallOptions::default(),
            submission: None,
        }
    }

    /// Returns the form of the reply, if the call delivers one.
    pub(super) fn reply(&self) -> Option<Reply> {
        match self.delivery {
            Delivery::Document(reply) => Some(reply),
            Delivery::Response | Delivery::Any(_) => None,
        }
    }

    /// Leaves authorization to the caller's own `authorization` header, if there is one.
    pub(crate) fn with_own_authorization(self) -> Self {
        if self.options.authorization().is_some() { Self { authorization: Authorization::None, ..self } } else { self }
    }
}
