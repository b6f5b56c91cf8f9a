//! Decides whether callers get new tokens before, after or during the write to the user's storage.

/// A write of tokens, and what depends on it.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "four independent conditions")]
pub struct WriteContext {
    /// Whether a caller waits for the tokens.
    pub awaited: bool,
    /// Whether other processes wait for the grant that this process has claimed.
    pub claimed: bool,
    /// Whether the runtime ends work that outlasts its request (Workers).
    pub isolates: bool,
    /// Whether the platform keeps this write running nevertheless (`waitUntil`).
    pub kept_alive: bool,
}

/// When the tokens are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOut {
    /// After the write: the process may end as soon as its caller has the token.
    AfterWrite,
    /// Before the write, whose end the task then awaits: no caller waits, and the runtime would end a write that nothing awaits.
    BeforeWrite,
    /// At once. The write continues in the background.
    DuringWrite,
}

/// Decides the order.
#[must_use]
pub const fn hand_out(context: WriteContext) -> HandOut {
    let WriteContext { awaited, claimed, isolates, kept_alive } = context;
    if awaited && (claimed || !isolates || !kept_alive) {
        HandOut::AfterWrite
    } else if !kept_alive {
        HandOut::BeforeWrite
    } else {
        HandOut::DuringWrite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_a_caller_waits_for_is_written_first_unless_the_platform_keeps_the_write_running() {
        use HandOut::{AfterWrite, BeforeWrite, DuringWrite};
        // awaited, claimed, isolates, kept alive
        for ([awaited, claimed, isolates, kept_alive], expected) in [
            ([true, false, false, true], AfterWrite),
            ([true, true, false, true], AfterWrite),
            ([true, false, true, true], DuringWrite),
            ([true, true, true, true], AfterWrite),
            ([true, false, true, false], AfterWrite),
            ([false, false, false, true], DuringWrite),
            ([false, true, false, true], DuringWrite),
            ([false, true, true, true], DuringWrite),
            ([false, false, true, false], BeforeWrite),
            ([false, true, true, false], BeforeWrite),
        ] {
            let context = WriteContext { awaited, claimed, isolates, kept_alive };
            assert_eq!(hand_out(context), expected, "{context:?}");
        }
    }
}
