//! The one orchestrator of a call: token, attempt, what the attempt has come to, next step. Decisions are made by the pure modules;
//! here they are carried out.
//!
//! A call has two ways. With a fresh token in memory it is *direct*: one attempt without any future, and a success is
//! handed to the caller as it is. Everything else (no token, a refusal, a network error) goes on in a driven task that
//! begins with what the direct attempt found out.

mod as_client;
mod attempt;
mod call;
mod event_fields;
mod exchange;
mod failure;
mod healing;
mod refusal;
mod state;

pub(crate) use call::{Authorization, Call, Delivery, FetchArguments, Submission};
pub(crate) use failure::foreign_origin;
pub(crate) use state::Session;
