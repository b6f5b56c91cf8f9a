//! `fetch()` and `request()`: calls that no row of a table describes.

use super::targets::read_target;
use crate::js::arguments::{CallOptions, body, copied, flag, headers, options, query, signal, text};
use crate::js::convert::{entries, member, present, present_member, put};
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

/// Returns the name of the service that a call belongs to, and the authorization for its URL. The first that applies:
/// none if the caller's headers contain `authorization`, the token for the target, the token of the service that the
/// caller named, the token of the service that the URL belongs to. The token of a Globus service is sent to that
/// service only, whatever text the target is.
fn authorize(
    session: &Session,
    url: &str,
    named_service: Option<Service>,
    target: Option<&JsValue>,
    options: &CallOptions,
) -> Result<(Option<&'static str>, Authorization), Error> {
    let urls = &session.config.urls;
    let services = urls.services_for(url);
    let only_service = || if let [service] = *services { Some(service) } else { None };
    let token_request = target.map(|target| read_target(session, target)).transpose()?;
    let resource_server = token_request.as_ref().and_then(|token_request| token_request.resource_server.as_deref());
    let token_service = resource_server.and_then(Service::from_resource_server);
    let service = named_service.or(token_service).or_else(only_service);
    if options.authorization().is_some() {
        return Ok((service.map(Service::name), Authorization::None));
    }
    if let Some(token_service) = token_service
        && !urls.contains(token_service, url)
    {
        return Err(foreign_origin(token_service.name(), url));
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
        None if services.is_empty() => Err(foreign_origin("any Globus service", url)),
        None => {
            let candidates: Vec<_> = services.into_iter().map(Service::name).collect();
            let problem =
                format!("is required, because the URL belongs to more than one service: {}", candidates.join(", "));
            Err(Error::config(Code::AmbiguousTarget, "target", &problem))
        }
    }
}

/// Rejects a body for a method that has none.
fn check_body(field: &str, method: Method, has_body: bool) -> Result<(), Error> {
    if has_body && matches!(method, Method::GET | Method::HEAD) {
        let problem = format!("cannot be sent with {}; set the method that it is for, such as POST", method.as_str());
        return Err(Error::argument(field, &problem));
    }
    Ok(())
}

/// Reads the URL of a request as the platform parses it: the URL that is sent decides which service it belongs to.
fn read_url(input: &JsValue, request_member: &dyn Fn(&str) -> JsValue) -> Result<String, Error> {
    let url =
        request_member("url").as_string().or_else(|| input.as_string()).or_else(|| request_member("href").as_string());
    let url = url.ok_or_else(|| Error::argument("input", "must be a URL (a string or a URL object) or a Request"))?;
    let url = href(&url).unwrap_or(url);
    if origin(&url).is_none() {
        return Err(Error::argument("input", "must be an absolute URL without credentials"));
    }
    if !is_secure(&url) {
        return Err(Error::argument("input", "must be https, or http on a loopback address"));
    }
    Ok(url)
}

/// Copies `init` for the platform's `fetch`, without four members. `target` is this package's own, this package watches
/// `signal`, and it sets `headers` and `redirect` itself.
fn build_platform_init(init: &Object, cache: &JsValue) -> Object {
    let copy = Object::new();
    for (name, value) in entries(init) {
        if !matches!(name.as_str(), "target" | "headers" | "signal" | "redirect") {
            put(&copy, &[(&name, value)]);
        }
    }
    // The platform ignores the cache mode of a `Request` if `init` has one, and this package sets one. Every `Request`
    // has a mode.
    if cache.as_string().is_some_and(|mode| mode != "default") {
        put(&copy, &[("cache", cache.clone())]);
    }
    copy
}

