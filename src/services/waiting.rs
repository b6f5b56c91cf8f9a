//! Waiting for what Globus carries out by itself: tasks and runs. All waits of an account for one kind of work share one
//! look per interval, however many they are.

use super::place::Place;
use super::{run_wait, task_wait};
use crate::error::{Code, Error, Kind};
use crate::js::drive::{Deferred, drive};
use crate::js::errors::Failure;
use crate::js::runtime::{isolates, now};
use crate::js::time::{Signal, Waited, microtask, sleep, wait};
use crate::js::values::{duration, entries, member, present, signal};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Transfer's tasks.
    Task,
    /// Runs of flows.
    Run,
}

/// How a piece of work stands.
pub(crate) enum State {
    Going,
    /// It waits for something that only a person can give, or that the account has to do.
    Inactive(Failure),
    Ended(Result<JsValue, Failure>),
}

/// What a look has found: by id, how each piece of work stands.
pub(crate) type Found = Vec<(String, Result<State, Failure>)>;

/// The options of a wait.
pub(crate) struct Options {
    deadline: f64,
    interval: f64,
    signal: Option<Signal>,
    fail_on_inactive: bool,
}

/// How often is looked by default, ms: what Globus's own SDK does.
const POLLING_INTERVAL: f64 = 10_000.0;

/// How long a last look, begun when the time is up, may take, ms.
const LAST_LOOK: f64 = 500.0;

impl Options {
    pub(crate) fn read(options: &JsValue) -> Result<Self, Error> {
        let mut wait =
            Self { deadline: f64::INFINITY, interval: POLLING_INTERVAL, signal: None, fail_on_inactive: false };
        if !present(options) {
            return Ok(wait);
        }
        if !options.is_object() {
            return Err(Error::argument("options", "must be an object"));
        }
        for (name, value) in entries(options).into_iter().filter(|(_, value)| !value.is_undefined()) {
            let field = ["options.", &name].concat();
            match name.as_str() {
                "timeout" => wait.deadline = now() + duration(&field, &value)?,
                "pollingInterval" => wait.interval = duration(&field, &value)?,
                "signal" => wait.signal = signal(&field, &value)?,
                "failOnInactive" => wait.fail_on_inactive = value.is_truthy(),
                _ => {
                    let problem = "is not an option; there are timeout, pollingInterval, signal and failOnInactive";
                    return Err(Error::argument(&field, problem));
                }
            }
        }
        Ok(wait)
    }
}

/// Somebody who waits.
struct Waiter {
    id: String,
    deadline: f64,
    interval: f64,
    fail_on_inactive: bool,
    /// Whether it has been told that the work is inactive.
    told: Cell<bool>,
    /// Whether the work has been seen: then a look that fails for a time is no reason to give up.
    seen: Cell<bool>,
    deferred: Deferred,
}

/// All who wait for one kind of work.
pub(crate) struct Waiters {
    work: Work,
    waiting: RefCell<Vec<Rc<Waiter>>>,
    /// Ends the looking when nobody waits any longer.
    looking: RefCell<Option<AbortController>>,
    /// Whether the looking has begun and its first look has not.
    gathering: Cell<bool>,
}

impl Waiters {
    pub(crate) fn new(work: Work) -> Rc<Self> {
        Rc::new(Self { work, waiting: RefCell::default(), looking: RefCell::default(), gathering: Cell::default() })
    }

    /// Waits until a piece of work has ended.
    pub(crate) async fn wait(self: &Rc<Self>, place: &Place, id: String, options: Options) -> Result<JsValue, Failure> {
        // On Workers, a look that another request has begun ends with that request.
        let waiters = if isolates() { Self::new(self.work) } else { Rc::clone(self) };
        let waiter = Rc::new(Waiter {
            id,
            deadline: options.deadline,
            interval: options.interval,
            fail_on_inactive: options.fail_on_inactive,
            told: Cell::default(),
            seen: Cell::default(),
            deferred: Deferred::new(),
        });
        waiters.waiting.borrow_mut().push(Rc::clone(&waiter));
        let promise = waiter.deferred.promise();
        if waiters.looking.borrow().is_none() {
            waiters.begin(place)?;
        } else if !waiters.gathering.get() {
            // The others' next look may be an interval away; the first one of a wait comes at once.
            let (looker, waiter, place, signal) =
                (Rc::clone(&waiters), Rc::clone(&waiter), place.clone(), options.signal.clone());
            let _ = drive(async move {
                let found = looker.look(&place, vec![waiter.id.clone()], signal.as_ref()).await;
                looker.tell(&place, found);
                Ok(JsValue::UNDEFINED)
            });
        }
        let limit = (waiter.deadline < f64::INFINITY).then(|| waiter.deadline - now() + LAST_LOOK);
        let waited = wait(promise, limit, options.signal.as_ref()).await;
        waiters.leave(&waiter);
        match waited {
            Waited::Settled(result) => result.map_err(Failure::Js),
            Waited::Aborted(reason) => Err(Failure::Js(reason)),
            Waited::TimedOut => Err(late(place)),
        }
    }

