//! Which cause fits what is known.

use super::cause::Cause;
use super::causes::CAUSES;
use super::facts::Facts;
use crate::wire::error::Error;

pub(super) fn all() -> impl Iterator<Item = &'static Cause> {
    CAUSES.iter().copied().flatten()
}

/// The cause that fits.
#[must_use]
pub fn recognised(facts: &Facts) -> Option<&'static Cause> {
    all().find(|cause| !cause.signs.is_empty() && cause.signs.iter().all(|sign| sign.fits(facts)))
}

/// The cause of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Cause> {
    all().find(|cause| cause.name == name)
}

/// Says what to do about an error: by the cause that fits, if there is one.
pub fn advise(error: &mut Error, facts: &Facts) {
    let cause = recognised(facts);
    error.diagnosis = cause.map(|cause| cause.name);
    error.set_advice(cause.and_then(|cause| cause.advice(facts)));
}
