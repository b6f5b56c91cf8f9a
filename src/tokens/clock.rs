//! This machine's clock beside Globus's. It promises: times in a storage are Globus's, whatever this machine's clock says.

use crate::js::runtime::{now, random};
use crate::policy::lifecycle;
use std::cell::Cell;

/// `Date` tells whole seconds and takes its time: a smaller difference is none, ms.
const MIN_SKEW: f64 = 5_000.0;

/// What an account knows of time.
#[derive(Debug)]
pub(crate) struct Clock {
    /// Globus's clock less this machine's, ms.
    skew: Cell<f64>,
    /// How early this process renews, 0 to 1: each at another moment, so that the first one renews for all.
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

    /// Learns from a `Date` of Globus's, epoch ms.
    pub(crate) fn learn(&self, date: f64) {
        // The half second is what the date leaves out on average.
        let skew = date + 500.0 - now();
        if skew.is_finite() {
            self.skew.set(if skew.abs() < MIN_SKEW { 0.0 } else { skew });
        }
    }
}
