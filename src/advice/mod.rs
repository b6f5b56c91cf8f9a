//! What to do about a failure: what is wrong, what it means for a service account, and who has to do what, with this account's
//! identity and the resource in it.
//!
//! Everything that is known is a [`Facts`]. A [`Diagnosis`] is recognised by them and filled with them. The table ([`diagnoses`]) is
//! data; the first cause that fits is the one. When nothing fits there is no advice: what is not known is not guessed.
//!
//! An advice is data as well: a text for people, and its steps. A step's command and address are made of our own words and
//! checked ids alone ([`facts::EXACT`]); what a server has said is repeated in texts only, and only as far as it is plain
//! ([`words`]).

mod diagnose;
pub mod diagnoses;
mod diagnosis;
pub mod facts;
mod known;
pub mod step;
#[cfg(test)]
mod tests;
mod words;

pub use diagnose::{advise, diagnose, diagnosis_named};
pub use diagnosis::{Diagnosis, Sign};
pub use facts::{Fact, Facts};
pub use known::{AccountInfo, RefusedRequest, collect_facts};
pub use step::{Advice, CLIENT_ID, CLIENT_SECRET, DEVELOPERS, FilledStep, Step, Who, by};
