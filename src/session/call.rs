//! A call: what is asked of whom, and how the answer is delivered.

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

/// How a call proves who calls.
#[derive(Clone)]
pub(crate) enum Authorization {
    /// With the bearer for a need.
    Bearer(Rc<TokenRequest>),
    /// With the client's id and secret, encoded for HTTP Basic. The secret, and the tokens and the like that the call is
    /// about, are kept to find them in what the server says.
    Basic { encoded: String, secret: Rc<Secret>, about: Rc<[String]> },
    /// Not by us: the caller's headers hold it, or none is wanted.
    None,
}

/// How the answer to a call is delivered.
#[derive(Clone, Debug)]
pub(crate) enum Delivery {
    /// The document of a success, held to what it has to be.
    Document(Reply),
    /// The `Response` of a success, its body unread.
    Response,
    /// The `Response`, whatever its status: the caller gave the arguments of `fetch`.
    Any(FetchArguments),
}

/// What a caller gave to `fetch()`.
#[derive(Clone, Debug)]
pub(crate) struct FetchArguments {
    /// URL or `Request`.
    pub(crate) input: JsValue,
    pub(crate) init: JsValue,
}

impl FetchArguments {
    /// A `Request` is cloned for each attempt, so that a second one finds its body unread.
    pub(super) fn input_for_attempt(&self) -> JsValue {
        match member(&self.input, "clone").dyn_into::<Function>() {
            Ok(clone) => clone.call0(&self.input).unwrap_or_else(|_| self.input.clone()),
            _ => self.input.clone(),
        }
    }
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
    pub(super) fn number(&self) -> u32 {
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

/// Work that Globus does once, however often it is submitted.
#[derive(Debug)]
pub(crate) struct Submission {
    /// What Globus knows it by.
    pub(crate) id: String,
    /// Whether an attempt has ended without a word of what became of it.
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
    /// Whose it is, by its public name.
    pub(crate) service: Option<&'static str>,
    pub(crate) authorization: Authorization,
    pub(crate) method: Method,
    pub(crate) url: String,
    /// The body, and its media type if it is ours to tell.
    pub(crate) body: Option<(JsValue, Option<&'static str>)>,
    pub(crate) repeat: Repeat,
    pub(crate) delivery: Delivery,
    pub(crate) options: CallOptions,
    /// Of a call whose document has a submission id.
    pub(crate) submission: Option<Rc<Submission>>,
}

impl Call {
    /// A call without a body that gives any document. It may be repeated if its method says so.
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

    /// What a success has to be, if it is delivered as a document.
    pub(super) fn reply(&self) -> Option<Reply> {
        match self.delivery {
            Delivery::Document(reply) => Some(reply),
            Delivery::Response | Delivery::Any(_) => None,
        }
    }

    /// A caller's own `authorization` header wins over the account's token.
    pub(crate) fn with_own_authorization(self) -> Self {
        if self.options.authorization().is_some() { Self { authorization: Authorization::None, ..self } } else { self }
    }
}