    fn leave(&self, waiter: &Rc<Waiter>) {
        self.waiting.borrow_mut().retain(|other| !Rc::ptr_eq(other, waiter));
        if self.waiting.borrow().is_empty()
            && let Some(controller) = self.looking.take()
        {
            controller.abort();
        }
    }

    /// Begins to look, for as long as somebody waits.
    fn begin(self: &Rc<Self>, place: &Place) -> Result<(), Failure> {
        let controller = AbortController::new().map_err(Failure::Js)?;
        let signal: Signal = JsValue::from(controller.signal()).unchecked_into();
        self.looking.replace(Some(controller));
        self.gathering.set(true);
        let (waiters, place) = (Rc::clone(self), place.clone());
        let _: Promise = drive(async move {
            microtask().await;
            waiters.gathering.set(false);
            while signal.abort_reason().is_none() {
                let mut ids: Vec<String> = waiters.waiting.borrow().iter().map(|waiter| waiter.id.clone()).collect();
                ids.sort_unstable();
                ids.dedup();
                let found = waiters.look(&place, ids, Some(&signal)).await;
                waiters.tell(&place, found);
                let next = waiters.next_look();
                // Those who have been told leave in their own turn.
                if sleep(next, Some(&signal)).await.is_err() {
                    break;
                }
            }
            Ok(JsValue::UNDEFINED)
        });
        Ok(())
    }

    async fn look(&self, place: &Place, ids: Vec<String>, signal: Option<&Signal>) -> Found {
        let found = match self.work {
            Work::Task => task_wait::look(place, &ids, signal).await,
            Work::Run => run_wait::look(place, &ids, signal).await,
        };
        match found {
            Ok(found) => found,
            Err(failure) => ids.into_iter().map(|id| (id, Err(failure.clone()))).collect(),
        }
    }

    /// Tells those who wait what has been found.
    fn tell(&self, place: &Place, found: Found) {
        let waiting = self.waiting.borrow().clone();
        for (id, state) in found {
            let concerned: Vec<_> = waiting.iter().filter(|waiter| waiter.id == id).collect();
            let (passing, ended) = match state {
                Ok(State::Going) => {
                    concerned.iter().for_each(|waiter| waiter.told.set(false));
                    (true, None)
                }
                Ok(State::Inactive(failure)) => {
                    let error = failure.into_js();
                    self.tell_inactive(place, &concerned, &error);
                    (true, None)
                }
                Ok(State::Ended(result)) => (false, Some(result.map_err(Failure::into_js))),
                Err(failure) => (is_passing(&failure), Some(Err(failure.into_js()))),
            };
            for waiter in concerned {
                match &ended {
                    Some(Ok(document)) => waiter.deferred.resolve(document),
                    Some(Err(error)) if !passing || !waiter.seen.get() => waiter.deferred.reject(error),
                    _ if waiter.deadline <= now() => waiter.deferred.reject(&late(place).into_js()),
                    _ => {}
                }
                waiter.seen.set(true);
            }
        }
    }

    /// Tells of work that has become inactive: `onEvent` once, and those who want to know.
    fn tell_inactive(&self, place: &Place, concerned: &[&Rc<Waiter>], error: &JsValue) {
        let untold = concerned.iter().filter(|waiter| !waiter.told.replace(true)).count();
        if let (true, Some(waiter)) = (untold > 0, concerned.first()) {
            place.session().emit("inactive", &|| {
                let told = |name: &'static str| (name, member(error, name));
                vec![
                    ("service", place.name().into()),
                    ("id", waiter.id.as_str().into()),
                    told("message"),
                    told("advice"),
                ]
            });
        }
        for waiter in concerned.iter().filter(|waiter| waiter.fail_on_inactive) {
            waiter.deferred.reject(error);
        }
    }

    /// ms until the next look: the shortest interval, but not beyond the first deadline.
    fn next_look(&self) -> f64 {
        let waiting = self.waiting.borrow();
        let interval = waiting.iter().map(|waiter| waiter.interval).fold(f64::INFINITY, f64::min);
        let left = waiting.iter().map(|waiter| waiter.deadline - now()).filter(|left| *left > 0.0);
        left.fold(interval, f64::min).min(POLLING_INTERVAL.max(interval))
    }
}

/// Whether a failed look says nothing of the work: the next one may succeed.
fn is_passing(failure: &Failure) -> bool {
    matches!(failure, Failure::Error { error, .. } if error.retryable)
}

/// The error for work that goes on after the caller's patience has ended.
fn late(place: &Place) -> Failure {
    let message = "what was waited for has not ended in time; it goes on".to_owned();
    let mut error = Error::new(Kind::Timeout, Code::Timeout, message).of_service(Some(place.name()));
    error.retryable = true;
    error.into()
}

/// The first text among members of objects.
pub(crate) fn first_text(places: &[(&JsValue, &str)]) -> Option<String> {
    places.iter().filter_map(|(object, name)| member(object, name).as_string()).find(|text| !text.is_empty())
}

/// The error for work that ended otherwise, with its document as its `body`.
pub(crate) fn about(
    place: &Place,
    code: Code,
    message: &[&str],
    advice: String,
    document: &JsValue,
) -> (Error, JsValue) {
    let error = Error::new(Kind::Api, code, message.concat()).of_service(Some(place.name())).with_advice(advice);
    (error, document.clone())
}
