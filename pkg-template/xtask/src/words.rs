//! Checks the words of the repository. No text contains a phrase for which there is a plainer one. No two types of the
//! crate have the same name. No type and no function has a name that was replaced.

use crate::layers::is_test;
use crate::process::read_output;
use crate::project::{Project, read};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, HashMap};
use std::process::Command;
use syn::{Ident, Item};

/// Phrases that no text may contain, and what to say instead. Upper and lower case are the same.
const PHRASES: [(&str, &str); 24] = [
    ("somebody", "who it is: the caller, the process, the reader"),
    ("nobody", "no caller, no process, no reader"),
    ("whoever", "who it is: the caller, the process, the reader"),
    ("beside", "next to, in the background, in addition to"),
    ("of what", "the noun: of the reply, of the token"),
    ("came of", "the result of"),
    ("come of", "the result of"),
    ("comes of", "the result of"),
    ("failed of", "the error of"),
    ("on its way", "in flight, being written"),
    ("at hand", "in memory, cached"),
    ("told of", "gets the event, reported"),
    ("tells of", "reports, emits"),
    ("for want of", "because there is no"),
    ("so many ms", "the given time, `ms` milliseconds"),
    ("so many bytes", "the given number of bytes"),
    ("means nothing", "is ignored, has no effect"),
    ("no good", "invalid, expired, revoked"),
    ("by way of", "through, with"),
    ("lets go", "releases, wakes"),
    ("of ours", "this package's"),
    ("in vain", "without success"),
    ("is the matter", "is wrong, fails"),
    ("as far as", "if, only what, to the extent that"),
];

/// Names that were replaced, and the new names. Rust code may not define a type, a trait or a function of an old name.
const OLD_NAMES: [(&str, &str); 35] = [
    ("about", "a noun: request_fields"),
    ("Asked", "GrantRequest"),
    ("AtService", "ServiceDestination"),
    ("brings", "covers"),
    ("Come", "Classified"),
    ("Course", "ExchangeState"),
    ("Doomed", "TokenToRevoke"),
    ("Drawer", "SecretEntries"),
    ("Ended", "FailedAttempt"),
    ("Failure", "CallError"),
    ("give", "settle"),
    ("Given", "OptionalArgument"),
    ("Got", "TokenResult"),
    ("Granted", "GrantResult"),
    ("holds", "contains"),
    ("Kept", "MemoryEntry"),
    ("Life", "Validity"),
    ("Live", "IssuedToken"),
    ("Named", "EndpointName, NamedRow"),
    ("Need", "TokenRequest"),
    ("Outcome", "AttemptOutcome"),
    ("Place", "TaskSlot"),
    ("Refused", "Refusal"),
    ("said", "a verb: collect_messages"),
    ("Setback", "GrantFailure"),
    ("Setbacks", "GrantFailures"),
    ("Situation", "TokenState"),
    ("supply", "add_missing"),
    ("Told", "FilledStep"),
    ("told", "a verb: fill, call_fields"),
    ("Understand", "ParseTarget"),
    ("Waited", "WaitResult"),
    ("Wanted", "BatchItem"),
    ("whole", "a noun: total_length"),
    ("Written", "ParsedScope"),
];

/// Files that may contain a phrase: the path, the phrase and the reason, such as a quotation of a server.
const EXCEPTIONS: [(&str, &str, &str); 4] = [
    (".github/CONTRIBUTING.md", "nobody", "an example of what not to write"),
    (".github/CONTRIBUTING.md", "beside", "an example of what not to write"),
    (".github/CONTRIBUTING.md", "failed of", "an example of what not to write"),
    (".github/CONTRIBUTING.md", "lets go", "an example of what not to write"),
];

/// The kinds of files that are read.
const EXTENSIONS: [&str; 6] = ["rs", "js", "mjs", "ts", "md", "toml"];

/// This file. It is not searched for phrases, because it lists them.
const THIS_FILE: &str = "pkg-template/xtask/src/words.rs";

/// Fails if a file that git tracks breaks one of the rules.
pub(crate) fn check(project: &Project) -> Result<()> {
    let list = read_output(Command::new("git").args(["ls-files", "-z"]).current_dir(project.path("")))?;
    let mut files = Vec::new();
    for path in list.split('\0').filter(|path| is_checked(path)) {
        let file = project.path(path);
        // A file that is deleted and not yet committed is still in the list.
        if file.exists() {
            files.push((path, read(&file)?));
        }
    }
    let mut violations = find_phrases(&files, &EXCEPTIONS);
    violations.extend(files.iter().flat_map(|(path, text)| find_old_names(path, text)));
    violations.extend(find_same_names(&files)?);
    if !violations.is_empty() {
        bail!("{}", violations.join("\n"));
    }
    Ok(())
}

