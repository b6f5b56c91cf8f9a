//! Globus Compute: two versions of its API, which go on side by side.

pub(crate) mod v2;
pub(crate) mod v3;
