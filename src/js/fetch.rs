//! One HTTP attempt: call `fetch`, read the body, hold the attempt to its deadline and its caller's signal.
//!
//! No future takes part: an attempt sits in a *slot*, and the callbacks of its promises are functions bound to the slot's
//! number. Slots and their functions are used again by later attempts, so that a call from a warm account costs little more than
//! its `fetch`.

use super::http::{Init, ResponseLike};
use super::runtime::{clear_timeout, now, set_timeout};
use super::time::Signal;
use crate::reply::Reply;
use js_sys::{Function, Object};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal};

#[wasm_bindgen]
extern "C" {
    /// The platform's `fetch`, looked up at every call: tests and frameworks replace it.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(input: &JsValue, init: &Init) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(raw_module = "./promises.js")]
extern "C" {
    /// Attaches a slot's functions to whatever a user's function gave back.
    #[wasm_bindgen(catch)]
    fn follow(value: &JsValue, fulfilled: &Function, rejected: &Function) -> Result<(), JsValue>;

    /// The second argument of `fetch`, made of what the caller of `account.fetch` gave, if that is where it comes from.
    #[wasm_bindgen(js_name = requestInit)]
    pub(crate) fn request_init(headers: &Object, given: &JsValue) -> Init;

    /// Whether what was thrown is a framework's own, for the framework alone to see.
    pub(crate) fn steers(thrown: &JsValue) -> bool;
}

#[wasm_bindgen(raw_module = "./replies.js")]
extern "C" {
    /// The text of a body; `heard` is called with each part of it. An async function: it rejects and never throws.
    #[wasm_bindgen(js_name = textOf)]
    fn text_of(response: &ResponseLike, heard: &Function) -> JsValue;

    /// A body, parsed; undefined if it is not what was promised. Throws for what is not JSON.
    #[wasm_bindgen(catch, js_name = readReply)]
    fn read_reply(text: &JsValue, promise: u8) -> Result<JsValue, JsValue>;

    /// What a body is, in words; none if it is not JSON.
    #[wasm_bindgen(js_name = kindOf)]
    pub(crate) fn kind_of(text: &JsValue) -> Option<String>;

    /// The same, of a promise about a member.
    #[wasm_bindgen(catch, js_name = readReply)]
    fn read_reply_with(text: &JsValue, promise: u8, member: &str) -> Result<JsValue, JsValue>;
}

/// A request ready to be sent.
#[derive(Debug)]
pub(crate) struct Wire<'a> {
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
    /// Whether the `Date` of a success is wanted.
    pub(crate) dated: bool,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Success: the body, parsed (null if it had none), the status, and the `Date` in epoch ms, if that was wanted; or NaN.
    Body(JsValue, u16, f64),
    /// Success with a body that is not what the call promises: its text, and the status.
    Broken(JsValue, u16),
    /// A response whose body was not read: not a success, or wanted as it is.
    Response(ResponseLike),
    /// `fetch`, or reading the body, failed.
    Network(JsValue),
    /// The deadline passed.
    TimedOut,
    /// The caller aborted, or a framework steers it elsewhere: this is what the call rejects with.
    Aborted(JsValue),
}

type Done = Box<dyn FnOnce(Outcome)>;

struct Attempt {
    /// Taken when the attempt has an outcome; a slot without it only waits for its promise to settle.
    done: Option<Done>,
    timer: Option<JsValue>,
    timeout: f64,
    signal: Option<Signal>,
    reply: Option<Reply>,
    dated: bool,
    /// A success whose body is being read.
    reading: Option<Reading>,
}

#[derive(Clone, Copy)]
struct Reading {
    status: u16,
    date: f64,
    /// When the last part of the body came, epoch ms; none before the first one.
    heard_at: Option<f64>,
}

/// A place for one attempt at a time. It is free again when the attempt's last promise has settled, not before: a late
/// callback must not meet a stranger.
struct Slot {
    fulfilled: Function,
    rejected: Function,
    heard: Function,
    timed_out: Function,
    aborted: Function,
    controller: Option<AbortController>,
    attempt: Option<Attempt>,
}

/// The callbacks all slots are bound to.
struct Callbacks {
    fulfilled: Closure<dyn Fn(u32, JsValue)>,
    rejected: Closure<dyn Fn(u32, JsValue)>,
    heard: Closure<dyn Fn(u32)>,
    timed_out: Closure<dyn Fn(u32)>,
    aborted: Closure<dyn Fn(u32)>,
}

struct Pool {
    slots: Vec<Slot>,
    idle: Vec<u32>,
}

