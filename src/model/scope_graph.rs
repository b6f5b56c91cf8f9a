//! Merges scope texts. A scope has the same dependencies wherever it occurs: they are united, a required one replaces
//! an optional one of the same name, and cycles are refused. At the top level both `x` and `*x` are kept.
//!
//! The same as the official Python SDK's `ScopeParser`, but in linear time.

use crate::model::scope::{MAX_DEPTH, ParsedScope, parse_scopes};

/// A reference to a scope: the index of its name, and whether it is optional there.
pub type Edge = (usize, bool);

/// Scopes by name, each with its dependencies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Sorted.
    pub names: Vec<String>,
    /// The dependencies of each name, by its index, sorted.
    pub edges: Vec<Vec<Edge>>,
    /// The requested scopes.
    pub top: Vec<Edge>,
}

/// The longest text that a graph may be written out as, bytes. United dependencies are written wherever they occur, so
/// a short text can stand for any number of them.
const MAX_LENGTH: usize = 65_536;

impl Graph {
    /// Parses scope texts. The error is a predicate: `"depends on itself through x"`.
    ///
    /// # Errors
    /// If the text does not follow the grammar, names no scope, or has dependencies that form a cycle or are too many.
    pub fn parse(text: &str) -> Result<Self, String> {
        let written = parse_scopes(text)?;
        let mut graph = Self::default();
        collect_names(&written, &mut graph.names);
        graph.edges.resize(graph.names.len(), Vec::new());
        for scope in &written {
            let index = graph.add(scope);
            insert_sorted(&mut graph.top, (index, scope.optional));
        }
        for edges in &mut graph.edges {
            // The required one comes first and is kept.
            edges.dedup_by_key(|(index, _)| *index);
        }
        graph.check_writable()?;
        Ok(graph)
    }

    fn add(&mut self, scope: &ParsedScope) -> usize {
        let index = self.names.partition_point(|name| *name < scope.name);
        for dependency in &scope.dependencies {
            let below = self.add(dependency);
            if let Some(edges) = self.edges.get_mut(index) {
                insert_sorted(edges, (below, dependency.optional));
            }
        }
        index
    }

    /// Checks that the graph can be written out and read again: that it has no cycle, is not nested too deeply and is not too long.
    fn check_writable(&self) -> Result<(), String> {
        let mut lengths = vec![Length::Unknown; self.names.len()];
        // Depth first: a name is visited once before its dependencies and once after them, when their lengths are
        // known.
        let mut stack: Vec<usize> = (0..self.names.len()).collect();
        while let Some(index) = stack.last().copied() {
            let (Some(name), Some(edges), Some(length)) =
                (self.names.get(index), self.edges.get(index), lengths.get(index).copied())
            else {
                break;
            };
            match length {
                Length::Known(..) => {
                    stack.pop();
                }
                Length::Unknown => {
                    if let Some(index) = lengths.get_mut(index) {
                        *index = Length::InProgress;
                    }
                    for (below, _) in edges {
                        match lengths.get(*below) {
                            Some(Length::InProgress) => return Err(format!("depends on itself through {name}")),
                            Some(Length::Unknown) => stack.push(*below),
                            _ => {}
                        }
                    }
                }
                Length::InProgress => {
                    let (below, depth) = total_length(edges, &lengths);
                    let length = below.saturating_add(name.len() + 2);
                    if length > MAX_LENGTH {
                        return Err(TOO_MANY_DEPENDENCIES.to_owned());
                    }
                    if depth > MAX_DEPTH {
                        return Err("is nested too deeply".to_owned());
                    }
                    if let Some(index) = lengths.get_mut(index) {
                        *index = Length::Known(length, depth + 1);
                    }
                    stack.pop();
                }
            }
        }
        if total_length(&self.top, &lengths).0 > MAX_LENGTH { Err(TOO_MANY_DEPENDENCIES.to_owned()) } else { Ok(()) }
    }
}

const TOO_MANY_DEPENDENCIES: &str = "has more dependencies than can be written out";

