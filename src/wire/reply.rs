//! The form of a successful reply that a call promises. `js::fetch` checks each reply, so that no caller mistakes an
//! invalid reply for an empty list or `null`.
//!
//! Source: the replies in the test data of Globus's Python SDK (`globus_sdk.testing`) and Globus's `OpenAPI` documents.
//! None of them is empty. Calls without such a reply are assumed to return a document (`docs/coverage.md`).

/// The form of a successful reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Any JSON, or nothing: for calls that are not in a table.
    Any,
    /// A document: an object that is not empty.
    Document,
    /// A document with this member, a text: the id without which the caller cannot find what the call has created.
    With(&'static str),
    /// A document whose member names are ids. It may be empty.
    Map,
    /// Nothing, or a document.
    Nothing,
    /// A text, or a document.
    Text,
    /// A list: the member of this name, or the whole reply if the name is empty.
    List(&'static str),
}

impl Reply {
    /// Returns the index of the check in `core/replies.js`, and the member that it reads.
    #[must_use]
    pub fn check(self) -> (u8, Option<&'static str>) {
        match self {
            Self::Any => (0, None),
            Self::Document => (1, None),
            Self::Map => (2, None),
            Self::Nothing => (3, None),
            Self::Text => (4, None),
            Self::List("") => (5, None),
            Self::List(member) => (6, Some(member)),
            Self::With(member) => (7, Some(member)),
        }
    }

    /// Describes the form in words.
    #[must_use]
    pub fn description(self) -> String {
        let (what, member) = match self {
            Self::Any | Self::Document | Self::Map | Self::Nothing => ("a document", ""),
            Self::Text => ("a text", ""),
            Self::List("") => ("a list", ""),
            Self::List(member) => ("a list in ", member),
            Self::With(member) => ("a document with ", member),
        };
        format!("{what}{member}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_own_check_and_description() {
        for (reply, check, words) in [
            (Reply::Any, (0, None), "a document"),
            (Reply::Document, (1, None), "a document"),
            (Reply::Map, (2, None), "a document"),
            (Reply::Nothing, (3, None), "a document"),
            (Reply::Text, (4, None), "a text"),
            (Reply::List(""), (5, None), "a list"),
            (Reply::List("DATA"), (6, Some("DATA")), "a list in DATA"),
            (Reply::With("id"), (7, Some("id")), "a document with id"),
        ] {
            assert_eq!((reply.check(), &*reply.description()), (check, words), "{reply:?}");
        }
    }
}
