//! What follows an attempt that has failed: another token, a consent, a pause, or the end of the call. Pure: the session carries it out.

use crate::wire::text::contains;

/// What a call may spend on repetitions.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// Repetitions after the first attempt.
    pub retries: u32,
    /// ms one call may spend asleep in all.
    pub max_wait: f64,
}

/// What may be repeated of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Nothing: its body is a stream, which is gone.
    Never,
    /// What the service has not carried out.
    Unprocessed,
    /// All of it: carried out twice is the same as once.
    Safely,
}

/// How an attempt has failed.
#[derive(Clone, Copy, Debug)]
pub enum AttemptFailure<'a> {
    /// No answer came, or one that was cut off.
    NoAnswer,
    /// The service has refused.
    Refused {
        /// HTTP status.
        status: u16,
        /// The service's own code.
        server_code: Option<&'a str>,
        /// ms, from `Retry-After`.
        retry_after: Option<f64>,
        /// Whether a 401 says something of the token; else of a session that no token of this account has.
        blames_token: bool,
        /// Whether a collection's own server has failed to give a file or to tell of one: it says so with any status.
        is_of_files: bool,
    },
}

/// Where the token that was sent came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOrigin {
    /// Out of the user's storage: whether it is still good was not known.
    Stored,
    /// From Globus Auth.
    Granted,
}

/// Whether a consent is missing that the account can give, and what came of giving it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentState {
    /// None is missing that it could give.
    NotMissing,
    /// It was not asked for lately.
    Unasked,
    /// It was given.
    Given,
    /// It could not be given.
    Denied,
}

/// An attempt that has failed.
#[derive(Clone, Copy, Debug)]
pub struct AttemptReport<'a> {
    /// What may be repeated of its call.
    pub repeat: Repeat,
    /// How it has failed.
    pub failure: AttemptFailure<'a>,
    /// The token that was sent, if it was one of the account.
    pub token: Option<TokenOrigin>,
    /// Whether it is a consent that is missing.
    pub consent: ConsentState,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct CallProgress {
    /// Pauses so far.
    retries: u32,
    /// ms slept so far.
    slept: f64,
    /// Tokens that were refused so far.
    tokens: u32,
    /// Repetitions so far because a consent was given.
    consents: u32,
}

impl CallProgress {
    /// That of a call before which so many ms were slept for it.
    #[must_use]
    pub fn after_sleeping(slept: f64) -> Self {
        Self { slept, ..Self::default() }
    }
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NextStep {
    /// End the call as the attempt has ended.
    End,
    /// Drop the token that was sent, and repeat the call if it can be: with any other token, or with one that Globus Auth grants now
    /// (`anew`), because one of the storage is no good either.
    DropToken {
        /// Whether the storage is not asked again.
        anew: bool,
        /// Whether the call is repeated.
        repeat: bool,
    },
    /// Ask for the consent, and decide again.
    AskConsent,
    /// Repeat the call, now that the consent is given: with the token it had, or with the one that the consent has brought.
    RepeatConsented {
        /// Whether with the new one.
        with_new_token: bool,
    },
    /// Repeat the call after so many ms.
    Wait(f64),
}

/// The longest sleep that the service did not ask for, ms.
const MAX_BACKOFF: f64 = 10_000.0;

impl RetryPolicy {
    /// Decides, and notes it in `progress`. `random` is in 0..1.
    ///
    /// A token that was refused is dropped: one, and a second if that came out of a storage. A consent is asked for once; the call is
    /// repeated with its own token, then with the new one, as Globus's CLI does. What else fails is repeated after a pause.
    #[must_use]
    pub fn next_step(&self, progress: &mut CallProgress, attempt: &AttemptReport<'_>, random: f64) -> NextStep {
        let can_repeat = attempt.repeat != Repeat::Never;
        if let (AttemptFailure::Refused { status: 401, blames_token: true, .. }, Some(sent)) =
            (attempt.failure, attempt.token)
            && (progress.tokens == 0 || (progress.tokens == 1 && sent == TokenOrigin::Stored))
        {
            progress.tokens += 1;
            return NextStep::DropToken { anew: progress.tokens == 2, repeat: can_repeat };
        }
        match (attempt.consent, progress.consents) {
            _ if !can_repeat => NextStep::End,
            (ConsentState::Unasked, 0) => NextStep::AskConsent,
            (ConsentState::Given, consents @ 0..=1) => {
                progress.consents += 1;
                NextStep::RepeatConsented { with_new_token: consents == 1 }
            }
            // A server that wants another consent after each gets one a call.
            (ConsentState::Unasked | ConsentState::Given | ConsentState::Denied, _) => NextStep::End,
            (ConsentState::NotMissing, _) => {
                self.pause(progress, attempt, random).map_or(NextStep::End, NextStep::Wait)
            }
        }
    }

