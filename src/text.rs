//! Looking into texts, for what the standard library does with tables and algorithms that are too big for short ones.

/// Whether a text holds another one. `str::contains` would bring a search in linear time, its panics and their messages: 4 KB.
#[must_use]
pub fn holds(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len()).any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(part)))
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
