//! Globus scopes: strings that name what a token may be used for, with their dependencies.
//!
//! ```text
//! scopes = scope *( SP scope )
//! scope  = [ "*" ] name [ "[" scopes "]" ]     "*" = optional ("atomically revocable"), brackets = dependencies
//! name   = 1*( any character but "[" "]" "*" and white space )
//! ```
//! Source: <https://docs.globus.org/api/auth/developer-guide/#atomically_revocable_dependent_scopes>.

use crate::model::environment::Service;
use std::fmt::{self, Write as _};

/// A scope with its dependencies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    name: String,
    optional: bool,
    dependencies: ScopeSet,
}

/// Scopes without repetition, sorted by name: two texts that request the same scopes become equal sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeSet {
    scopes: Vec<Scope>,
}

/// The prefix of the scopes whose resource servers are UUIDs.
const AUTH_SCOPES: &str = "https://auth.globus.org/scopes/";

/// The deepest nesting that is read. No service uses as much. It bounds the work that a text can cause.
pub(crate) const MAX_DEPTH: usize = 32;

impl Scope {
    /// Returns the scope string without its dependencies.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the scope is optional (`*`).
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.optional
    }

    /// Returns the dependencies.
    #[must_use]
    pub fn dependencies(&self) -> &ScopeSet {
        &self.dependencies
    }

    /// Returns the resource server of the scope, where the name shows it.
    ///
    /// `urn:globus:auth:scope:<resource server>:<name>` names it. The `OpenID` scopes belong to Globus Auth. A URL
    /// scope `https://auth.globus.org/scopes/<id>/<name>` belongs to the service with that id, else to the collection
    /// or flow `<id>`.
    #[must_use]
    pub fn resource_server(&self) -> Option<&str> {
        if matches!(self.name.as_str(), "openid" | "profile" | "email") {
            return Some(Service::Auth.resource_server());
        }
        if let Some(tail) = self.name.strip_prefix("urn:globus:auth:scope:") {
            return tail.rsplit_once(':').map(|(server, _)| server);
        }
        let id = id_in_scope_url(&self.name)?;
        let known = Service::ALL.into_iter().find(|service| id_in_scope_url(service.default_scopes()) == Some(id));
        Some(known.map_or(id, |service| service.resource_server()))
    }
}

/// Returns the `<id>` of a scope `https://auth.globus.org/scopes/<id>/<name>`.
#[must_use]
pub fn id_in_scope_url(scope: &str) -> Option<&str> {
    scope.strip_prefix(AUTH_SCOPES)?.split('/').next()
}

/// Returns the scope of a flow's runs. Its resource server is the flow's id.
#[must_use]
pub fn flow_scope(flow_id: &str) -> String {
    format!("{AUTH_SCOPES}{flow_id}/flow_{}_user", flow_id.replace('-', "_"))
}

/// Returns the scope of a collection's data.
#[must_use]
pub fn data_access_scope(collection_id: &str) -> String {
    format!("{AUTH_SCOPES}{collection_id}/data_access")
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.optional {
            f.write_char('*')?;
        }
        f.write_str(&self.name)?;
        if !self.dependencies.is_empty() {
            write!(f, "[{}]", self.dependencies)?;
        }
        Ok(())
    }
}

/// A scope as it stands in a text, with repetitions.
#[derive(Default)]
pub(crate) struct ParsedScope {
    pub(crate) name: String,
    pub(crate) optional: bool,
    pub(crate) dependencies: Vec<ParsedScope>,
}