    /// How many ms to sleep before the next attempt; none to give up.
    ///
    /// 429 means that nothing was done: it repeats any call whose body is still there. What Globus reports of a collection
    /// (`ExternalError`, `EndpointError`) is not repeated; what the collection's own server says of a file is, whatever `repeat` says.
    /// `Retry-After` is obeyed exactly, never earlier; one that goes beyond what the call may sleep ends it at once.
    fn pause(&self, progress: &mut CallProgress, attempt: &AttemptReport<'_>, random: f64) -> Option<f64> {
        let is_safe = attempt.repeat == Repeat::Safely;
        let asked = match attempt.failure {
            AttemptFailure::NoAnswer if is_safe => None,
            AttemptFailure::Refused { status: 429, retry_after, .. }
            | AttemptFailure::Refused { is_of_files: true, retry_after, .. } => retry_after,
            AttemptFailure::Refused { status, server_code, retry_after, .. }
                if is_safe && may_pass(status) && !server_code.is_some_and(is_endpoint_error) =>
            {
                retry_after
            }
            AttemptFailure::Refused { .. } | AttemptFailure::NoAnswer => return None,
        };
        if progress.retries >= self.retries {
            return None;
        }
        let factor = f64::from(1_u32.checked_shl(progress.retries).unwrap_or(u32::MAX));
        let backoff = ((0.25 + 0.5 * random) * 1000.0 * factor).min(MAX_BACKOFF);
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
    contains(server_code, "ExternalError") || contains(server_code, "EndpointError")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: RetryPolicy = RetryPolicy { retries: 5, max_wait: 60_000.0 };

    const fn refused(status: u16, server_code: Option<&str>, retry_after: Option<f64>) -> AttemptFailure<'_> {
        AttemptFailure::Refused { status, server_code, retry_after, blames_token: true, is_of_files: false }
    }

