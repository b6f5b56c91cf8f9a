//! Advice about a failure: what is wrong, what it means for a service account, and who must do what. It names this account's
//! identity and the resource.
//!
//! [`Facts`] contains everything that is known about the failure. The table ([`diagnoses`]) is data: the first [`Diagnosis`]
//! whose signs all match the facts applies, and the facts fill its sentences. If no diagnosis matches, there is no advice.
//!
//! An advice has a text for people, and its steps as data. A step's command and URL contain only this package's own words and
//! checked values ([`facts::EXACT`]). A server's text is repeated in sentences only, and only after [`sanitize`] has cleaned it.

mod collect;
mod diagnose;
pub mod diagnoses;
mod diagnosis;
pub mod facts;
mod sanitize;
pub mod step;
#[cfg(test)]
mod tests;

pub use collect::{AccountInfo, RefusedRequest, collect_facts};
pub use diagnose::{advise, diagnose, diagnosis_named};
pub use diagnosis::{Diagnosis, Sign};
pub use facts::{Fact, Facts};
pub use step::{Advice, Assignee, CLIENT_ID, CLIENT_SECRET, DEVELOPERS, FilledStep, Step, step_for};