/// Prepares the call of `fetch(input, init)`.
pub(crate) fn prepare_fetch(session: &Session, input: &JsValue, init: &JsValue) -> Result<Call, CallError> {
    let init = copied("init", init)?;
    let init_member = |name: &str| member(&init, name);
    let request_member = |name: &str| if input.is_object() { member(input, name) } else { JsValue::UNDEFINED };
    let effective_member = |name: &str| Some(init_member(name)).filter(present).unwrap_or_else(|| request_member(name));

    let is_request = request_member("url").is_string();
    let url = read_url(input, &request_member)?;
    // `init.headers` replace the headers of a `Request`, as in the platform's `fetch`.
    let options = CallOptions {
        signal: signal("init.signal", &effective_member("signal"))?,
        headers: headers("init.headers", &effective_member("headers"))?,
        ..CallOptions::default()
    };
    let target = present_member(&init, "target");
    let (service, authorization) = authorize(session, &url, None, target.as_ref(), &options)?;
    let method_text = effective_member("method").as_string().unwrap_or_else(|| "GET".to_owned());
    let method = Method::parse(&method_text)
        .ok_or_else(|| Error::argument("init.method", "must be GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS"))?;
    let body = init_member("body");
    let request_has_body = is_request && present(&request_member("body"));
    check_body("init.body", method, present(&body) || request_has_body)?;
    let init = build_platform_init(&init, &effective_member("cache")).into();
    let arguments = FetchArguments { input: if is_request { input.clone() } else { url.as_str().into() }, init };
    let is_replayable = is_replayable(&body) && (!request_has_body || member_is_function(input, "clone"));
    Ok(Call {
        // A caller of `fetch` receives every response and decides about retries.
        repeat: if is_replayable { Repeat::Unprocessed } else { Repeat::Never },
        delivery: Delivery::Any(arguments),
        options,
        ..Call::new(service, authorization, method, url)
    })
}

/// Whether a body can be sent a second time. A stream, of the Web or of Node, can be read once only.
fn is_replayable(body: &JsValue) -> bool {
    !(member_is_function(body, "getReader") || member_is_function(body, "next") || member_is_function(body, "pipe"))
}

fn member_is_function(object: &JsValue, name: &str) -> bool {
    object.is_object() && member(object, name).is_function()
}

const REQUEST_MEMBERS: [&str; 11] =
    ["service", "baseUrl", "method", "path", "query", "body", "target", "raw", "headers", "signal", "timeout"];

/// Prepares the call of `request(request)`.
pub(crate) fn prepare_request(session: &Session, request: &JsValue) -> Result<Call, CallError> {
    if !present(request) {
        return Err(Error::argument("request", "is required, such as { service, path }").into());
    }
    let request = &copied("request", request)?;
    let call_options = Object::new();
    for (name, value) in entries(request) {
        if matches!(name.as_str(), "headers" | "signal" | "timeout" | "retries") {
            put(&call_options, &[(&name, value)]);
        } else if !REQUEST_MEMBERS.contains(&name.as_str()) {
            let problem =
                format!("is not a member of a request; the members are {} and retries", REQUEST_MEMBERS.join(", "));
            return Err(Error::argument(&name, &problem).into());
        }
    }
    let read_text = |name: &str| present_member(request, name).map(|value| text(name, &value)).transpose();
    let (base, named_service) = match (read_text("service")?, read_text("baseUrl")?) {
        (Some(name), None) => {
            let service = Service::from_name(&name)
                .ok_or_else(|| Error::argument("service", "must be the name of a Globus service"))?;
            (session.config.urls.get(service).to_owned(), Some(service))
        }
        (None, Some(base)) => {
            check_base_url(&base).map_err(|problem| Error::argument("baseUrl", problem))?;
            (base, None)
        }
        _ => return Err(Error::argument("service", "or baseUrl is required, but not both").into()),
    };
    let path = read_text("path")?.unwrap_or_default();
    check_path(&path)?;
    let method = read_text("method")?;
    let method = Method::parse(method.as_deref().unwrap_or("GET"))
        .ok_or_else(|| Error::argument("method", "must be GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS"))?;
    let url = join(&base, &path, &query(Some(&member(request, "query")), &[])?);
    let body_value = member(request, "body");
    check_body("body", method, present(&body_value))?;
    let raw = present_member(request, "raw").map(|value| flag("raw", &value)).transpose()?.unwrap_or_default();
    let options = options(Some(&call_options))?;
    let (service, authorization) =
        authorize(session, &url, named_service, present_member(request, "target").as_ref(), &options)?;
    let mut call = Call { body: body("body", &body_value)?, options, ..Call::new(service, authorization, method, url) };
    if !is_replayable(&body_value) {
        call.repeat = Repeat::Never;
    }
    if raw {
        call.delivery = Delivery::Response;
    }
    Ok(call)
}
