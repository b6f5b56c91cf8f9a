//! The life of a token: when it is used, renewed, waited for or refused. One state machine, without a clock, a queue or a
//! promise of its own: the session tells it how things stand and carries out what it decides.
//!
//! ```text
//!            granted        fresh_until        usable_until   expires_at
//! a token    |--- fresh: Use ---|--- usable: Renew ---|--- expired: Begin or Join ---
//! Globus Auth                        fails: Use, and renew after a growing rest
//!                                                            refused the credentials: Refuse
//! ```
//! A process that shares a store asks it before each grant, and [`check_stored`] says whether what is there will do. Renewal is
//! thought of at another moment in each process, so that the first one renews for all.

use crate::model::validity::Validity;
use crate::wire::error::Code;

/// The jitter of a process, from three numbers drawn from 0..1. The least of three is seldom high: few processes are early,
/// so that while a new token makes its way through a slow store, few others have begun to renew as well.
#[must_use]
pub fn jitter(drawn: [f64; 3]) -> f64 {
    drawn.into_iter().fold(1.0, f64::min)
}

/// How long renewal rests after it was begun, or has failed, for the nth time in a row, in ms: from half a percent of the
/// lifetime, but from 1 to 30 seconds, doubling up to 10 minutes. `random` is in 0..1.
#[must_use]
pub fn renewal_pause(times: u32, lifetime: f64, random: f64) -> f64 {
    let first = (lifetime / 200.0).clamp(1_000.0, 30_000.0);
    let factor = f64::from(1_u32.checked_shl(times.saturating_sub(1)).unwrap_or(u32::MAX));
    (first * factor).min(MAX_RENEWAL_PAUSE) * (0.75 + random / 2.0)
}

const MAX_RENEWAL_PAUSE: f64 = 600_000.0;

/// Whether a span that ends at `until`, and is no longer than `longest` ms, is going on. One that seems longer was begun before
/// the clock was set back, and is taken for over.
#[must_use]
pub fn is_active(until: f64, longest: f64, now: f64) -> bool {
    (until - longest..until).contains(&now)
}

/// Renewals of one token so far: those that were begun and have not replaced it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Renewals {
    begun: u32,
    next: f64,
}

impl Renewals {
    /// One is beginning.
    #[must_use]
    pub fn begin(self, validity: &Validity, now: f64, random: f64) -> Self {
        let begun = self.begun.saturating_add(1);
        Self { begun, next: now + renewal_pause(begun, validity.lifetime(), random) }
    }
}

/// How a grant failed, as far as it says something about grants to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GrantFailure {
    /// Globus Auth does not accept the credentials.
    Credentials,
    /// It cannot be reached, is failing, or wants to be left alone for so many ms.
    Unavailable(Option<f64>),
    /// It has something against what was asked for, and against nothing else.
    Request,
}

impl GrantFailure {
    /// What the failure of a grant says.
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

/// What is remembered of grants that failed. A success forgets it all.
#[derive(Clone, Copy, Debug, Default)]
pub struct GrantFailures {
    /// In a row.
    failures: u32,
    at: f64,
    random: f64,
    /// Until when nobody asks, because the answer is known.
    refuse_until: f64,
    /// Until when Globus Auth wants to be left alone.
    retry_after_until: f64,
}

/// How long a refusal of the credentials is remembered, ms.
pub const REMEMBER_REFUSAL: f64 = 30_000.0;

/// The longest `Retry-After` that is believed beyond the call it answered, ms: a mistake must not stop an account for good.
pub const MAX_RETRY_AFTER: f64 = 900_000.0;

impl GrantFailures {
    /// A grant has failed.
    pub fn record(&mut self, failure: GrantFailure, now: f64, random: f64) {
        match failure {
            GrantFailure::Request => return,
            GrantFailure::Credentials => self.refuse_until = now + REMEMBER_REFUSAL,
            GrantFailure::Unavailable(Some(ms)) => self.set_retry_after(ms, now),
            GrantFailure::Unavailable(None) => {}
        }
        *self = Self { failures: self.failures.saturating_add(1), at: now, random, ..*self };
    }

    /// Globus Auth wants to be left alone for so many ms.
    pub fn set_retry_after(&mut self, ms: f64, now: f64) {
        self.retry_after_until = self.retry_after_until.max(now + ms.min(MAX_RETRY_AFTER));
    }

    /// Whether a call that has no token fails at once.
    #[must_use]
    pub fn refuses_grants(&self, now: f64) -> bool {
        is_active(self.refuse_until, REMEMBER_REFUSAL, now)
    }

    /// How many ms no grant is asked for, because Globus Auth has said so.
    #[must_use]
    pub fn remaining_wait(&self, now: f64) -> f64 {
        if is_active(self.retry_after_until, MAX_RETRY_AFTER, now) { self.retry_after_until - now } else { 0.0 }
    }

