//! The steps of an advice: what to do, and who must do it.

use super::facts::Facts;
use super::sanitize;
use serde::{Serialize, Serializer};

/// Declares the enum of assignees, their texts, and the list that a test compares with the TypeScript union `AdviceWho`.
macro_rules! assignees {
    ($($variant:ident $text:literal;)+) => {
        /// The person or group that must do a step: `step.who` in JavaScript.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the text of each variant describes it")]
        pub enum Assignee { $($variant,)+ }

        impl Assignee {
            /// All assignees, in the order of the TypeScript union.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the text of `step.who`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

assignees! {
    You "you";
    CollectionAdministrator "administrator of the collection";
    AccessManager "access manager of the collection";
    EndpointAdministrator "administrator of the endpoint";
    ComputerOwner "owner of the computer";
    GroupManager "manager of the group";
    GroupAdministrator "administrator of the group";
    IndexAdministrator "administrator of the index";
    FlowAdministrator "administrator of the flow";
    RunOwner "owner of the run";
    FunctionOwner "owner of the function";
    PolicyAdministrator "administrator of the policy";
    ProjectAdministrator "administrator of the project";
    SubscriptionManager "manager of the subscription";
    ResourceOwner "owner of the resource";
    NetworkAdministrator "administrator of the network";
    GlobusSupport "Globus support";
}

impl Serialize for Assignee {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A step of the table. Its texts can contain `{facts}`.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Who must do the step.
    pub who: Assignee,
    /// The instruction: sentences, without the last full stop. If a fact in it is not known, the step is left out.
    pub text: &'static str,
    /// A line for a shell, or an empty text. It may contain only the facts in `EXACT`.
    pub command: &'static str,
    /// The URL of a page, or an empty text. It may contain only the facts in `EXACT`.
    pub url: &'static str,
}

/// Returns a step without a command and a URL.
#[must_use]
pub const fn step_for(who: Assignee, text: &'static str) -> Step {
    Step { who, text, command: "", url: "" }
}

impl Step {
    /// Returns the step with a line for a shell.
    #[must_use]
    pub const fn command(self, command: &'static str) -> Self {
        Self { command, ..self }
    }

    /// Returns the step with the URL of the page on which the assignee does it.
    #[must_use]
    pub const fn url(self, url: &'static str) -> Self {
        Self { url, ..self }
    }

    /// Returns the step with its facts. Returns `None` if its text contains a fact that is not known.
    #[must_use]
    pub fn fill(&self, facts: &Facts) -> Option<FilledStep> {
        let fill_exact = |template: &str| Some(facts.fill_command(template)?).filter(|text| !text.is_empty());
        Some(FilledStep {
            who: self.who,
            text: format!("{}.", facts.fill_sentence(self.text)?),
            command: fill_exact(self.command),
            url: fill_exact(self.url),
        })
    }
}

/// A step with its facts: an element of `error.steps` in JavaScript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FilledStep {
    /// Who must do the step.
    pub who: Assignee,
    /// The instruction: sentences.
    pub text: String,
    /// A line for a shell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The URL of the page on which the assignee does the step, or of a page with more information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl FilledStep {
    /// Returns a step without a command and a URL. The text must contain no unchecked text of a server.
    #[must_use]
    pub const fn new(who: Assignee, text: String) -> Self {
        Self { who, text, command: None, url: None }
    }

    /// Adds the step to the text of an advice.
    fn write(&self, text: &mut String) {
        sanitize::add_space(text);
        let instruction = self.text.strip_suffix('.').unwrap_or(&self.text);
        let (first_letter, rest) = instruction.split_at_checked(1).unwrap_or_default();
        let sentence = match self.who {
            Assignee::You => instruction.to_owned(),
            who => {
                let article = if who == Assignee::GlobusSupport { "For " } else { "For the " };
                format!("{article}{}: {}{rest}", who.as_str(), first_letter.to_ascii_lowercase())
            }
        };
        text.push_str(&sentence);
        let end = match (&self.command, &self.url) {
            (Some(command), Some(url)) => format!(" (`{command}`, or {url})."),
            (Some(command), None) => format!(" (`{command}`)."),
            (None, Some(url)) => format!(" ({url})."),
            (None, None) => ".".to_owned(),
        };
        text.push_str(&end);
    }
}

/// An advice, as a text and as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// What is wrong, then the steps.
    #[serde(rename = "advice")]
    pub text: String,
    /// What to do.
    pub steps: Vec<FilledStep>,
}

impl Advice {
    /// Returns the advice of a diagnosis: its sentences, then its steps.
    #[must_use]
    pub fn new(sentences: String, steps: Vec<FilledStep>) -> Self {
        let mut text = sentences;
        for step in &steps {
            step.write(&mut text);
        }
        Self { text, steps }
    }
}

/// The step for a client id that is not a UUID.
pub const CLIENT_ID: Step = step_for(Assignee::You, "Use the UUID on the client's page").url(DEVELOPERS);

/// The step for a client secret that was damaged when it was copied.
pub const CLIENT_SECRET: Step = step_for(
    Assignee::You,
    "Copy the secret again from where it was stored, without quotes, spaces or line breaks. Globus shows a secret only once; if it is lost, add a new one",
)
.url(DEVELOPERS);

/// The page on which clients and projects are managed.
pub const DEVELOPERS: &str = "https://app.globus.org/settings/developers";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignees_are_those_of_the_typescript_union() {
        let types = include_str!("../js/errors.d.ts");
        let union = crate::wire::text::text_after(types, "type AdviceWho =").and_then(|rest| rest.split_once(';'));
        let named: Vec<_> = union.map_or("", |(union, _)| union).split('"').skip(1).step_by(2).collect();
        assert_eq!(named, Assignee::ALL.iter().map(|who| who.as_str()).collect::<Vec<_>>());
    }

    #[test]
    fn a_step_is_written_with_its_assignee_its_command_and_its_url() {
        let step = step_for(Assignee::GroupManager, "Add it").command("globus a").url("https://app.globus.org/a");
        let mut text = "It is missing.".to_owned();
        step.fill(&Facts::default()).expect("it contains no facts").write(&mut text);
        assert_eq!(
            text,
            "It is missing. For the manager of the group: add it (`globus a`, or https://app.globus.org/a)."
        );
        let mut text = String::new();
        step_for(Assignee::You, "Wait").fill(&Facts::default()).expect("it contains no facts").write(&mut text);
        assert_eq!(text, "Wait.");
        assert_eq!(step_for(Assignee::You, "Ask {me}").fill(&Facts::default()), None);
    }
}
