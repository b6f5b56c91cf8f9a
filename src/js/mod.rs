//! The border to JavaScript: only `js`, `tokens`, `session`, `services` and `account` know JavaScript. `js` has most
//! calls of the platform and of the user. The exceptions are the secret function (`tokens/vault.rs`), `Request.clone`
//! (`session/call.rs`), `Date.parse` (`session/refusal.rs`), and the modules that `tokens/cache.rs` and
//! `services/table/pages.rs` import.
//!
//! Three rules, each the result of a measurement:
//! * No exported `async fn`, `spawn_local` or `future_to_promise`: all callers share their queue, so one caller's code would
//!   run in another's `AsyncLocalStorage` context. [`drive`](drive::drive) polls a task inside the callback of the promise
//!   that woke it.
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
