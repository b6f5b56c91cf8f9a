//! The difference between this machine's clock and Globus's. Guarantee: times in a storage are Globus's, whatever this
//! machine's clock shows.

use crate::js::runtime::{now, random};
use crate::policy::lifecycle;
use std::cell::Cell;

/// Smaller differences count as none, ms: a `Date` header has whole seconds and is late by its transport.
const MIN_SKEW: f64 = 5_000.0;

/// The clock difference of an account and the jitter of its process.
#[derive(Debug)]
pub(crate) struct Clock {
    /// Globus's clock minus this machine's, ms.
    skew: Cell<f64>,
    /// How early this process renews, 0 to 1. It differs per process, so that the first process renews for all.
    jitter: f64,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self { skew: Cell::default(), jitter: lifecycle::jitter([random(), random(), random()]) }
    }

    pub(super) const fn skew(&self) -> f64 {
        self.skew.get()
    }

    pub(super) const fn jitter(&self) -> f64 {
        self.jitter
    }

    /// Learns the difference from the `Date` header of a Globus service, in epoch ms: of successful replies to calls
    /// with the id and secret, and of the refusals of every service.
    pub(crate) fn learn(&self, date: f64) {
        // `Date` drops the fraction of the second: half a second on average.
        let skew = date + 500.0 - now();
        if skew.is_finite() {
            self.skew.set(if skew.abs() < MIN_SKEW { 0.0 } else { skew });
        }
    }
}
