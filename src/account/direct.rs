//! `fetch()` and `request()`: calls that no row describes.

use super::targets::read_target;
use crate::js::arguments::{CallOptions, body, copied, flag, headers, options, query, signal, text};
use crate::js::convert::{entries, given, member, present, put};
use crate::js::errors::CallError;
use crate::js::http::href;
use crate::model::environment::Service;
use crate::model::scope::id_in_scope_url;
use crate::policy::retry::Repeat;
use crate::session::{Authorization, Call, Delivery, FetchArguments, Session, foreign_origin};
use crate::wire::error::{Code, Error};
use crate::wire::request::{Method, check_base_url, check_path, is_secure, join, origin};
use crate::wire::response::FILE_SERVER;
use js_sys::Object;
use wasm_bindgen::prelude::*;

/// Whose a call is, and which bearer goes to a URL: none if the caller's headers hold one; that of the target; that of the
/// service named; else that of the service the URL lies under. A token of one of Globus's services goes to that service and
/// nowhere else, however its target was spelled.
fn authorize(
    session: &Session,
    url: &str,
    named: Option<Service>,
    target: Option<&JsValue>,
    options: &CallOptions,
) -> Result<(Option<&'static str>, Authorization), Error> {
    let urls = &session.config.urls;
    let fitting = urls.services_for(url);
    let home = || if let [service] = *fitting { Some(service) } else { None };
    let token_request = target.map(|target| read_target(session, target)).transpose()?;
    let server = token_request.as_ref().and_then(|token_request| token_request.resource_server.as_deref());
    let owner = server.and_then(Service::from_resource_server);
    let service = named.or(owner).or_else(home);
    if options.authorization().is_some() {
        return Ok((service.map(Service::name), Authorization::None));
    }
    if let Some(owner) = owner
        && !urls.contains(owner, url)
    {
        return Err(foreign_origin(owner.name(), url));
    }
    if let Some(token_request) = token_request {
        let is_file = token_request
            .scopes
            .iter()
            .any(|scope| id_in_scope_url(scope.name()).is_some() && scope.name().ends_with("/https"));
        let name = service.map(Service::name).or(is_file.then_some(FILE_SERVER));
        return Ok((name, Authorization::Bearer(token_request)));
    }
    match service {
        Some(service) => Ok((Some(service.name()), Authorization::Bearer(session.tokens.request_for_service(service)))),
        None if fitting.is_empty() => Err(foreign_origin("any Globus service", url)),
        None => {
            let candidates: Vec<_> = fitting.into_iter().map(Service::name).collect();
            let problem = format!("is required, because the URL may be one of {}", candidates.join(", "));
            Err(Error::config(Code::AmbiguousTarget, "target", &problem))
        }
    }
}

/// Refuses a body that would go out with a method that has none.
fn check_body(field: &str, method: Method, has_body: bool) -> Result<(), Error> {
    if has_body && matches!(method, Method::GET | Method::HEAD) {
        let problem = format!("does not go with {}; name the method that it is for, such as POST", method.as_str());
        return Err(Error::argument(field, &problem));
    }
    Ok(())
}

/// The address of a request, as the platform will read it: which service a URL belongs to is decided by what is sent.
fn url_of(input: &JsValue, of_request: &dyn Fn(&str) -> JsValue) -> Result<String, Error> {
    let url = of_request("url").as_string().or_else(|| input.as_string()).or_else(|| of_request("href").as_string());
    let url = url.ok_or_else(|| Error::argument("input", "must be a URL, as text or URL object, or a Request"))?;
    let url = href(&url).unwrap_or(url);
    if origin(&url).is_none() {
        return Err(Error::argument("input", "must be an absolute URL without credentials"));
    }
    if !is_secure(&url) {
        return Err(Error::argument("input", "must be https, or http on a loopback address"));
    }
    Ok(url)
}

/// What of `init` the platform's `fetch` is given. `signal` is watched by us, and the rest is not the platform's or not the caller's
/// to choose.
fn platform_init(init: &Object, cache: &JsValue) -> Object {
    let copy = Object::new();
    for (name, value) in entries(init) {
        if !matches!(name.as_str(), "target" | "headers" | "signal" | "redirect") {
            put(&copy, &[(&name, value)]);
        }
    }
    // That of a `Request` is lost beside one of ours. Every `Request` has one.
    if cache.as_string().is_some_and(|mode| mode != "default") {
        put(&copy, &[("cache", cache.clone())]);
    }
    copy
}