    fn allow_renewal(&self, now: f64, lifetime: f64) -> bool {
        let rested =
            self.failures == 0 || now - self.at >= renewal_pause(self.failures, lifetime, self.random) || now < self.at;
        rested && !self.refuses_grants(now) && self.remaining_wait(now) <= 0.0
    }
}

/// How things stand when somebody needs a token.
#[derive(Clone, Copy, Debug)]
pub struct TokenState<'a> {
    /// Epoch ms.
    pub now: f64,
    /// The token in memory, if there is one that may be taken.
    pub held: Option<(&'a Validity, Renewals)>,
    /// Whether a grant for it is under way that may be waited for.
    pub in_flight: bool,
    /// What earlier grants came to.
    pub failures: &'a GrantFailures,
}

/// What to do for somebody who needs a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Use the one in memory.
    Use,
    /// Use the one in memory, and begin to get another without waiting for it.
    Renew,
    /// Wait for what is under way.
    Join,
    /// Get one, and wait for it.
    Begin,
    /// Fail as the last grant did: its credentials were refused.
    Refuse,
}

/// Decides. A token that can be used is used, whatever else is the matter.
#[must_use]
pub fn decide(situation: &TokenState<'_>) -> Decision {
    let TokenState { now, held, in_flight, failures } = *situation;
    if let Some((validity, renewals)) = held.filter(|(validity, _)| validity.is_usable(now)) {
        let rests = is_active(renewals.next, 2.0 * MAX_RENEWAL_PAUSE, now);
        return if validity.is_fresh(now) || in_flight || rests || !failures.allow_renewal(now, validity.lifetime()) {
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

/// Whether a token out of the store will do, or why not. Whoever waits takes any that can be used; whoever renews takes one
/// that is younger than the token in memory, and fresh, because anything else would have to be renewed again at once.
///
/// # Errors
/// The reason, as `storage_miss` tells it.
pub fn check_stored(stored: &Validity, held: Option<&Validity>, now: f64) -> Result<(), &'static str> {
    match held.filter(|validity| validity.is_usable(now)) {
        _ if !stored.is_usable(now) => Err("expired"),
        Some(held) if stored.issued_at <= held.issued_at || !stored.is_fresh(now) => Err("stale"),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what is computed from whole numbers is exact")]
mod tests {
    use super::*;

    const DAY: f64 = 86_400_000.0;

    #[test]
    fn a_token_in_use_survives_every_setback() {
        let validity = Validity::new(0.0, 2.0 * DAY, 0.0);
        let now = validity.fresh_until;
        for failure in
            [GrantFailure::Credentials, GrantFailure::Unavailable(Some(1e12)), GrantFailure::Unavailable(None)]
        {
            let mut failures = GrantFailures::default();
            let held = Some((&validity, Renewals::default()));
            let at =
                |now, held, failures: &GrantFailures| decide(&TokenState { now, held, in_flight: false, failures });
            assert_eq!(at(now, held, &failures), Decision::Renew);
            failures.record(failure, now, 0.5);
            assert_eq!(at(now + 1.0, held, &failures), Decision::Use);
            let refused = failure == GrantFailure::Credentials;
            assert_eq!(at(now + 1.0, None, &failures), if refused { Decision::Refuse } else { Decision::Begin });
            let told = failure == GrantFailure::Unavailable(Some(1e12));
            assert!((failures.remaining_wait(now) - if told { MAX_RETRY_AFTER } else { 0.0 }).abs() < 1e-3);
            assert_eq!(at(now + MAX_RETRY_AFTER, None, &failures), Decision::Begin, "no longer than that");
            assert!(failures.remaining_wait(now - 1.0) <= 0.0, "the clock was set back");
            assert_eq!(at(now - 1.0, None, &failures), Decision::Begin, "the clock was set back");
        }
    }

    #[test]
    fn the_jitter_is_the_least_that_was_drawn() {
        assert_eq!([jitter([0.5, 0.2, 0.9]), jitter([0.7, 0.8, 0.9]), jitter([0.0, 1.0, 1.0])], [0.2, 0.7, 0.0]);
    }

    #[test]
    fn renewal_rests_after_each_failure_and_after_each_beginning() {
        let validity = Validity::new(0.0, 2.0 * DAY, 0.0);
        let now = validity.fresh_until;
        let at = |now: f64, renewals: Renewals, failures: &GrantFailures| {
            decide(&TokenState { now, held: Some((&validity, renewals)), in_flight: false, failures })
        };
        let (mut failures, mut renewals) = (GrantFailures::default(), Renewals::default());
        for rest in [30_000.0, 60_000.0, 120_000.0, 240_000.0] {
            failures.record(GrantFailure::Unavailable(None), now, 0.5);
            let failed = |now| at(now, Renewals::default(), &failures);
            assert_eq!([failed(now + rest - 1.0), failed(now + rest)], [Decision::Use, Decision::Renew], "{rest}");
            assert_eq!(failed(now - 1.0), Decision::Use, "fresh again, for the clock was set back");
            renewals = renewals.begin(&validity, now, 0.5);
            let begun = |now| at(now, renewals, &GrantFailures::default());
            assert_eq!([begun(now + rest - 1.0), begun(now + rest)], [Decision::Use, Decision::Renew], "{rest}");
        }
        // The longest rest that chance makes.
        let long = (0..9).fold(Renewals::default(), |renewals, _| renewals.begin(&validity, now, 1.0));
        let begun = [0.0, 749_999.0, 750_000.0].map(|passed| at(now + passed, long, &GrantFailures::default()));
        assert_eq!(begun, [Decision::Use, Decision::Use, Decision::Renew]);
        failures.record(GrantFailure::Request, now, 0.5);
        assert_eq!(
            at(now + 240_000.0, Renewals::default(), &failures),
            Decision::Renew,
            "says nothing of grants to come"
        );
    }

    #[test]
    fn renewal_waits_for_each_of_what_stands_in_its_way() {
        let validity = Validity::new(0.0, 2.0 * DAY, 0.0);
        // The token is not fresh a moment earlier either.
        let now = validity.fresh_until + 1_000.0;
        let failed = |failure| {
            let mut failures = GrantFailures::default();
            failures.record(failure, now, 0.0);
            failures
        };
        let mut told = GrantFailures::default();
        told.set_retry_after(5_000.0, now);
        for (failures, before, end) in [
            // Seen from before the failure, the clock was set back.
            (failed(GrantFailure::Unavailable(None)), Decision::Renew, 22_500.0),
            (failed(GrantFailure::Credentials), Decision::Renew, REMEMBER_REFUSAL),
            // What Globus Auth has said holds a moment earlier as well: only a span of more than 15 minutes is not believed.
            (failed(GrantFailure::Unavailable(Some(60_000.0))), Decision::Use, 60_000.0),
            (told, Decision::Use, 5_000.0),
        ] {
            let at = |passed| {
                let held = Some((&validity, Renewals::default()));
                decide(&TokenState { now: now + passed, held, in_flight: false, failures: &failures })
            };
            let decisions = [-1.0, 0.0, end - 1.0, end].map(at);
            assert_eq!(decisions, [before, Decision::Use, Decision::Use, Decision::Renew], "{failures:?}");
        }
    }

    #[test]
    fn a_refusal_is_remembered_for_half_a_minute_and_what_was_told_for_as_long_as_it_was() {
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
    fn what_is_under_way_is_joined_and_never_doubled() {
        let validity = Validity::new(0.0, 2.0 * DAY, 0.0);
        let refused = {
            let mut failures = GrantFailures::default();
            failures.record(GrantFailure::Credentials, 3.0 * DAY, 0.5);
            failures
        };
        let at = |now: f64, held: bool, failures: &GrantFailures| {
            let held = held.then(|| (&validity, Renewals::default()));
            decide(&TokenState { now, held, in_flight: true, failures })
        };
        let none = GrantFailures::default();
        assert_eq!([at(validity.fresh_until, true, &none), at(0.0, false, &none)], [Decision::Use, Decision::Join]);
        assert_eq!(at(3.0 * DAY, true, &refused), Decision::Join, "expired, and refused before");
    }

    #[test]
    fn rests_grow_and_are_bounded() {
        let of_two_days: Vec<f64> = (1..9).map(|times| renewal_pause(times, 2.0 * DAY, 0.5) / 1000.0).collect();
        assert_eq!(of_two_days, [30.0, 60.0, 120.0, 240.0, 480.0, 600.0, 600.0, 600.0]);
        assert!((renewal_pause(1, 1_000.0, 0.5) - 1_000.0).abs() < 1e-6);
        assert!((renewal_pause(u32::MAX, 2.0 * DAY, 1.0) - 750_000.0).abs() < 1e-6);
    }

    #[test]
    fn failures_say_what_they_say() {
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
    fn what_a_store_holds_is_taken_if_it_is_better_than_what_there_is() {
        let [old, new] = [0.0, DAY].map(|issued_at| Validity::new(issued_at, 2.0 * DAY, 0.0));
        assert_eq!(check_stored(&old, None, DAY), Ok(()));
        assert_eq!(check_stored(&old, None, 1.99 * DAY), Ok(()), "usable is enough for who waits");
        assert_eq!(check_stored(&old, None, 2.0 * DAY), Err("expired"));
        assert_eq!(check_stored(&new, Some(&old), 1.95 * DAY), Ok(()));
        assert_eq!(check_stored(&old, Some(&old), 1.95 * DAY), Err("stale"));
        assert_eq!(check_stored(&old, Some(&old), DAY), Err("stale"), "as old as the one in memory, however fresh");
        assert_eq!(check_stored(&old, Some(&new), 1.5 * DAY), Err("stale"));
        assert_eq!(check_stored(&new, Some(&old), 2.95 * DAY), Ok(()), "the old one has ended");
    }
}
