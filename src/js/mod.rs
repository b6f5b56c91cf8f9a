//! The border: the only modules, with `session`, `services` and `account`, that know JavaScript.
//!
//! Three rules hold here, each learnt by measurement:
//! * No exported `async fn`, `spawn_local` or `future_to_promise`: their queue is shared by all callers, so that one
//!   caller's code runs in another's `AsyncLocalStorage` context. [`drive`](drive::drive) polls a task inside the callback
//!   of the very promise that woke it.
//! * Every import that can run a user's code is `catch`, and no `RefCell` is borrowed while it runs.
//! * Nothing may panic.

pub(crate) mod arguments;
pub(crate) mod body;
pub(crate) mod convert;
pub(crate) mod drive;
pub(crate) mod errors;
pub(crate) mod events;
mod exports;
pub(crate) mod fetch;
pub(crate) mod http;
pub(crate) mod options;
pub(crate) mod runtime;
pub(crate) mod storage;
pub(crate) mod time;
