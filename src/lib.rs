//! Globus service accounts for server-side JavaScript: one class, compiled to WebAssembly.
//!
//! # Two ways through the code
//!
//! A warm call, `await account.transfer.getTask(id)`, whose token is in memory:
//!
//! 1. `services/transfer/mod.rs`: the row `getTask` of the table has become a method (`services/table/service.rs`).
//! 2. `services/table/row.rs`: checks and encodes the arguments ([`wire::request`], `js/arguments.rs`) and makes the call
//!    (`session/call.rs`). What is wrong is said here, before any request.
//! 3. `services/table/destination.rs`: adds where the call goes and whose token it takes, and hands it to the session.
//! 4. `session/exchange.rs`, `call`: finds the fresh token of the service (`tokens/cache.rs`). No future takes part.
//! 5. `session/attempt.rs`: puts the request together.
//! 6. `js/fetch.rs`, `core/attempt.js`: calls the platform's `fetch`, holds it to its time and the caller's signal, and lets the
//!    engine parse the body.
//! 7. `core/replies.js`: a success that is what the call promises ([`wire::reply`]) goes to the caller untouched.
//!
//! A cold call, whose token is out of the user's storage and is refused once:
//!
//! 1. As above, up to `session/exchange.rs`, `call`: no token is at hand, so a task is driven (`js/drive.rs`).
//! 2. `tokens/port.rs`, `get`: [`policy::lifecycle`] decides whether to use, renew, wait or ask. The need joins the batch of this
//!    microtask turn (`tokens/batch.rs`, `tokens/grants.rs`).
//! 3. `tokens/acquire.rs`: the secret comes from `tokens/vault.rs`; the batch looks into the storage (`tokens/store_gate.rs`, whose
//!    entries [`model::storage_entry`] reads), where the token is found.
//! 4. `session/attempt.rs`: the request is sent with it. The service answers 401.
//! 5. `session/refusal.rs`: reads what the service said ([`wire::response`]) into an [`wire::error`].
//! 6. `session/exchange.rs`, `take_steps`: [`policy::retry`] says what follows: the token is dropped, once for all who use it.
//! 7. `tokens/port.rs` again: the storage has nothing else, so `tokens/acquire.rs` asks for a grant ([`wire::grant`]).
//! 8. `session/as_client.rs`: posts it to Globus Auth with the id and the secret; its `exchange` is that of any other call.
//! 9. `tokens/acquire.rs`: writes the token to the storage, hands it out ([`policy::storing`]) and keeps it in `tokens/cache.rs`.
//! 10. `session/exchange.rs`: the second attempt is answered with success. Had it been refused, `session/failure.rs` and
//!     [`advice`] would have said why and what to do.
//!
//! Lists (`services/table/pages.rs`) make the same call for each page, as JavaScript asks for it; [`policy::paging`] says which
//! comes next. A Globus Connect Server has an address and a token of its own, which `services/gcs/endpoint.rs` learns. What takes
//! several calls (`pkg-template/jobs`) is JavaScript on top of all this; `account/for_jobs.rs` is what it asks of an account.
//!
//! # The map
//!
//! Pure, tested natively: [`model`], what things are; [`policy`], what is decided; [`wire`], what is read and written; [`advice`],
//! what to do about a failure. They know no JavaScript.
//!
//! Above them, each using only what stands before it: `js`, the only callers of JavaScript and Web APIs; `tokens`, the owner of the
//! account's tokens; `session`, the one orchestrator of a call; `services`, the tables of typed methods; `account`, the public
//! class. `cargo xtask check` holds all files to that, and to no circles among them.

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
