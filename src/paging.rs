//! Which page comes next. Pure: it looks at a few members of a page and says what to ask for, bounded whatever the server
//! answers.

/// How a call pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// All items in one reply.
    Single,
    /// One reply may not hold everything, and there is no next page to ask for: `operationLs`.
    Truncated,
    /// `limit` and `offset`; the reply's `has_next_page` tells whether there is more. At most `max` items in all.
    HasNextPage {
        /// Items per page unless the caller says otherwise.
        limit: u32,
        /// What the server refuses to go beyond.
        max: u32,
    },
    /// `limit` and `offset`; the reply's `total` tells how many there are.
    Total {
        /// Items per page unless the caller says otherwise.
        limit: u32,
    },
}

/// What a page says about itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// Items in it.
    pub items: f64,
    /// Its own `offset`.
    pub offset: f64,
    /// Its `has_next_page`.
    pub has_next_page: Option<bool>,
    /// Its `total`.
    pub total: Option<f64>,
}

/// What to do after a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// Ask for the page at this offset.
    Offset(f64),
    /// There is no more.
    End,
    /// There is more, and no way to get it.
    More,
}

impl Style {
    /// The page size to ask for when the caller names none.
    #[must_use]
    pub const fn default_limit(self) -> Option<u32> {
        match self {
            Self::Single | Self::Truncated => None,
            Self::HasNextPage { limit, .. } | Self::Total { limit } => Some(limit),
        }
    }

    /// The size of the page at `offset`: what was asked for, but never beyond what the server gives in all, which it would
    /// refuse.
    #[must_use]
    pub fn page_size(self, asked: u32, offset: f64) -> u32 {
        let Self::HasNextPage { max, .. } = self else { return asked };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and max")]
        let left = (f64::from(max) - offset).clamp(0.0, f64::from(max)) as u32;
        if left == 0 { asked } else { asked.min(left) }
    }

    /// What comes after a page. A page without items ends the iteration, so that it cannot go round in circles.
    #[must_use]
    pub fn next(self, page: &Facts) -> Next {
        let end = page.offset + page.items;
        match self {
            Self::Single => Next::End,
            Self::Truncated => {
                let more = page.has_next_page.unwrap_or_else(|| page.total.is_some_and(|total| end < total));
                if more { Next::More } else { Next::End }
            }
            _ if page.items < 1.0 => Next::End,
            Self::HasNextPage { max, .. } => match page.has_next_page {
                Some(true) if end < f64::from(max) => Next::Offset(end),
                Some(true) => Next::More,
                _ => Next::End,
            },
            Self::Total { .. } => match page.total {
                Some(total) if end < total => Next::Offset(end),
                _ => Next::End,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEARCH: Style = Style::HasNextPage { limit: 100, max: 1000 };
    const TASKS: Style = Style::Total { limit: 1000 };

    fn page(offset: f64, items: f64) -> Facts {
        Facts { items, offset, ..Facts::default() }
    }

    #[test]
    fn each_style_ends_where_the_server_does() {
        assert_eq!(SEARCH.next(&Facts { has_next_page: Some(true), ..page(100.0, 100.0) }), Next::Offset(200.0));
        assert_eq!(SEARCH.next(&Facts { has_next_page: Some(false), ..page(0.0, 100.0) }), Next::End);
        assert_eq!(SEARCH.next(&Facts { has_next_page: Some(true), ..page(900.0, 100.0) }), Next::More);
        assert_eq!(SEARCH.next(&Facts { has_next_page: Some(true), ..page(100.0, 0.0) }), Next::End);
        assert_eq!(TASKS.next(&Facts { total: Some(2500.0), ..page(1000.0, 1000.0) }), Next::Offset(2000.0));
        assert_eq!(TASKS.next(&Facts { total: Some(2500.0), ..page(2000.0, 500.0) }), Next::End);
        assert_eq!(Style::Truncated.next(&Facts { has_next_page: Some(true), ..page(0.0, 5.0) }), Next::More);
        assert_eq!(Style::Truncated.next(&Facts { total: Some(9.0), ..page(0.0, 5.0) }), Next::More);
        assert_eq!(Style::Truncated.next(&page(0.0, 5.0)), Next::End);
        assert_eq!(
            (SEARCH.page_size(300, 900.0), SEARCH.page_size(300, 0.0), TASKS.page_size(300, 900.0)),
            (100, 300, 300)
        );
        assert_eq!(Style::Single.next(&Facts { has_next_page: Some(true), ..page(0.0, 5.0) }), Next::End);
    }

    proptest! {
        #[test]
        fn the_next_offset_is_always_further_on(offset in 0.0_f64..1e9, items in 0.0_f64..1e6, total in 0.0_f64..1e9) {
            let facts = Facts { total: Some(total), has_next_page: Some(true), ..page(offset, items.floor()) };
            for style in [SEARCH, TASKS] {
                if let Next::Offset(next) = style.next(&facts) { prop_assert!(next > offset); }
            }
        }
    }
}
