//! The times of a token, from which [`crate::policy::lifecycle`] decides.

/// The times of a token, in epoch ms of this machine's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Validity {
    /// When it was asked for.
    pub issued_at: f64,
    /// Until when no renewal is thought of.
    pub fresh_until: f64,
    /// Until when it is sent.
    pub usable_until: f64,
    /// When it ends.
    pub expires_at: f64,
}

/// No Globus token lives longer; more is a mistake that must not make a token immortal. In ms.
pub const MAX_LIFETIME: f64 = 7.0 * 86_400_000.0;

/// Renewal is thought of in the last tenth of the lifetime; the jitter decides where in the first half of that.
const RENEWAL_WINDOW: f64 = 0.1;

/// A token is not sent in its last moments, when it could expire on the way: ms, and never more than a fiftieth of its
/// life, so that even a short one is stale before it is expired.
const EXPIRY_MARGIN: f64 = 5_000.0;

impl Validity {
    /// The life of a token granted for `lifetime` ms. `jitter` (0 to 1) is the process's own: the higher, the earlier it
    /// renews.
    #[must_use]
    pub fn new(issued_at: f64, lifetime: f64, jitter: f64) -> Self {
        let lifetime = lifetime.clamp(0.0, MAX_LIFETIME);
        let window = lifetime * RENEWAL_WINDOW * (0.5 + jitter.clamp(0.0, 1.0) / 2.0);
        let expires_at = issued_at + lifetime;
        Self {
            issued_at,
            fresh_until: expires_at - window,
            usable_until: expires_at - EXPIRY_MARGIN.min(lifetime / 50.0),
            expires_at,
        }
    }

    /// How long it lives in all, ms.
    #[must_use]
    pub fn lifetime(&self) -> f64 {
        self.expires_at - self.issued_at
    }

    /// Whether enough life is left to use it and think no further.
    #[must_use]
    pub fn is_fresh(&self, now: f64) -> bool {
        now < self.fresh_until
    }

    /// Whether it may be sent.
    #[must_use]
    pub fn is_usable(&self, now: f64) -> bool {
        now < self.usable_until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: f64 = 86_400_000.0;

    #[test]
    fn a_token_is_fresh_then_usable_then_expired() {
        let validity = Validity::new(0.0, 1_000_000.0, 1.0);
        assert!((validity.fresh_until - 900_000.0).abs() < 1.0);
        assert!(validity.is_usable(994_999.0));
        assert!(!validity.is_usable(995_000.0));
        assert!((Validity::new(0.0, 1_000_000.0, 0.0).fresh_until - 950_000.0).abs() < 1.0);
    }

    #[test]
    fn a_life_is_counted_from_when_the_token_was_asked_for() {
        let validity = Validity::new(DAY, 1_000_000.0, 0.5);
        assert!((validity.lifetime() - 1_000_000.0).abs() < 1e-3);
        assert!((validity.fresh_until - (DAY + 925_000.0)).abs() < 1e-3);
        // The margin is 5 s, and a fiftieth of a short life.
        assert!((Validity::new(0.0, 100_000.0, 0.0).usable_until - 98_000.0).abs() < 1e-3);
        assert!((Validity::new(0.0, 10.0 * MAX_LIFETIME, 0.0).lifetime() - MAX_LIFETIME).abs() < 1e-3);
    }
}
