//! The validity period of a token, from which [`crate::policy::lifecycle`] decides.

/// The validity period of a token, in epoch ms of this machine's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Validity {
    /// When the token was requested.
    pub issued_at: f64,
    /// Until when the token is fresh: no renewal is due.
    pub fresh_until: f64,
    /// Until when the token is usable: requests are sent with it.
    pub usable_until: f64,
    /// When the token expires.
    pub expires_at: f64,
}

/// The longest lifetime that is believed, ms. No Globus token lives longer, and a wrong value must not make a token
/// immortal.
pub const MAX_LIFETIME: f64 = 7.0 * 86_400_000.0;

/// Renewal begins in the last tenth of the lifetime. The jitter selects the moment within the first half of that.
const RENEWAL_WINDOW: f64 = 0.1;

/// A token is not sent in its last moments, because it could expire before it arrives: ms, and at most a fiftieth of
/// the lifetime, so that even a short-lived token is stale before it is expired.
const EXPIRY_MARGIN: f64 = 5_000.0;

impl Validity {
    /// The validity of a token granted for `lifetime` ms. `jitter` (0 to 1) belongs to the process: the higher it is,
    /// the earlier the process renews.
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

    /// Returns the lifetime, ms.
    #[must_use]
    pub fn lifetime(&self) -> f64 {
        self.expires_at - self.issued_at
    }

    /// Whether the token is fresh: no renewal is due.
    #[must_use]
    pub fn is_fresh(&self, now: f64) -> bool {
        now < self.fresh_until
    }

    /// Whether the token may be sent.
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
    fn validity_is_counted_from_when_the_token_was_requested() {
        let validity = Validity::new(DAY, 1_000_000.0, 0.5);
        assert!((validity.lifetime() - 1_000_000.0).abs() < 1e-3);
        assert!((validity.fresh_until - (DAY + 925_000.0)).abs() < 1e-3);
        // The margin is 5 s, and a fiftieth of a short life.
        assert!((Validity::new(0.0, 100_000.0, 0.0).usable_until - 98_000.0).abs() < 1e-3);
        assert!((Validity::new(0.0, 10.0 * MAX_LIFETIME, 0.0).lifetime() - MAX_LIFETIME).abs() < 1e-3);
    }
}
