//! The account's tokens. One port: [`Tokens::get`] gives the token for a need, from memory, from a grant that others wait for, from the
//! user's storage or from Globus Auth. Nothing here knows of calls: how Globus Auth is asked is given by the session ([`Auth`]).
//!
//! Each state has one owner, whose first lines say what it promises: [`vault`] has the secret, [`cache`] the tokens in memory,
//! [`grants`] the grants under way and what came of earlier ones, [`store_gate`] with its [`entries`]s the user's storage,
//! [`consents`] the consents, [`clock`] the clock. [`port`] asks them in turn; [`acquire`] gets what none of them has; [`end`]
//! forgets and revokes.

mod acquire;
mod auth;
mod batch;
mod cache;
mod clock;
mod consents;
mod grants;
mod issued_token;
mod port;
mod secret_entries;
mod store_gate;
mod teardown;
mod vault;

pub(crate) use auth::{Auth, AuthFuture, GrantRequest, GrantResult};
pub(crate) use batch::Purpose;
pub(crate) use consents::ConsentResult;
pub(crate) use issued_token::{IssuedToken, TokenSource};
pub(crate) use port::Tokens;
pub(crate) use vault::Secret;
