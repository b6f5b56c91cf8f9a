//! The table of diagnoses: special diagnoses come before general ones. Each `{fact}` is one of [`crate::advice::Fact`].
//!
//! A sign that matches a text of Globus is recorded in the fixtures of Globus's clients, in its documentation or in public
//! reports. A diagnosis without such a sign names a check that shows more. The properties of service accounts (their own
//! permissions, their own domain, no sessions) are described in "Understanding Service Accounts" of Globus's Python SDK,
//! <https://globus-sdk-python.readthedocs.io/>.

mod collections;
mod connect;
mod general;
mod grants;
mod network;
mod services;
mod sessions;
mod shared;
mod transfer;
mod work;

use super::diagnosis::Diagnosis;

/// All diagnoses, in groups. The order matters: the first match applies.
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
