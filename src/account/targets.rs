//! What `getToken` and `getTokens` are asked for: targets, understood, and their options.

use crate::error::Error;
use crate::js::errors::Failure;
use crate::js::options::scope_texts;
use crate::js::time::Signal;
use crate::js::values::{flag, is_list, members, present, read_list, signal};
use crate::session::{Purpose, Session};
use crate::target::{self, Target, Understand};
use crate::token::Need;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The options of `getToken`.
struct TokenOptions {
    signal: Option<Signal>,
    purpose: Purpose,
}

/// What a target asks for.
pub(super) fn need_of(session: &Session, target: &JsValue) -> Result<Rc<Need>, Error> {
    let (texts, understand) = texts_of(target)?;
    let targets: Vec<Target> = texts.iter().map(|text| understand(text)).collect::<Result<_, _>>()?;
    if let [first @ Target::Service(service), rest @ ..] = &*targets
        && rest.iter().all(|other| other == first)
    {
        return Ok(session.need_of(*service));
    }
    target::need_of(&targets, |service| session.need_of(service).scopes.clone()).map(Rc::new)
}

/// The texts of a target, and what they can be: anything, or what `{ scopes }` and `{ resourceServer }` say.
fn texts_of(target: &JsValue) -> Result<(Vec<String>, Understand), Error> {
    if let Ok(texts) = scope_texts("target", target) {
        return Ok((texts, Target::of));
    }
    let problem = "must be a string, a Scope, a list of these, { scopes } or { resourceServer }";
    if !target.is_object() || is_list(target) {
        return Err(Error::argument("target", problem));
    }
    let said: Vec<_> = members("target", target)?.into_iter().filter(|(_, value)| present(value)).collect();
    match &*said {
        [(name, scopes)] if name == "scopes" => Ok((scope_texts("target.scopes", scopes)?, Target::scopes)),
        [(name, server)] if name == "resourceServer" => {
            let text = server.as_string();
            let text = text.ok_or_else(|| Error::argument("target.resourceServer", "must be a string"))?;
            Ok((vec![text], Target::resource_server))
        }
        _ => Err(Error::argument("target", problem)),
    }
}

pub(super) async fn token_of(
    session: &Rc<Session>,
    target: &JsValue,
    options: Option<&JsValue>,
) -> Result<JsValue, Failure> {
    let TokenOptions { signal, purpose } = token_options(options)?;
    let need = need_of(session, target)?;
    let live = session.token(&need, purpose, signal.as_ref()).await?;
    if target.is_string() {
        session.tokens.remember(target, &need, &live);
    }
    Ok(live.object().clone())
}

/// The targets of a list, each of them understood.
pub(super) fn check_all(session: &Session, targets: &JsValue) -> Result<Vec<JsValue>, Error> {
    if !is_list(targets) {
        return Err(Error::argument("targets", "must be a list"));
    }
    let targets = read_list("targets", targets)?;
    for target in &targets {
        need_of(session, target)?;
    }
    Ok(targets)
}

fn token_options(value: Option<&JsValue>) -> Result<TokenOptions, Error> {
    let mut options = TokenOptions { signal: None, purpose: Purpose::Missing };
    let Some(value) = value else { return Ok(options) };
    for (name, value) in members("options", value)? {
        let field = ["options.", &name].concat();
        match name.as_str() {
            "signal" => options.signal = signal(&field, &value)?,
            "forceRefresh" if !present(&value) => {}
            "forceRefresh" if flag(&field, &value)? => options.purpose = Purpose::Forced,
            "forceRefresh" => {}
            _ => return Err(Error::argument(&field, "is not an option; there are signal and forceRefresh")),
        }
    }
    Ok(options)
}
