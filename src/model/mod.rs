//! What things are: environments and services, scopes, targets, tokens and what is stored of them.

pub mod environment;
pub mod life;
pub mod scope;
pub mod scope_graph;
pub mod stored;
pub mod target;
pub mod token;
