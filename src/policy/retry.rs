//! When a call is repeated, and after how long. Pure: the session sleeps and repeats.

use crate::wire::text::holds;

/// What an account allows.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Repetitions after the first attempt.
    pub retries: u32,
    /// ms one call may spend asleep in all.
    pub max_wait: f64,
}

/// Why an attempt did not succeed.
#[derive(Clone, Debug)]
pub enum Cause<'a> {
    /// No answer, or a body cut off.
    NoAnswer,
    /// An answer with this status.
    Status {
        /// HTTP status.
        status: u16,
        /// The service's own code.
        server_code: Option<&'a str>,
        /// ms, from `Retry-After`.
        retry_after: Option<f64>,
    },
    /// A collection's own server failed while it was to give a file, or tell of one: it says so with any status.
    FileServer {
        /// HTTP status.
        status: u16,
        /// ms, from `Retry-After`.
        retry_after: Option<f64>,
    },
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Repetitions so far.
    pub retries: u32,
    /// ms slept so far.
    pub slept: f64,
}

/// The longest sleep that the service did not ask for, ms.
const LONGEST_BACKOFF: f64 = 10_000.0;

impl Policy {
    /// How many ms to sleep before the next attempt; `None` to give up. `safe`: the call may be repeated although the
    /// service may have carried it out. `random` is in 0..1.
    ///
    /// 429 means that nothing was done, so any call is repeated. A failing collection (`ExternalError`,
    /// `EndpointError`) is not: Globus only reports it; what the collection's own server is asked for is. `Retry-After` is obeyed exactly, never earlier; one that goes
    /// beyond what the call may sleep ends it at once.
    #[must_use]
    pub fn next(&self, progress: &mut Progress, cause: &Cause<'_>, safe: bool, random: f64) -> Option<f64> {
        let asked = match cause {
            Cause::NoAnswer if safe => None,
            Cause::Status { status: 429, retry_after, .. } | Cause::FileServer { retry_after, .. } => *retry_after,
            Cause::Status { status, server_code, retry_after }
                if safe && may_pass(*status) && !server_code.is_some_and(is_endpoint_error) =>
            {
                *retry_after
            }
            Cause::Status { .. } | Cause::NoAnswer => return None,
        };
        if progress.retries >= self.retries {
            return None;
        }
        let factor = f64::from(1_u32.checked_shl(progress.retries).unwrap_or(u32::MAX));
        let backoff = ((0.25 + 0.5 * random) * 1000.0 * factor).min(LONGEST_BACKOFF);
        let wait = asked.unwrap_or(backoff);
        if progress.slept + wait > self.max_wait {
            return None;
        }
        progress.retries += 1;
        progress.slept += wait;
        Some(wait)
    }
}

/// Whether the same call may be answered otherwise later: what is `retryable`, and is repeated where that is safe. A service
/// that does not know how (501) will not learn it.
#[must_use]
pub const fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// Whether Transfer says that the collection's own server failed.
#[must_use]
pub fn is_endpoint_error(server_code: &str) -> bool {
    holds(server_code, "ExternalError") || holds(server_code, "EndpointError")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: Policy = Policy { retries: 5, max_wait: 60_000.0 };

    fn first(status: u16, server_code: Option<&str>, retry_after: Option<f64>, safe: bool) -> Option<f64> {
        POLICY.next(&mut Progress::default(), &Cause::Status { status, server_code, retry_after }, safe, 0.5)
    }

    #[test]
    fn what_is_repeated() {
        assert_eq!(first(429, None, None, false), Some(500.0));
        for status in [408, 425, 500, 502, 503, 504] {
            assert_eq!(first(status, None, None, true), Some(500.0));
            assert_eq!(first(status, None, None, false), None);
        }
        for status in [400, 409, 501, 505, 520] {
            assert_eq!((first(status, None, None, true), may_pass(status)), (None, false));
        }
        assert_eq!(first(502, Some("ExternalError.DirListingFailed"), None, true), None);
        assert_eq!(first(503, Some("ExternalError.DirListingFailed"), Some(1.0), true), None);
        assert_eq!(first(400, None, None, true), None);
        assert_eq!(first(404, None, Some(1.0), true), None);
        let ailing = Cause::FileServer { status: 404, retry_after: None };
        assert_eq!(POLICY.next(&mut Progress::default(), &ailing, true, 0.5), Some(500.0));
        assert_eq!(POLICY.next(&mut Progress::default(), &Cause::NoAnswer, false, 0.5), None);
        assert_eq!(POLICY.next(&mut Progress::default(), &Cause::NoAnswer, true, 0.5), Some(500.0));
    }

    #[test]
    fn pauses_double_up_to_ten_seconds() {
        let policy = Policy { retries: 40, max_wait: 1e9 };
        let pauses = |random: f64| {
            let mut progress = Progress::default();
            std::iter::from_fn(move || policy.next(&mut progress, &Cause::NoAnswer, true, random))
        };
        assert_eq!(
            pauses(0.5).take(7).collect::<Vec<_>>(),
            [500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 10_000.0, 10_000.0]
        );
        assert_eq!([pauses(0.0).next(), pauses(1.0).next()], [Some(250.0), Some(750.0)]);
        assert_eq!(pauses(0.5).count(), 40);
        assert!(pauses(1.0).all(|pause| pause <= 10_000.0), "also when the doubling has no number any longer");
    }

    #[test]
    fn what_a_call_may_sleep_is_counted_to_the_millisecond() {
        let policy = Policy { retries: 5, max_wait: 1_500.0 };
        let mut progress = Progress::default();
        let mut next = |retry_after| {
            let cause = Cause::Status { status: 429, server_code: None, retry_after: Some(retry_after) };
            policy.next(&mut progress, &cause, false, 0.5)
        };
        assert_eq!(
            [next(1_000.0), next(501.0), next(500.0), next(1.0), next(0.0)],
            [Some(1_000.0), None, Some(500.0), None, Some(0.0)]
        );
    }

    #[test]
    fn retry_after_is_obeyed_exactly_or_the_call_ends() {
        assert_eq!(first(429, None, Some(15_000.0), false), Some(15_000.0));
        assert_eq!(first(503, None, Some(0.0), true), Some(0.0));
        assert_eq!(first(500, None, Some(3_000.0), true), Some(3_000.0));
        assert_eq!(first(429, None, Some(60_001.0), true), None);
    }

    proptest! {
        #[test]
        fn a_call_never_repeats_or_sleeps_more_than_allowed(
            retries in 0_u32..40, max_wait in 0.0..1e6, random in 0.0..1.0,
            asked in proptest::collection::vec(proptest::option::of(0.0..1e5), 1..60),
        ) {
            let policy = Policy { retries, max_wait };
            let mut progress = Progress::default();
            let mut slept = 0.0;
            let mut repeated = 0;
            for retry_after in asked {
                let cause = Cause::Status { status: 429, server_code: None, retry_after };
                let Some(wait) = policy.next(&mut progress, &cause, true, random) else { break };
                if let Some(least) = retry_after { prop_assert!(wait >= least); }
                slept += wait;
                repeated += 1;
            }
            prop_assert!(repeated <= retries);
            prop_assert!(slept <= max_wait);
        }
    }
}
