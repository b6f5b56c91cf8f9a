//! One HTTP attempt. `core/attempt.js` makes it: it is all about promises, timers and signals, and each step of it would cross the
//! border. Here is what Rust gives to an attempt and gets of it. No future takes part, so that a call from a warm account costs little
//! more than its `fetch`.

use super::http::{Init, ResponseLike};
use super::time::Signal;
use crate::wire::reply::Reply;
use js_sys::{Function, Object};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./promises.js")]
extern "C" {
    /// The second argument of `fetch`, made of what the caller of `account.fetch` gave, if that is where it comes from.
    #[wasm_bindgen(js_name = requestInit)]
    pub(crate) fn request_init(headers: &Object, given: &JsValue) -> Init;

    /// Whether what was thrown is a framework's own, for the framework alone to see.
    pub(crate) fn steers(thrown: &JsValue) -> bool;
}

#[wasm_bindgen(raw_module = "./attempt.js")]
extern "C" {
    /// Makes an attempt, and calls `ended` exactly once. It catches whatever a user's functions throw.
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
    /// What a body is, in words; none if it is not JSON.
    #[wasm_bindgen(js_name = kindOf)]
    pub(crate) fn kind_of(text: &JsValue) -> Option<String>;
}

/// A request ready to be sent.
#[derive(Debug)]
pub(crate) struct OutgoingRequest<'a> {
    /// The user's `fetch`, or the platform's.
    pub(crate) fetch: Option<&'a Function>,
    /// A URL, or a `Request` that the caller made.
    pub(crate) input: JsValue,
    pub(crate) init: Init,
    /// ms that may pass until the response is there, and between two parts of its body.
    pub(crate) timeout: f64,
    pub(crate) signal: Option<&'a Signal>,
    /// What a success promises; none if the caller wants the `Response` itself.
    pub(crate) reply: Option<Reply>,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
pub(crate) enum AttemptOutcome {
    /// Success: the body, parsed (null if it had none), and what it came with.
    Parsed(JsValue, ResponseLike),
    /// Success with a body that is not what the call promises: its text, and what it came with.
    Unparsable(JsValue, ResponseLike),
    /// A response whose body was not read: not a success, or wanted as it is.
    Response(ResponseLike),
    /// `fetch`, or reading the body, failed.
    NetworkError(JsValue),
    /// The deadline passed.
    TimedOut,
    /// The caller aborted, or a framework steers it elsewhere: this is what the call rejects with.
    Aborted(JsValue),
}

type OnOutcome = Box<dyn FnOnce(AttemptOutcome)>;

/// Who hears of the attempts under way, by number. A number is given again once its attempt has ended.
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
            && let Some(place) = self.waiting.get_mut(number as usize)
        {
            *place = Some(done);
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

/// Sends a request; `done` is called exactly once, never before this function returns unless nothing could be sent.
pub(crate) fn send(wire: &OutgoingRequest<'_>, done: OnOutcome) {
    if let Some(reason) = wire.signal.and_then(Signal::abort_reason) {
        return done(AttemptOutcome::Aborted(reason));
    }
    let number = ATTEMPTS.with_borrow_mut(|attempts| attempts.add(done));
    let (promise, member) = wire.reply.map(Reply::check).unzip();
    let (OutgoingRequest { fetch, input, init, timeout, signal, .. }, member) = (wire, member.flatten());
    ENDED.with(|ended| attempt(*fetch, input, init, *timeout, *signal, promise, member, number, ended.as_ref()));
}

/// By the numbers that `core/attempt.js` gives to the ways in which an attempt ends.
fn on_ended(number: u32, kind: u8, value: JsValue, response: ResponseLike) {
    let Some(done) = ATTEMPTS.with_borrow_mut(|attempts| attempts.take(number)) else { return };
    done(match kind {
        0 => AttemptOutcome::Parsed(value, response),
        1 => AttemptOutcome::Unparsable(value, response),
        2 => AttemptOutcome::Response(response),
        3 => AttemptOutcome::NetworkError(value),
        4 => AttemptOutcome::TimedOut,
        _ => AttemptOutcome::Aborted(value),
    });
}
