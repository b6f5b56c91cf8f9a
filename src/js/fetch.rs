//! One HTTP attempt. `core/attempt.js` makes it, because it consists of promises, timers and signals, and each of its
//! steps would cross the border. This file passes the request in and gets the outcome. No future takes part, so that a
//! call of a warm account costs little more than its `fetch`.

use super::http::{Init, ResponseLike};
use super::time::Signal;
use crate::wire::reply::Reply;
use js_sys::{Function, Object};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./promises.js")]
extern "C" {
    /// The second argument of `fetch`, based on that of `account.fetch` if the call came from there.
    #[wasm_bindgen(js_name = requestInit)]
    pub(crate) fn request_init(headers: &Object, arguments: &JsValue) -> Init;

    /// Whether a thrown value is a framework's own control-flow rejection, such as Next.js's with a `digest`.
    #[wasm_bindgen(js_name = isControlRejection)]
    pub(crate) fn is_control_rejection(thrown: &JsValue) -> bool;
}

#[wasm_bindgen(raw_module = "./attempt.js")]
extern "C" {
    /// Makes an attempt and calls `ended` exactly once. Catches whatever a user's functions throw.
    #[allow(clippy::too_many_arguments, reason = "an object would be one more crossing for each")]
    fn attempt(
        fetch: Option<&Function>,
        input: &JsValue,
        init: &Init,
        timeout: f64,
        signal: Option<&Signal>,
        promise: Option<u8>,
        member: Option<&str>,
        number: u32,
        ended: &JsValue,
    );
}

#[wasm_bindgen(raw_module = "./replies.js")]
extern "C" {
    /// Describes a body in words; none if it is not JSON.
    #[wasm_bindgen(js_name = kindOf)]
    pub(crate) fn kind_of(text: &JsValue) -> Option<String>;
}

/// A request that is ready to send.
#[derive(Debug)]
pub(crate) struct OutgoingRequest<'a> {
    /// The user's `fetch`, or the platform's.
    pub(crate) fetch: Option<&'a Function>,
    /// A URL, or the caller's `Request`.
    pub(crate) input: JsValue,
    pub(crate) init: Init,
    /// The time limit until the response, and between two parts of its body, ms.
    pub(crate) timeout: f64,
    pub(crate) signal: Option<&'a Signal>,
    /// The form of a successful reply; `None` if the caller wants the `Response`.
    pub(crate) reply: Option<Reply>,
}

/// The outcome of an attempt.
#[derive(Clone, Debug)]
pub(crate) enum AttemptOutcome {
    /// Success: the parsed body (null if empty) and its response.
    Expected(JsValue, ResponseLike),
    /// Success with a body that is not what the call promises: its text and its response.
    Unexpected(JsValue, ResponseLike),
    /// A response with its body unread: not a success, or requested unread.
    Response(ResponseLike),
    /// `fetch` or the reading of the body failed.
    NetworkError(JsValue),
    /// The time limit passed.
    TimedOut,
    /// The caller aborted, or a framework took over: the call rejects with this value.
    Aborted(JsValue),
}

type OnOutcome = Box<dyn FnOnce(AttemptOutcome)>;

/// The callbacks of the attempts in flight, by number. A number is reused after its attempt has ended.
struct AttemptsInFlight {
    waiting: Vec<Option<OnOutcome>>,
    free: Vec<u32>,
}

thread_local! {
    /// Owner: this module.
    static ATTEMPTS: RefCell<AttemptsInFlight> = const { RefCell::new(AttemptsInFlight { waiting: Vec::new(), free: Vec::new() }) };
    static ENDED: Closure<dyn Fn(u32, u8, JsValue, ResponseLike)> = Closure::new(on_ended);
}

impl AttemptsInFlight {
    fn add(&mut self, done: OnOutcome) -> u32 {
        if let Some(number) = self.free.pop()
            && let Some(slot) = self.waiting.get_mut(number as usize)
        {
            *slot = Some(done);
            return number;
        }
        self.waiting.push(Some(done));
        u32::try_from(self.waiting.len() - 1).unwrap_or(u32::MAX)
    }

    fn take(&mut self, number: u32) -> Option<OnOutcome> {
        let done = self.waiting.get_mut(number as usize)?.take()?;
        self.free.push(number);
        Some(done)
    }
}

/// Sends a request. Calls `done` exactly once, and only after this function has returned, unless nothing could be sent.
pub(crate) fn send(request: &OutgoingRequest<'_>, done: OnOutcome) {
    if let Some(reason) = request.signal.and_then(Signal::abort_reason) {
        return done(AttemptOutcome::Aborted(reason));
    }
    let number = ATTEMPTS.with_borrow_mut(|attempts| attempts.add(done));
    let (promise, member) = request.reply.map(Reply::check).unzip();
    let (OutgoingRequest { fetch, input, init, timeout, signal, .. }, member) = (request, member.flatten());
    ENDED.with(|ended| attempt(*fetch, input, init, *timeout, *signal, promise, member, number, ended.as_ref()));
}

/// Called by `core/attempt.js` with its number for the kind of outcome.
fn on_ended(number: u32, kind: u8, value: JsValue, response: ResponseLike) {
    let Some(done) = ATTEMPTS.with_borrow_mut(|attempts| attempts.take(number)) else { return };
    done(match kind {
        0 => AttemptOutcome::Expected(value, response),
        1 => AttemptOutcome::Unexpected(value, response),
        2 => AttemptOutcome::Response(response),
        3 => AttemptOutcome::NetworkError(value),
        4 => AttemptOutcome::TimedOut,
        _ => AttemptOutcome::Aborted(value),
    });
}
