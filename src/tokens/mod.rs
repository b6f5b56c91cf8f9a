//! The account's tokens. The one way in is [`Tokens::get`]: it returns the token for a token request, from memory, from
//! a grant in flight, from the user's storage or from Globus Auth. Nothing here knows of calls: the session implements
//! [`Auth`], through which this folder calls Globus Auth.
//!
//! Each piece of state has one owner. The first lines of its file say what the owner guarantees: [`vault`] owns the
//! secret, [`cache`] the tokens in memory, [`grants`] the grants in flight and the failures of earlier ones,
//! [`store_gate`] with [`secret_entries`] the user's storage, [`consents`] the consents, [`clock`] the clock
//! difference. [`port`] asks them in turn, [`acquire`] fetches what none of them has, [`teardown`] clears, revokes and
//! disposes.

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