/// Parses a scope text. The error is a predicate that describes the fault: `"has an unclosed ["`.
pub(crate) fn parse_scopes(text: &str) -> Result<Vec<ParsedScope>, String> {
    let mut open: Vec<(Vec<ParsedScope>, ParsedScope)> = Vec::new();
    let mut current: Vec<ParsedScope> = Vec::new();
    let mut remaining = text;
    loop {
        remaining = remaining.trim_start_matches(' ');
        let optional = remaining.starts_with('*');
        let after_star = if optional { remaining.strip_prefix('*').unwrap_or(remaining) } else { remaining };
        let end =
            after_star.find(|c: char| matches!(c, '[' | ']' | '*') || c.is_whitespace()).unwrap_or(after_star.len());
        let (name, tail) = after_star.split_at_checked(end).unwrap_or((after_star, ""));
        if name.is_empty() {
            return Err(match after_star.chars().next() {
                None if !open.is_empty() => "has an unclosed \"[\"".to_owned(),
                None => "names no scope".to_owned(),
                Some(c) => format!("has {} where a scope should begin", display_char(c)),
            });
        }
        remaining = tail;
        let scope = ParsedScope { name: name.to_owned(), optional, dependencies: Vec::new() };
        if let Some(inner) = remaining.strip_prefix('[') {
            if open.len() >= MAX_DEPTH {
                return Err("is nested too deeply".to_owned());
            }
            open.push((std::mem::take(&mut current), scope));
            remaining = inner;
            continue;
        }
        current.push(scope);
        while let Some(outer) = remaining.trim_start_matches(' ').strip_prefix(']') {
            let Some((parent, mut scope)) = open.pop() else {
                return Err("has a \"]\" without its \"[\"".to_owned());
            };
            scope.dependencies = std::mem::replace(&mut current, parent);
            current.push(scope);
            remaining = outer;
        }
        match remaining.chars().next() {
            Some(' ') if !remaining.trim_start_matches(' ').is_empty() => {}
            None | Some(' ') if open.is_empty() => return Ok(current),
            None | Some(' ') => return Err("has an unclosed \"[\"".to_owned()),
            Some(c) => return Err(format!("has {} after the scope \"{name}\"", display_char(c))),
        }
    }
}

impl From<Vec<ParsedScope>> for ScopeSet {
    fn from(parsed: Vec<ParsedScope>) -> Self {
        let mut set = Self::default();
        for ParsedScope { name, optional, dependencies } in parsed {
            set.insert(Scope { name, optional, dependencies: dependencies.into() });
        }
        set
    }
}

impl ScopeSet {
    /// Parses a scope text. The error is a predicate that describes the fault: `"has an unclosed ["`.
    ///
    /// # Errors
    /// If the text does not follow the grammar, or names no scope.
    pub fn parse(text: &str) -> Result<Self, String> {
        parse_scopes(text).map(Self::from)
    }

    /// Parses several texts into one set. Each text must be valid on its own.
    ///
    /// # Errors
    /// If one of them does not follow the grammar or names no scope, or if there are none.
    pub fn parse_all<T: AsRef<str>>(texts: &[T]) -> Result<Self, String> {
        let mut set = Self::default();
        for text in texts {
            set.merge(&Self::parse(text.as_ref())?);
        }
        if set.is_empty() { Self::parse("") } else { Ok(set) }
    }

    /// Adds a scope. Dependencies of the same name are merged; required wins over optional.
    pub fn insert(&mut self, scope: Scope) {
        let index = self.scopes.partition_point(|existing| existing.name < scope.name);
        match self.scopes.get_mut(index).filter(|existing| existing.name == scope.name) {
            Some(existing) => {
                existing.optional &= scope.optional;
                existing.dependencies.merge(&scope.dependencies);
            }
            None => self.scopes.insert(index, scope),
        }
    }

    /// Adds every scope of another set.
    pub fn merge(&mut self, other: &Self) {
        for scope in other.iter() {
            self.insert(scope.clone());
        }
    }

    /// Returns the scopes, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.iter()
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Whether any scope has dependencies. A reply does not show them: its scopes are flat.
    #[must_use]
    pub fn has_dependencies(&self) -> bool {
        self.iter().any(|scope| !scope.dependencies.is_empty())
    }
}

