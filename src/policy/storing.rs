//! When tokens are handed out that are being written to the user's storage.

/// A write, and who depends on it.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "four things that are so or not")]
pub struct WriteContext {
    /// Whether somebody waits for the tokens.
    pub awaited: bool,
    /// Whether other processes wait for what this one has claimed.
    pub claimed: bool,
    /// Whether the runtime ends what goes on beyond a request (Workers).
    pub isolates: bool,
    /// Whether the platform keeps this write going all the same.
    pub kept_alive: bool,
}

/// When the tokens are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOut {
    /// After the write: the process may end as soon as somebody has what it waits for.
    AfterWrite,
    /// Before the write, which is waited for then: nobody waits for the tokens, and what nobody waits for would be ended.
    BeforeWrite,
    /// At once. The write goes on by itself.
    BesideWrite,
}

/// Decides.
#[must_use]
pub const fn hand_out(writing: WriteContext) -> HandOut {
    let WriteContext { awaited, claimed, isolates, kept_alive } = writing;
    if awaited && (claimed || !isolates || !kept_alive) {
        HandOut::AfterWrite
    } else if !kept_alive {
        HandOut::BeforeWrite
    } else {
        HandOut::BesideWrite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_somebody_waits_for_is_written_first_unless_the_platform_sees_to_the_write() {
        use HandOut::{AfterWrite, BeforeWrite, BesideWrite};
        // awaited, claimed, isolates, kept alive
        for ([awaited, claimed, isolates, kept_alive], expected) in [
            ([true, false, false, true], AfterWrite),
            ([true, true, false, true], AfterWrite),
            ([true, false, true, true], BesideWrite),
            ([true, true, true, true], AfterWrite),
            ([true, false, true, false], AfterWrite),
            ([false, false, false, true], BesideWrite),
            ([false, true, false, true], BesideWrite),
            ([false, true, true, true], BesideWrite),
            ([false, false, true, false], BeforeWrite),
            ([false, true, true, false], BeforeWrite),
        ] {
            let writing = WriteContext { awaited, claimed, isolates, kept_alive };
            assert_eq!(hand_out(writing), expected, "{writing:?}");
        }
    }
}
