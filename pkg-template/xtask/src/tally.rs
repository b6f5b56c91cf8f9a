//! Counting test results by the one line that every runner ends with: `N passed, M failed`, or `..., K skipped`.

use std::fmt;
use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl Tally {
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    pub(crate) const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// Reads `12 passed, 0 failed, 1 skipped`.
    pub(crate) fn of_runner(line: &str) -> Option<Self> {
        Self::read(line, "skipped")
    }

    /// Reads a line of `cargo test`: `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
    pub(crate) fn of_cargo(line: &str) -> Option<Self> {
        let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
        Self::read(counts, "ignored")
    }

    fn read(line: &str, skipped: &str) -> Option<Self> {
        let count = |word| {
            let mut counts = line.split([',', ';']).filter_map(|part| part.trim().split_once(' '));
            counts.find(|(_, name)| *name == word)?.0.parse().ok()
        };
        Some(Self { passed: count("passed")?, failed: count("failed")?, skipped: count(skipped).unwrap_or(0) })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn both_kinds_of_lines_are_read() {
        let tally = |passed, failed, skipped| Some(Tally { passed, failed, skipped });
        assert_eq!(Tally::of_runner("12 passed, 0 failed"), tally(12, 0, 0));
        assert_eq!(Tally::of_runner("12 passed, 1 failed, 3 skipped"), tally(12, 1, 3));
        assert_eq!(Tally::of_runner("all passed"), None);
        let line = "test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(Tally::of_cargo(line), tally(5, 2, 1));
        assert_eq!(Tally::of_cargo("running 5 tests"), None);
    }

    #[test]
    fn what_is_printed_can_be_read() {
        let tally = Tally { passed: 1, failed: 2, skipped: 3 };
        assert_eq!(Tally::of_runner(&tally.to_string()), Some(tally));
    }
}
