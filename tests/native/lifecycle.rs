//! The token policy against a model that remembers everything that has happened and derives each answer from that.
#![allow(missing_docs, clippy::expect_used, reason = "tests")]

use globus_service_account::model::validity::{MAX_LIFETIME, Validity};
use globus_service_account::policy::lifecycle::{
    Decision, GrantFailure, GrantFailures, MAX_RETRY_AFTER, REMEMBER_REFUSAL, Renewals, TokenState, decide,
};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Event {
    /// Time passes; a clock that is set may also go back. ms.
    Wait(f64),
    /// So much of the token's life is over: its end is where it gets interesting.
    Age(f64),
    /// Somebody needs a token.
    Call,
    /// What is in flight is granted, for so many ms.
    Granted(f64),
    /// What is in flight fails.
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

/// The session, as far as the policy matters: carries out what is decided.
struct Session {
    now: f64,
    jitter: f64,
    cached: Option<(Validity, Renewals)>,
    in_flight: Option<f64>,
    setbacks: GrantFailures,
}

/// All that has happened, with the times.
#[derive(Default)]
struct History {
    granted: Option<(f64, f64)>,
    /// Renewals begun since then.
    begun: Vec<f64>,
    /// When grants have failed since the last success.
    failures: Vec<f64>,
    /// When the credentials were refused last.
    refused: Option<f64>,
    /// Until when Globus Auth wants to be left alone.
    told: Vec<f64>,
}

/// The least a rest may last after so many attempts.
fn least_rest(attempts: usize, lifetime: f64) -> f64 {
    let mut rest = (lifetime / 200.0).clamp(1_000.0, 30_000.0);
    for _ in 1..attempts {
        rest = (rest * 2.0).min(600_000.0);
    }
    rest * 0.75
}

impl History {
    /// What must hold of a decision, and why.
    fn check(&self, decision: Decision, now: f64, in_flight: bool, jitter: f64) -> Result<(), String> {
        let usable = self.granted.filter(|(at, lifetime)| now < at + lifetime - (lifetime / 50.0).min(5_000.0));
        let refused = self.refused.is_some_and(|at| at <= now && now < at + REMEMBER_REFUSAL);
        let told = self.told.iter().fold(f64::MIN, |a, b| a.max(*b));
        let stays_away = refused || (now < told && told - now <= MAX_RETRY_AFTER);
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
            Decision::Use if fresh || in_flight || stays_away => Ok(()),
            Decision::Use => {
                // It rests. Not longer than the longest rest after the last attempt, whatever the clock did.
                let last = self.begun.iter().chain(&self.failures).fold(f64::MIN, |a, b| a.max(*b));
                if now - last <= 750_000.0 { Ok(()) } else { Err("it never renews".to_owned()) }
            }
            Decision::Renew if fresh => Err("renewed although fresh".to_owned()),
            Decision::Renew if in_flight => Err("renewed twice at once".to_owned()),
            Decision::Renew if stays_away => Err("renewed although told to stay away".to_owned()),
            Decision::Renew => {
                let after = |times: &[f64]| {
                    times.last().is_none_or(|last| *last > now || now - last >= least_rest(times.len(), lifetime))
                };
                let jumped_back = self.begun.last().is_some_and(|last| *last > now);
                if jumped_back || (after(&self.begun) && after(&self.failures)) {
                    Ok(())
                } else {
                    Err("renewed before its rest was over".to_owned())
                }
            }
            other => Err(format!("{other:?} although the token could be used")),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn decides_as_a_model_that_remembers_everything(events in events(), jitter in 0.0..1.0, random in 0.0..1.0) {
        let mut session =
            Session { now: 1e12, jitter, cached: None, in_flight: None, setbacks: GrantFailures::default() };
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
                        cached: session.cached.as_ref().map(|(life, renewals)| (life, *renewals)),
                        in_flight: session.in_flight.is_some(),
                        failures: &session.setbacks,
                    });
                    let verdict = history.check(decision, session.now, session.in_flight.is_some(), session.jitter);
                    prop_assert!(verdict.is_ok(), "{}", verdict.expect_err("just looked"));
                    match decision {
                        Decision::Renew => {
                            if let Some((life, renewals)) = &mut session.cached {
                                *renewals = renewals.begin(life, session.now, random);
                            }
                            history.begun.push(session.now);
                            session.in_flight = Some(session.now);
                        }
                        Decision::Begin => session.in_flight = Some(session.now),
                        Decision::Use | Decision::Join | Decision::Refuse => {}
                    }
                }
                Event::Granted(lifetime) => {
                    if let Some(asked_at) = session.in_flight.take() {
                        session.cached = Some((Validity::new(asked_at, lifetime, session.jitter), Renewals::default()));
                        session.setbacks = GrantFailures::default();
                        history = History { granted: Some((asked_at, lifetime.min(MAX_LIFETIME))), ..History::default() };
                    }
                }
                Event::Failed(setback) => {
                    if session.in_flight.take().is_some() {
                        session.setbacks.record(setback, session.now, random);
                        match setback {
                            GrantFailure::Credentials => history.refused = Some(session.now),
                            GrantFailure::Unavailable(Some(told)) => history.told.push(session.now + told.min(MAX_RETRY_AFTER)),
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
