//! Which cause fits what is known.

use super::diagnoses::DIAGNOSES;
use super::diagnosis::Diagnosis;
use super::facts::Facts;
use crate::wire::error::Error;

pub(super) fn all() -> impl Iterator<Item = &'static Diagnosis> {
    DIAGNOSES.iter().copied().flatten()
}

/// The cause that fits.
#[must_use]
pub fn diagnose(facts: &Facts) -> Option<&'static Diagnosis> {
    all().find(|diagnosis| !diagnosis.signs.is_empty() && diagnosis.signs.iter().all(|sign| sign.matches(facts)))
}

/// The cause of this name.
#[must_use]
pub fn diagnosis_named(name: &str) -> Option<&'static Diagnosis> {
    all().find(|diagnosis| diagnosis.name == name)
}

/// Says what to do about an error: by the cause that fits, if there is one.
pub fn advise(error: &mut Error, facts: &Facts) {
    let diagnosis = diagnose(facts);
    error.diagnosis = diagnosis.map(|diagnosis| diagnosis.name);
    error.set_advice(diagnosis.and_then(|diagnosis| diagnosis.advice(facts)));
}
