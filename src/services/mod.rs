//! The services. Each has a declarative table, whose rows expand to typed methods, and a few methods that do not fit a
//! row.

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
    fn every_row_is_complete() {
        for table in TABLES {
            let mut names = BTreeSet::new();
            for (name, arguments, row) in table {
                assert!(names.insert(name), "two rows are named {name}");
                assert_eq!(placeholders(row.path).collect::<Vec<_>>(), *arguments, "{name}");
                assert!(row.path.starts_with('/'), "{name}");
                if let Some(List { paging, items }) = row.list {
                    assert!(matches!(paging, Paging::Single | Paging::Truncated) || !items.is_empty(), "{name}");
                }
            }
        }
    }
}
