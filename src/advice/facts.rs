//! What can be known of a failure, and how it gets into sentences.

use super::words;
use crate::wire::text::truncated;

/// Declares the facts once: the enum and the names by which the table's sentences and jobs call them.
macro_rules! facts {
    ($($variant:ident $name:literal $about:literal;)+) => {
        /// What can be known of a failure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Fact { $(#[doc = $about] $variant,)+ }

        impl Fact {
            /// All of them.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $name),)+];
        }
    };
}

facts! {
    Me "me" "The account's username.";
    Id "id" "Its client id.";
    Principal "principal" "Its identity as a URN.";
    Other "other" "The environment, if it is not production.";
    Short "short" "Characters of a secret that is too short.";
    Code "code" "The code of the error.";
    ServerCode "serverCode" "The service's own code.";
    Status "status" "The HTTP status.";
    Service "service" "The service, or `collection` of files.";
    Said "said" "All messages.";
    Detail "detail" "The kind of Globus Connect Server's detail.";
    Recommended "recommended" "Search's own advice.";
    What "what" "The id of what it is about.";
    Endpoint "endpoint" "That of a Globus Connect Server, or a placeholder.";
    Place "place" "`What` and the directory, as a shell takes it without quotes.";
    Path "path" "The path on the collection.";
    Access "access" "`r` or `rw`.";
    Call "call" "The path at the service.";
    Legacy "legacy" "A name of the form `owner#name` in the place of an id.";
    Scopes "scopes" "Scopes that are missing.";
    Domains "domains" "Domains that are let in.";
    Policies "policies" "Policies to be met.";
    Identities "identities" "Identities that are let in.";
    Mfa "mfa" "Whether a second factor is demanded.";
    Roles "roles" "Roles that would do.";
    Narrow "narrow" "The scopes that the token has.";
    Closed "closed" "The scopes that a token of Globus Auth was asked for with, if `openid` is not among them.";
    Again "again" "That a grant brought the token that had been refused.";
    Consented "consented" "That a consent was given, and did not help.";
    Unconsented "unconsented" "That a consent was not to be had.";
    Foreign "foreign" "A scope that was asked for and does not belong to the work.";
    Beyond "beyond" "That work waits for more than a consent.";
    Paused "paused" "What is paused on a collection.";
    Submission "submission" "The id of a submission whose fate is not known.";
    Reason "reason" "The innermost reason why no answer came, in lower case.";
    Proxy "proxy" "The variable that names a proxy which this runtime does not use.";
    Found "found" "`text` where a success had no JSON in it.";
}

/// Of these, commands and addresses are made: our own words and checked ids.
pub const EXACT: &[Fact] =
    &[Fact::Me, Fact::Id, Fact::Principal, Fact::What, Fact::Endpoint, Fact::Place, Fact::Access];

/// Texts by fact.
#[derive(Clone, Debug, Default)]
pub struct Facts(Vec<(Fact, String)>);

/// More of a fact is not for people.
const MAX_LENGTH: usize = 2000;