/// Returns the total length of several references, and the greatest depth.
fn total_length(edges: &[Edge], lengths: &[Length]) -> (usize, usize) {
    let known = edges.iter().map(|(index, _)| match lengths.get(*index) {
        Some(Length::Known(length, depth)) => (*length + 2, *depth),
        _ => (0, 0),
    });
    known.fold((0, 0), |(sum, deepest), (length, depth)| (sum.saturating_add(length), deepest.max(depth)))
}

/// The length of a name with all its dependencies.
#[derive(Clone, Copy)]
enum Length {
    Unknown,
    /// Its dependencies are being visited.
    InProgress,
    /// The length, and the number of levels.
    Known(usize, usize),
}

/// Inserts an item into a sorted list, unless it is there. The standard library's sort would add 2 KB, and these lists
/// are short.
fn insert_sorted<T: Ord>(list: &mut Vec<T>, item: T) {
    let index = list.partition_point(|present| *present < item);
    if list.get(index) != Some(&item) {
        list.insert(index, item);
    }
}

fn collect_names(written: &[ParsedScope], names: &mut Vec<String>) {
    for scope in written {
        insert_sorted(names, scope.name.clone());
        collect_names(&scope.dependencies, names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(graph: &Graph, edges: &[Edge]) -> String {
        let one = |(index, optional): &Edge| {
            let below = &graph.edges[*index];
            let below = if below.is_empty() { String::new() } else { format!("[{}]", text(graph, below)) };
            format!("{}{}{below}", if *optional { "*" } else { "" }, graph.names[*index])
        };
        edges.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn merged(scopes: &str) -> String {
        Graph::parse(scopes).map_or_else(|error| error, |graph| text(&graph, &graph.top))
    }

    #[test]
    fn dependencies_are_united_wherever_a_scope_occurs() {
        assert_eq!(merged("foo[bar] foo[baz]"), "foo[bar baz]");
        assert_eq!(merged("foo[bar] bar[qux]"), "bar[qux] foo[bar[qux]]");
        assert_eq!(merged("a[*x] a[x]"), "a[x]");
        assert_eq!(merged("a *a a"), "a *a");
        assert_eq!(merged("a[b[c]] d[b]"), "a[b[c]] d[b[c]]");
    }

    #[test]
    fn cycles_and_floods_are_refused() {
        assert!(merged("a[a]").starts_with("depends on itself"));
        assert!(merged("a[b] b[c] c[a]").starts_with("depends on itself"));
        let diamond = |n| format!("a{n}[b{n} c{n}] b{n}[a{0}] c{n}[a{0}]", n + 1);
        let diamonds = (0..200).map(diamond).collect::<Vec<_>>().join(" ");
        assert_eq!(merged(&diamonds), "has more dependencies than can be written out");
        let chain = |n| (0..n).map(|i| format!("{i:04}[{:04}]", i + 1)).collect::<Vec<_>>().join(" ");
        assert_eq!(merged(&chain(200)), "is nested too deeply");
        assert!(Graph::parse(&merged(&chain(32))).is_ok(), "what is written can be read");
        let wide = (0..400).map(|i| format!("b[{i:0>200}]")).collect::<Vec<_>>().join(" ");
        assert_eq!(merged(&wide), "has more dependencies than can be written out");
        let many = (0..400).map(|i| format!("{i:0>200}[b]")).collect::<Vec<_>>().join(" ");
        assert_eq!(merged(&many), "has more dependencies than can be written out");
        assert_eq!(merged("a["), "has an unclosed \"[\"");
    }

    proptest! {
        #[test]
        fn merging_twice_is_merging_once(text in "[ab]{1,2}(\\[\\*?[cd](\\[[ef]\\])?\\])?( \\*?[a-f](\\[[ef]\\])?){0,4}") {
            let once = merged(&text);
            if Graph::parse(&text).is_ok() { prop_assert_eq!(merged(&once), once); }
        }

        #[test]
        fn any_text_is_answered(text in "[ab*\\[\\] \t]{0,40}") {
            let _ = Graph::parse(&text);
        }
    }
}
