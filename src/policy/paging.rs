//! Decides which page comes next. Pure: it reads a few members of a page and returns the next position. No server can
//! make it follow a cycle of cursors, an offset that does not grow, or more than 100 empty pages in a row. A server
//! that always returns new cursors with items is followed.

/// How a call pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// All items in one reply.
    Single,
    /// One reply that may be incomplete, without a next page: `operationLs`.
    Truncated,
    /// `limit` and `offset`. The reply's `has_next_page` tells whether more pages follow. The server returns at most
    /// `max` items in all.
    HasNextPage {
        /// Items per page unless the caller says otherwise.
        limit: u32,
        /// The greatest offset plus limit that the server accepts.
        max: u32,
    },
    /// `limit` and `offset`. The reply's `total` is the number of items.
    Total {
        /// Items per page unless the caller says otherwise.
        limit: u32,
    },
    /// The next request sends the reply's `member` as `parameter`.
    Cursor {
        /// The query parameter or member of the next request.
        parameter: &'static str,
        /// The member of the reply.
        member: &'static str,
        /// Whether the reply's `has_next_page` tells that more pages follow. Otherwise a cursor does.
        flagged: bool,
    },
}

/// The position of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum PagePosition {
    /// After this number of items.
    Offset(f64),
    /// At a cursor.
    Cursor(String, CursorTrail),
}

/// The cursors of an iteration so far, in constant space: enough to detect a cycle of any length (R. P. Brent, An
/// improved Monte Carlo factorization algorithm, BIT 20, 1980), and a run of empty pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CursorTrail {
    /// A cursor of an earlier page. If it appears again, the cursors form a cycle.
    pub seen: String,
    /// Pages since `seen`.
    pub steps: f64,
    /// The number of pages after which a later cursor replaces `seen`.
    pub reach: f64,
    /// Pages without items in a row.
    pub empty: f64,
}

/// The most empty pages in a row that are followed.
const MAX_EMPTY_PAGES: f64 = 100.0;

impl CursorTrail {
    /// Adds a cursor. Returns `None` if the iteration must end: the cursors form a cycle, or too many pages were empty.
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

/// The members of a page that decide what follows.
#[derive(Clone, Debug, Default)]
pub struct PageInfo {
    /// The number of items.
    pub items: f64,
    /// Its own `offset`.
    pub offset: f64,
    /// The cursors before this page.
    pub trail: CursorTrail,
    /// Its `has_next_page`.
    pub has_next_page: Option<bool>,
    /// Its `total`.
    pub total: Option<f64>,
    /// Its cursor.
    pub cursor: Option<String>,
}

/// What follows a page.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage {
    /// Another page, at this position.
    Page(PagePosition),
    /// Nothing: the list is complete.
    End,
    /// More items, which the server does not return.
    More,
}

impl Paging {
    /// Returns the page size where the caller names none.
    #[must_use]
    pub const fn default_limit(self) -> Option<u32> {
        match self {
            Self::HasNextPage { limit, .. } | Self::Total { limit } => Some(limit),
            _ => None,
        }
    }

    /// Returns the size of the page at `offset`: the size that was asked for, reduced where the server would refuse to
    /// go beyond its maximum.
    #[must_use]
    pub fn page_size(self, asked: u32, offset: f64) -> u32 {
        let Self::HasNextPage { max, .. } = self else { return asked };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and max")]
        let left = (f64::from(max) - offset).clamp(0.0, f64::from(max)) as u32;
        if left == 0 { asked } else { asked.min(left) }
    }

    /// Returns what follows a page. An offset page without items ends the iteration. A cursor that forms a cycle, and
    /// too many empty pages in a row, give `More`.
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
    fn each_kind_of_paging_ends_where_the_server_ends() {
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
    fn a_page_has_a_size_where_the_server_accepts_one() {
        let sizes = [SEARCH, TASKS, FLOWS, Paging::Single, Paging::Truncated].map(Paging::default_limit);
        assert_eq!(sizes, [Some(100), Some(1000), None, None, None]);
    }

    #[test]
    fn cursors_end_when_their_flag_is_false_or_the_cursor_is_absent() {
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

    /// Follows cursors until the iteration ends, at most `max_pages` pages. Returns the number of pages.
    fn follow(cursors: impl Fn(usize) -> String, items: f64, max_pages: usize) -> usize {
        let mut facts = page(0.0, items);
        for number in 0..max_pages {
            facts.cursor = Some(cursors(number));
            match EVENTS.next(&facts) {
                NextPage::Page(PagePosition::Cursor(_, trail)) => facts.trail = trail,
                _ => return number,
            }
        }
        max_pages
    }

    #[test]
    fn cycles_and_runs_of_empty_pages_end() {
        assert_eq!(follow(|_| "same".into(), 1.0, 1000), 1);
        assert_eq!(follow(|number| (number % 2).to_string(), 1.0, 1000), 2, "at the end of the first turn");
        assert_eq!(follow(|number| number.to_string(), 0.0, 1000), 100);
        assert_eq!(follow(|number| number.to_string(), 1.0, 100_000), 100_000, "as long as it brings items");
    }

    proptest! {
        #[test]
        fn the_next_offset_is_always_greater(offset in 0.0_f64..1e9, items in 0.0_f64..1e6, total in 0.0_f64..1e9) {
            let facts = PageInfo { total: Some(total), has_next_page: Some(true), ..page(offset, items.floor()) };
            for style in [SEARCH, TASKS] {
                if let NextPage::Page(PagePosition::Offset(next)) = style.next(&facts) { prop_assert!(next > offset); }
            }
        }

        #[test]
        fn every_cycle_is_detected_within_a_few_rounds(before in 0_usize..50, length in 1_usize..50) {
            let cursor = |number: usize| if number < before { format!("b{number}") } else { format!("c{}", (number - before) % length) };
            prop_assert!(follow(cursor, 1.0, 10_000) <= 4 * (before + length) + 4);
        }
    }
}
