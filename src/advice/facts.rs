//! The facts about a failure, and how they fill sentences.

use super::sanitize;
use crate::wire::text::truncated;

/// Declares the enum of facts, and the names that the table's sentences and jobs use for them.
macro_rules! facts {
    ($($variant:ident $name:literal $doc:literal;)+) => {
        /// One thing that can be known about a failure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Fact { $(#[doc = $doc] $variant,)+ }

        impl Fact {
            /// All facts, with their names.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $name),)+];
        }
    };
}

facts! {
    Me "me" "The account's username.";
    Id "id" "The account's client id.";
    Principal "principal" "The account's identity as a URN.";
    Other "other" "The account's environment, if it is not production.";
    Short "short" "The number of characters of a secret that is too short.";
    Code "code" "`error.code`.";
    ServerCode "serverCode" "The service's own code.";
    Status "status" "The HTTP status.";
    Service "service" "The service, or `collection` for a file over HTTPS.";
    Messages "said" "All messages of the service.";
    Detail "detail" "The type of the `detail` of Globus Connect Server, without its version.";
    Recommended "recommended" "The advice that Search sent.";
    What "what" "The id of the resource.";
    Endpoint "endpoint" "The id of the Globus Connect Server endpoint, or a placeholder.";
    Place "place" "`What` and the directory. A shell needs no quotes for it.";
    Path "path" "The path on the collection.";
    Access "access" "The permissions that the call needs: `r` or `rw`.";
    Call "call" "The path of the request's URL.";
    Legacy "legacy" "A name of the form `owner#name` that was sent as an id.";
    Scopes "scopes" "The scopes that are missing.";
    Domains "domains" "The domains whose identities have access.";
    Policies "policies" "The ids of the required authentication policies.";
    Identities "identities" "The identities that have access.";
    Mfa "mfa" "`true` if the service requires a second factor.";
    Roles "roles" "The roles that allow the call.";
    Narrow "narrow" "The scopes of the token, if none of them is a scope for the whole service (`:all`).";
    Closed "closed" "The scopes that the token was requested with, if `openid` is not among them.";
    CachedToken "cachedToken" "`true` if a new grant returned the token that had been refused.";
    ConsentGiven "consentGiven" "`true` if a consent was given, and the service still refused the call.";
    ConsentFailed "consentFailed" "`true` if the grant for a consent failed.";
    Foreign "foreign" "A scope that a service requested and that does not belong to the call, run or timer.";
    BeyondConsent "beyond" "`true` if a run or timer waits for more than a consent.";
    Paused "paused" "The operations that are paused on a collection.";
    Submission "submission" "The id of a submission whose result is not known.";
    Reason "reason" "The innermost reason why there was no response, as in the error's message.";
    Proxy "proxy" "The environment variable that names a proxy which this runtime does not use.";
    BodyKind "bodyKind" "`text` if a successful response did not contain JSON.";
}

/// The only facts that commands and URLs may contain: their values are this package's own words or checked.
pub const EXACT: &[Fact] =
    &[Fact::Me, Fact::Id, Fact::Principal, Fact::What, Fact::Endpoint, Fact::Place, Fact::Access];

/// Facts with their values.
#[derive(Clone, Debug, Default)]
pub struct Facts(Vec<(Fact, String)>);

/// Longer facts are cut to this length: people read them. In bytes.
const MAX_LENGTH: usize = 2000;

impl Facts {
    /// Returns the value of a fact, if it is known.
    #[must_use]
    pub fn get(&self, fact: Fact) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == fact).map(|(_, text)| text.as_str())
    }

    /// Adds a fact. An empty text is ignored. If a fact is added twice, the first value counts.
    pub fn add(&mut self, fact: Fact, text: &str) {
        if !text.is_empty() {
            self.0.push((fact, truncated(text, MAX_LENGTH).to_owned()));
        }
    }

    /// Adds a fact of a job or a call, by its name. The text can come from a server, so it is checked or cleaned.
    pub fn add_named(&mut self, name: &str, text: &str) {
        let Some((fact, _)) = Fact::ALL.iter().find(|(_, known)| *known == name) else { return };
        match fact {
            Fact::What => self.add(*fact, sanitize::id(text)),
            Fact::Paused => self.add(*fact, &sanitize::plain_line(text)),
            Fact::Scopes => self.add(*fact, &sanitize::scopes(&[text.to_owned()])),
            Fact::Foreign if !text.is_empty() => {
                self.add(*fact, &sanitize::scopes(&[text.to_owned()]));
                // Counts only if the text is not a valid scope: advice does not repeat it.
                self.add(*fact, "one of them");
            }
            // Signs read these facts. Sentences do not repeat them, so the text stays unchanged.
            Fact::Code | Fact::ServerCode | Fact::Service | Fact::Messages | Fact::Call | Fact::BeyondConsent => {
                self.add(*fact, text);
            }
            _ => {}
        }
    }

    /// Returns a sentence with its facts. Returns `None` if one of them is not known.
    #[must_use]
    pub fn fill_sentence(&self, sentence: &str) -> Option<String> {
        self.fill(sentence, |_| true)
    }

    /// Returns a command or URL with its facts. Returns `None` if one of them is not known or not in [`EXACT`].
    #[must_use]
    pub fn fill_command(&self, line: &str) -> Option<String> {
        self.fill(line, |fact| EXACT.contains(&fact))
    }

    fn fill(&self, sentence: &str, is_allowed: fn(Fact) -> bool) -> Option<String> {
        let mut parts = sentence.split('{');
        let mut text = parts.next()?.to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}')?;
            let (fact, _) = Fact::ALL.iter().find(|(fact, known)| *known == name && is_allowed(*fact))?;
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
    fn the_first_value_of_a_fact_counts_and_an_empty_text_is_ignored() {
        let mut facts = Facts::default();
        for text in ["", "first", "second"] {
            facts.add(Fact::Messages, text);
        }
        assert_eq!((facts.get(Fact::Messages), facts.get(Fact::Code)), (Some("first"), None));
        facts.add(Fact::Code, &"x".repeat(MAX_LENGTH + 1));
        assert_eq!(facts.get(Fact::Code).map(str::len), Some(MAX_LENGTH));
    }

    #[test]
    fn named_facts_are_checked_or_cleaned() {
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
        let unchanged = ["code", "serverCode", "service", "said", "call", "beyond"];
        let checked = ["what", "paused", "scopes", "foreign"];
        for (fact, name) in Fact::ALL.iter().filter(|(_, name)| !checked.contains(name)) {
            let expected = unchanged.contains(name).then(|| (*fact, "`x`\ny".to_owned()));
            assert_eq!(added(name, "`x`\ny"), expected, "{name}");
        }
    }

    #[test]
    fn a_sentence_can_contain_all_known_facts_and_a_command_only_exact_ones() {
        let mut facts = Facts::default();
        for (fact, text) in [(Fact::Me, "m"), (Fact::What, ID), (Fact::Messages, "s")] {
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
