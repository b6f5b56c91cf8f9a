//! The life of a token: when it is used, renewed, waited for or refused. One state machine, without a clock, a queue or a
//! promise of its own: the session tells it how things stand and carries out what it decides.
//!
//! ```text
//!            granted        fresh_until        usable_until   expires_at
//! a token    |--- fresh: Use ---|--- usable: Renew ---|--- expired: Begin or Join ---
//! Globus Auth                        fails: Use, and renew after a growing rest
//!                                                            refused the credentials: Refuse
//! ```
//! A process that shares a store asks it before each grant, and [`judge`] says whether what is there will do. Renewal is
//! thought of at another moment in each process, so that the first one renews for all.

use crate::model::life::Life;
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
pub fn rest(times: u32, lifetime: f64, random: f64) -> f64 {
    let first = (lifetime / 200.0).clamp(1_000.0, 30_000.0);
    let factor = f64::from(1_u32.checked_shl(times.saturating_sub(1)).unwrap_or(u32::MAX));
    (first * factor).min(LONGEST_REST) * (0.75 + random / 2.0)
}

const LONGEST_REST: f64 = 600_000.0;

/// Whether a span that ends at `until`, and is no longer than `longest` ms, is going on. One that seems longer was begun before
/// the clock was set back, and is taken for over.
#[must_use]
pub fn is_on(until: f64, longest: f64, now: f64) -> bool {
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
    pub fn begin(self, life: &Life, now: f64, random: f64) -> Self {
        let begun = self.begun.saturating_add(1);
        Self { begun, next: now + rest(begun, life.lifetime(), random) }
    }
}

/// How a grant failed, as far as it says something about grants to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setback {
    /// Globus Auth does not accept the credentials.
    Credentials,
    /// It cannot be reached, is failing, or wants to be left alone for so many ms.
    Unavailable(Option<f64>),
    /// It has something against what was asked for, and against nothing else.
    Request,
}

