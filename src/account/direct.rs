//! `fetch()` and `request()`: calls that no row describes.

use super::targets::need_of;
use crate::environment::Service;
use crate::error::{Code, Error};
use crate::js::errors::Failure;
use crate::js::options::scope_text;
use crate::js::values::{
    CallOptions, entries, given, headers, is_plain, json_text, member, options, present, query, signal, text,
};
use crate::reply::Reply;
use crate::request::{Method, check_base_url, check_path, is_secure, join, origin};
use crate::session::{Authorization, Call, Passthrough, Session};
use crate::target::Target;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = URL)]
    type PlatformUrl;
    #[wasm_bindgen(catch, constructor, js_class = "URL")]
    fn new(url: &str) -> Result<PlatformUrl, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn href(this: &PlatformUrl) -> String;
}

/// Which bearer goes to a URL: none if the caller's headers hold one; that of the target, if it may go there; else that of
/// the service the URL lies under.
fn authorize(
    session: &Session,
    url: &str,
    target: &JsValue,
    options: &CallOptions,
) -> Result<(Option<Service>, Authorization), Error> {
    let home = session.config.urls.service_of(url);
    if options.authorization().is_some() {
        return Ok((home, Authorization::None));
    }
    if !present(target) {
        let service = home.ok_or_else(|| foreign_origin("any Globus service", url))?;
        return Ok((home, Authorization::Bearer(session.need_of(service))));
    }
    let need = need_of(session, target)?;
    let named = scope_text(target).and_then(|text| match Target::of(&text) {
        Ok(Target::Service(service)) => Some(service),
        _ => None,
    });
    if let Some(service) = named
        && origin(session.config.urls.get(service)) != origin(url)
    {
        return Err(foreign_origin(service.name(), url));
    }
    Ok((home, Authorization::Bearer(need)))
}

/// The call behind `fetch(input, init)`.
pub(crate) fn fetch_call(session: &Session, input: &JsValue, init: &JsValue) -> Result<Call, Failure> {
    if present(init) && !init.is_object() {
        return Err(Error::argument("init", "must be an object").into());
    }
    let option = |name: &str| if present(init) { member(init, name) } else { JsValue::UNDEFINED };
    let of_request = |name: &str| if input.is_object() { member(input, name) } else { JsValue::UNDEFINED };
    let either = |name: &str| Some(option(name)).filter(present).unwrap_or_else(|| of_request(name));

    let request_url = of_request("url").as_string();
    let is_request = request_url.is_some();
    let url = request_url
        .or_else(|| input.as_string())
        .or_else(|| of_request("href").as_string())
        .ok_or_else(|| Error::argument("input", "must be a URL, as text or URL object, or a Request"))?;
    // As the platform will read it: which service a URL belongs to is decided by what is sent.
    let url = PlatformUrl::new(&url).map_or(url, |url| url.href());
    if origin(&url).is_none() {
        return Err(Error::argument("input", "must be an absolute URL without credentials").into());
    }
    if !is_secure(&url) {
        return Err(Error::argument("input", "must be https, or http on a loopback address").into());
    }
    // `init.headers` replace those of a `Request`, as with the platform's own `fetch`.
    let options = CallOptions {
        signal: signal("init.signal", &either("signal"))?,
        headers: headers("init.headers", &either("headers"))?,
        ..CallOptions::default()
    };
    let (service, authorization) = authorize(session, &url, &option("target"), &options)?;
    let method_text = either("method").as_string().unwrap_or_else(|| "GET".to_owned());
    let method =
        Method::parse(&method_text).ok_or_else(|| Error::argument("init.method", "is not a method that APIs have"))?;
    let body = option("body");
    let request_has_body = is_request && present(&of_request("body"));
    let init_copy = Object::new();
    if present(init) {
        for (name, value) in entries(init) {
            // `signal` is watched by us, and the rest is not the platform's or not the caller's to choose.
            if !matches!(name.as_str(), "target" | "headers" | "signal" | "redirect" | "cache") {
                let _ = Reflect::set(&init_copy, &name.into(), &value);
            }
        }
    }
    Ok(Call {
        service: service.map(Service::name),
        reply: Reply::Any,
        submission: None,
        raw: false,
        authorization,
        method,
        safe: false,
        body: None,
        options,
        passthrough: Some(Passthrough {
            input: if is_request { input.clone() } else { url.as_str().into() },
            init: init_copy.into(),
        }),
        replayable: is_replayable(&body) && (!request_has_body || member_is_function(input, "clone")),
        url,
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
pub(crate) fn request_call(session: &Session, request: &JsValue) -> Result<Call, Failure> {
    if !request.is_object() {
        return Err(Error::argument("request", "must be an object such as { service, path }").into());
    }
    let call_options = Object::new();
    for (name, value) in entries(request) {
        if matches!(name.as_str(), "headers" | "signal" | "timeout" | "retries") {
            let _ = Reflect::set(&call_options, &name.into(), &value);
        } else if !NAMES.contains(&name.as_str()) {
            let problem = ["is not part of a request; there are ", &NAMES.join(", "), " and retries"].concat();
            return Err(Error::argument(&name, &problem).into());
        }
    }
    let text_of = |name: &str| given(request, name).map(|value| text(name, &value)).transpose();
    let (base, default_target) = match (text_of("service")?, text_of("baseUrl")?) {
        (Some(name), None) => {
            let service =
                Service::from_name(&name).ok_or_else(|| Error::argument("service", "is not a Globus service"))?;
            (session.config.urls.get(service).to_owned(), Some(service.name().into()))
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
    let target = given(request, "target").or(default_target).unwrap_or_default();
    let options = options(Some(&call_options))?;
    let (service, authorization) = authorize(session, &url, &target, &options)?;
    Ok(Call {
        service: service.map(Service::name),
        reply: Reply::Any,
        submission: None,
        raw: member(request, "raw").is_truthy(),
        authorization,
        method,
        replayable: is_replayable(&member(request, "body")),
        body: body_of(&member(request, "body"))?,
        safe: method.is_idempotent(),
        options,
        passthrough: None,
        url,
    })
}

/// The body of a request: a document as JSON, anything the platform takes as it is.
fn body_of(value: &JsValue) -> Result<Option<(JsValue, Option<&'static str>)>, Failure> {
    if !present(value) {
        return Ok(None);
    }
    if is_plain(value) {
        return Ok(Some((json_text("body", value)?, Some("application/json"))));
    }
    Ok(Some((value.clone(), None)))
}

/// The error for a token that was about to leave its service.
fn foreign_origin(service: &str, url: &str) -> Error {
    let origin = origin(url).unwrap_or("this URL");
    let problem = ["is not of ", service, ", whose token is not sent to ", origin].concat();
    Error::config(Code::ForeignOrigin, "url", &problem)
        .with_advice("For another server, name the scopes its token needs: { target: \"<scope>\" }.")
}
