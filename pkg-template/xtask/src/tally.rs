//! Counts test results. Every runner prints them as its last line: `N passed, M failed`, or `N passed, M failed, K
//! skipped`.

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

    /// Parses `12 passed, 0 failed, 1 skipped`.
    pub(crate) fn parse_runner_line(line: &str) -> Option<Self> {
        Self::parse_counts(line, "skipped")
    }

    /// Parses a line of `cargo test`: `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
    pub(crate) fn parse_cargo_line(line: &str) -> Option<Self> {
        let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
        Self::parse_counts(counts, "ignored")
    }

    fn parse_counts(line: &str, skipped_word: &str) -> Option<Self> {
        let count = |word| {
            let mut counts = line.split([',', ';']).filter_map(|part| part.trim().split_once(' '));
            counts.find(|(_, name)| *name == word)?.0.parse().ok()
        };
        Some(Self { passed: count("passed")?, failed: count("failed")?, skipped: count(skipped_word).unwrap_or(0) })
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
    fn lines_of_runners_and_of_cargo_are_parsed() {
        let tally = |passed, failed, skipped| Some(Tally { passed, failed, skipped });
        assert_eq!(Tally::parse_runner_line("12 passed, 0 failed"), tally(12, 0, 0));
        assert_eq!(Tally::parse_runner_line("12 passed, 1 failed, 3 skipped"), tally(12, 1, 3));
        assert_eq!(Tally::parse_runner_line("all passed"), None);
        let line = "test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(Tally::parse_cargo_line(line), tally(5, 2, 1));
        assert_eq!(Tally::parse_cargo_line("running 5 tests"), None);
    }

    #[test]
    fn a_printed_tally_can_be_parsed() {
        let tally = Tally { passed: 1, failed: 2, skipped: 3 };
        assert_eq!(Tally::parse_runner_line(&tally.to_string()), Some(tally));
    }
}
