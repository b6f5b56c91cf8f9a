//! The lifecycle of a token: when to use it, renew it, wait for a grant, request a grant, or fail. Pure decisions
//! without a clock, queue or promise. `tokens` passes the state in and carries out the decision.
//!
//! ```text
//! issued_at        fresh_until          usable_until
//!     |--- fresh: Use ---|--- stale: Renew ---|--- expired: Begin or Join ---
//! ```
//! While Globus Auth fails, a stale token is used, and renewed after a growing pause. After it has refused the credentials, a
//! caller without a usable token fails at once.
//!
//! A process that shares a storage reads it before each grant; [`check_stored`] decides whether the stored token can be used.
//! Each process begins to renew at its own moment, so that the first one renews for all.

use crate::model::validity::Validity;
use crate::wire::error::Code;

/// Returns the jitter of a process, from three random numbers in 0..1. A high jitter means an early renewal. The least
/// of three numbers is seldom high, so few processes are early: while the first one writes the new token to a slow
/// storage, few others begin too.
#[must_use]
pub fn jitter(drawn: [f64; 3]) -> f64 {
    drawn.into_iter().fold(1.0, f64::min)
}

/// Returns the pause of renewal after it has begun, or failed, `times` times in a row, in ms: half a percent of the
/// lifetime, at least 1 s and at most 30 s, doubled each time up to 10 minutes, then varied by a quarter in either
/// direction with `random` (0..1).
#[must_use]
pub fn renewal_pause(times: u32, lifetime: f64, random: f64) -> f64 {
    let first = (lifetime / 200.0).clamp(1_000.0, 30_000.0);
    let factor = f64::from(1_u32.checked_shl(times.saturating_sub(1)).unwrap_or(u32::MAX));
    (first * factor).min(MAX_RENEWAL_PAUSE) * (0.75 + random / 2.0)
}

const MAX_RENEWAL_PAUSE: f64 = 600_000.0;

/// Whether a time span that ends at `until`, and lasts at most `longest` ms, is still running. If more than `longest`
/// ms seem to remain, the clock was set back, and the span counts as over.
#[must_use]
pub fn is_active(until: f64, longest: f64, now: f64) -> bool {
    (until - longest..until).contains(&now)
}

/// The renewals of one token that have begun and not replaced it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Renewals {
    begun: u32,
    next: f64,
}

impl Renewals {
    /// Records the start of a renewal.
    #[must_use]
    pub fn begin(self, validity: &Validity, now: f64, random: f64) -> Self {
        let begun = self.begun.saturating_add(1);
        Self { begun, next: now + renewal_pause(begun, validity.lifetime(), random) }
    }
}

/// What the failure of a grant implies for further grants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GrantFailure {
    /// Globus Auth refused the credentials.
    Credentials,
    /// Any other failure, such as no connection or a failing Globus Auth. With its `Retry-After`, converted to ms, if
    /// it sent one.
    Unavailable(Option<f64>),
    /// The failure concerns this request only: Globus Auth refused it (4xx other than 429), or granted no token or
    /// fewer scopes for it. Other grants may succeed.
    Request,
}

impl GrantFailure {
    /// Classifies the failure of a grant.
    #[must_use]
    pub fn classify(code: Code, status: Option<u16>, retry_after: Option<f64>) -> Self {
        match (code, status) {
            (Code::InvalidClient | Code::NotAServiceAccount, _) => Self::Credentials,
            (Code::InvalidScope, _) => Self::Request,
            (Code::GrantFailed, Some(status)) if status < 500 && status != 429 => Self::Request,
            _ => Self::Unavailable(retry_after),
        }
    }
}

/// The failed grants, and the `Retry-After` of Globus Auth. A successful grant clears both.
#[derive(Clone, Copy, Debug, Default)]
pub struct GrantFailures {
    /// Failures in a row.
    failures: u32,
    at: f64,
    random: f64,
    /// Until when calls without a token fail with the same error, epoch ms.
    refuse_until: f64,
    /// Until when no grant is sent because of `Retry-After`, epoch ms.
    retry_after_until: f64,
}

/// How long refused credentials are remembered, ms.
pub const REMEMBER_REFUSAL: f64 = 30_000.0;

/// A `Retry-After` stops all grants for at most this long, ms. A longer one is shortened, because a wrong one must not
/// stop the account for good.
pub const MAX_RETRY_AFTER: f64 = 900_000.0;

