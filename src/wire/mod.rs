//! What is read from and written to the wire: requests and grants, replies and refusals, and the crate's one error.

pub mod datatypes;
pub mod error;
pub mod grant;
pub mod json;
pub mod reply;
pub mod request;
pub mod requirements;
pub mod response;
pub mod text;
