//! Which page comes next. Pure: it looks at a few members of a page and says what to ask for, bounded whatever the server
//! answers.

/// How a call pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
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
    /// The reply's `member` is what the next request says in `parameter`.
    Cursor {
        /// What the next request sends it as.
        parameter: &'static str,
        /// Where a reply has it.
        member: &'static str,
        /// Whether the reply's `has_next_page` tells that there is more; else a cursor that is there does.
        flagged: bool,
    },
}

/// Where a page is.
#[derive(Clone, Debug, PartialEq)]
pub enum PagePosition {
    /// Behind so many items.
    Offset(f64),
    /// Where a cursor points.
    Cursor(String, CursorTrail),
}

/// Where an iteration by cursors has been: enough to notice that it goes round in circles, whatever their length (Brent's
/// algorithm), and that it goes on without bringing anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CursorTrail {
    /// A cursor seen before: a later one that is the same closes a circle.
    pub seen: String,
    /// Pages since `seen`.
    pub steps: f64,
    /// After how many pages a later cursor takes the place of `seen`.
    pub reach: f64,
    /// Pages without items, one after the other.
    pub empty: f64,
}

/// Empty pages after which a server that promises more is no longer believed.
const MAX_EMPTY_PAGES: f64 = 100.0;

impl CursorTrail {
    /// The trail with one more cursor; none if there is no sense in going on.
    fn with(&self, cursor: &str, items: f64) -> Option<Self> {
        let empty = if items < 1.0 { self.empty + 1.0 } else { 0.0 };
        if cursor == self.seen || empty > MAX_EMPTY_PAGES {
            return None;
        }
        if self.steps + 1.0 > self.reach {
            return Some(Self { seen: cursor.to_owned(), steps: 0.0, reach: self.reach.max(0.5) * 2.0, empty });
        }
        Some(Self { steps: self.steps + 1.0, empty, ..self.clone() })
    }
}

/// What a page says about itself.
#[derive(Clone, Debug, Default)]
pub struct PageInfo {
    /// Items in it.
    pub items: f64,
    /// Its own `offset`.
    pub offset: f64,
    /// Where the iteration has been before it.
    pub trail: CursorTrail,
    /// Its `has_next_page`.
    pub has_next_page: Option<bool>,
    /// Its `total`.
    pub total: Option<f64>,
    /// Its cursor, under whatever name.
    pub cursor: Option<String>,
}

/// What to do after a page.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage {
    /// Ask for the page there.
    Page(PagePosition),
    /// There is no more.
    End,
    /// There is more, and no way to get it.
    More,
}

