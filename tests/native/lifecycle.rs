//! Compares the token policy with a model. The model remembers all events, and checks each decision of the policy
//! against them.
#![allow(missing_docs, clippy::expect_used, reason = "tests")]

use globus_service_account::model::validity::{MAX_LIFETIME, Validity};
use globus_service_account::policy::lifecycle::{
    Decision, GrantFailure, GrantFailures, MAX_RETRY_AFTER, REMEMBER_REFUSAL, Renewals, TokenState, decide,
};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Event {
    /// Time passes, in ms. A negative time is a clock that is set back.
    Wait(f64),
    /// Time passes until this part of the token's lifetime is over, such as 0.95. Most decisions change near the end of
    /// the lifetime.
    Age(f64),
    /// A call needs a token.
    Call,
    /// The grant in flight succeeds, with a lifetime in ms.
    Granted(f64),
    /// The grant in flight fails.
    Failed(GrantFailure),
    /// A service refuses the token.
    Dropped,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let span = prop_oneof![1.0..1_000.0, 1_000.0..60_000.0, 60_000.0..3_600_000.0, 3_600_000.0..86_400_000.0];
    let lifetime = prop_oneof![Just(0.0), 1.0..10_000.0, 10_000.0..3_600_000.0, 3_600_000.0..1e12];
    let setback = prop_oneof![
        Just(GrantFailure::Credentials),
        Just(GrantFailure::Request),
        Just(GrantFailure::Unavailable(None)),
        (0.0..1e9).prop_map(|ms| GrantFailure::Unavailable(Some(ms))),
    ];
    let event = prop_oneof![
        4 => span.clone().prop_map(Event::Wait),
        1 => span.prop_map(|ms| Event::Wait(-ms)),
        3 => (0.88..1.01).prop_map(Event::Age),
        8 => Just(Event::Call),
        3 => lifetime.prop_map(Event::Granted),
        3 => setback.prop_map(Event::Failed),
        1 => Just(Event::Dropped),
    ];
    proptest::collection::vec(event, 1..200)
}

/// The part of the session's state that the policy uses.
struct Session {
    now: f64,
    jitter: f64,
    cached: Option<(Validity, Renewals)>,
    in_flight: Option<f64>,
    failures: GrantFailures,
}

/// The events so far, with their times.
#[derive(Default)]
struct History {
    /// When the token was granted, and its lifetime in ms.
    granted: Option<(f64, f64)>,
    /// When renewals of this token began.
    begun: Vec<f64>,
    /// When grants failed since the last success.
    failures: Vec<f64>,
    /// When Globus Auth last refused the credentials.
    refused: Option<f64>,
    /// The ends of the pauses that Globus Auth requested with `Retry-After`.
    pause_ends: Vec<f64>,
}

/// Returns the shortest allowed pause after `attempts` renewals or failures in a row, in ms.
fn shortest_pause(attempts: usize, lifetime: f64) -> f64 {
    let mut pause = (lifetime / 200.0).clamp(1_000.0, 30_000.0);
    for _ in 1..attempts {
        pause = (pause * 2.0).min(600_000.0);
    }
    pause * 0.75
}

