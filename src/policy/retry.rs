//! Decides the step after a failed attempt: another token, a consent, a pause, or the end of the call. Pure: the
//! session carries it out.

use crate::wire::text::contains;

/// The limits on the retries of a call.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// How often a call may be retried after a pause. Repeats with another token or after a consent are not counted.
    pub retries: u32,
    /// The time that one call may sleep in all, ms.
    pub max_wait: f64,
}

/// Whether a call may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Never: its body is a stream, which can be sent once only.
    Never,
    /// Only if the service has not carried it out.
    Unprocessed,
    /// Always: two executions have the same effect as one.
    Safely,
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug)]
pub enum AttemptFailure<'a> {
    /// No response, one that was cut off, or a success that is not what the call promises.
    NoAnswer,
    /// The service refused.
    Refused {
        /// HTTP status.
        status: u16,
        /// The service's own code.
        server_code: Option<&'a str>,
        /// From `Retry-After`, in ms.
        retry_after: Option<f64>,
        /// Whether a 401 concerns the token. If not, the service demands a login session, which the tokens of a service
        /// account do not have.
        blames_token: bool,
        /// Whether the server of a collection failed to return a file or its metadata. It reports that with any status.
        is_from_file_server: bool,
    },
}

/// Where the token of an attempt came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOrigin {
    /// The user's storage: it was not known whether services still accept it.
    Stored,
    /// A grant of this process.
    Granted,
}

/// Whether an attempt lacks a consent that the account can give, and the result of giving it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentState {
    /// No consent is missing that the account could give.
    NotMissing,
    /// The consent was not requested recently.
    Unasked,
    /// The consent was given.
    Given,
    /// The consent could not be given: its grant failed.
    Failed,
}

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
pub struct AttemptReport<'a> {
    /// Whether its call may be repeated.
    pub repeat: Repeat,
    /// How the attempt failed.
    pub failure: AttemptFailure<'a>,
    /// The origin of its token, if that is the account's.
    pub token: Option<TokenOrigin>,
    /// Whether a consent is missing.
    pub consent: ConsentState,
}

/// The steps that a call has taken so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct CallProgress {
    /// Retries so far.
    retries: u32,
    /// Time slept so far, ms.
    slept: f64,
    /// Tokens dropped so far.
    tokens: u32,
    /// Repetitions so far after a consent.
    consents: u32,
}

impl CallProgress {
    /// The progress of a call for which `slept` ms were slept before.
    #[must_use]
    pub fn after_sleeping(slept: f64) -> Self {
        Self { slept, ..Self::default() }
    }
}

/// The step after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NextStep {
    /// End the call with the failure of the attempt.
    End,
    /// Drop the token and repeat the call if possible: with any other token, or with a newly granted one
    /// (`force_grant`), because the second refused token came from the storage.
    DropToken {
        /// Whether the next token must come from a new grant.
        force_grant: bool,
        /// Whether the call is repeated.
        repeat: bool,
    },
    /// Request the consent, then decide again.
    AskConsent,
    /// Repeat the call after the consent: with its own token, or with that of the consent grant.
    RepeatConsented {
        /// Whether with the token of the consent grant.
        with_new_token: bool,
    },
    /// Repeat the call after this pause, ms.
    Wait(f64),
}

/// The longest pause without a `Retry-After`, ms.
const MAX_BACKOFF: f64 = 10_000.0;

impl RetryPolicy {
    /// Decides the next step and records it in `progress`. `random` is in 0..1.
    ///
    /// A refused token is dropped: one per call, and a second if it came from a storage. A consent is requested once;
    /// the call is then repeated with its own token and after that with the new one, as Globus's CLI does. Other
    /// failures may be retried after a pause: see `pause`.
    #[must_use]
    pub fn next_step(&self, progress: &mut CallProgress, attempt: &AttemptReport<'_>, random: f64) -> NextStep {
        let can_repeat = attempt.repeat != Repeat::Never;
        if let (AttemptFailure::Refused { status: 401, blames_token: true, .. }, Some(sent)) =
            (attempt.failure, attempt.token)
            && (progress.tokens == 0 || (progress.tokens == 1 && sent == TokenOrigin::Stored))
        {
            progress.tokens += 1;
            return NextStep::DropToken { force_grant: progress.tokens == 2, repeat: can_repeat };
        }
        match (attempt.consent, progress.consents) {
            _ if !can_repeat => NextStep::End,
            (ConsentState::Unasked, 0) => NextStep::AskConsent,
            (ConsentState::Given, consents @ 0..=1) => {
                progress.consents += 1;
                NextStep::RepeatConsented { with_new_token: consents == 1 }
            }
            // A server that asks for another consent after each gets one per call.
            (ConsentState::Unasked | ConsentState::Given | ConsentState::Failed, _) => NextStep::End,
            (ConsentState::NotMissing, _) => {
                self.pause(progress, attempt, random).map_or(NextStep::End, NextStep::Wait)
            }
        }
    }

