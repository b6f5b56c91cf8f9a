//! Runs Rust futures as JavaScript promises, without a task queue.
//!
//! A task is polled where it is started, and again inside the callback of the promise it waits for. So everything a
//! task calls runs in the async context (`AsyncLocalStorage`, Workers request) of the task's caller.

use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(raw_module = "./promises.js")]
extern "C" {
    /// A promise with the functions that settle it.
    #[derive(Clone, Debug)]
    pub(crate) type Deferred;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> Deferred;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn promise(this: &Deferred) -> Promise;

    /// The function that resolves the promise, for APIs that take a callback.
    #[wasm_bindgen(method, getter, js_name = resolve)]
    pub(crate) fn resolver(this: &Deferred) -> Function;

    #[wasm_bindgen(method)]
    pub(crate) fn resolve(this: &Deferred, value: &JsValue);

    #[wasm_bindgen(method)]
    pub(crate) fn reject(this: &Deferred, reason: &JsValue);
}

#[wasm_bindgen(raw_module = "./calls.js")]
extern "C" {
    /// A call in progress: its promise, and the methods that settle it.
    #[derive(Clone, Debug)]
    pub(crate) type Pending;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> Pending;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn promise(this: &Pending) -> Promise;

    #[wasm_bindgen(method)]
    pub(crate) fn answer(this: &Pending, data: &JsValue, response: &JsValue);

    #[wasm_bindgen(method)]
    fn reject(this: &Pending, reason: &JsValue);

    /// A promise that is resolved with this value.
    #[wasm_bindgen(js_name = resolvedPromise)]
    pub(crate) fn resolved_promise(value: &JsValue) -> Promise;

    /// The response of a call that has succeeded.
    #[wasm_bindgen(js_name = responseOf)]
    fn response_of(promise: &Promise) -> JsValue;
}

/// The result of a call: the data that the service sent, and its response.
#[derive(Clone, Debug)]
pub(crate) struct Success {
    pub(crate) data: JsValue,
    pub(crate) response: JsValue,
}

impl Success {
    /// Waits for the result of a call.
    pub(crate) async fn of_call(call: Promise) -> Result<Self, JsValue> {
        let data = JsFuture::from(call.clone()).await?;
        Ok(Self { data, response: response_of(&call) })
    }
}

/// Runs a call in a task and settles its promise.
pub(crate) fn drive_pending(pending: Pending, future: impl Future<Output = Result<Success, JsValue>> + 'static) {
    start(Box::pin(settle_pending(Box::pin(future), pending)));
}

/// Settles the promise of a call. The future is boxed, so that the compiler makes one task type for all calls.
async fn settle_pending(call: Pin<Box<dyn Future<Output = Result<Success, JsValue>>>>, pending: Pending) {
    match call.await {
        Ok(Success { data, response }) => pending.answer(&data, &response),
        Err(reason) => pending.reject(&reason),
    }
}

/// Starts a call in a task and returns its promise.
pub(crate) fn drive_call(future: impl Future<Output = Result<Success, JsValue>> + 'static) -> Promise {
    let pending = Pending::new();
    let promise = pending.promise();
    drive_pending(pending, future);
    promise
}

impl Deferred {
    fn settle(&self, result: &Result<JsValue, JsValue>) {
        match result {
            Ok(value) => self.resolve(value),
            Err(reason) => self.reject(reason),
        }
    }
}

/// Starts a future at once and returns the promise of its result.
pub(crate) fn drive(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let deferred = Deferred::new();
    let promise = deferred.promise();
    drive_into(deferred, future);
    promise
}

/// Starts a future whose result settles an existing promise.
pub(crate) fn drive_into(deferred: Deferred, future: impl Future<Output = Result<JsValue, JsValue>> + 'static) {
    start(Box::pin(settle_deferred(Box::pin(future), deferred)));
}