impl GrantFailures {
    /// Records a failed grant, unless it concerns its own request only.
    pub fn record(&mut self, failure: GrantFailure, now: f64, random: f64) {
        match failure {
            GrantFailure::Request => return,
            GrantFailure::Credentials => self.refuse_until = now + REMEMBER_REFUSAL,
            GrantFailure::Unavailable(Some(ms)) => self.set_retry_after(ms, now),
            GrantFailure::Unavailable(None) => {}
        }
        *self = Self { failures: self.failures.saturating_add(1), at: now, random, ..*self };
    }

    /// Records a `Retry-After` of `ms` milliseconds, unless an earlier one ends later.
    pub fn set_retry_after(&mut self, ms: f64, now: f64) {
        self.retry_after_until = self.retry_after_until.max(now + ms.min(MAX_RETRY_AFTER));
    }

    /// Whether Globus Auth refused the credentials recently: a call without a token then fails at once, unless a grant
    /// is in flight.
    #[must_use]
    pub fn refuses_grants(&self, now: f64) -> bool {
        is_active(self.refuse_until, REMEMBER_REFUSAL, now)
    }

    /// Returns for how long no grant may be sent because of `Retry-After`, in ms.
    #[must_use]
    pub fn remaining_wait(&self, now: f64) -> f64 {
        if is_active(self.retry_after_until, MAX_RETRY_AFTER, now) { self.retry_after_until - now } else { 0.0 }
    }

    fn allow_renewal(&self, now: f64, lifetime: f64) -> bool {
        let pause_is_over =
            self.failures == 0 || now - self.at >= renewal_pause(self.failures, lifetime, self.random) || now < self.at;
        pause_is_over && !self.refuses_grants(now) && self.remaining_wait(now) <= 0.0
    }
}

/// The state in which a caller needs a token.
#[derive(Clone, Copy, Debug)]
pub struct TokenState<'a> {
    /// The time, epoch ms.
    pub now: f64,
    /// The cached token that the caller may use, if any, with its renewals.
    pub cached: Option<(&'a Validity, Renewals)>,
    /// Whether a grant in flight covers the caller's token request.
    pub in_flight: bool,
    /// The failures of earlier grants.
    pub failures: &'a GrantFailures,
}

/// What a caller that needs a token does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Use the cached token.
    Use,
    /// Use the cached token, and renew it in the background.
    Renew,
    /// Wait for the grant in flight.
    Join,
    /// Request a grant and wait for it.
    Begin,
    /// Fail with the error of the last grant: its credentials were refused.
    Refuse,
}

/// Decides. A usable token is used, whatever grants have failed.
#[must_use]
pub fn decide(state: &TokenState<'_>) -> Decision {
    let TokenState { now, cached, in_flight, failures } = *state;
    if let Some((validity, renewals)) = cached.filter(|(validity, _)| validity.is_usable(now)) {
        let pausing = is_active(renewals.next, 2.0 * MAX_RENEWAL_PAUSE, now);
        return if validity.is_fresh(now) || in_flight || pausing || !failures.allow_renewal(now, validity.lifetime()) {
            Decision::Use
        } else {
            Decision::Renew
        };
    }
    match (in_flight, failures.refuses_grants(now)) {
        (true, _) => Decision::Join,
        (false, true) => Decision::Refuse,
        (false, false) => Decision::Begin,
    }
}