/// The call behind `fetch(input, init)`.
pub(crate) fn fetch_call(session: &Session, input: &JsValue, init: &JsValue) -> Result<Call, CallError> {
    let init = copied("init", init)?;
    let option = |name: &str| member(&init, name);
    let of_request = |name: &str| if input.is_object() { member(input, name) } else { JsValue::UNDEFINED };
    let either = |name: &str| Some(option(name)).filter(present).unwrap_or_else(|| of_request(name));

    let is_request = of_request("url").is_string();
    let url = url_of(input, &of_request)?;
    // `init.headers` replace those of a `Request`, as with the platform's own `fetch`.
    let options = CallOptions {
        signal: signal("init.signal", &either("signal"))?,
        headers: headers("init.headers", &either("headers"))?,
        ..CallOptions::default()
    };
    let target = given(&init, "target");
    let (service, authorization) = authorize(session, &url, None, target.as_ref(), &options)?;
    let method_text = either("method").as_string().unwrap_or_else(|| "GET".to_owned());
    let method =
        Method::parse(&method_text).ok_or_else(|| Error::argument("init.method", "is not a method that APIs have"))?;
    let body = option("body");
    let request_has_body = is_request && present(&of_request("body"));
    check_body("init.body", method, present(&body) || request_has_body)?;
    let init = platform_init(&init, &either("cache")).into();
    let arguments = FetchArguments { input: if is_request { input.clone() } else { url.as_str().into() }, init };
    let is_replayable = is_replayable(&body) && (!request_has_body || member_is_function(input, "clone"));
    Ok(Call {
        // A caller of `fetch` repeats for himself: he sees every answer.
        repeat: if is_replayable { Repeat::Unprocessed } else { Repeat::Never },
        delivery: Delivery::Any(arguments),
        options,
        ..Call::new(service, authorization, method, url)
    })
}

/// Whether a body can be sent a second time: a stream, of the Web or of Node, is gone after the first.
fn is_replayable(body: &JsValue) -> bool {
    !(member_is_function(body, "getReader") || member_is_function(body, "next") || member_is_function(body, "pipe"))
}

fn member_is_function(object: &JsValue, name: &str) -> bool {
    object.is_object() && member(object, name).is_function()
}

const NAMES: [&str; 11] =
    ["service", "baseUrl", "method", "path", "query", "body", "target", "raw", "headers", "signal", "timeout"];

/// The call behind `request(description)`.
pub(crate) fn request_call(session: &Session, request: &JsValue) -> Result<Call, CallError> {
    if !present(request) {
        return Err(Error::argument("request", "is required, such as { service, path }").into());
    }
    let request = &copied("request", request)?;
    let call_options = Object::new();
    for (name, value) in entries(request) {
        if matches!(name.as_str(), "headers" | "signal" | "timeout" | "retries") {
            put(&call_options, &[(&name, value)]);
        } else if !NAMES.contains(&name.as_str()) {
            let problem = format!("is not part of a request; there are {} and retries", NAMES.join(", "));
            return Err(Error::argument(&name, &problem).into());
        }
    }
    let text_of = |name: &str| given(request, name).map(|value| text(name, &value)).transpose();
    let (base, named) = match (text_of("service")?, text_of("baseUrl")?) {
        (Some(name), None) => {
            let service =
                Service::from_name(&name).ok_or_else(|| Error::argument("service", "is not a Globus service"))?;
            (session.config.urls.get(service).to_owned(), Some(service))
        }
        (None, Some(base)) => {
            check_base_url(&base).map_err(|problem| Error::argument("baseUrl", problem))?;
            (base, None)
        }
        _ => return Err(Error::argument("service", "or baseUrl is required, and not both").into()),
    };
    let path = text_of("path")?.unwrap_or_default();
    check_path(&path)?;
    let method = text_of("method")?;
    let method = Method::parse(method.as_deref().unwrap_or("GET"))
        .ok_or_else(|| Error::argument("method", "is not a method that APIs have"))?;
    let url = join(&base, &path, &query(Some(&member(request, "query")), &[])?);
    let content = member(request, "body");
    check_body("body", method, present(&content))?;
    let raw = given(request, "raw").map(|value| flag("raw", &value)).transpose()?.unwrap_or_default();
    let options = options(Some(&call_options))?;
    let (service, authorization) = authorize(session, &url, named, given(request, "target").as_ref(), &options)?;
    let mut call = Call { body: body("body", &content)?, options, ..Call::new(service, authorization, method, url) };
    if !is_replayable(&content) {
        call.repeat = Repeat::Never;
    }
    if raw {
        call.delivery = Delivery::Response;
    }
    Ok(call)
}
