//! Selects the diagnosis that matches the facts.

use super::diagnoses::DIAGNOSES;
use super::diagnosis::Diagnosis;
use super::facts::Facts;
use crate::wire::error::Error;

pub(super) fn all() -> impl Iterator<Item = &'static Diagnosis> {
    DIAGNOSES.iter().copied().flatten()
}

/// Returns the first diagnosis whose signs all match the facts. A diagnosis without signs is found by its name only.
#[must_use]
pub fn diagnose(facts: &Facts) -> Option<&'static Diagnosis> {
    all().find(|diagnosis| !diagnosis.signs.is_empty() && diagnosis.signs.iter().all(|sign| sign.matches(facts)))
}

/// Returns the diagnosis with this name.
#[must_use]
pub fn diagnosis_named(name: &str) -> Option<&'static Diagnosis> {
    all().find(|diagnosis| diagnosis.name == name)
}

/// Adds the matching diagnosis and its advice to an error. Without a match, the error has no advice.
pub fn advise(error: &mut Error, facts: &Facts) {
    let diagnosis = diagnose(facts);
    error.diagnosis = diagnosis.map(|diagnosis| diagnosis.name);
    error.set_advice(diagnosis.and_then(|diagnosis| diagnosis.advice(facts)));
}
