//! Globus Compute: the two versions of its API, both in use.

pub(crate) mod v2;
pub(crate) mod v3;
