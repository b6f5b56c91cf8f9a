//! What to do about a failure, said to the person who reads the log: what is wrong, what it means for a service account, and
//! who has to do what, with this account's identity and the resource in it.
//!
//! Everything that is known is a [`Facts`] of texts by name. A [`Cause`] is recognised by them and filled with them. The table
//! ([`causes`]) is data; the first cause that fits is the one. When nothing fits there is no advice: what is not known is not
//! guessed.

pub mod causes;
mod facts;

pub use facts::{Account, Facts, Request, facts};

use causes::CAUSES;

/// For an id that is none.
pub const CLIENT_ID: &str =
    "The client id is the UUID shown on the client's page at https://app.globus.org/settings/developers.";

/// For a secret that something happened to on its way.
pub const CLIENT_SECRET: &str = "Copy the secret again from where it was stored, without quotes, spaces or line breaks. Globus shows a secret only once; if it is lost, add a new one at https://app.globus.org/settings/developers.";

/// Why calls of service accounts fail.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    /// Its stable name.
    pub name: &'static str,
    /// What it is recognised by: all of these. One without any is only there for who names it.
    pub signs: &'static [Sign],
    /// What to say: sentences with `{facts}` in them. One with a fact that is not known is left out.
    pub text: &'static [&'static str],
}

/// What a cause is recognised by.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// The fact is one of these.
    Is(&'static str, &'static [&'static str]),
    /// The fact holds one of these, in lower case.
    Says(&'static str, &'static [&'static str]),
    /// The fact is known.
    Known(&'static str),
}

impl Sign {
    fn is_in(self, facts: &Facts) -> bool {
        match self {
            Self::Is(name, values) => facts.get(name).is_some_and(|fact| values.contains(&fact)),
            Self::Says(name, parts) => facts.get(name).is_some_and(|fact| {
                let fact = fact.to_ascii_lowercase();
                parts.iter().any(|part| crate::text::holds(&fact, part))
            }),
            Self::Known(name) => facts.get(name).is_some(),
        }
    }
}

/// The cause that fits.
#[must_use]
pub fn recognised(facts: &Facts) -> Option<&'static Cause> {
    CAUSES.iter().find(|cause| !cause.signs.is_empty() && cause.signs.iter().all(|sign| sign.is_in(facts)))
}

/// The cause of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Cause> {
    CAUSES.iter().find(|cause| cause.name == name)
}

impl Cause {
    /// What it says, with the facts.
    #[must_use]
    pub fn advice(&self, facts: &Facts) -> String {
        let mut advice = String::new();
        for sentence in self.text.iter().filter_map(|sentence| filled(sentence, facts)) {
            if !advice.is_empty() {
                advice.push(' ');
            }
            advice.push_str(&sentence);
        }
        advice
    }
}

/// A sentence with its facts; none if one of them is not known.
fn filled(sentence: &str, facts: &Facts) -> Option<String> {
    let mut parts = sentence.split('{');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        text.push_str(facts.get(name)?);
        text.push_str(rest);
    }
    Some(text)
}
