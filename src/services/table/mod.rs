//! What a table of a service is made of. A row says only what the service documents: verb, path, arguments, document, query, reply,
//! one sentence and a link.

pub(crate) mod destination;
pub(crate) mod pages;
pub(crate) mod row;
pub(crate) mod service;