/// Whether a file is read. The reports of the public API are not: they are generated.
fn is_checked(path: &str) -> bool {
    EXTENSIONS.contains(&extension(path)) && !path.ends_with(".api.md") && path != THIS_FILE
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// A word of a text in lower case.
struct Word<'a> {
    text: &'a str,
    /// The number of its line, from 1.
    line: usize,
    /// Whether only white space, an underscore or a line break is between this word and the one before.
    is_next: bool,
}

/// Returns the words of a text. An underscore separates words, so that names of tests are read as sentences. Marks of a
/// comment at the beginning of a line are ignored, so that a phrase may continue on the next line.
fn split_words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut is_next = false;
    for (line, number) in text.lines().zip(1..) {
        let mut rest = line.trim_start().trim_start_matches(['/', '*', '!', '#']);
        // An empty line ends a paragraph.
        is_next &= !rest.trim().is_empty();
        while let Some(start) = rest.find(char::is_alphanumeric) {
            let (gap, tail) = rest.split_at(start);
            let (word, tail) = tail.split_at(tail.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(tail.len()));
            words.push(Word { text: word, line: number, is_next: is_next && is_gap(gap) });
            is_next = true;
            rest = tail;
        }
        // A string literal of Rust continues after a backslash.
        is_next &= is_gap(rest.trim_end_matches('\\'));
    }
    words
}

fn is_gap(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || letter == '_')
}

/// Reports each phrase of [`PHRASES`] in the files, and each exception that is not used.
fn find_phrases(files: &[(&str, String)], exceptions: &[(&str, &str, &str)]) -> Vec<String> {
    let mut by_first_word: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    for (phrase, instead) in PHRASES {
        by_first_word.entry(phrase.split(' ').next().unwrap_or_default()).or_default().push((phrase, instead));
    }
    let mut unused_exceptions = exceptions.to_vec();
    let mut violations = Vec::new();
    for (path, text) in files {
        let text = text.to_ascii_lowercase();
        let words = split_words(&text);
        for (index, word) in words.iter().enumerate() {
            for (phrase, instead) in by_first_word.get(word.text).into_iter().flatten() {
                let mut following = words.iter().skip(index + 1);
                let is_following = |other| following.next().is_some_and(|word| word.is_next && word.text == other);
                if !phrase.split(' ').skip(1).all(is_following) {
                    continue;
                }
                if exceptions.iter().any(|(file, excepted, _)| file == path && excepted == phrase) {
                    unused_exceptions.retain(|(file, excepted, _)| file != path || excepted != phrase);
                } else {
                    violations.push(format!("{path}:{}: \"{phrase}\": say {instead}", word.line));
                }
            }
        }
    }
    let unused = unused_exceptions.iter().map(|(path, phrase, _)| {
        format!("{THIS_FILE}: the exception for \"{phrase}\" in {path} is not used: remove it")
    });
    violations.extend(unused);
    violations
}

/// Reports each definition of an old name in a Rust file.
fn find_old_names(path: &str, text: &str) -> Vec<String> {
    if extension(path) != "rs" {
        return Vec::new();
    }
    let mut violations = Vec::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim_start().starts_with("//")) {
        let mut words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        while let Some(word) = words.next() {
            if !["struct", "enum", "trait", "type", "fn"].contains(&word) {
                continue;
            }
            let name = words.next().unwrap_or_default();
            if let Some((old, new)) = OLD_NAMES.iter().find(|(old, _)| *old == name) {
                violations.push(format!("{path}:{number}: \"{old}\": say {new}"));
            }
        }
    }
    violations
}

/// Reports each type of the crate whose name another type has. Types in functions and in tests are ignored.
fn find_same_names(files: &[(&str, String)]) -> Result<Vec<String>> {
    let mut first_places: BTreeMap<String, String> = BTreeMap::new();
    let mut violations = Vec::new();
    let is_source = |path: &str| path.starts_with("src/") && extension(path) == "rs" && !path.ends_with("/tests.rs");
    for (path, text) in files.iter().filter(|(path, _)| is_source(path)) {
        let file = syn::parse_file(text).with_context(|| format!("{path} cannot be parsed"))?;
        let mut types = Vec::new();
        collect_types(&file.items, &mut types);
        for name in types {
            let place = format!("{path}:{}", name.span().start().line);
            if let Some(first) = first_places.get(&name.to_string()) {
                violations.push(format!("{place}: \"{name}\": say another name: {first} is a type of the same name"));
            } else {
                first_places.insert(name.to_string(), place);
            }
        }
    }
    Ok(violations)
}

