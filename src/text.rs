//! Looking into texts, for what the standard library does with tables and algorithms that are too big for short ones.

/// Whether a text holds another one. `str::contains` would bring a search in linear time, its panics and their messages: 4 KB.
#[must_use]
pub fn holds(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len()).any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(part)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn holds_what_contains_finds(text in "[ab\u{e9}]{0,8}", part in "[ab\u{e9}]{0,3}") {
            prop_assert_eq!(holds(&text, &part), text.contains(&part));
        }
    }
}