/// Returns a character as a message shows it.
fn display_char(c: char) -> String {
    if c.is_whitespace() || c.is_control() { "white space".to_owned() } else { format!("\"{c}\"") }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.iter().enumerate() {
            if index > 0 {
                f.write_char(' ')?;
            }
            scope.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        ScopeSet::parse(text).map_or_else(|error| error, |scopes| scopes.to_string())
    }

    #[test]
    fn texts_that_request_the_same_scopes_are_equal() {
        assert_eq!(normal("b a"), "a b");
        assert_eq!(normal("  a   a "), "a");
        assert_eq!(normal("a[y] a[x]"), "a[x y]");
        assert_eq!(normal("a[*x x]"), "a[x]");
        assert_eq!(normal("a[ b[*c] ] d"), "a[b[*c]] d");
    }

    #[test]
    fn bad_texts_are_explained() {
        for (text, problem) in [
            ("", "names no scope"),
            ("   ", "names no scope"),
            ("a[", "has an unclosed \"[\""),
            ("a[b", "has an unclosed \"[\""),
            ("a[b ", "has an unclosed \"[\""),
            ("a]", "has a \"]\" without its \"[\""),
            ("a[]", "has \"]\" where a scope should begin"),
            ("a[[b]]", "has \"[\" where a scope should begin"),
            ("a\tb", "has white space after the scope \"a\""),
            ("a\n", "has white space after the scope \"a\""),
            ("* a", "has white space where a scope should begin"),
            ("a*b", "has \"*\" after the scope \"a\""),
            ("a[b]c", "has \"c\" after the scope \"b\""),
        ] {
            assert_eq!(normal(text), problem, "{text:?}");
        }
        assert_eq!(normal(&"a[".repeat(100)), "is nested too deeply");
    }

    #[test]
    fn several_texts_become_one_set_and_each_must_be_valid() {
        let all = |texts: &[&str]| ScopeSet::parse_all(texts).map_or_else(|error| error, |scopes| scopes.to_string());
        for (texts, expected) in [
            (&["b *a", "a[x]", "c"][..], "a[x] b c"),
            (&["a[", "b]"], "has an unclosed \"[\""),
            (&["a", ""], "names no scope"),
            (&[], "names no scope"),
        ] {
            assert_eq!(all(texts), expected, "{texts:?}");
        }
    }

    #[test]
    fn a_name_shows_its_resource_server() {
        for (name, server) in [
            ("email", Some("auth.globus.org")),
            ("urn:globus:auth:scope:transfer.api.globus.org:all", Some("transfer.api.globus.org")),
            ("https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/run", Some("flows.globus.org")),
            (
                "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer",
                Some("524230d7-ea86-4a52-8312-86065a9e0417"),
            ),
            ("https://auth.globus.org/scopes/a1b2/data_access", Some("a1b2")),
            ("custom", None),
        ] {
            let set = ScopeSet::parse(name).unwrap_or_default();
            assert_eq!(set.iter().next().and_then(Scope::resource_server), server, "{name}");
        }
    }

    #[test]
    fn the_scope_of_a_flow_names_it_twice() {
        let scope = flow_scope("24bc4997-b483-4c25-a19c-64b0afc00743");
        let expected = "https://auth.globus.org/scopes/24bc4997-b483-4c25-a19c-64b0afc00743/flow_24bc4997_b483_4c25_a19c_64b0afc00743_user";
        assert_eq!(scope, expected);
        let set = ScopeSet::parse(&scope).unwrap_or_default();
        assert_eq!(set.iter().next().and_then(Scope::resource_server), Some("24bc4997-b483-4c25-a19c-64b0afc00743"));
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused_and_the_printed_set_parses_to_itself(text in "[ab*\\[\\] \t]{0,40}") {
            if let Ok(scopes) = ScopeSet::parse(&text) {
                prop_assert_eq!(ScopeSet::parse(&scopes.to_string()), Ok(scopes));
            }
        }
    }
}
