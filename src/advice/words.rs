//! Words of others that advice repeats. A server can say what it likes: nothing of it becomes a command, a link or a control
//! character.

use crate::wire::text::{contains, is_uuid, text_after, truncated};

/// Of words that are repeated, more is not for people.
const MAX_QUOTE_LENGTH: usize = 600;

/// What hides or reorders what stands beside it.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether a word is made of letters that no shell, terminal or page takes for more than a name.
fn is_name(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.@+".contains(&byte))
}

/// Whether a word is a domain.
fn is_domain(word: &str) -> bool {
    contains(word, ".") && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}

/// Whether a text can be a scope of Globus's: an address in it is of Globus itself.
fn is_scope(word: &str) -> bool {
    let mut rest = word;
    while let Some(address) = text_after(rest, "//") {
        let host = address.split(['/', '[', ']']).next().unwrap_or_default();
        if !(host.ends_with(".globus.org") || host.ends_with(".globuscs.info")) {
            return false;
        }
        rest = address;
    }
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/[]* ".contains(&byte))
}

/// A list of names, without those that are none.
pub(super) fn names(list: &[String], separator: &str) -> String {
    join_valid(list, is_name, separator)
}

/// A list of domains, without those that are none.
pub(super) fn domains(list: &[String]) -> String {
    join_valid(list, is_domain, ", ")
}

/// A list of scopes, without those that are none.
pub(super) fn scopes(list: &[String]) -> String {
    join_valid(list, is_scope, " ")
}

fn join_valid(list: &[String], is_good: fn(&str) -> bool, separator: &str) -> String {
    let good: Vec<&str> = list.iter().map(String::as_str).filter(|word| !word.is_empty() && is_good(word)).collect();
    truncated(&good.join(separator), MAX_QUOTE_LENGTH).to_owned()
}

/// Words of any kind, on one line: without control characters, backticks and what a shell or a page would act on.
pub(super) fn plain_line(words: &str) -> String {
    let mut text = String::new();
    for word in words.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
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

/// A path of a collection as a shell takes it without quotes; none if it takes more.
pub(super) fn shell_path(path: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    Some(path).filter(|path| path.bytes().all(is_plain))
}

/// Parts a text that has begun from what comes next.
pub(super) fn add_space(text: &mut String) {
    if !text.is_empty() {
        text.push(' ');
    }
}

/// An id, or nothing.
pub(super) fn id(text: &str) -> &str {
    if is_uuid(text) { text } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scopes_and_domains_are_held_to_their_form() {
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
    fn words_lose_what_anything_acts_on() {
        let said = "down`rm`\u{1b}[2J $(x|sh)\r\nsee [me](https://evil.example) \u{202e}www.evil.example //evil.example https://e.x";
        assert_eq!(plain_line(said), "downrm [2J (x|sh) see [...] [...] [...] [...]");
    }

    proptest! {
        #[test]
        fn whatever_is_said_is_one_plain_line(said in "\\PC{0,40}[\\x00-\\x20`$\u{202e}]{0,9}\\PC{0,40}") {
            let plain = plain_line(&said);
            prop_assert!(!plain.chars().any(|letter| letter.is_control() || is_invisible(letter) || "`<>".contains(letter)));
            prop_assert!(!plain.contains("://") && !plain.contains("](") && !plain.contains("$("));
        }
    }
}
