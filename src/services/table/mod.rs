//! The parts of a service's table. A row contains only what the service documents: method, path, arguments, document,
//! query, reply, one sentence and a link.

pub(crate) mod destination;
pub(crate) mod pages;
pub(crate) mod row;
pub(crate) mod service;
