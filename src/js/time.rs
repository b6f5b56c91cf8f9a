//! Waits for a promise, a time span or a caller's signal, whichever comes first.

use super::drive::Deferred;
use super::runtime::{MAX_TIMEOUT, clear_timeout, set_timeout};
use js_sys::Promise;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The result of a wait.
#[derive(Debug)]
pub(crate) enum WaitResult {
    /// The promise settled.
    Settled(Result<JsValue, JsValue>),
    /// The caller's signal was aborted with this reason.
    Aborted(JsValue),
    /// The time ran out.
    TimedOut,
}

#[wasm_bindgen]
extern "C" {
    /// An `AbortSignal` of any realm or polyfill.
    #[derive(Clone, Debug)]
    #[wasm_bindgen(extends = web_sys::AbortSignal)]
    pub(crate) type Signal;

    #[wasm_bindgen(method, getter, catch, structural)]
    fn aborted(this: &Signal) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter, catch, structural)]
    fn reason(this: &Signal) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(raw_module = "./signals.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn listen(signal: &Signal, listener: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(catch)]
    fn unlisten(signal: &Signal, listener: &JsValue) -> Result<(), JsValue>;
}

impl Signal {
    /// Returns the reason, if the signal is aborted.
    pub(crate) fn abort_reason(&self) -> Option<JsValue> {
        self.aborted().is_ok_and(|aborted| aborted.is_truthy()).then(|| self.reason().unwrap_or_else(|error| error))
    }

    pub(crate) fn is_aborted(&self) -> bool {
        self.abort_reason().is_some()
    }

    pub(crate) fn listen(&self, listener: &JsValue) {
        let _ = listen(self, listener);
    }

    pub(crate) fn unlisten(&self, listener: &JsValue) {
        let _ = unlisten(self, listener);
    }
}

/// A promise that a timer or a signal resolves. Dropping the alarm cancels it and resolves the promise, because an
/// abandoned promise would keep its callbacks alive.
pub(crate) struct Alarm {
    deferred: Deferred,
    trigger: AlarmTrigger,
}

enum AlarmTrigger {
    Timer(JsValue),
    Signal(Signal),
}

impl Alarm {
    pub(crate) fn after(ms: f64) -> Self {
        let deferred = Deferred::new();
        let timer = set_timeout(&deferred.resolver(), ms.min(MAX_TIMEOUT));
        Self { deferred, trigger: AlarmTrigger::Timer(timer) }
    }

    fn on_abort(signal: &Signal) -> Self {
        let deferred = Deferred::new();
        signal.listen(&deferred.resolver());
        Self { deferred, trigger: AlarmTrigger::Signal(signal.clone()) }
    }

    pub(crate) fn future(&self) -> JsFuture {
        JsFuture::from(self.deferred.promise())
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        match &self.trigger {
            AlarmTrigger::Timer(timer) => clear_timeout(timer),
            AlarmTrigger::Signal(signal) => signal.unlisten(&self.deferred.resolver()),
        }
        self.deferred.resolve(&JsValue::UNDEFINED);
    }
}

/// Waits for `promise`, at most `limit` ms, unless `signal` is aborted.
pub(crate) async fn wait(promise: Promise, limit: Option<f64>, signal: Option<&Signal>) -> WaitResult {
    let timer = limit.map(Alarm::after);
    wait_with_alarm(promise.into(), timer.as_ref(), signal).await
}

/// Like [`wait`], with a timer that several waits can share. It takes a `JsFuture`: a promise that rejects before the
/// wait begins has a handler already.
pub(crate) async fn wait_with_alarm(promise: JsFuture, timer: Option<&Alarm>, signal: Option<&Signal>) -> WaitResult {
    if let Some(reason) = signal.and_then(Signal::abort_reason) {
        return WaitResult::Aborted(reason);
    }
    let abort = signal.map(Alarm::on_abort);
    let mut settled = pin!(promise);
    let mut timed_out = timer.map(Alarm::future);
    let mut aborted = abort.as_ref().map(Alarm::future);
    poll_fn(|context| {
        if let Poll::Ready(result) = settled.as_mut().poll(context) {
            return Poll::Ready(WaitResult::Settled(result));
        }
        if let Some(future) = &mut aborted
            && pin!(future).poll(context).is_ready()
        {
            let reason = signal.and_then(Signal::abort_reason).unwrap_or_default();
            return Poll::Ready(WaitResult::Aborted(reason));
        }
        if let Some(future) = &mut timed_out
            && pin!(future).poll(context).is_ready()
        {
            return Poll::Ready(WaitResult::TimedOut);
        }
        Poll::Pending
    })
    .await
}

/// Waits for all promises. Returns the error of the first promise in the list that failed.
pub(crate) async fn join_all(promises: Vec<Promise>) -> Result<JsValue, JsValue> {
    // All of them before the first one is waited for: what rejects meanwhile must not be an unhandled rejection.
    let pending: Vec<JsFuture> = promises.into_iter().map(JsFuture::from).collect();
    let mut outcome = Ok(JsValue::UNDEFINED);
    for promise in pending {
        outcome = outcome.and(promise.await);
    }
    outcome
}

/// Sleeps for `ms`, at most [`MAX_TIMEOUT`]. Returns the abort reason if `signal` is aborted.
pub(crate) async fn sleep(ms: f64, signal: Option<&Signal>) -> Result<(), JsValue> {
    let alarm = Alarm::after(ms);
    match wait(alarm.deferred.promise(), None, signal).await {
        WaitResult::Aborted(reason) => Err(reason),
        WaitResult::Settled(_) | WaitResult::TimedOut => Ok(()),
    }
}

/// Waits for one turn of the microtask queue.
pub(crate) async fn microtask() {
    let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
}
