//! What a call promises of a success. The border (`js::fetch`) holds each answer to it, so that nobody takes an empty list or
//! `null` for an answer when it is none.
//!
//! Source: the replies of Globus's Python SDK's test data (`globus_sdk.testing`) and Globus's `OpenAPI` documents. None of them
//! answers with nothing; calls of which they have no reply are taken to promise a document (`docs/coverage.md`).

/// What a success has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Any JSON, or nothing: for calls that no table describes.
    Any,
    /// A document: an object that is not empty.
    Document,
    /// A document with this member, a text: without it nobody finds again what the call has made.
    With(&'static str),
    /// A document whose members are named by ids; there may be none.
    Map,
    /// Nothing, or a document.
    Nothing,
    /// A text, or a document.
    Text,
    /// A list: the member of this name, or the whole reply if the name is empty.
    List(&'static str),
}

impl Reply {
    /// The place of the check in `core/replies.js`, and the member that it looks at.
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

    /// What is promised, in words.
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
    fn each_promise_has_a_check_of_its_own_and_words() {
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