thread_local! {
    /// Owner: this module. As many slots as there were attempts at once.
    static POOL: RefCell<Pool> = const { RefCell::new(Pool { slots: Vec::new(), idle: Vec::new() }) };
    static CALLBACKS: Callbacks = Callbacks {
        fulfilled: Closure::new(on_fulfilled),
        rejected: Closure::new(on_rejected),
        heard: Closure::new(on_heard),
        timed_out: Closure::new(on_timed_out),
        aborted: Closure::new(on_aborted),
    };
}

fn bind(callback: &JsValue, number: u32) -> Function {
    let function: &Function = callback.unchecked_ref();
    function.bind1(&JsValue::UNDEFINED, &JsValue::from(number)).unchecked_into()
}

/// Runs `change` on a slot. Must not call into JavaScript.
fn with_slot<R>(number: u32, change: impl FnOnce(&mut Slot) -> R) -> Option<R> {
    POOL.with_borrow_mut(|pool| pool.slots.get_mut(number as usize).map(change))
}

fn take_slot() -> u32 {
    if let Some(number) = POOL.with_borrow_mut(|pool| pool.idle.pop()) {
        return number;
    }
    let number = POOL.with_borrow(|pool| u32::try_from(pool.slots.len()).unwrap_or(u32::MAX));
    let slot = CALLBACKS.with(|callbacks| Slot {
        fulfilled: bind(callbacks.fulfilled.as_ref(), number),
        rejected: bind(callbacks.rejected.as_ref(), number),
        heard: bind(callbacks.heard.as_ref(), number),
        timed_out: bind(callbacks.timed_out.as_ref(), number),
        aborted: bind(callbacks.aborted.as_ref(), number),
        controller: None,
        attempt: None,
    });
    POOL.with_borrow_mut(|pool| pool.slots.push(slot));
    number
}

/// An abort signal of the attempt's own: `fetch` implementations leave listeners on it.
fn arm(number: u32) -> Option<AbortSignal> {
    let controller = AbortController::new().ok()?;
    let signal = controller.signal();
    with_slot(number, |slot| slot.controller = Some(controller));
    Some(signal)
}

/// Sends a request; `done` is called exactly once, never before this function returns unless nothing could be sent.
pub(crate) fn send(wire: &Wire<'_>, done: Done) {
    if let Some(reason) = wire.signal.and_then(Signal::abort_reason) {
        return done(Outcome::Aborted(reason));
    }
    let number = take_slot();
    if let Some(signal) = arm(number) {
        wire.init.set_signal(&signal);
    }
    let functions = with_slot(number, |slot| {
        slot.attempt = Some(Attempt {
            done: Some(done),
            timer: None,
            timeout: wire.timeout,
            signal: wire.signal.cloned(),
            reply: wire.reply,
            dated: wire.dated,
            reading: None,
        });
        (slot.fulfilled.clone(), slot.rejected.clone(), slot.aborted.clone())
    });
    let Some((fulfilled, rejected, aborted)) = functions else { return };
    set_timer(number, wire.timeout);
    if let Some(signal) = wire.signal {
        signal.listen(&aborted);
    }
    let called = match wire.fetch {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &wire.input, &wire.init),
        None => global_fetch(&wire.input, &wire.init),
    };
    let followed = called.and_then(|answer| follow(&answer, &fulfilled, &rejected));
    if let Err(error) = followed {
        on_rejected(number, error);
    }
}

/// Lets the attempt's time run out after `ms`.
fn set_timer(number: u32, ms: f64) {
    let timed_out = with_slot(number, |slot| slot.timed_out.clone());
    if let Some(timed_out) = timed_out {
        let timer = set_timeout(&timed_out, ms);
        with_slot(number, |slot| slot.attempt.as_mut().map(|attempt| attempt.timer = Some(timer)));
    }
}

/// Ends an attempt that is over in every sense, and frees its slot.
fn finish(number: u32, outcome: Outcome) {
    let attempt = POOL.with_borrow_mut(|pool| {
        let attempt = pool.slots.get_mut(number as usize)?.attempt.take()?;
        pool.idle.push(number);
        Some(attempt)
    });
    if let Some(mut attempt) = attempt
        && let Some(done) = attempt.done.take()
    {
        release(number, &attempt);
        done(outcome);
    }
}

/// Stops the attempt's timer and listener.
fn release(number: u32, attempt: &Attempt) {
    if let Some(timer) = &attempt.timer {
        clear_timeout(timer);
    }
    if let Some(signal) = &attempt.signal
        && let Some(aborted) = with_slot(number, |slot| slot.aborted.clone())
    {
        signal.unlisten(&aborted);
    }
    with_slot(number, |slot| slot.controller = None);
}

