//! The border: `js`, `tokens`, `session`, `services` and `account` are the only folders that know JavaScript, and `js`
//! the only one that calls functions of the platform and of the user.
//!
//! Three rules, each the result of a measurement:

pub(crate) mod arguments;
pub(crate) mod body;
pub(crate) mod convert;
pub(crate) mod drive;
pub(crate) mod errors;
pub(crate) mod events;
mod exports;
pub(crate) mod fetch;
pub(crate) mod http;
pub(crate) mod options;
pub(crate) mod runtime;
pub(crate) mod storage;
pub(crate) mod time;