    /// Returns the pause before the next attempt, in ms, and counts it in `progress`; `None` to give up.
    ///
    /// A 429 means that the service did nothing: every call whose body can be sent again is retried. Failures that the
    /// server of a collection reports about a file are retried too, even if the call is not `Safely` repeatable.
    /// Otherwise only a `Safely` repeatable call is retried, and not after a failure that Globus reports about a
    /// collection (`ExternalError`, `EndpointError`). `Retry-After` is obeyed exactly. If it exceeds the time that the
    /// call may still sleep, the call ends at once.
    fn pause(&self, progress: &mut CallProgress, attempt: &AttemptReport<'_>, random: f64) -> Option<f64> {
        let is_safe = attempt.repeat == Repeat::Safely;
        let requested_wait = match attempt.failure {
            AttemptFailure::NoAnswer if is_safe => None,
            AttemptFailure::Refused { status: 429, retry_after, .. }
            | AttemptFailure::Refused { is_from_file_server: true, retry_after, .. } => retry_after,
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
        let wait = requested_wait.unwrap_or(backoff);
        if progress.slept + wait > self.max_wait {
            return None;
        }
        progress.retries += 1;
        progress.slept += wait;
        Some(wait)
    }
}

/// Whether a later attempt may succeed: such errors are `retryable`, and the call is retried where that is safe. 501 is
/// not among them: a service that lacks a function will not gain it.
#[must_use]
pub const fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// Whether Transfer reports that the server of a collection failed.
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
        AttemptFailure::Refused { status, server_code, retry_after, blames_token: true, is_from_file_server: false }
    }

    /// A failed attempt without a token of the account and without a missing consent.
    const fn without_token(failure: AttemptFailure<'_>, repeat: Repeat) -> AttemptReport<'_> {
        AttemptReport { repeat, failure, token: None, consent: ConsentState::NotMissing }
    }

    fn pause(
        policy: RetryPolicy,
        progress: &mut CallProgress,
        failure: AttemptFailure<'_>,
        repeat: Repeat,
        random: f64,
    ) -> Option<f64> {
        match policy.next_step(progress, &without_token(failure, repeat), random) {
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
    fn only_safe_or_unprocessed_calls_are_retried() {
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
        let file_failure = |retry_after| AttemptFailure::Refused {
            status: 404,
            server_code: Some("EndpointError"),
            retry_after,
            blames_token: true,
            is_from_file_server: true,
        };
        let retried_file =
            |retry_after, repeat| pause(POLICY, &mut CallProgress::default(), file_failure(retry_after), repeat, 0.5);
        assert_eq!(retried_file(None, Repeat::Safely), Some(500.0));
        assert_eq!(retried_file(Some(7.0), Repeat::Unprocessed), Some(7.0));
        let unanswered = |repeat| pause(POLICY, &mut CallProgress::default(), AttemptFailure::NoAnswer, repeat, 0.5);
        assert_eq!([Repeat::Never, Repeat::Unprocessed, Repeat::Safely].map(unanswered), [None, None, Some(500.0)]);
        assert_eq!(pause(POLICY, &mut CallProgress::default(), refused(429, None, None), Repeat::Never, 0.5), None);
    }

    /// Returns the steps after these attempts of one call: status, origin of the token, state of the consent.
    fn steps(repeat: Repeat, attempts: &[(u16, Option<TokenOrigin>, ConsentState)]) -> Vec<NextStep> {
        let mut progress = CallProgress::default();
        let step = |(status, sent, consent): &(u16, Option<TokenOrigin>, ConsentState)| {
            let failure = refused(*status, None, None);
            POLICY.next_step(&mut progress, &AttemptReport { repeat, failure, token: *sent, consent: *consent }, 0.5)
        };
        attempts.iter().map(step).collect()
    }

    #[test]
    fn a_refused_token_is_replaced_once_and_a_second_stored_one_by_a_grant() {
        use ConsentState::NotMissing as No;
        use TokenOrigin::{Granted, Stored};
        let again = NextStep::DropToken { force_grant: false, repeat: true };
        let force_grant = NextStep::DropToken { force_grant: true, repeat: true };
        for (attempts, follows) in [
            (&[(401, Some(Granted), No), (401, Some(Granted), No)][..], &[again, NextStep::End][..]),
            (&[(401, Some(Stored), No), (401, Some(Granted), No)], &[again, NextStep::End]),
            (
                &[(401, Some(Stored), No), (401, Some(Stored), No), (401, Some(Stored), No)],
                &[again, force_grant, NextStep::End],
            ),
            // A stored token is also dropped as the second.
            (
                &[(401, Some(Granted), No), (401, Some(Stored), No), (401, Some(Granted), No)],
                &[again, force_grant, NextStep::End],
            ),
            // A retry between them changes nothing.
            (
                &[(401, Some(Stored), No), (503, Some(Stored), No), (401, Some(Stored), No)],
                &[again, NextStep::Wait(500.0), force_grant],
            ),
            // Not a token of the account, and not a refusal of the token.
            (&[(401, None, No)], &[NextStep::End]),
            (&[(403, Some(Granted), No)], &[NextStep::End]),
        ] {
            assert_eq!(steps(Repeat::Safely, attempts), follows, "{attempts:?}");
        }
        assert_eq!(steps(Repeat::Unprocessed, &[(401, Some(Granted), No)]), [again]);
        // A stream cannot be sent again, but no other call may use this token.
        let dropped = NextStep::DropToken { force_grant: false, repeat: false };
        assert_eq!(steps(Repeat::Never, &[(401, Some(Granted), No)]), [dropped]);
    }

    #[test]
    fn a_demand_on_the_session_does_not_drop_the_token() {
        let failure = AttemptFailure::Refused {
            status: 401,
            server_code: None,
            retry_after: None,
            blames_token: false,
            is_from_file_server: false,
        };
        let attempt = AttemptReport {
            repeat: Repeat::Safely,
            failure,
            token: Some(TokenOrigin::Granted),
            consent: ConsentState::NotMissing,
        };
        assert_eq!(POLICY.next_step(&mut CallProgress::default(), &attempt, 0.5), NextStep::End);
    }

    #[test]
    fn a_consent_is_requested_once_and_the_call_repeated_twice() {
        use ConsentState::{Failed, Given, Unasked};
        let token = Some(TokenOrigin::Granted);
        let (own, new) = (false, true);
        let repeat = |with_new_token| NextStep::RepeatConsented { with_new_token };
        for (attempts, follows) in [
            // Requested and given, repeated with the call's own token, then with the new one, then given up.
            (
                &[(403, token, Unasked), (403, token, Given), (403, token, Given), (403, token, Given)][..],
                &[NextStep::AskConsent, repeat(own), repeat(new), NextStep::End][..],
            ),
            // Given recently for another call.
            (&[(403, token, Given), (403, token, Given)], &[repeat(own), repeat(new)]),
            (&[(403, token, Unasked), (403, token, Failed)], &[NextStep::AskConsent, NextStep::End]),
            // The server asks for another one after the first.
            (&[(403, token, Given), (403, token, Unasked)], &[repeat(own), NextStep::End]),
            // A refused token and a missing consent are independent.
            (
                &[(401, token, ConsentState::NotMissing), (403, token, Unasked), (403, token, Given)],
                &[NextStep::DropToken { force_grant: false, repeat: true }, NextStep::AskConsent, repeat(own)],
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
        assert!(pauses(1.0).all(|pause| pause <= 10_000.0), "also when the doubling overflows");
    }

    #[test]
    fn the_sleep_of_a_call_is_counted_to_the_millisecond() {
        let policy = RetryPolicy { retries: 5, max_wait: 1_500.0 };
        let mut progress = CallProgress::default();
        let mut next =
            |retry_after| pause(policy, &mut progress, refused(429, None, Some(retry_after)), Repeat::Unprocessed, 0.5);
        assert_eq!(
            [next(1_000.0), next(501.0), next(500.0), next(1.0), next(0.0)],
            [Some(1_000.0), None, Some(500.0), None, Some(0.0)]
        );
        // Time slept before the call counts too.
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
            requested_wait in proptest::collection::vec(proptest::option::of(0.0..1e5), 1..60),
        ) {
            let policy = RetryPolicy { retries, max_wait };
            let mut progress = CallProgress::default();
            let mut slept = 0.0;
            let mut repeated = 0;
            for retry_after in requested_wait {
                let failure = refused(429, None, retry_after);
                let Some(wait) = pause(policy, &mut progress, failure, Repeat::Safely, random) else { break };
                if let Some(least) = retry_after { prop_assert!(wait >= least); }
                slept += wait;
                repeated += 1;
            }
            prop_assert!(repeated <= retries);
            prop_assert!(slept <= max_wait);
        }
    }
}
