//! The targets and options of `getToken` and `getTokens`.

use crate::js::arguments::{OptionalArgument, duration, flag, members, read_list, signal};
use crate::js::convert::{is_list, present};
use crate::js::drive::drive;
use crate::js::errors::CallError;
use crate::js::options::scope_texts;
use crate::js::time::{Alarm, Signal};
use crate::model::target::{self, ParseTarget, Target};
use crate::model::token::TokenRequest;
use crate::session::Session;
use crate::tokens::{IssuedToken, Purpose};
use crate::wire::error::{Code, Error, ErrorKind};
use js_sys::Promise;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use wasm_bindgen::prelude::*;

/// The options of `getToken`.
struct TokenOptions {
    signal: Option<Signal>,
    /// In ms.
    timeout: Option<f64>,
    purpose: Purpose,
}

/// Reads a target. Returns its token request.
pub(super) fn read_target(session: &Session, target: &JsValue) -> Result<Rc<TokenRequest>, Error> {
    let (texts, parse) = read_texts(target)?;
    let targets: Vec<Target> = texts.iter().map(|text| parse(text)).collect::<Result<_, _>>()?;
    if let [first @ Target::Service(service), rest @ ..] = &*targets
        && rest.iter().all(|other| other == first)
    {
        return Ok(session.tokens.request_for_service(*service));
    }
    target::merge_targets(&targets, |service| session.tokens.request_for_service(service).scopes.clone()).map(Rc::new)
}

/// Reads the texts of a target, and selects their parser: `{ scopes }` and `{ resourceServer }` allow one kind of text,
/// other targets any kind.
fn read_texts(target: &JsValue) -> Result<(Vec<String>, ParseTarget), Error> {
    if let Ok(texts) = scope_texts("target", target) {
        return Ok((texts, Target::parse));
    }
    let problem = "must be a string, a Scope, a list of these, { scopes } or { resourceServer }";
    if !target.is_object() || is_list(target) {
        return Err(Error::argument("target", problem));
    }
    let members_set: Vec<_> = members("target", target)?.into_iter().filter(|(_, value)| present(value)).collect();
    match &*members_set {
        [(name, scopes)] if name == "scopes" => Ok((scope_texts("target.scopes", scopes)?, Target::parse_scopes)),
        [(name, server)] if name == "resourceServer" => {
            let text = server.as_string();
            let text = text.ok_or_else(|| Error::argument("target.resourceServer", "must be a string"))?;
            Ok((vec![text], Target::parse_resource_server))
        }
        _ => Err(Error::argument("target", problem)),
    }
}

/// Gets the token for a target. Resolves with the value that `form` makes of it.
pub(super) fn resolve_token(
    session: &Rc<Session>,
    target: &JsValue,
    options: Option<OptionalArgument>,
    form: fn(&IssuedToken) -> JsValue,
) -> Promise {
    let (session, target) = (Rc::clone(session), target.clone());
    drive(async move {
        let TokenOptions { signal, timeout, purpose } =
            read_token_options(options.as_deref()).map_err(CallError::from)?;
        let token_request = read_target(&session, &target).map_err(CallError::from)?;
        let alarm = timeout.map(Alarm::after);
        let mut time_limit = alarm.as_ref().map(Alarm::future);
        let mut token = pin!(session.tokens.get(&token_request, purpose, signal.as_ref()));
        let issued = poll_fn(|context| match token.as_mut().poll(context) {
            Poll::Pending
                if time_limit.as_mut().is_some_and(|time_limit| pin!(time_limit).poll(context).is_ready()) =>
            {
                Poll::Ready(Err(timeout_error().into()))
            }
            result => result,
        });
        let issued = issued.await?;
        if target.is_string() {
            session.tokens.cache.add_text_shortcut(&target, &token_request, &issued);
        }
        Ok(form(&issued))
    })
}

/// Returns the error for a caller whose timeout has passed.
fn timeout_error() -> Error {
    Error::new(ErrorKind::Timeout, Code::Timeout, "no token was received within the timeout".to_owned())
        .with_service(Some("auth"))
}

/// Returns the targets of a list, after checking each.
pub(super) fn check_targets(session: &Session, targets: &JsValue) -> Result<Vec<JsValue>, Error> {
    if !is_list(targets) {
        return Err(Error::argument("targets", "must be a list"));
    }
    let targets = read_list("targets", targets)?;
    for target in &targets {
        read_target(session, target)?;
    }
    Ok(targets)
}

fn read_token_options(value: Option<&JsValue>) -> Result<TokenOptions, Error> {
    let mut options = TokenOptions { signal: None, timeout: None, purpose: Purpose::Missing };
    let Some(value) = value else { return Ok(options) };
    for (name, value) in members("options", value)? {
        let field = format!("options.{name}");
        match name.as_str() {
            "signal" => options.signal = signal(&field, &value)?,
            "timeout" | "forceRefresh" if !present(&value) => {}
            "timeout" => options.timeout = Some(duration(&field, &value)?),
            "forceRefresh" if flag(&field, &value)? => options.purpose = Purpose::Forced,
            "forceRefresh" => {}
            _ => return Err(Error::argument(&field, "is not an option; there are signal, timeout and forceRefresh")),
        }
    }
    Ok(options)
}
