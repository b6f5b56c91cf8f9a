//! Globus service accounts for server-side JavaScript: one class, compiled to WebAssembly.
//!
//! # Two ways through the code
//!
//! A warm call, `await account.transfer.getTask(id)`, with the token in memory:
//!
//! 1. `services/transfer/mod.rs`: the row `getTask` of the table has become a method (`services/table/service.rs`).
//! 2. `services/table/row.rs`: checks and encodes the arguments ([`wire::request`], `js/arguments.rs`) and makes the call
//!    (`session/call.rs`). A wrong argument is reported here, before any request.
//! 3. `services/table/destination.rs`: adds the URL and the token request, and passes the call to the session.
//! 4. `session/exchange.rs`, `call`: finds the fresh token of the service (`tokens/cache.rs`). No future takes part.
//! 5. `session/attempt.rs`: builds the request.
//! 6. `js/fetch.rs`, `core/attempt.js`: calls the platform's `fetch`, applies the time limit and the caller's signal, and lets the
//!    engine parse the body.
//! 7. `core/replies.js`: checks the reply against the form that the call promises ([`wire::reply`]). The caller gets it unchanged.
//!
//! A cold call, whose token comes from the user's storage and is refused once:
//!
//! 1. As above, up to `session/exchange.rs`, `call`: no token is in memory, so a task is driven (`js/drive.rs`).
//! 2. `tokens/port.rs`, `get`: [`policy::lifecycle`] decides whether to use, renew, wait or request. The token request joins the
//!    batch of this microtask turn (`tokens/batch.rs`, `tokens/grants.rs`).
//! 3. `tokens/acquire.rs`: gets the secret (`tokens/vault.rs`) and reads the storage (`tokens/secret_entries.rs`,
//!    `tokens/store_gate.rs`). [`model::storage_entry`] checks the entry, and the token is found.
//! 4. `session/attempt.rs`: sends the request with it. The service answers 401.
//! 5. `session/refusal.rs`: reads the response ([`wire::response`]) into an error ([`wire::error`]).
//! 6. `session/exchange.rs`, `take_steps`: [`policy::retry`] decides the next step: the token is dropped, once for all calls.
//! 7. `tokens/port.rs` again: the storage has no other token, so `tokens/acquire.rs` requests a grant ([`wire::grant`]).
//! 8. `session/as_client.rs`: posts it to Globus Auth with the client id and secret, through the same `exchange`.
//! 9. `tokens/acquire.rs`: writes the token to the storage, returns it ([`policy::storing`]) and keeps it in `tokens/cache.rs`.
//! 10. `session/exchange.rs`: the second attempt succeeds. If it were refused, `session/refusal.rs` and [`advice`] would tell why,
//!     and what to do.
//!
//! Lists (`services/table/pages.rs`) make the same call for each page when JavaScript asks for it; [`policy::paging`] decides which
//! page is next. A Globus Connect Server has its own URL and token, which `services/gcs/endpoint.rs` discovers. Jobs, which make several
//! calls (`pkg-template/jobs`), are JavaScript on top of all this; `account/for_jobs.rs` has the functions that they call.
//!
//! # The map
//!
//! Pure, tested natively: [`model`], what things are; [`policy`], decisions; [`wire`], what is read from and written to the network;
//! [`advice`], what to do about a failure. They know no JavaScript.
//!
//! Above them, each using only those before it: `js`, the border to JavaScript and Web APIs; `tokens`, the owner of the
//! account's tokens; `session`, the one orchestrator of a call; `services`, the tables of typed methods; `account`, the public
//! class. `cargo xtask check` enforces these layers, and that no files use each other in a circle.
//!
//! # Glossary
//!
//! One word has one meaning, here, in the JavaScript, in the tests and in the documents.
//!
//! | word | meaning |
//! |---|---|
//! | service account | the actor: a Globus client that acts as itself |
//! | client | a connector of one service's API (`TransferClient`); otherwise only in `clientId`, `clientSecret` and Globus's own terms |
//! | service | one of Globus's REST APIs, with a name, a base URL and a resource server |
//! | destination | where calls are sent: a service, or the endpoint of a Globus Connect Server |
//! | endpoint | a Globus Connect Server or Compute endpoint, never a URL; "token endpoint" is RFC 6749's |
//! | row | one line of a service's table: it becomes a method |
//! | job | a method that makes several calls, written in JavaScript |
//! | call | what one method starts: one or more attempts, one result |
//! | attempt | one HTTP request of a call, with its response or failure |
//! | reply | the data of a successful response |
//! | refusal | an error response, read |
//! | error | a `GlobusError`, with a `code`; a *server code* is the service's own; a *cause* is the error behind it, `error.cause` |
//! | repeat, retry | to make another attempt; a retry is one after a pause |
//! | fact, sign, diagnosis | something known about a failure; what a diagnosis is recognised by; a row of the advice table |
//! | advice, step | what an error tells the user to do; one instruction of it, with who does it |
//! | scope, dependency | a permission of a token; a scope that another scope includes |
//! | consent | the recorded permission for a service to act at another one; a service account gives it by a grant |
//! | target | the name by which a caller requests a token: a service, a resource server, or scopes |
//! | token request | the scopes and the resource server of a requested token |
//! | token, bearer | an access token; the secret text in it |
//! | issued token | a token with its JavaScript values |
//! | fresh, stale, expired | no renewal is due; still *usable*, and renewed in the background; no longer usable |
//! | grant | one client credentials request to Globus Auth (RFC 6749, 4.4) |
//! | batch | the token requests that one grant answers |
//! | renew | to get a new token while the old one is usable |
//! | drop, clear, revoke, dispose | to stop using one token, because a service refused it; to forget all tokens; to end them at Globus Auth; to end the account |
//! | storage, store | the user's object that keeps tokens; this package's adapter of it |
//! | entry, key | one token in the storage; the name of an entry |
//! | claim | the right of one process to make a grant that other processes wait for |
//! | redact | to remove secrets and tokens, in every encoding, from a text that is shown |
//! | event, event field | what a listener receives; a member of it |
//! | page, position, cursor | a part of a list; where a page begins; a position that the server defines |
//! | poll | one read of the state of a task, run or timer |
//! | heal | to give the consents that a run or timer waits for, and let it continue |
//! | trap | the abort of the WebAssembly module |

// Everything public to JavaScript is exported by name; natively the crate exists for its tests.
#![allow(rustdoc::private_intra_doc_links, reason = "the map is for readers of the source")]
#![allow(rustdoc::bare_urls, reason = "docs of exported methods become JSDoc, where a bare URL is a link")]

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

/// A small allocator for a module with one thread: it requests memory from the engine a few pages at a time. It overwrites freed
/// memory, because a secret or token leaves copies wherever a text with it is made, grows or crosses the border. All of them are
/// freed when the account forgets it.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<talc::wasm::WasmDynamicTalc> =
    zeroizing_alloc::ZeroAlloc(talc::wasm::new_wasm_dynamic_allocator());
