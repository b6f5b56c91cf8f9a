//! A cause: what a failure is recognised by, and what is said about it.

use super::facts::{Fact, Facts};
use super::step::{Advice, Step};
use crate::wire::text::contains;

/// Why calls of service accounts fail: a row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Diagnosis {
    /// Its stable name.
    pub name: &'static str,
    /// What it is recognised by: all of these. One without any is only there for who names it.
    pub signs: &'static [Sign],
    /// What is wrong: sentences with `{facts}` in them. One with a fact that is not known is left out.
    pub sentences: &'static [&'static str],
    /// What is to be done, the likeliest first.
    pub steps: &'static [Step],
}

/// What a cause is recognised by.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// The fact is one of these.
    Is(Fact, &'static [&'static str]),
    /// The fact holds one of these, in lower case.
    Says(Fact, &'static [&'static str]),
    /// The fact is known.
    Known(Fact),
}

impl Sign {
    pub(super) fn matches(self, facts: &Facts) -> bool {
        match self {
            Self::Is(fact, values) => facts.get(fact).is_some_and(|text| values.contains(&text)),
            Self::Says(fact, parts) => facts.get(fact).is_some_and(|text| {
                let text = text.to_ascii_lowercase();
                parts.iter().any(|part| contains(&text, part))
            }),
            Self::Known(fact) => facts.get(fact).is_some(),
        }
    }
}

impl Diagnosis {
    /// What it says, with the facts, and what it is about if no sentence says so.
    #[must_use]
    pub fn advice(&self, facts: &Facts) -> Option<Advice> {
        let says: Vec<_> = self.sentences.iter().filter_map(|sentence| facts.fill_sentence(sentence)).collect();
        let mut advice = Advice::new(says.join(" "), self.steps.iter().filter_map(|step| step.fill(facts)).collect());
        if let Some(what) = facts.get(Fact::What)
            && !contains(&advice.text, what)
        {
            advice = Advice::new(format!("{} This is about {what}.", says.join(" ")), advice.steps);
        }
        (!advice.text.is_empty()).then_some(advice)
    }
}
