//! What things are: environments and services, scopes, targets, tokens, and the storage entries of tokens.

pub mod environment;
pub mod scope;
pub mod scope_graph;
pub mod storage_entry;
pub mod target;
pub mod token;
pub mod validity;
