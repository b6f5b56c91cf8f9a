//! Globus service accounts for server-side JavaScript: one class, compiled to WebAssembly.
//!
//! # The way of a call
//!
//! `await account.transfer.getTask(id)`
//!
//! 1. [`services`]: the row `getTask` of the Transfer table has become a method. It checks and encodes the arguments
//!    ([`request`], `js::values`) and hands a call to the session. What is wrong is said here, before any request.
//! 2. [`session`]: looks for a fresh token of the service. If there is one, the call is sent at once. If not, a task is
//!    driven (`js::drive`) that gets one: [`lifecycle`] decides whether to use, renew, wait or ask; `session::batches`
//!    gathers the misses of this microtask turn; `session::store` looks for them in the user's storage, whose entries
//!    [`stored`] reads and writes; `session::grants` asks for the rest in one [`grant`].
//! 3. `js::fetch` (`core/attempt.js`): calls the platform's `fetch`, holds it to its time and the caller's signal, and lets the engine
//!    parse the body. A success that is what the call promises ([`reply`]) goes to the caller untouched.
//! 4. Anything else comes back to the session as an outcome: 401 drops the token, once, and asks for another; a missing
//!    [`consent`] is given (`session::consents`); [`retry`] decides whether to repeat and when; [`response`] reads what the
//!    service said (`session::refusal`) into an [`error`], with [`advice`].
//!
//! Lists (`services::table::pages`) make the same call for each page, as JavaScript asks for it; [`paging`] says which comes next. A
//! Globus Connect Server has an address and a token of its own: `services::table::destination` says where a call goes, and
//! `services::gcs::endpoint` learns it. What takes several calls (`pkg-template/jobs`) is JavaScript on top of all this.
//!
//! # The map
//!
//! Pure, tested natively: [`environment`] [`scope`] [`scope_graph`] [`target`] [`token`] [`lifecycle`] [`stored`] [`grant`]
//! [`consent`] [`request`] [`reply`] [`response`] [`requirements`] [`retry`] [`paging`] [`datatypes`] [`error`] [`advice`] [`json`]
//! [`text`]. They know no JavaScript.
//!
//! The border: [`js`], with [`account`] (the public class) and [`services`] (tables of typed methods) in front of it, and
//! [`session`], the one orchestrator, behind.

// Everything public to JavaScript is exported by name; natively the crate exists for its tests.
#![allow(rustdoc::private_intra_doc_links, reason = "the map is for those who read the source")]

pub mod advice;
pub mod model;
pub mod policy;
pub mod wire;

mod account;
mod js;
mod services;
mod session;
mod tokens;

pub use account::{Authorizer, ServiceAccount};
pub use services::auth::AuthClient;
pub use services::compute::v2::ComputeV2Client;
pub use services::compute::v3::ComputeV3Client;
pub use services::flows::FlowsClient;
pub use services::gcs::GcsClient;
pub use services::groups::GroupsClient;
pub use services::search::SearchClient;
pub use services::timers::TimersClient;
pub use services::transfer::TransferClient;

/// Small, and right for a module that has one thread: it asks the engine for memory in pages, a few at a time. What is given back is
/// overwritten: a secret or a token leaves copies wherever a text with it is made, grows or crosses the border, and all of them are
/// given back when the account forgets it.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<talc::wasm::WasmDynamicTalc> =
    zeroizing_alloc::ZeroAlloc(talc::wasm::new_wasm_dynamic_allocator());
