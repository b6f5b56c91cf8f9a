//! Cleans texts of servers that advice repeats. A server can send any text: no part of it may become a command, a link or a
//! control character.

use crate::wire::text::{contains, is_uuid, text_after, truncated};

/// Longer texts of a server are cut to this length: people read them. In bytes.
const MAX_QUOTE_LENGTH: usize = 600;

/// Whether a character is invisible or changes the order of the characters around it.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether a word contains only characters that have no special meaning in a shell, terminal or page.
fn is_name(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.@+".contains(&byte))
}

/// Whether a word is a domain.
fn is_domain(word: &str) -> bool {
    contains(word, ".") && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}

/// Whether a text can be a scope of Globus: each URL in it must be of a host of Globus.
fn is_scope(word: &str) -> bool {
    let mut rest = word;
    while let Some(after_scheme) = text_after(rest, "//") {
        let host = after_scheme.split(['/', '[', ']']).next().unwrap_or_default();
        if !(host.ends_with(".globus.org") || host.ends_with(".globuscs.info")) {
            return false;
        }
        rest = after_scheme;
    }
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/[]* ".contains(&byte))
}

/// Joins the valid names of a list.
pub(super) fn names(list: &[String], separator: &str) -> String {
    join_valid(list, is_name, separator)
}

/// Joins the valid domains of a list.
pub(super) fn domains(list: &[String]) -> String {
    join_valid(list, is_domain, ", ")
}

/// Joins the valid scopes of a list.
pub(super) fn scopes(list: &[String]) -> String {
    join_valid(list, is_scope, " ")
}

fn join_valid(list: &[String], is_valid: fn(&str) -> bool, separator: &str) -> String {
    let valid: Vec<&str> = list.iter().map(String::as_str).filter(|word| !word.is_empty() && is_valid(word)).collect();
    truncated(&valid.join(separator), MAX_QUOTE_LENGTH).to_owned()
}

/// Returns any text as one line, without control characters, backticks, links and the `$(` of a shell.
pub(super) fn plain_line(input: &str) -> String {
    let mut text = String::new();
    for word in input.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        let word: String =
            word.chars().filter(|letter| !is_invisible(*letter) && !matches!(letter, '`' | '<' | '>')).collect();
        let word = if contains(&word, "$(") { word.split('$').collect() } else { word };
        let is_link =
            contains(&word, "://") || contains(&word, "](") || word.starts_with("www.") || word.starts_with("//");
        if !word.is_empty() {
            add_space(&mut text);
            text.push_str(if is_link { "[...]" } else { &word });
        }
    }
    truncated(&text, MAX_QUOTE_LENGTH).to_owned()
}

/// Returns the path of a collection if a shell needs no quotes for it.
pub(super) fn shell_path(path: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    Some(path).filter(|path| path.bytes().all(is_plain))
}

/// Adds a space to a text that is not empty.
pub(super) fn add_space(text: &mut String) {
    if !text.is_empty() {
        text.push(' ');
    }
}

/// Returns the text if it is a UUID, else an empty text.
pub(super) fn id(text: &str) -> &str {
    if is_uuid(text) { text } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn invalid_scopes_domains_and_names_are_left_out() {
        for scope in [
            "openid",
            "urn:globus:auth:scope:transfer.api.globus.org:all[*https://auth.globus.org/scopes/a-b/data_access]",
            "https://auth.sandbox.globuscs.info/scopes/a/https",
        ] {
            assert!(is_scope(scope), "{scope}");
        }
        for bad in [
            "https://evil.example/scopes/x",
            "urn:x[https://evil.example/.globus.org]",
            "https://evil.example[.globus.org/",
            "x`y`",
            "x$(y)",
            "[x](https://auth.globus.org)",
            "x\ny",
        ] {
            assert!(!is_scope(bad), "{bad}");
        }
        assert_eq!(domains(&["a.edu".into(), "x` $(y)".into(), "b.org".into(), "y".into()]), "a.edu, b.org");
        assert_eq!(names(&["a@b.c".into(), "[x](y)".into()], ", "), "a@b.c");
    }

    #[test]
    fn a_line_contains_no_commands_links_or_control_characters() {
        let text = "down`rm`\u{1b}[2J $(x|sh)\r\nsee [me](https://evil.example) \u{202e}www.evil.example //evil.example https://e.x";
        assert_eq!(plain_line(text), "downrm [2J (x|sh) see [...] [...] [...] [...]");
    }

    proptest! {
        #[test]
        fn any_text_becomes_one_plain_line(text in "\\PC{0,40}[\\x00-\\x20`$\u{202e}]{0,9}\\PC{0,40}") {
            let plain = plain_line(&text);
            prop_assert!(!plain.chars().any(|letter| letter.is_control() || is_invisible(letter) || "`<>".contains(letter)));
            prop_assert!(!plain.contains("://") && !plain.contains("](") && !plain.contains("$("));
        }
    }
}
