//! What is decided: when a token is used or renewed, when a call is repeated, which page comes next, what is consented to, when
//! tokens are handed out that are being stored.

pub mod consent;
pub mod lifecycle;
pub mod paging;
pub mod retry;
pub mod storing;
