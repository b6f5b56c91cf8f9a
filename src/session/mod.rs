//! The one orchestrator of a call: token, attempt, classification of its outcome, next step. The pure modules decide;
//! this folder carries the decisions out.
//!
//! A call takes one of two paths. With a fresh token in memory it is *direct*: one attempt without any future, whose
//! reply goes to the caller unchanged. Everything else (no token, a refusal, a network error) continues in a driven
//! task that starts with the outcome of the direct attempt.

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
