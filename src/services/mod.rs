//! The services: one declarative table each, whose rows expand to typed methods, and beside it the few methods that are odd.

pub(crate) mod auth;
pub(crate) mod compute;
pub(crate) mod flows;
pub(crate) mod gcs;
pub(crate) mod groups;
pub(crate) mod search;
pub(crate) mod table;
pub(crate) mod timers;
pub(crate) mod transfer;

#[cfg(test)]
mod tests {
    use super::table::row::List;
    use super::table::service::NamedRow;
    use super::*;
    use crate::policy::paging::Paging;
    use crate::wire::request::placeholders;
    use std::collections::BTreeSet;

    const TABLES: [&[NamedRow]; 9] = [
        auth::AuthClient::ROWS,
        transfer::TransferClient::ROWS,
        groups::GroupsClient::ROWS,
        search::SearchClient::ROWS,
        flows::FlowsClient::ROWS,
        timers::TimersClient::ROWS,
        compute::v2::ComputeV2Client::ROWS,
        compute::v3::ComputeV3Client::ROWS,
        gcs::GcsClient::ROWS,
    ];

    #[test]
    fn every_row_is_whole() {
        for table in TABLES {
            let mut names = BTreeSet::new();
            for (name, arguments, row) in table {
                assert!(names.insert(name), "{name} stands twice");
                assert_eq!(placeholders(row.path).collect::<Vec<_>>(), *arguments, "{name}");
                assert!(row.path.starts_with('/'), "{name}");
                if let Some(List { style, items }) = row.list {
                    assert!(matches!(style, Paging::Single | Paging::Truncated) || !items.is_empty(), "{name}");
                }
            }
        }
    }
}
