//! One HTTP attempt: call `fetch`, read the body, hold the attempt to its deadline and its caller's signal.
//!
//! No future takes part: an attempt sits in a *slot*, and the callbacks of its promises are functions bound to the slot's
//! number. Slots, with their functions and their abort controllers, are used again by later attempts, so that a call
//! from a warm account costs little more than its `fetch`.

use super::http::{Init, ResponseLike};
use super::runtime::{clear_timeout, isolates, parse_json, set_timeout};
use super::time::Signal;
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

    #[wasm_bindgen(js_name = requestInit)]
    pub(crate) fn request_init(headers: &Object) -> Init;
}

/// A request ready to be sent.
#[derive(Debug)]
pub(crate) struct Wire<'a> {
    /// The user's `fetch`, or the platform's.
    pub(crate) fetch: Option<&'a Function>,
    /// A URL, or a `Request` that the caller made.
    pub(crate) input: JsValue,
    pub(crate) init: Init,
    /// ms for this attempt.
    pub(crate) timeout: f64,
    pub(crate) signal: Option<&'a Signal>,
    /// Whether the caller wants the `Response` itself.
    pub(crate) raw: bool,
    /// Whether the `Date` of a success is wanted.
    pub(crate) dated: bool,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Success: the body, parsed (null if it had none), the status, and the `Date` in epoch ms, if that was wanted; or NaN.
    Body(JsValue, u16, f64),
    /// Success with a body that is not JSON: its text, and the status.
    NotJson(JsValue, u16),
    /// A response whose body was not read: not a success, or wanted as it is.
    Response(ResponseLike),
    /// `fetch`, or reading the body, failed.
    Network(JsValue),
    /// The deadline passed.
    TimedOut,
    /// The caller aborted, for this reason.
    Aborted(JsValue),
}

type Done = Box<dyn FnOnce(Outcome)>;

struct Attempt {
    /// Taken when the attempt has an outcome; a slot without it only waits for its promise to settle.
    done: Option<Done>,
    timer: Option<JsValue>,
    signal: Option<Signal>,
    raw: bool,
    dated: bool,
    /// The status and date of a success whose body is being read.
    reading: Option<(u16, f64)>,
}

/// A place for one attempt at a time. It is free again when the attempt's last promise has settled, not before: a late
/// callback must not meet a stranger.
struct Slot {
    fulfilled: Function,
    rejected: Function,
    timed_out: Function,
    aborted: Function,
    controller: Option<(AbortController, AbortSignal)>,
    uses: u32,
    attempt: Option<Attempt>,
}

/// The callbacks all slots are bound to.
struct Callbacks {
    fulfilled: Closure<dyn Fn(u32, JsValue)>,
    rejected: Closure<dyn Fn(u32, JsValue)>,
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
        timed_out: Closure::new(on_timed_out),
        aborted: Closure::new(on_aborted),
    };
}

/// Attempts after which a controller is replaced: `fetch` implementations leave listeners on its signal until collected.
const CONTROLLER_USES: u32 = 256;

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
        timed_out: bind(callbacks.timed_out.as_ref(), number),
        aborted: bind(callbacks.aborted.as_ref(), number),
        controller: None,
        uses: 0,
        attempt: None,
    });
    POOL.with_borrow_mut(|pool| pool.slots.push(slot));
    number
}

/// The slot's abort signal. On runtimes where requests are walled off from each other, a new one each time.
fn arm(number: u32) -> Option<AbortSignal> {
    let kept = with_slot(number, |slot| {
        slot.uses += 1;
        if slot.uses > CONTROLLER_USES {
            slot.uses = 0;
            slot.controller = None;
        }
        slot.controller.as_ref().map(|(_, signal)| signal.clone())
    });
    if let Some(Some(signal)) = kept {
        return Some(signal);
    }
    let controller = AbortController::new().ok()?;
    let signal = controller.signal();
    with_slot(number, |slot| slot.controller = Some((controller, signal.clone())));
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
            signal: wire.signal.cloned(),
            raw: wire.raw,
            dated: wire.dated,
            reading: None,
        });
        (slot.fulfilled.clone(), slot.rejected.clone(), slot.timed_out.clone(), slot.aborted.clone())
    });
    let Some((fulfilled, rejected, timed_out, aborted)) = functions else { return };
    if wire.timeout > 0.0 {
        let timer = set_timeout(&timed_out, wire.timeout);
        with_slot(number, |slot| slot.attempt.as_mut().map(|attempt| attempt.timer = Some(timer)));
    }
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
    if isolates() {
        with_slot(number, |slot| slot.controller = None);
    }
}

