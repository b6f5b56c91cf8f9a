//! Steps: what is to be done, and by whom.

use super::facts::Facts;
use super::words;
use serde::{Serialize, Serializer};

/// Declares who can have to do something: the enum, its text form and the list that tests compare with the TypeScript union.
macro_rules! people {
    ($($variant:ident $text:literal;)+) => {
        /// Who has to do something: `step.who` in JavaScript.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is its text")]
        pub enum Who { $($variant,)+ }

        impl Who {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text in `step.who`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

people! {
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

impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A step of the table. Its texts have `{facts}` in them.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Who does it.
    pub who: Who,
    /// What is to be done: sentences, without the last full stop. A step with a fact that is not known is left out.
    pub text: &'static str,
    /// A line for a shell, or nothing. It takes facts of ours and checked ids alone.
    pub command: &'static str,
    /// A page of ours, or nothing. The same holds for its facts.
    pub url: &'static str,
}

/// A step without a command and a page.
#[must_use]
pub const fn by(who: Who, text: &'static str) -> Step {
    Step { who, text, command: "", url: "" }
}

impl Step {
    /// The same with a line for a shell.
    #[must_use]
    pub const fn command(self, command: &'static str) -> Self {
        Self { command, ..self }
    }

    /// The same with a page where it is done.
    #[must_use]
    pub const fn url(self, url: &'static str) -> Self {
        Self { url, ..self }
    }

    /// The step with its facts; none if its text has one that is not known.
    #[must_use]
    pub fn fill(&self, facts: &Facts) -> Option<FilledStep> {
        let exact = |template: &str| Some(facts.fill_command(template)?).filter(|text| !text.is_empty());
        Some(FilledStep {
            who: self.who,
            text: format!("{}.", facts.fill_sentence(self.text)?),
            command: exact(self.command),
            url: exact(self.url),
        })
    }
}

/// A step with its facts: a member of `error.steps` in JavaScript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FilledStep {
    /// Who does it.
    pub who: Who,
    /// What is to be done.
    pub text: String,
    /// A line for a shell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// A page where it is done, or that tells more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl FilledStep {
    /// A step without a command and a page, of a text that is known to be plain.
    #[must_use]
    pub const fn by(who: Who, text: String) -> Self {
        Self { who, text, command: None, url: None }
    }

    /// Adds the step to a text for people.
    fn write(&self, text: &mut String) {
        words::add_space(text);
        let said = self.text.strip_suffix('.').unwrap_or(&self.text);
        let (first, rest) = said.split_at_checked(1).unwrap_or_default();
        let addressed = match self.who {
            Who::You => said.to_owned(),
            who => {
                let article = if who == Who::GlobusSupport { "For " } else { "For the " };
                format!("{article}{}: {}{rest}", who.as_str(), first.to_ascii_lowercase())
            }
        };
        text.push_str(&addressed);
        let ways = match (&self.command, &self.url) {
            (Some(command), Some(url)) => format!(" (`{command}`, or {url})."),
            (Some(command), None) => format!(" (`{command}`)."),
            (None, Some(url)) => format!(" ({url})."),
            (None, None) => ".".to_owned(),
        };
        text.push_str(&ways);
    }
}

/// What is advised: for people, and as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// What is wrong, and then the steps.
    #[serde(rename = "advice")]
    pub text: String,
    /// What is to be done.
    pub steps: Vec<FilledStep>,
}

impl Advice {
    /// The advice of a diagnosis and its steps.
    #[must_use]
    pub fn new(diagnosis: String, steps: Vec<FilledStep>) -> Self {
        let mut text = diagnosis;
        for step in &steps {
            step.write(&mut text);
        }
        Self { text, steps }
    }
}

/// For an id that is none.
pub const CLIENT_ID: Step = by(Who::You, "Take the UUID that is shown on the client's page").url(DEVELOPERS);

/// For a secret that something happened to on its way.
pub const CLIENT_SECRET: Step = by(
    Who::You,
    "Copy the secret again from where it was stored, without quotes, spaces or line breaks. Globus shows a secret only once; if it is lost, add a new one",
)
.url(DEVELOPERS);

/// Where clients and projects are managed.
pub const DEVELOPERS: &str = "https://app.globus.org/settings/developers";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_those_of_the_typescript_union() {
        let types = include_str!("../js/errors.d.ts");
        let union = crate::wire::text::text_after(types, "type AdviceWho =").and_then(|rest| rest.split_once(';'));
        let named: Vec<_> = union.map_or("", |(union, _)| union).split('"').skip(1).step_by(2).collect();
        assert_eq!(named, Who::ALL.iter().map(|who| who.as_str()).collect::<Vec<_>>());
    }

    #[test]
    fn a_step_is_told_with_who_does_it_and_the_ways_to_do_it() {
        let step = by(Who::GroupManager, "Let it in").command("globus a").url("https://app.globus.org/a");
        let mut text = "It is out.".to_owned();
        step.fill(&Facts::default()).expect("no facts are wanted").write(&mut text);
        assert_eq!(
            text,
            "It is out. For the manager of the group: let it in (`globus a`, or https://app.globus.org/a)."
        );
        let mut text = String::new();
        by(Who::You, "Wait").fill(&Facts::default()).expect("no facts are wanted").write(&mut text);
        assert_eq!(text, "Wait.");
        assert_eq!(by(Who::You, "Ask {me}").fill(&Facts::default()), None);
    }
}
