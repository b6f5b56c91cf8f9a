//! A diagnosis: the signs of a failure, and the sentences and steps of its advice.

use super::facts::{Fact, Facts};
use super::step::{Advice, Step};
use crate::wire::text::contains;

/// A reason why calls of service accounts fail: one row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Diagnosis {
    /// The stable name.
    pub name: &'static str,
    /// The signs, which must all match. A diagnosis without signs is used only by its name.
    pub signs: &'static [Sign],
    /// What is wrong: sentences that can contain `{facts}`. A sentence with a fact that is not known is left out.
    pub sentences: &'static [&'static str],
    /// What to do, the likeliest first.
    pub steps: &'static [Step],
}

/// A condition on one fact.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// The fact equals one of these texts.
    Is(Fact, &'static [&'static str]),
    /// The fact, in lower case, contains one of these texts.
    Contains(Fact, &'static [&'static str]),
    /// The fact is known.
    Known(Fact),
}

impl Sign {
    pub(super) fn matches(self, facts: &Facts) -> bool {
        match self {
            Self::Is(fact, values) => facts.get(fact).is_some_and(|text| values.contains(&text)),
            Self::Contains(fact, parts) => facts.get(fact).is_some_and(|text| {
                let text = text.to_ascii_lowercase();
                parts.iter().any(|part| contains(&text, part))
            }),
            Self::Known(fact) => facts.get(fact).is_some(),
        }
    }
}

impl Diagnosis {
    /// Returns the advice with the facts filled in. If no sentence or step names the resource, a sentence with its id is added.
    #[must_use]
    pub fn advice(&self, facts: &Facts) -> Option<Advice> {
        let sentences: Vec<_> = self.sentences.iter().filter_map(|sentence| facts.fill_sentence(sentence)).collect();
        let mut advice =
            Advice::new(sentences.join(" "), self.steps.iter().filter_map(|step| step.fill(facts)).collect());
        if let Some(what) = facts.get(Fact::What)
            && !contains(&advice.text, what)
        {
            advice = Advice::new(format!("{} The resource is {what}.", sentences.join(" ")), advice.steps);
        }
        (!advice.text.is_empty()).then_some(advice)
    }
}