impl Paging {
    /// The page size to ask for when the caller names none.
    #[must_use]
    pub const fn default_limit(self) -> Option<u32> {
        match self {
            Self::HasNextPage { limit, .. } | Self::Total { limit } => Some(limit),
            _ => None,
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

    /// What comes after a page. What brings the iteration no further ends it, so that it cannot go round in circles.
    #[must_use]
    pub fn next(self, page: &PageInfo) -> NextPage {
        let end = page.offset + page.items;
        match self {
            Self::Single => NextPage::End,
            Self::Truncated => {
                let more = page.has_next_page.unwrap_or_else(|| page.total.is_some_and(|total| end < total));
                if more { NextPage::More } else { NextPage::End }
            }
            Self::Cursor { flagged, .. } => {
                let more = if flagged { page.has_next_page == Some(true) } else { page.cursor.is_some() };
                let next = page.cursor.as_ref().and_then(|cursor| {
                    Some(PagePosition::Cursor(cursor.clone(), page.trail.with(cursor, page.items)?))
                });
                match next {
                    _ if !more => NextPage::End,
                    Some(next) => NextPage::Page(next),
                    None => NextPage::More,
                }
            }
            _ if page.items < 1.0 => NextPage::End,
            Self::HasNextPage { max, .. } => match page.has_next_page {
                Some(true) if end < f64::from(max) => NextPage::Page(PagePosition::Offset(end)),
                Some(true) => NextPage::More,
                _ => NextPage::End,
            },
            Self::Total { .. } => match page.total {
                Some(total) if end < total => NextPage::Page(PagePosition::Offset(end)),
                _ => NextPage::End,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEARCH: Paging = Paging::HasNextPage { limit: 100, max: 1000 };
    const TASKS: Paging = Paging::Total { limit: 1000 };
    const FLOWS: Paging = Paging::Cursor { parameter: "marker", member: "marker", flagged: true };
    const EVENTS: Paging = Paging::Cursor { parameter: "marker", member: "next_marker", flagged: false };

    fn page(offset: f64, items: f64) -> PageInfo {
        PageInfo { items, offset, ..PageInfo::default() }
    }

    fn at(offset: f64) -> NextPage {
        NextPage::Page(PagePosition::Offset(offset))
    }

    #[test]
    fn each_style_ends_where_the_server_does() {
        assert_eq!(SEARCH.next(&PageInfo { has_next_page: Some(true), ..page(100.0, 100.0) }), at(200.0));
        assert_eq!(SEARCH.next(&PageInfo { has_next_page: Some(false), ..page(0.0, 100.0) }), NextPage::End);
        assert_eq!(SEARCH.next(&PageInfo { has_next_page: Some(true), ..page(900.0, 100.0) }), NextPage::More);
        assert_eq!(SEARCH.next(&PageInfo { has_next_page: Some(true), ..page(100.0, 0.0) }), NextPage::End);
        assert_eq!(TASKS.next(&PageInfo { total: Some(2500.0), ..page(1000.0, 1000.0) }), at(2000.0));
        assert_eq!(TASKS.next(&PageInfo { total: Some(2500.0), ..page(2000.0, 500.0) }), NextPage::End);
        assert_eq!(TASKS.next(&PageInfo { total: Some(2.0), ..page(0.0, 1.0) }), at(1.0), "a page of one item");
        assert_eq!(Paging::Truncated.next(&PageInfo { has_next_page: Some(true), ..page(0.0, 5.0) }), NextPage::More);
        assert_eq!(Paging::Truncated.next(&PageInfo { total: Some(9.0), ..page(0.0, 5.0) }), NextPage::More);
        assert_eq!(Paging::Truncated.next(&PageInfo { total: Some(5.0), ..page(0.0, 5.0) }), NextPage::End);
        assert_eq!(Paging::Truncated.next(&page(0.0, 5.0)), NextPage::End);
        assert_eq!(
            (SEARCH.page_size(300, 900.0), SEARCH.page_size(300, 0.0), TASKS.page_size(300, 900.0)),
            (100, 300, 300)
        );
        assert_eq!(Paging::Single.next(&PageInfo { has_next_page: Some(true), ..page(0.0, 5.0) }), NextPage::End);
    }

    #[test]
    fn a_page_has_a_size_of_its_own_where_the_server_takes_one() {
        let sizes = [SEARCH, TASKS, FLOWS, Paging::Single, Paging::Truncated].map(Paging::default_limit);
        assert_eq!(sizes, [Some(100), Some(1000), None, None, None]);
    }

    #[test]
    fn cursors_end_by_their_flag_or_by_their_absence() {
        let cursor = |has_next_page, cursor: Option<&str>| PageInfo {
            has_next_page,
            cursor: cursor.map(str::to_owned),
            ..page(0.0, 5.0)
        };
        assert!(
            matches!(FLOWS.next(&cursor(Some(true), Some("a"))), NextPage::Page(PagePosition::Cursor(next, _)) if next == "a")
        );
        assert_eq!(FLOWS.next(&cursor(Some(false), Some("a"))), NextPage::End);
        assert_eq!(FLOWS.next(&cursor(None, Some("a"))), NextPage::End);
        assert_eq!(FLOWS.next(&cursor(Some(true), None)), NextPage::More, "more, and no way to get it");
        assert!(matches!(EVENTS.next(&cursor(None, Some("a"))), NextPage::Page(_)));
        assert_eq!(EVENTS.next(&cursor(Some(true), None)), NextPage::End);
    }

    /// Follows cursors until the iteration ends, or `most` pages.
    fn follow(cursors: impl Fn(usize) -> String, items: f64, most: usize) -> usize {
        let mut facts = page(0.0, items);
        for number in 0..most {
            facts.cursor = Some(cursors(number));
            match EVENTS.next(&facts) {
                NextPage::Page(PagePosition::Cursor(_, trail)) => facts.trail = trail,
                _ => return number,
            }
        }
        most
    }

    #[test]
    fn a_server_without_an_end_is_left() {
        assert_eq!(follow(|_| "same".into(), 1.0, 1000), 1);
        assert_eq!(follow(|number| (number % 2).to_string(), 1.0, 1000), 2, "at the end of the first turn");
        assert_eq!(follow(|number| number.to_string(), 0.0, 1000), 100);
        assert_eq!(follow(|number| number.to_string(), 1.0, 100_000), 100_000, "as long as it brings items");
    }

    proptest! {
        #[test]
        fn the_next_offset_is_always_further_on(offset in 0.0_f64..1e9, items in 0.0_f64..1e6, total in 0.0_f64..1e9) {
            let facts = PageInfo { total: Some(total), has_next_page: Some(true), ..page(offset, items.floor()) };
            for style in [SEARCH, TASKS] {
                if let NextPage::Page(PagePosition::Offset(next)) = style.next(&facts) { prop_assert!(next > offset); }
            }
        }

        #[test]
        fn every_circle_is_noticed_within_a_few_turns(before in 0_usize..50, length in 1_usize..50) {
            let cursor = |number: usize| if number < before { format!("b{number}") } else { format!("c{}", (number - before) % length) };
            prop_assert!(follow(cursor, 1.0, 10_000) <= 4 * (before + length) + 4);
        }
    }
}
