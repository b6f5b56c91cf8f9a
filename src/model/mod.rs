//! What things are: environments and services, scopes, targets, tokens and what is stored of them.

pub mod environment;
pub mod scope;
pub mod scope_graph;
pub mod storage_entry;
pub mod target;
pub mod token;
pub mod validity;