impl Setback {
    /// What the failure of a grant says.
    #[must_use]
    pub fn of(code: Code, status: Option<u16>, retry_after: Option<f64>) -> Self {
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
pub struct Setbacks {
    /// In a row.
    failures: u32,
    at: f64,
    random: f64,
    /// Until when nobody asks, because the answer is known.
    refuse_until: f64,
    /// Until when Globus Auth wants to be left alone.
    told_until: f64,
}

/// How long a refusal of the credentials is remembered, ms.
pub const REMEMBER_REFUSAL: f64 = 30_000.0;

/// The longest `Retry-After` that is believed beyond the call it answered, ms: a mistake must not stop an account for good.
pub const LONGEST_TOLD: f64 = 900_000.0;

impl Setbacks {
    /// A grant has failed.
    pub fn failed(&mut self, setback: Setback, now: f64, random: f64) {
        match setback {
            Setback::Request => return,
            Setback::Credentials => self.refuse_until = now + REMEMBER_REFUSAL,
            Setback::Unavailable(Some(ms)) => self.told(ms, now),
            Setback::Unavailable(None) => {}
        }
        *self = Self { failures: self.failures.saturating_add(1), at: now, random, ..*self };
    }

    /// Globus Auth wants to be left alone for so many ms.
    pub fn told(&mut self, ms: f64, now: f64) {
        self.told_until = self.told_until.max(now + ms.min(LONGEST_TOLD));
    }

    /// Whether a call that has no token fails at once.
    #[must_use]
    pub fn refuses(&self, now: f64) -> bool {
        is_on(self.refuse_until, REMEMBER_REFUSAL, now)
    }

    /// How many ms no grant is asked for, because Globus Auth has said so.
    #[must_use]
    pub fn wait(&self, now: f64) -> f64 {
        if is_on(self.told_until, LONGEST_TOLD, now) { self.told_until - now } else { 0.0 }
    }

    fn let_renew(&self, now: f64, lifetime: f64) -> bool {
        let rested = self.failures == 0 || now - self.at >= rest(self.failures, lifetime, self.random) || now < self.at;
        rested && !self.refuses(now) && self.wait(now) <= 0.0
    }
}

/// How things stand when somebody needs a token.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// Epoch ms.
    pub now: f64,
    /// The token in memory, if there is one that may be taken.
    pub held: Option<(&'a Life, Renewals)>,
    /// Whether a grant for it is under way that may be waited for.
    pub in_flight: bool,
    /// What earlier grants came to.
    pub setbacks: &'a Setbacks,
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
pub fn decide(situation: &Situation<'_>) -> Decision {
    let Situation { now, held, in_flight, setbacks } = *situation;
    if let Some((life, renewals)) = held.filter(|(life, _)| life.is_usable(now)) {
        let rests = is_on(renewals.next, 2.0 * LONGEST_REST, now);
        return if life.is_fresh(now) || in_flight || rests || !setbacks.let_renew(now, life.lifetime()) {
            Decision::Use
        } else {
            Decision::Renew
        };
    }
    match (in_flight, setbacks.refuses(now)) {
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
pub fn judge(stored: &Life, held: Option<&Life>, now: f64) -> Result<(), &'static str> {
    match held.filter(|life| life.is_usable(now)) {
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
        let life = Life::new(0.0, 2.0 * DAY, 0.0);
        let now = life.fresh_until;
        for setback in [Setback::Credentials, Setback::Unavailable(Some(1e12)), Setback::Unavailable(None)] {
            let mut setbacks = Setbacks::default();
            let held = Some((&life, Renewals::default()));
            let at = |now, held, setbacks: &Setbacks| decide(&Situation { now, held, in_flight: false, setbacks });
            assert_eq!(at(now, held, &setbacks), Decision::Renew);
            setbacks.failed(setback, now, 0.5);
            assert_eq!(at(now + 1.0, held, &setbacks), Decision::Use);
            let refused = setback == Setback::Credentials;
            assert_eq!(at(now + 1.0, None, &setbacks), if refused { Decision::Refuse } else { Decision::Begin });
            let told = setback == Setback::Unavailable(Some(1e12));
            assert!((setbacks.wait(now) - if told { LONGEST_TOLD } else { 0.0 }).abs() < 1e-3);
            assert_eq!(at(now + LONGEST_TOLD, None, &setbacks), Decision::Begin, "no longer than that");
            assert!(setbacks.wait(now - 1.0) <= 0.0, "the clock was set back");
            assert_eq!(at(now - 1.0, None, &setbacks), Decision::Begin, "the clock was set back");
        }
    }

    #[test]
    fn the_jitter_is_the_least_that_was_drawn() {
        assert_eq!([jitter([0.5, 0.2, 0.9]), jitter([0.7, 0.8, 0.9]), jitter([0.0, 1.0, 1.0])], [0.2, 0.7, 0.0]);
    }

    #[test]
    fn renewal_rests_after_each_failure_and_after_each_beginning() {
        let life = Life::new(0.0, 2.0 * DAY, 0.0);
        let now = life.fresh_until;
        let at = |now: f64, renewals: Renewals, setbacks: &Setbacks| {
            decide(&Situation { now, held: Some((&life, renewals)), in_flight: false, setbacks })
        };
        let (mut setbacks, mut renewals) = (Setbacks::default(), Renewals::default());
        for rest in [30_000.0, 60_000.0, 120_000.0, 240_000.0] {
            setbacks.failed(Setback::Unavailable(None), now, 0.5);
            let failed = |now| at(now, Renewals::default(), &setbacks);
            assert_eq!([failed(now + rest - 1.0), failed(now + rest)], [Decision::Use, Decision::Renew], "{rest}");
            assert_eq!(failed(now - 1.0), Decision::Use, "fresh again, for the clock was set back");
            renewals = renewals.begin(&life, now, 0.5);
            let begun = |now| at(now, renewals, &Setbacks::default());
            assert_eq!([begun(now + rest - 1.0), begun(now + rest)], [Decision::Use, Decision::Renew], "{rest}");
        }
        // The longest rest that chance makes.
        let long = (0..9).fold(Renewals::default(), |renewals, _| renewals.begin(&life, now, 1.0));
        let begun = [0.0, 749_999.0, 750_000.0].map(|passed| at(now + passed, long, &Setbacks::default()));
        assert_eq!(begun, [Decision::Use, Decision::Use, Decision::Renew]);
        setbacks.failed(Setback::Request, now, 0.5);
        assert_eq!(
            at(now + 240_000.0, Renewals::default(), &setbacks),
            Decision::Renew,
            "says nothing of grants to come"
        );
    }

    #[test]
    fn renewal_waits_for_each_of_what_stands_in_its_way() {
        let life = Life::new(0.0, 2.0 * DAY, 0.0);
        // The token is not fresh a moment earlier either.
        let now = life.fresh_until + 1_000.0;
        let failed = |setback| {
            let mut setbacks = Setbacks::default();
            setbacks.failed(setback, now, 0.0);
            setbacks
        };
        let mut told = Setbacks::default();
        told.told(5_000.0, now);
        for (setbacks, before, end) in [
            // Seen from before the failure, the clock was set back.
            (failed(Setback::Unavailable(None)), Decision::Renew, 22_500.0),
            (failed(Setback::Credentials), Decision::Renew, REMEMBER_REFUSAL),
            // What Globus Auth has said holds a moment earlier as well: only a span of more than 15 minutes is not believed.
            (failed(Setback::Unavailable(Some(60_000.0))), Decision::Use, 60_000.0),
            (told, Decision::Use, 5_000.0),
        ] {
            let at = |passed| {
                let held = Some((&life, Renewals::default()));
                decide(&Situation { now: now + passed, held, in_flight: false, setbacks: &setbacks })
            };
            let decisions = [-1.0, 0.0, end - 1.0, end].map(at);
            assert_eq!(decisions, [before, Decision::Use, Decision::Use, Decision::Renew], "{setbacks:?}");
        }
    }

    #[test]
    fn a_refusal_is_remembered_for_half_a_minute_and_what_was_told_for_as_long_as_it_was() {
        let mut setbacks = Setbacks::default();
        setbacks.failed(Setback::Credentials, 1_000.0, 0.5);
        let refused = [999.0, 1_000.0, 30_999.0, 31_000.0].map(|now| setbacks.refuses(now));
        assert_eq!(refused, [false, true, true, false]);
        setbacks.told(5_000.0, 1_000.0);
        setbacks.told(2_000.0, 1_000.0);
        let waits = [1_000.0, 4_000.0, 6_000.0, 7_000.0].map(|now| setbacks.wait(now));
        assert_eq!(waits, [5_000.0, 2_000.0, 0.0, 0.0], "the longer of two");
    }

    #[test]
    fn what_is_under_way_is_joined_and_never_doubled() {
        let life = Life::new(0.0, 2.0 * DAY, 0.0);
        let refused = {
            let mut setbacks = Setbacks::default();
            setbacks.failed(Setback::Credentials, 3.0 * DAY, 0.5);
            setbacks
        };
        let at = |now: f64, held: bool, setbacks: &Setbacks| {
            let held = held.then(|| (&life, Renewals::default()));
            decide(&Situation { now, held, in_flight: true, setbacks })
        };
        let none = Setbacks::default();
        assert_eq!([at(life.fresh_until, true, &none), at(0.0, false, &none)], [Decision::Use, Decision::Join]);
        assert_eq!(at(3.0 * DAY, true, &refused), Decision::Join, "expired, and refused before");
    }

    #[test]
    fn rests_grow_and_are_bounded() {
        let of_two_days: Vec<f64> = (1..9).map(|times| rest(times, 2.0 * DAY, 0.5) / 1000.0).collect();
        assert_eq!(of_two_days, [30.0, 60.0, 120.0, 240.0, 480.0, 600.0, 600.0, 600.0]);
        assert!((rest(1, 1_000.0, 0.5) - 1_000.0).abs() < 1e-6);
        assert!((rest(u32::MAX, 2.0 * DAY, 1.0) - 750_000.0).abs() < 1e-6);
    }

    #[test]
    fn failures_say_what_they_say() {
        assert_eq!(Setback::of(Code::InvalidClient, Some(401), None), Setback::Credentials);
        assert_eq!(Setback::of(Code::NotAServiceAccount, Some(400), None), Setback::Credentials);
        assert_eq!(Setback::of(Code::GrantFailed, Some(400), None), Setback::Request);
        assert_eq!(Setback::of(Code::InvalidScope, Some(400), None), Setback::Request);
        assert_eq!(Setback::of(Code::GrantFailed, Some(499), Some(5.0)), Setback::Request);
        assert_eq!(Setback::of(Code::GrantFailed, Some(500), None), Setback::Unavailable(None));
        assert_eq!(Setback::of(Code::GrantFailed, Some(503), None), Setback::Unavailable(None));
        assert_eq!(Setback::of(Code::GrantFailed, Some(429), Some(5.0)), Setback::Unavailable(Some(5.0)));
        assert_eq!(Setback::of(Code::NetworkError, None, None), Setback::Unavailable(None));
    }

    #[test]
    fn what_a_store_holds_is_taken_if_it_is_better_than_what_there_is() {
        let [old, new] = [0.0, DAY].map(|issued_at| Life::new(issued_at, 2.0 * DAY, 0.0));
        assert_eq!(judge(&old, None, DAY), Ok(()));
        assert_eq!(judge(&old, None, 1.99 * DAY), Ok(()), "usable is enough for who waits");
        assert_eq!(judge(&old, None, 2.0 * DAY), Err("expired"));
        assert_eq!(judge(&new, Some(&old), 1.95 * DAY), Ok(()));
        assert_eq!(judge(&old, Some(&old), 1.95 * DAY), Err("stale"));
        assert_eq!(judge(&old, Some(&old), DAY), Err("stale"), "as old as the one in memory, however fresh");
        assert_eq!(judge(&old, Some(&new), 1.5 * DAY), Err("stale"));
        assert_eq!(judge(&new, Some(&old), 2.95 * DAY), Ok(()), "the old one has ended");
    }
}