/// Ends an attempt whose promise is still pending: aborts it. The slot stays taken until the promise settles.
fn give_up(number: u32, outcome: fn(&Attempt) -> Outcome) {
    let taken = with_slot(number, |slot| {
        let attempt = slot.attempt.as_mut()?;
        let done = attempt.done.take()?;
        let ended = Attempt {
            done: None,
            timer: attempt.timer.take(),
            signal: attempt.signal.take(),
            raw: attempt.raw,
            dated: attempt.dated,
            reading: attempt.reading,
        };
        Some((done, ended, slot.controller.take()))
    });
    if let Some(Some((done, attempt, controller))) = taken {
        release(number, &attempt);
        let outcome = outcome(&attempt);
        if let Some((controller, _)) = controller {
            controller.abort();
        }
        done(outcome);
    }
}

fn on_fulfilled(number: u32, value: JsValue) {
    let state = with_slot(number, |slot| {
        let attempt = slot.attempt.as_ref()?;
        attempt.done.as_ref()?;
        Some((attempt.reading, attempt.raw, attempt.dated))
    });
    let Some(Some((reading, raw, dated))) = state else { return finish(number, Outcome::TimedOut) };
    if let Some((status, date)) = reading {
        return finish(number, read(value, status, date));
    }
    let response: ResponseLike = value.unchecked_into();
    let status = match response.status() {
        Ok(status @ 200..=299) if !raw => status,
        Ok(_) => {
            hand_over(number, &response);
            return finish(number, Outcome::Response(response));
        }
        Err(error) => return finish(number, Outcome::Network(error)),
    };
    let date = if dated { response.date() } else { f64::NAN };
    match response.text() {
        Ok(text) => {
            let functions = with_slot(number, |slot| {
                if let Some(attempt) = &mut slot.attempt {
                    attempt.reading = Some((status, date));
                }
                (slot.fulfilled.clone(), slot.rejected.clone())
            });
            if let Some((fulfilled, rejected)) = functions
                && let Err(error) = follow(&text, &fulfilled, &rejected)
            {
                finish(number, Outcome::Network(error));
            }
        }
        Err(error) => finish(number, Outcome::Network(error)),
    }
}

/// Takes the controller out of the slot, because the response's body is still to be read by somebody else, and lets the
/// caller's signal reach it for as long as that takes.
fn hand_over(number: u32, response: &ResponseLike) {
    let taken = with_slot(number, |slot| {
        let signal = slot.attempt.as_ref().and_then(|attempt| attempt.signal.clone());
        Some((slot.controller.take()?.0, signal?))
    });
    if let Some(Some((controller, signal))) = taken {
        signal.hand_over(&controller, response);
    }
}

/// The outcome of a body: an empty one is null, as for 204.
fn read(text: JsValue, status: u16, date: f64) -> Outcome {
    if text.is_falsy() {
        return Outcome::Body(JsValue::NULL, status, date);
    }
    match parse_json(&text) {
        Ok(value) => Outcome::Body(value, status, date),
        Err(_) => Outcome::NotJson(text, status),
    }
}

fn on_rejected(number: u32, error: JsValue) {
    let signal = with_slot(number, |slot| slot.attempt.as_ref().and_then(|attempt| attempt.signal.clone()));
    let reason = signal.flatten().as_ref().and_then(Signal::abort_reason);
    finish(number, reason.map_or(Outcome::Network(error), Outcome::Aborted));
}

fn on_timed_out(number: u32) {
    give_up(number, |_| Outcome::TimedOut);
}

fn on_aborted(number: u32) {
    give_up(number, |attempt| {
        let reason = attempt.signal.as_ref().and_then(Signal::abort_reason);
        Outcome::Aborted(reason.unwrap_or_default())
    });
}