impl History {
    /// Checks a decision. Returns why it is wrong.
    fn check(&self, decision: Decision, now: f64, in_flight: bool, jitter: f64) -> Result<(), String> {
        let usable = self.granted.filter(|(at, lifetime)| now < at + lifetime - (lifetime / 50.0).min(5_000.0));
        let refused = self.refused.is_some_and(|at| at <= now && now < at + REMEMBER_REFUSAL);
        let pause_end = self.pause_ends.iter().fold(f64::MIN, |a, b| a.max(*b));
        let must_not_renew = refused || (now < pause_end && pause_end - now <= MAX_RETRY_AFTER);
        let Some((at, lifetime)) = usable else {
            let expected = match (in_flight, refused) {
                (true, _) => Decision::Join,
                (false, true) => Decision::Refuse,
                (false, false) => Decision::Begin,
            };
            return if decision == expected { Ok(()) } else { Err(format!("{decision:?} instead of {expected:?}")) };
        };
        let fresh = now < at + lifetime - lifetime * (0.05 + 0.05 * jitter);
        match decision {
            Decision::Use if fresh || in_flight || must_not_renew => Ok(()),
            Decision::Use => {
                // Renewal is paused: at most for the longest pause after the last attempt, also if the clock was set.
                let last = self.begun.iter().chain(&self.failures).fold(f64::MIN, |a, b| a.max(*b));
                if now - last <= 750_000.0 { Ok(()) } else { Err("not renewed after the longest pause".to_owned()) }
            }
            Decision::Renew if fresh => Err("renewed a fresh token".to_owned()),
            Decision::Renew if in_flight => Err("renewed while a grant is in flight".to_owned()),
            Decision::Renew if must_not_renew => {
                Err("renewed although Globus Auth refused the credentials or requested a pause".to_owned())
            }
            Decision::Renew => {
                let is_pause_over = |times: &[f64]| {
                    times.last().is_none_or(|last| *last > now || now - last >= shortest_pause(times.len(), lifetime))
                };
                let is_clock_set_back = self.begun.last().is_some_and(|last| *last > now);
                if is_clock_set_back || (is_pause_over(&self.begun) && is_pause_over(&self.failures)) {
                    Ok(())
                } else {
                    Err("renewed before the pause was over".to_owned())
                }
            }
            other => Err(format!("{other:?} although the token is usable")),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn every_decision_agrees_with_the_model(events in events(), jitter in 0.0..1.0, random in 0.0..1.0) {
        let mut session =
            Session { now: 1e12, jitter, cached: None, in_flight: None, failures: GrantFailures::default() };
        let mut history = History::default();
        for event in events {
            match event {
                Event::Wait(ms) => session.now += ms,
                Event::Age(part) => {
                    if let Some((at, lifetime)) = history.granted {
                        session.now = session.now.max(at + lifetime * part);
                    }
                }
                Event::Call => {
                    let decision = decide(&TokenState {
                        now: session.now,
                        cached: session.cached.as_ref().map(|(validity, renewals)| (validity, *renewals)),
                        in_flight: session.in_flight.is_some(),
                        failures: &session.failures,
                    });
                    let verdict = history.check(decision, session.now, session.in_flight.is_some(), session.jitter);
                    prop_assert!(verdict.is_ok(), "{}", verdict.expect_err("is an error"));
                    match decision {
                        Decision::Renew => {
                            if let Some((validity, renewals)) = &mut session.cached {
                                *renewals = renewals.begin(validity, session.now, random);
                            }
                            history.begun.push(session.now);
                            session.in_flight = Some(session.now);
                        }
                        Decision::Begin => session.in_flight = Some(session.now),
                        Decision::Use | Decision::Join | Decision::Refuse => {}
                    }
                }
                Event::Granted(lifetime) => {
                    if let Some(begun_at) = session.in_flight.take() {
                        session.cached = Some((Validity::new(begun_at, lifetime, session.jitter), Renewals::default()));
                        session.failures = GrantFailures::default();
                        history = History { granted: Some((begun_at, lifetime.min(MAX_LIFETIME))), ..History::default() };
                    }
                }
                Event::Failed(failure) => {
                    if session.in_flight.take().is_some() {
                        session.failures.record(failure, session.now, random);
                        match failure {
                            GrantFailure::Credentials => history.refused = Some(session.now),
                            GrantFailure::Unavailable(Some(pause)) => {
                                history.pause_ends.push(session.now + pause.min(MAX_RETRY_AFTER));
                            },
                            GrantFailure::Unavailable(None) => {}
                            GrantFailure::Request => continue,
                        }
                        history.failures.push(session.now);
                    }
                }
                Event::Dropped => {
                    session.cached = None;
                    history.granted = None;
                    history.begun.clear();
                }
            }
        }
    }
}