    /// An attempt without a token of the account, and without a consent that is missing.
    const fn open(ending: AttemptFailure<'_>, repeat: Repeat) -> AttemptReport<'_> {
        AttemptReport { repeat, failure: ending, token: None, consent: ConsentState::NotMissing }
    }

    fn pause(
        policy: RetryPolicy,
        progress: &mut CallProgress,
        ending: AttemptFailure<'_>,
        repeat: Repeat,
        random: f64,
    ) -> Option<f64> {
        match policy.next_step(progress, &open(ending, repeat), random) {
            NextStep::Wait(ms) => Some(ms),
            step => {
                assert_eq!(step, NextStep::End);
                None
            }
        }
    }

    fn first(status: u16, server_code: Option<&str>, retry_after: Option<f64>, safe: bool) -> Option<f64> {
        let repeat = if safe { Repeat::Safely } else { Repeat::Unprocessed };
        pause(POLICY, &mut CallProgress::default(), refused(status, server_code, retry_after), repeat, 0.5)
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
        assert_eq!(first(502, Some("EndpointError"), None, true), None);
        assert_eq!(first(502, Some("ServiceUnavailable"), None, true), Some(500.0));
        assert_eq!(first(400, None, None, true), None);
        assert_eq!(first(404, None, Some(1.0), true), None);
        let ailing = |retry_after| AttemptFailure::Refused {
            status: 404,
            server_code: Some("EndpointError"),
            retry_after,
            blames_token: true,
            is_of_files: true,
        };
        let of_files =
            |retry_after, repeat| pause(POLICY, &mut CallProgress::default(), ailing(retry_after), repeat, 0.5);
        assert_eq!(of_files(None, Repeat::Safely), Some(500.0));
        assert_eq!(of_files(Some(7.0), Repeat::Unprocessed), Some(7.0));
        let unanswered = |repeat| pause(POLICY, &mut CallProgress::default(), AttemptFailure::NoAnswer, repeat, 0.5);
        assert_eq!([Repeat::Never, Repeat::Unprocessed, Repeat::Safely].map(unanswered), [None, None, Some(500.0)]);
        assert_eq!(pause(POLICY, &mut CallProgress::default(), refused(429, None, None), Repeat::Never, 0.5), None);
    }

    /// What follows each of these attempts of one call: status, where the token came from, what there is of a consent.
    fn steps(repeat: Repeat, attempts: &[(u16, Option<TokenOrigin>, ConsentState)]) -> Vec<NextStep> {
        let mut progress = CallProgress::default();
        let step = |(status, sent, consent): &(u16, Option<TokenOrigin>, ConsentState)| {
            let ending = refused(*status, None, None);
            POLICY.next_step(
                &mut progress,
                &AttemptReport { repeat, failure: ending, token: *sent, consent: *consent },
                0.5,
            )
        };
        attempts.iter().map(step).collect()
    }

    #[test]
    fn a_token_is_refused_once_and_two_of_a_storage_cost_a_grant() {
        use ConsentState::NotMissing as No;
        use TokenOrigin::{Granted, Stored};
        let again = NextStep::DropToken { anew: false, repeat: true };
        let anew = NextStep::DropToken { anew: true, repeat: true };
        for (attempts, follows) in [
            (&[(401, Some(Granted), No), (401, Some(Granted), No)][..], &[again, NextStep::End][..]),
            (&[(401, Some(Stored), No), (401, Some(Granted), No)], &[again, NextStep::End]),
            (
                &[(401, Some(Stored), No), (401, Some(Stored), No), (401, Some(Stored), No)],
                &[again, anew, NextStep::End],
            ),
            // One of a storage is dropped also if it comes second.
            (
                &[(401, Some(Granted), No), (401, Some(Stored), No), (401, Some(Granted), No)],
                &[again, anew, NextStep::End],
            ),
            // A pause between them changes nothing.
            (
                &[(401, Some(Stored), No), (503, Some(Stored), No), (401, Some(Stored), No)],
                &[again, NextStep::Wait(500.0), anew],
            ),
            // Not a token of ours, and not a refusal of it.
            (&[(401, None, No)], &[NextStep::End]),
            (&[(403, Some(Granted), No)], &[NextStep::End]),
        ] {
            assert_eq!(steps(Repeat::Safely, attempts), follows, "{attempts:?}");
        }
        assert_eq!(steps(Repeat::Unprocessed, &[(401, Some(Granted), No)]), [again]);
        // A stream is gone, but nobody else shall send this token.
        let dropped = NextStep::DropToken { anew: false, repeat: false };
        assert_eq!(steps(Repeat::Never, &[(401, Some(Granted), No)]), [dropped]);
    }

    #[test]
    fn a_session_that_is_demanded_is_not_a_matter_of_the_token() {
        let ending = AttemptFailure::Refused {
            status: 401,
            server_code: None,
            retry_after: None,
            blames_token: false,
            is_of_files: false,
        };
        let attempt = AttemptReport {
            repeat: Repeat::Safely,
            failure: ending,
            token: Some(TokenOrigin::Granted),
            consent: ConsentState::NotMissing,
        };
        assert_eq!(POLICY.next_step(&mut CallProgress::default(), &attempt, 0.5), NextStep::End);
    }

    #[test]
    fn a_consent_is_asked_for_once_and_the_call_repeated_twice() {
        use ConsentState::{Denied, Given, Unasked};
        let token = Some(TokenOrigin::Granted);
        let (own, new) = (false, true);
        let repeat = |with_new_token| NextStep::RepeatConsented { with_new_token };
        for (attempts, follows) in [
            // Asked for and given, repeated with the token it had, then with the new one; then it is of no use.
            (
                &[(403, token, Unasked), (403, token, Given), (403, token, Given), (403, token, Given)][..],
                &[NextStep::AskConsent, repeat(own), repeat(new), NextStep::End][..],
            ),
            // Given lately to another call.
            (&[(403, token, Given), (403, token, Given)], &[repeat(own), repeat(new)]),
            (&[(403, token, Unasked), (403, token, Denied)], &[NextStep::AskConsent, NextStep::End]),
            // Another one is wanted after the first.
            (&[(403, token, Given), (403, token, Unasked)], &[repeat(own), NextStep::End]),
            // A token that was refused and a consent that is missing have nothing to do with each other.
            (
                &[(401, token, ConsentState::NotMissing), (403, token, Unasked), (403, token, Given)],
                &[NextStep::DropToken { anew: false, repeat: true }, NextStep::AskConsent, repeat(own)],
            ),
        ] {
            assert_eq!(steps(Repeat::Unprocessed, attempts), follows, "{attempts:?}");
        }
        assert_eq!(steps(Repeat::Never, &[(403, token, Unasked), (403, token, Given)]), [NextStep::End, NextStep::End]);
    }

    #[test]
    fn pauses_double_up_to_ten_seconds() {
        let policy = RetryPolicy { retries: 40, max_wait: 1e9 };
        let pauses = |random: f64| {
            let mut progress = CallProgress::default();
            std::iter::from_fn(move || pause(policy, &mut progress, AttemptFailure::NoAnswer, Repeat::Safely, random))
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
        let policy = RetryPolicy { retries: 5, max_wait: 1_500.0 };
        let mut progress = CallProgress::default();
        let mut next =
            |retry_after| pause(policy, &mut progress, refused(429, None, Some(retry_after)), Repeat::Unprocessed, 0.5);
        assert_eq!(
            [next(1_000.0), next(501.0), next(500.0), next(1.0), next(0.0)],
            [Some(1_000.0), None, Some(500.0), None, Some(0.0)]
        );
        // What was slept before the call counts as well.
        let next = |slept| {
            pause(
                policy,
                &mut CallProgress::after_sleeping(slept),
                refused(429, None, Some(1.0)),
                Repeat::Unprocessed,
                0.5,
            )
        };
        assert_eq!([next(1_499.0), next(1_499.5)], [Some(1.0), None]);
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
            let policy = RetryPolicy { retries, max_wait };
            let mut progress = CallProgress::default();
            let mut slept = 0.0;
            let mut repeated = 0;
            for retry_after in asked {
                let ending = refused(429, None, retry_after);
                let Some(wait) = pause(policy, &mut progress, ending, Repeat::Safely, random) else { break };
                if let Some(least) = retry_after { prop_assert!(wait >= least); }
                slept += wait;
                repeated += 1;
            }
            prop_assert!(repeated <= retries);
            prop_assert!(slept <= max_wait);
        }
    }
}
