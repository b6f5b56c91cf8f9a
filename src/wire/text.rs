//! Text functions in place of the standard library's, where its tables and algorithms are large.

/// Whether a text contains another one. `str::contains` would add 4 KB: a linear-time search, its panics and their
/// messages.
#[must_use]
pub fn contains(text: &str, needle: &str) -> bool {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    (0..=text.len()).any(|start| text.get(start..).is_some_and(|rest| rest.starts_with(needle)))
}

/// Returns the text after the first occurrence of `needle`. `str::split_once` would add the same search.
#[must_use]
pub fn text_after<'a>(text: &'a str, needle: &str) -> Option<&'a str> {
    let found = |start: &usize| text.as_bytes().get(*start..).is_some_and(|rest| rest.starts_with(needle.as_bytes()));
    text.get((0..=text.len()).find(found)? + needle.len()..)
}

/// Whether a text is a UUID, in any case.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Cuts a text to at most `length` bytes, at a character boundary.
#[must_use]
pub fn truncated(text: &str, mut length: usize) -> &str {
    while length > 0 && length < text.len() {
        if let Some(beginning) = text.get(..length) {
            return beginning;
        }
        length -= 1;
    }
    if length == 0 { "" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn contains_agrees_with_str_contains(text in "[ab\u{e9}]{0,8}", needle in "[ab\u{e9}]{0,3}") {
            prop_assert_eq!(contains(&text, &needle), text.contains(&needle));
            prop_assert_eq!(text_after(&text, &needle), text.split_once(&needle).map(|(_, rest)| rest));
        }

        #[test]
        fn a_truncated_text_is_as_long_as_allowed(text in "[a\u{e9}\u{1F600}]{0,8}", length in 0_usize..40) {
            let cut = truncated(&text, length);
            prop_assert!(text.starts_with(cut) && cut.len() <= length);
            prop_assert!(cut == text || cut.len() + 4 > length);
        }
    }
}