impl Facts {
    /// A fact, if it is known.
    #[must_use]
    pub fn get(&self, fact: Fact) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == fact).map(|(_, text)| text.as_str())
    }

    /// Adds a fact; an empty one is none, and the first counts.
    pub fn add(&mut self, fact: Fact, text: &str) {
        if !text.is_empty() {
            self.0.push((fact, truncated(text, MAX_LENGTH).to_owned()));
        }
    }

    /// Adds a fact that a job or a call has found out, by its name. It may be of a document that a server has sent.
    pub fn add_named(&mut self, name: &str, text: &str) {
        let Some((fact, _)) = Fact::ALL.iter().find(|(_, known)| *known == name) else { return };
        match fact {
            Fact::What => self.add(*fact, words::id(text)),
            Fact::Paused => self.add(*fact, &words::plain_line(text)),
            Fact::Scopes => self.add(*fact, &words::scopes(&[text.to_owned()])),
            Fact::Foreign if !text.is_empty() => {
                self.add(*fact, &words::scopes(&[text.to_owned()]));
                // Whatever it is, it was not given.
                self.add(*fact, "one of them");
            }
            // What such a fact is recognised by is not repeated.
            Fact::Code | Fact::ServerCode | Fact::Service | Fact::Said | Fact::Call | Fact::Beyond => {
                self.add(*fact, text);
            }
            _ => {}
        }
    }

    /// A sentence with its facts; none if one of them is not known.
    #[must_use]
    pub fn fill_sentence(&self, sentence: &str) -> Option<String> {
        self.fill(sentence, |_| true)
    }

    /// A line for a shell or an address with its facts; none if one of them is not known, or may not be in one.
    #[must_use]
    pub fn fill_command(&self, line: &str) -> Option<String> {
        self.fill(line, |fact| EXACT.contains(&fact))
    }

    fn fill(&self, sentence: &str, may_be_there: fn(Fact) -> bool) -> Option<String> {
        let mut parts = sentence.split('{');
        let mut text = parts.next()?.to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}')?;
            let (fact, _) = Fact::ALL.iter().find(|(fact, known)| *known == name && may_be_there(*fact))?;
            text.push_str(self.get(*fact)?);
            text.push_str(rest);
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01234567-89ab-cdef-0123-456789abcdef";

    #[test]
    fn the_first_of_a_fact_counts_and_an_empty_one_is_none() {
        let mut facts = Facts::default();
        for text in ["", "first", "second"] {
            facts.add(Fact::Said, text);
        }
        assert_eq!((facts.get(Fact::Said), facts.get(Fact::Code)), (Some("first"), None));
        facts.add(Fact::Code, &"x".repeat(MAX_LENGTH + 1));
        assert_eq!(facts.get(Fact::Code).map(str::len), Some(MAX_LENGTH));
    }

    #[test]
    fn what_is_found_out_is_held_to_its_form() {
        let added = |name: &str, text: &str| {
            let mut facts = Facts::default();
            facts.add_named(name, text);
            Fact::ALL.iter().find_map(|(fact, _)| Some((*fact, facts.get(*fact)?.to_owned())))
        };
        for (name, text, expected) in [
            ("what", ID, Some((Fact::What, ID))),
            ("what", "x; rm -rf ~", None),
            ("paused", "`tasks`\nfor now", Some((Fact::Paused, "tasks for now"))),
            ("scopes", "openid", Some((Fact::Scopes, "openid"))),
            ("scopes", "https://evil.example/x", None),
            ("foreign", "openid", Some((Fact::Foreign, "openid"))),
            ("foreign", "https://evil.example/x", Some((Fact::Foreign, "one of them"))),
            ("foreign", "", None),
            ("nonsense", ID, None),
        ] {
            assert_eq!(added(name, text), expected.map(|(fact, text)| (fact, text.to_owned())), "{name} {text}");
        }
        let as_they_are = ["code", "serverCode", "service", "said", "call", "beyond"];
        let in_a_form = ["what", "paused", "scopes", "foreign"];
        for (fact, name) in Fact::ALL.iter().filter(|(_, name)| !in_a_form.contains(name)) {
            let expected = as_they_are.contains(name).then(|| (*fact, "`x`\ny".to_owned()));
            assert_eq!(added(name, "`x`\ny"), expected, "{name}");
        }
    }

    #[test]
    fn a_sentence_holds_facts_that_are_known_and_a_line_only_exact_ones() {
        let mut facts = Facts::default();
        for (fact, text) in [(Fact::Me, "m"), (Fact::What, ID), (Fact::Said, "s")] {
            facts.add(fact, text);
        }
        for (text, filled, exact) in [
            ("None.", Some("None."), Some("None.")),
            (
                "{me} of {what}.",
                Some("m of 01234567-89ab-cdef-0123-456789abcdef."),
                Some("m of 01234567-89ab-cdef-0123-456789abcdef."),
            ),
            ("It said {said}.", Some("It said s."), None),
            ("{me} at {place}", None, None),
            ("{nonsense}", None, None),
            ("{me", None, None),
        ] {
            assert_eq!(
                (facts.fill_sentence(text).as_deref(), facts.fill_command(text).as_deref()),
                (filled, exact),
                "{text}"
            );
        }
    }
}