/// Appends the names of the types that a module and its inline modules define.
fn collect_types<'a>(items: &'a [Item], types: &mut Vec<&'a Ident>) {
    for item in items {
        let (attributes, name) = match item {
            Item::Struct(item) => (&item.attrs, &item.ident),
            Item::Enum(item) => (&item.attrs, &item.ident),
            Item::Trait(item) => (&item.attrs, &item.ident),
            Item::Type(item) => (&item.attrs, &item.ident),
            Item::Mod(module) => {
                if let Some((_, items)) = module.content.as_ref().filter(|_| !is_test(&module.attrs)) {
                    collect_types(items, types);
                }
                continue;
            }
            _ => continue,
        };
        if !is_test(attributes) {
            types.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{find_old_names, find_phrases, find_same_names, is_checked};

    fn phrases_in(text: &str) -> Vec<String> {
        find_phrases(&[("a.md", text.to_owned())], &[])
    }

    #[test]
    fn a_phrase_is_reported_with_its_line() {
        let text = "Plain.\n\nAsks Nobody\nwhat is no  good.\n";
        let expected = [
            "a.md:3: \"nobody\": say no caller, no process, no reader",
            "a.md:4: \"no good\": say invalid, expired, revoked",
        ];
        assert_eq!(phrases_in(text), expected);
    }

    #[test]
    fn a_phrase_is_found_over_a_line_break_and_in_a_name() {
        let over = "    /// it is the first\n    /// of\n    /// what was sent";
        let expected = "say the noun: of the reply, of the token";
        assert_eq!(phrases_in(over), [format!("a.md:2: \"of what\": {expected}")]);
        assert_eq!(phrases_in("fn reads_the_end_of_what_was_sent() {"), [format!("a.md:1: \"of what\": {expected}")]);
        assert_eq!(phrases_in("\"the end of \\\n  what\""), [format!("a.md:1: \"of what\": {expected}")]);
    }

    #[test]
    fn a_word_inside_another_word_is_no_hit() {
        assert!(phrases_in("besides, nobodyElse, thereof what, of whatever, as in vainness").is_empty());
    }

    #[test]
    fn words_of_two_sentences_are_no_phrase() {
        assert!(phrases_in("It is thought of. What follows.\n\n// of\n//\n// what\nof, what").is_empty());
    }

    #[test]
    fn an_exception_is_for_one_file_and_one_phrase_and_must_be_used() {
        let files = [("a.md", "nobody".to_owned()), ("b.md", "nobody".to_owned())];
        let exceptions = [("a.md", "nobody", "a quotation"), ("a.md", "in vain", "a quotation")];
        let expected = [
            "b.md:1: \"nobody\": say no caller, no process, no reader",
            "pkg-template/xtask/src/words.rs: the exception for \"in vain\" in a.md is not used: remove it",
        ];
        assert_eq!(find_phrases(&files, &exceptions), expected);
    }

    #[test]
    fn two_types_of_one_name_are_reported() {
        let files = [
            ("src/a.rs", "struct Entry;\nmod inner {\n    pub trait Read {}\n}\nfn f() { struct Local; }".to_owned()),
            ("src/b.rs", "enum Entry {}\ntype Read = u8;\nfn f() { struct Local; }".to_owned()),
            ("src/c.rs", "#[cfg(test)]\nmod tests { struct Entry; }\n#[cfg(test)]\nstruct Read;".to_owned()),
            ("tests/d.rs", "struct Entry;".to_owned()),
        ];
        let expected = [
            "src/b.rs:1: \"Entry\": say another name: src/a.rs:1 is a type of the same name",
            "src/b.rs:2: \"Read\": say another name: src/a.rs:3 is a type of the same name",
        ];
        assert_eq!(find_same_names(&files).unwrap(), expected);
    }

    #[test]
    fn an_old_name_is_reported_only_where_it_is_defined() {
        let text =
            "use x::Need;\npub(crate) struct Need<'a>(&'a str);\nstruct Needle;\n// the type Need\nfn f(x: Need) {}";
        assert_eq!(find_old_names("src/a.rs", text), ["src/a.rs:2: \"Need\": say TokenRequest"]);
        assert!(find_old_names("a.md", text).is_empty());
    }

    #[test]
    fn generated_files_and_other_kinds_of_files_are_not_read() {
        let checked = ["src/lib.rs", "src/a.d.ts", "tests/api/index.api.md", "Cargo.lock", "LICENSE"].map(is_checked);
        assert_eq!(checked, [true, true, false, false, false]);
    }
}
