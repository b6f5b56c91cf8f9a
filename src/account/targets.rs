//! What `getToken` is asked for: a target, understood, and its options.

use crate::error::Error;
use crate::js::errors::Failure;
use crate::js::options::scope_text;
use crate::js::time::Signal;
use crate::js::values::{entries, is_list, signal};
use crate::session::{Purpose, Session};
use crate::target::{Target, need_of_scopes};
use crate::token::Need;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The options of `getToken`.
#[derive(Default)]
struct TokenOptions {
    signal: Option<Signal>,
    force_refresh: bool,
}

/// What a target asks for.
pub(super) fn need_of(session: &Session, target: &JsValue) -> Result<Rc<Need>, Error> {
    let text = scope_text(target).ok_or_else(|| Error::argument("target", "must be a string or a list of scopes"))?;
    if is_list(target) {
        return need_of_scopes(&text).map(Rc::new);
    }
    match Target::of(&text)? {
        Target::Service(service) => Ok(session.need_of(service)),
        Target::Scopes(text) => need_of_scopes(text).map(Rc::new),
    }
}

pub(super) async fn token_of(
    session: &Rc<Session>,
    target: &JsValue,
    options: Option<&JsValue>,
) -> Result<JsValue, Failure> {
    let options = token_options(options)?;
    let need = need_of(session, target)?;
    let purpose = if options.force_refresh { Purpose::Forced } else { Purpose::Missing };
    let live = session.token(&need, purpose, options.signal.as_ref()).await?;
    if target.is_string() {
        session.tokens.remember(target, &need, &live);
    }
    Ok(live.object().clone())
}

fn token_options(value: Option<&JsValue>) -> Result<TokenOptions, Error> {
    let mut options = TokenOptions::default();
    let Some(value) = value else { return Ok(options) };
    if !value.is_object() {
        return Err(Error::argument("options", "must be an object"));
    }
    for (name, value) in entries(value) {
        let field = format!("options.{name}");
        match name.as_str() {
            "signal" => options.signal = signal(&field, &value)?,
            "forceRefresh" => options.force_refresh = value.is_truthy(),
            _ => return Err(Error::argument(&field, "is not an option; there are signal and forceRefresh")),
        }
    }
    Ok(options)
}
