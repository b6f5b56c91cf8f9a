//! What is read and written: requests and grants, replies and refusals, and the one error that they come to.

pub mod datatypes;
pub mod error;
pub mod grant;
pub mod json;
pub mod reply;
pub mod request;
pub mod requirements;
pub mod response;
pub mod text;
