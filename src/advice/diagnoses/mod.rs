//! The causes, the special before the general. Each `{fact}` is one of [`crate::advice::Fact`].
//!
//! What is recognised by a text of Globus's is what its clients' fixtures, its documentation or public reports have on record; a
//! cause that is recognised by less says which check would tell more. What holds for service accounts in particular (permissions of
//! their own, a domain of their own, no sessions) is in "Understanding Service Accounts" of Globus's Python SDK,
//! <https://globus-sdk-python.readthedocs.io/>.

mod collections;
mod connect;
mod general;
mod grants;
mod network;
mod services;
mod sessions;
mod transfer;
mod words;
mod work;

use super::diagnosis::Diagnosis;

/// All of them, in groups.
pub const DIAGNOSES: &[&[Diagnosis]] = &[
    network::DIAGNOSES,
    grants::DIAGNOSES,
    sessions::DIAGNOSES,
    work::DIAGNOSES,
    collections::DIAGNOSES,
    transfer::DIAGNOSES,
    services::DIAGNOSES,
    connect::DIAGNOSES,
    general::DIAGNOSES,
];