/// Settles a promise. The future is boxed: a task around the future itself would be compiled once per future.
async fn settle_deferred(work: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>, deferred: Deferred) {
    deferred.settle(&work.await);
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The state of a task slot: free, waiting, or being polled (and perhaps woken meanwhile).
enum TaskState {
    Free,
    Waiting(Task),
    Polling { woken: bool },
}

/// A slot for a task, reused by later ones.
struct TaskSlot {
    /// The number of tasks that used this slot before. A late wake with another generation is ignored.
    generation: u32,
    state: TaskState,
}

struct Tasks {
    slots: Vec<TaskSlot>,
    free: Vec<usize>,
}

/// The id of a task: its slot and generation.
#[derive(Clone, Copy)]
struct TaskId(usize, u32);

impl Tasks {
    fn state(&mut self, id: TaskId) -> Option<&mut TaskState> {
        let slot = self.slots.get_mut(id.0)?;
        (slot.generation == id.1).then_some(&mut slot.state)
    }

    fn add(&mut self, task: Task) -> TaskId {
        if let Some(index) = self.free.pop()
            && let Some(slot) = self.slots.get_mut(index)
        {
            slot.state = TaskState::Waiting(task);
            return TaskId(index, slot.generation);
        }
        self.slots.push(TaskSlot { generation: 0, state: TaskState::Waiting(task) });
        TaskId(self.slots.len() - 1, 0)
    }

    fn remove(&mut self, id: TaskId) {
        if let Some(slot) = self.slots.get_mut(id.0) {
            slot.state = TaskState::Free;
            slot.generation = slot.generation.wrapping_add(1);
            self.free.push(id.0);
        }
    }
}

thread_local! {
    /// Owner: this module. A slot is taken from `start` until its future is done.
    static TASKS: RefCell<Tasks> = const { RefCell::new(Tasks { slots: Vec::new(), free: Vec::new() }) };
}

/// Wakes a task by id: no reference to a task leaves this module, and a late wake finds no task.
impl Wake for TaskId {
    fn wake(self: Arc<Self>) {
        poll(*self);
    }
}

fn start(task: Task) {
    poll(TASKS.with_borrow_mut(|tasks| tasks.add(task)));
}

/// Takes a task out of its slot to poll it. `None` if it is done. If it is being polled further up the stack, notes the
/// wake and returns `None`.
fn take(id: TaskId) -> Option<Task> {
    TASKS.with_borrow_mut(|tasks| {
        let state = tasks.state(id)?;
        match std::mem::replace(state, TaskState::Polling { woken: false }) {
            TaskState::Waiting(task) => Some(task),
            TaskState::Polling { .. } => {
                *state = TaskState::Polling { woken: true };
                None
            }
            TaskState::Free => None,
        }
    })
}

/// Puts a task back into its slot. If it was woken meanwhile, returns it instead, to be polled again.
fn put_back(id: TaskId, task: Task) -> Option<Task> {
    TASKS.with_borrow_mut(|tasks| {
        let state = tasks.state(id)?;
        if matches!(state, TaskState::Polling { woken: true }) {
            *state = TaskState::Polling { woken: false };
            return Some(task);
        }
        *state = TaskState::Waiting(task);
        None
    })
}

fn poll(id: TaskId) {
    let mut next = take(id);
    let waker = Waker::from(Arc::new(id));
    while let Some(mut task) = next {
        if task.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Ready(()) {
            TASKS.with_borrow_mut(|tasks| tasks.remove(id));
            return;
        }
        next = put_back(id, task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::rc::Rc;

    /// A task that wakes itself while it is polled, is then woken from outside, and once more after its end.
    #[test]
    fn wakes_during_a_poll_and_after_the_end_are_harmless() {
        let polls = Rc::new(Cell::new(0));
        let kept = Rc::new(RefCell::new(None::<Waker>));
        let (counter, keeper) = (Rc::clone(&polls), Rc::clone(&kept));
        start(Box::pin(std::future::poll_fn(move |context| {
            counter.set(counter.get() + 1);
            match counter.get() {
                1 => {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                2 => {
                    *keeper.borrow_mut() = Some(context.waker().clone());
                    Poll::Pending
                }
                _ => Poll::Ready(()),
            }
        })));
        assert_eq!(polls.get(), 2);
        let waker = kept.borrow_mut().take();
        if let Some(waker) = waker {
            waker.wake_by_ref();
            assert_eq!(polls.get(), 3);
            waker.wake();
            assert_eq!(polls.get(), 3);
        }
        assert_eq!(TASKS.with_borrow(|tasks| tasks.slots.len() - tasks.free.len()), 0);
    }
}