/// Ends an attempt whose promise is still pending: aborts it. The slot stays taken until the promise settles.
fn give_up(number: u32, outcome: fn(&Attempt) -> Outcome) {
    let taken = with_slot(number, |slot| {
        let attempt = slot.attempt.as_mut()?;
        let done = attempt.done.take()?;
        let ended = Attempt { done: None, timer: attempt.timer.take(), signal: attempt.signal.take(), ..*attempt };
        Some((done, ended, slot.controller.take()))
    });
    if let Some(Some((done, attempt, controller))) = taken {
        release(number, &attempt);
        let outcome = outcome(&attempt);
        if let Some(controller) = controller {
            controller.abort();
        }
        done(outcome);
    }
}

fn on_fulfilled(number: u32, value: JsValue) {
    let state = with_slot(number, |slot| {
        let attempt = slot.attempt.as_ref()?;
        attempt.done.as_ref()?;
        Some((attempt.reading, attempt.reply, attempt.dated))
    });
    let Some(Some((reading, reply, dated))) = state else { return finish(number, Outcome::TimedOut) };
    if let Some(reading) = reading {
        return finish(number, read(value, reading, reply.unwrap_or(Reply::Any)));
    }
    let response: ResponseLike = value.unchecked_into();
    let status = match response.status() {
        Ok(status @ 200..=299) if reply.is_some() => status,
        Ok(_) => {
            hand_over(number, &response);
            return finish(number, Outcome::Response(response));
        }
        Err(error) => return finish(number, Outcome::Network(error)),
    };
    let date = if dated { response.date() } else { f64::NAN };
    let functions = with_slot(number, |slot| {
        if let Some(attempt) = &mut slot.attempt {
            attempt.reading = Some(Reading { status, date, heard_at: None });
        }
        (slot.fulfilled.clone(), slot.rejected.clone(), slot.heard.clone())
    });
    if let Some((fulfilled, rejected, heard)) = functions
        && let Err(error) = follow(&text_of(&response, &heard), &fulfilled, &rejected)
    {
        finish(number, Outcome::Network(error));
    }
}

fn on_heard(number: u32) {
    let heard_at = Some(now());
    with_slot(number, |slot| {
        if let Some(reading) = slot.attempt.as_mut().and_then(|attempt| attempt.reading.as_mut()) {
            reading.heard_at = heard_at;
        }
    });
}

/// Takes the controller out of the slot, because the response's body is still to be read by somebody else, and lets the
/// caller's signal reach it for as long as that takes.
fn hand_over(number: u32, response: &ResponseLike) {
    let taken = with_slot(number, |slot| {
        let signal = slot.attempt.as_ref().and_then(|attempt| attempt.signal.clone());
        Some((slot.controller.take()?, signal?))
    });
    if let Some(Some((controller, signal))) = taken {
        signal.hand_over(&controller, response);
    }
}

/// The outcome of a body: an empty one, as of a 204, is null where nothing is promised.
fn read(text: JsValue, Reading { status, date, .. }: Reading, reply: Reply) -> Outcome {
    if text.is_falsy() {
        return if reply.may_be_empty() {
            Outcome::Body(JsValue::NULL, status, date)
        } else {
            Outcome::Broken(text, status)
        };
    }
    let read = match reply.check() {
        (promise, None) => read_reply(&text, promise),
        (promise, Some(member)) => read_reply_with(&text, promise, member),
    };
    match read {
        Ok(value) if !value.is_undefined() => Outcome::Body(value, status, date),
        _ => Outcome::Broken(text, status),
    }
}

fn on_rejected(number: u32, error: JsValue) {
    let signal = with_slot(number, |slot| slot.attempt.as_ref().and_then(|attempt| attempt.signal.clone()));
    let reason = signal.flatten().as_ref().and_then(Signal::abort_reason);
    let is_reason = reason.is_some() || steers(&error);
    finish(number, if is_reason { Outcome::Aborted(reason.unwrap_or(error)) } else { Outcome::Network(error) });
}

/// A body that goes on coming has its time from its last part on.
fn on_timed_out(number: u32) {
    let heard = with_slot(number, |slot| {
        let attempt = slot.attempt.as_ref()?;
        Some((attempt.reading?.heard_at?, attempt.timeout))
    });
    let left = heard.flatten().map_or(0.0, |(heard_at, timeout)| heard_at + timeout - now());
    if left > 0.0 {
        set_timer(number, left);
    } else {
        give_up(number, |_| Outcome::TimedOut);
    }
}

fn on_aborted(number: u32) {
    give_up(number, |attempt| {
        let reason = attempt.signal.as_ref().and_then(Signal::abort_reason);
        Outcome::Aborted(reason.unwrap_or_default())
    });
}
