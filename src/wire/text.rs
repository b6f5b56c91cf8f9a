//! Looking into texts, for what the standard library does with tables and algorithms that are too big for short ones.

/// Whether a text holds another one. `str::contains` would bring a search in linear time, its panics and their messages: 4 KB.
#[must_use]
pub fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len()).any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(part)))
}

/// What comes after the first such part of a text; `str::split_once` would bring the same search.
#[must_use]
pub fn text_after<'a>(text: &'a str, part: &str) -> Option<&'a str> {
    let found = |at: &usize| text.as_bytes().get(*at..).is_some_and(|rest| rest.starts_with(part.as_bytes()));
    text.get((0..=text.len()).find(found)? + part.len()..)
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

/// A text, cut to so many bytes or a few less.
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
        fn holds_what_contains_finds(text in "[ab\u{e9}]{0,8}", part in "[ab\u{e9}]{0,3}") {
            prop_assert_eq!(contains(&text, &part), text.contains(&part));
            prop_assert_eq!(text_after(&text, &part), text.split_once(&part).map(|(_, rest)| rest));
        }

        #[test]
        fn a_beginning_is_as_long_as_it_may_be(text in "[a\u{e9}\u{1F600}]{0,8}", length in 0_usize..40) {
            let cut = truncated(&text, length);
            prop_assert!(text.starts_with(cut) && cut.len() <= length);
            prop_assert!(cut == text || cut.len() + 4 > length);
        }
    }
}