/// Checks a token from the storage. A caller without a usable token accepts any usable one. A renewal accepts one that
/// is younger than the cached token, and fresh: one that is not fresh would have to be renewed again at once. The
/// reason `stale` also means "no younger than the cached one".
///
/// # Errors
/// The reason, as in the event `storage_miss`.
pub fn check_stored(stored: &Validity, cached: Option<&Validity>, now: f64) -> Result<(), &'static str> {
    match cached.filter(|validity| validity.is_usable(now)) {
        _ if !stored.is_usable(now) => Err("expired"),
        Some(cached) if stored.issued_at <= cached.issued_at || !stored.is_fresh(now) => Err("stale"),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what is computed from whole numbers is exact")]
mod tests {
    use super::*;

    const DAY: f64 = 86_400_000.0;

    #[test]
    fn a_usable_token_survives_every_failed_grant() {
        let validity = Validity::new(0.0, 2.0 * DAY, 0.0);
        let now = validity.fresh_until;
        for failure in
            [GrantFailure::Credentials, GrantFailure::Unavailable(Some(1e12)), GrantFailure::Unavailable(None)]
        {
            let mut failures = GrantFailures::default();
            let cached = Some((&validity, Renewals::default()));
            let at =
                |now, cached, failures: &GrantFailures| decide(&TokenState { now, cached, in_flight: false, failures });
            assert_eq!(at(now, cached, &failures), Decision::Renew);
            failures.record(failure, now, 0.5);
            assert_eq!(at(now + 1.0, cached, &failures), Decision::Use);
            let refused = failure == GrantFailure::Credentials;
            assert_eq!(at(now + 1.0, None, &failures), if refused { Decision::Refuse } else { Decision::Begin });
            let waiting = failure == GrantFailure::Unavailable(Some(1e12));
            assert!((failures.remaining_wait(now) - if waiting { MAX_RETRY_AFTER } else { 0.0 }).abs() < 1e-3);
            assert_eq!(
                at(now + MAX_RETRY_AFTER, None, &failures),
                Decision::Begin,
                "the longest Retry-After that is obeyed"
            );
            assert!(failures.remaining_wait(now - 1.0) <= 0.0, "the clock was set back");
            assert_eq!(at(now - 1.0, None, &failures), Decision::Begin, "the clock was set back");
        }
    }

    #[test]
    fn the_jitter_is_the_least_of_the_random_numbers() {
        assert_eq!([jitter([0.5, 0.2, 0.9]), jitter([0.7, 0.8, 0.9]), jitter([0.0, 1.0, 1.0])], [0.2, 0.7, 0.0]);
    }

    #[test]
    fn renewal_pauses_after_each_failure_and_each_start() {
        let validity = Validity::new(0.0, 2.0 * DAY, 0.0);
        let now = validity.fresh_until;
        let at = |now: f64, renewals: Renewals, failures: &GrantFailures| {
            decide(&TokenState { now, cached: Some((&validity, renewals)), in_flight: false, failures })
        };
        let (mut failures, mut renewals) = (GrantFailures::default(), Renewals::default());
        for rest in [30_000.0, 60_000.0, 120_000.0, 240_000.0] {
            failures.record(GrantFailure::Unavailable(None), now, 0.5);
            let failed = |now| at(now, Renewals::default(), &failures);
            assert_eq!([failed(now + rest - 1.0), failed(now + rest)], [Decision::Use, Decision::Renew], "{rest}");
            assert_eq!(failed(now - 1.0), Decision::Use, "fresh again, because the clock was set back");
            renewals = renewals.begin(&validity, now, 0.5);
            let begun = |now| at(now, renewals, &GrantFailures::default());
            assert_eq!([begun(now + rest - 1.0), begun(now + rest)], [Decision::Use, Decision::Renew], "{rest}");
        }
        // The longest pause that the random number allows.
        let long = (0..9).fold(Renewals::default(), |renewals, _| renewals.begin(&validity, now, 1.0));
        let begun = [0.0, 749_999.0, 750_000.0].map(|passed| at(now + passed, long, &GrantFailures::default()));
        assert_eq!(begun, [Decision::Use, Decision::Use, Decision::Renew]);
        failures.record(GrantFailure::Request, now, 0.5);
        assert_eq!(
            at(now + 240_000.0, Renewals::default(), &failures),
            Decision::Renew,
            "implies nothing for further grants"
        );
    }

    #[test]
    fn renewal_waits_for_each_kind_of_failure() {
        let validity = Validity::new(0.0, 2.0 * DAY, 0.0);
        // One second after the end of freshness: the token is stale at each moment of this test.
        let now = validity.fresh_until + 1_000.0;
        let failed = |failure| {
            let mut failures = GrantFailures::default();
            failures.record(failure, now, 0.0);
            failures
        };
        let mut waiting = GrantFailures::default();
        waiting.set_retry_after(5_000.0, now);
        for (failures, before, end) in [
            // A time before the failure means that the clock was set back.
            (failed(GrantFailure::Unavailable(None)), Decision::Renew, 22_500.0),
            (failed(GrantFailure::Credentials), Decision::Renew, REMEMBER_REFUSAL),
            // A `Retry-After` is also active one moment before: only spans of more than 15 minutes count as over.
            (failed(GrantFailure::Unavailable(Some(60_000.0))), Decision::Use, 60_000.0),
            (waiting, Decision::Use, 5_000.0),
        ] {
            let at = |passed| {
                let cached = Some((&validity, Renewals::default()));
                decide(&TokenState { now: now + passed, cached, in_flight: false, failures: &failures })
            };
            let decisions = [-1.0, 0.0, end - 1.0, end].map(at);
            assert_eq!(decisions, [before, Decision::Use, Decision::Use, Decision::Renew], "{failures:?}");
        }
    }

    #[test]
    fn a_refusal_is_remembered_for_half_a_minute_and_a_retry_after_for_its_length() {
        let mut failures = GrantFailures::default();
        failures.record(GrantFailure::Credentials, 1_000.0, 0.5);
        let refused = [999.0, 1_000.0, 30_999.0, 31_000.0].map(|now| failures.refuses_grants(now));
        assert_eq!(refused, [false, true, true, false]);
        failures.set_retry_after(5_000.0, 1_000.0);
        failures.set_retry_after(2_000.0, 1_000.0);
        let waits = [1_000.0, 4_000.0, 6_000.0, 7_000.0].map(|now| failures.remaining_wait(now));
        assert_eq!(waits, [5_000.0, 2_000.0, 0.0, 0.0], "the longer of two");
    }

    #[test]
    fn a_grant_in_flight_is_joined_and_never_doubled() {
        let validity = Validity::new(0.0, 2.0 * DAY, 0.0);
        let refused = {
            let mut failures = GrantFailures::default();
            failures.record(GrantFailure::Credentials, 3.0 * DAY, 0.5);
            failures
        };
        let at = |now: f64, cached: bool, failures: &GrantFailures| {
            let cached = cached.then(|| (&validity, Renewals::default()));
            decide(&TokenState { now, cached, in_flight: true, failures })
        };
        let none = GrantFailures::default();
        assert_eq!([at(validity.fresh_until, true, &none), at(0.0, false, &none)], [Decision::Use, Decision::Join]);
        assert_eq!(at(3.0 * DAY, true, &refused), Decision::Join, "expired, and refused before");
    }

    #[test]
    fn pauses_grow_and_are_bounded() {
        let of_two_days: Vec<f64> = (1..9).map(|times| renewal_pause(times, 2.0 * DAY, 0.5) / 1000.0).collect();
        assert_eq!(of_two_days, [30.0, 60.0, 120.0, 240.0, 480.0, 600.0, 600.0, 600.0]);
        assert!((renewal_pause(1, 1_000.0, 0.5) - 1_000.0).abs() < 1e-6);
        assert!((renewal_pause(u32::MAX, 2.0 * DAY, 1.0) - 750_000.0).abs() < 1e-6);
    }

    #[test]
    fn failures_are_classified() {
        assert_eq!(GrantFailure::classify(Code::InvalidClient, Some(401), None), GrantFailure::Credentials);
        assert_eq!(GrantFailure::classify(Code::NotAServiceAccount, Some(400), None), GrantFailure::Credentials);
        assert_eq!(GrantFailure::classify(Code::GrantFailed, Some(400), None), GrantFailure::Request);
        assert_eq!(GrantFailure::classify(Code::InvalidScope, Some(400), None), GrantFailure::Request);
        assert_eq!(GrantFailure::classify(Code::GrantFailed, Some(499), Some(5.0)), GrantFailure::Request);
        assert_eq!(GrantFailure::classify(Code::GrantFailed, Some(500), None), GrantFailure::Unavailable(None));
        assert_eq!(GrantFailure::classify(Code::GrantFailed, Some(503), None), GrantFailure::Unavailable(None));
        assert_eq!(
            GrantFailure::classify(Code::GrantFailed, Some(429), Some(5.0)),
            GrantFailure::Unavailable(Some(5.0))
        );
        assert_eq!(GrantFailure::classify(Code::NetworkError, None, None), GrantFailure::Unavailable(None));
    }

    #[test]
    fn a_stored_token_is_used_if_it_is_better_than_the_cached_one() {
        let [old, new] = [0.0, DAY].map(|issued_at| Validity::new(issued_at, 2.0 * DAY, 0.0));
        assert_eq!(check_stored(&old, None, DAY), Ok(()));
        assert_eq!(check_stored(&old, None, 1.99 * DAY), Ok(()), "usable is enough for a caller that waits");
        assert_eq!(check_stored(&old, None, 2.0 * DAY), Err("expired"));
        assert_eq!(check_stored(&new, Some(&old), 1.95 * DAY), Ok(()));
        assert_eq!(check_stored(&old, Some(&old), 1.95 * DAY), Err("stale"));
        assert_eq!(check_stored(&old, Some(&old), DAY), Err("stale"), "as old as the one in memory, however fresh");
        assert_eq!(check_stored(&old, Some(&new), 1.5 * DAY), Err("stale"));
        assert_eq!(check_stored(&new, Some(&old), 2.95 * DAY), Ok(()), "the old one has ended");
    }
}
