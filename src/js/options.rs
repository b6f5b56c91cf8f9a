//! The options of the constructor and of `fromEnv`, read and checked once. Every fault names its field.

use super::errors::Failure;
use super::runtime::is_browser_page;
use super::values::{count, duration, entries, member, to_json};
use crate::environment::{ENVIRONMENTS, Service, ServiceUrls};
use crate::error::{Code, Error, Kind};
use crate::grant;
use crate::json::Json;
use crate::request::check_base_url;
use crate::retry::Policy;
use crate::scope::{Scope, ScopeSet};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The engine's reading of a text as a number: NaN if it is none.
    #[wasm_bindgen(js_name = Number)]
    fn number(text: &JsValue) -> f64;
}

/// Where the secret comes from.
#[derive(Clone)]
pub(crate) enum Secret {
    /// Given as text.
    Text(String),
    /// Asked for when it is needed, and again after Globus Auth has refused the last answer.
    Function(Function),
}

/// Everything an account was made with, checked.
pub(crate) struct Config {
    pub(crate) client_id: String,
    pub(crate) secret: Secret,
    pub(crate) environment: String,
    pub(crate) urls: ServiceUrls,
    /// What each service's token is asked for with, by [`Service::index`].
    pub(crate) scopes: Vec<ScopeSet>,
    pub(crate) fetch: Option<Function>,
    /// ms for each HTTP attempt.
    pub(crate) timeout: f64,
    pub(crate) policy: Policy,
    pub(crate) user_agent: String,
    pub(crate) client_info: String,
    pub(crate) on_event: Option<Function>,
}

const NAMES: [&str; 12] = [
    "clientId",
    "clientSecret",
    "environment",
    "serviceUrls",
    "scopes",
    "fetch",
    "timeout",
    "retries",
    "maxRetryWait",
    "appName",
    "onEvent",
    "dangerouslyAllowBrowser",
];

/// Reads a text.
fn read_text(options: &JsValue, name: &str) -> Result<Option<String>, Error> {
    match to_json(&member(options, name)) {
        Json::Null => Ok(None),
        Json::String(text) => Ok(Some(text)),
        _ => Err(Error::option(name, "must be a string")),
    }
}

fn function(options: &JsValue, name: &str) -> Result<Option<Function>, Error> {
    let value = member(options, name);
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    value.dyn_into().map(Some).map_err(|_| Error::option(name, "must be a function"))
}

/// An argument check's fault is an option's fault here.
fn as_option(error: &Error) -> Error {
    Error::option(
        error.field.as_deref().unwrap_or_default(),
        error.message.split_once(' ').map_or("", |(_, problem)| problem),
    )
}

/// Reads the constructor's options.
pub(crate) fn read_config(options: &JsValue) -> Result<Config, Failure> {
    if !options.is_object() {
        return Err(Error::option("options", "must be an object with clientId and clientSecret").into());
    }
    for (name, _) in entries(options) {
        if !NAMES.contains(&name.as_str()) {
            return Err(Error::option(&name, "is not an option of ServiceAccount").into());
        }
    }
    if is_browser_page() && member(options, "dangerouslyAllowBrowser").as_bool() != Some(true) {
        return Err(Error::new(
            Kind::Config,
            Code::BrowserForbidden,
            "a service account's secret does not belong in a browser page: everybody who opens the page can read it".to_owned(),
        )
        .with_advice("Call Globus from a server or an edge function, and let the page call that. In a page that nobody but you can open, pass dangerouslyAllowBrowser: true.")
        .into());
    }
    let client_id = read_text(options, "clientId")?.ok_or_else(|| Error::option("clientId", "is required"))?;
    grant::check_client_id(&client_id)?;
    let environment = read_text(options, "environment")?.unwrap_or_else(|| "production".to_owned());
    if !ENVIRONMENTS.contains(&environment.as_str()) {
        let problem = ["must be one of ", &ENVIRONMENTS.join(", ")].concat();
        return Err(Error::option("environment", &problem).into());
    }
    let app_name = read_text(options, "appName")?;
    let (user_agent, client_info) = identification(app_name.as_deref())?;
    let timeout = member(options, "timeout");
    let retries = member(options, "retries");
    let max_wait = member(options, "maxRetryWait");
    let present = |value: &JsValue| !value.is_undefined() && !value.is_null();
    Ok(Config {
        client_id: client_id.to_ascii_lowercase(),
        secret: secret(options)?,
        urls: urls(options, &environment)?,
        environment,
        scopes: scopes(options)?,
        fetch: function(options, "fetch")?,
        timeout: if present(&timeout) {
            duration("timeout", &timeout).map_err(|error| as_option(&error))?
        } else {
            60_000.0
        },
        policy: Policy {
            retries: if present(&retries) {
                count("retries", &retries).map_err(|error| as_option(&error))?
            } else {
                5
            },
            max_wait: match max_wait.as_f64() {
                Some(ms) if ms >= 0.0 && ms <= f64::from(i32::MAX) => ms,
                None if !present(&max_wait) => 60_000.0,
                _ => return Err(Error::option("maxRetryWait", "must be a number of milliseconds").into()),
            },
        },
        user_agent,
        client_info,
        on_event: function(options, "onEvent")?,
    })
}

fn secret(options: &JsValue) -> Result<Secret, Error> {
    let value = member(options, "clientSecret");
    if value.is_undefined() || value.is_null() {
        return Err(Error::option("clientSecret", "is required"));
    }
    match value.dyn_into::<Function>() {
        Ok(function) => Ok(Secret::Function(function)),
        Err(value) => {
            let text = value
                .as_string()
                .ok_or_else(|| Error::option("clientSecret", "must be a string or a function that gives one"))?;
            grant::check_client_secret(&text)?;
            Ok(Secret::Text(text))
        }
    }
}

/// The members of an option that holds something for each of several services.
fn by_service(options: &JsValue, option: &str) -> Result<Vec<(String, Service, Json)>, Error> {
    let members = match to_json(&member(options, option)) {
        Json::Null => return Ok(Vec::new()),
        Json::Object(members) => members,
        _ => return Err(Error::option(option, "must be an object with a member for each service")),
    };
    let named = |(name, value): (String, Json)| {
        let field = [option, ".", &name].concat();
        match Service::from_name(&name) {
            Some(service) => Ok((field, service, value)),
            None => {
                let names: Vec<_> = Service::ALL.into_iter().map(Service::name).collect();
                Err(Error::option(&field, &["is not a service; there are ", &names.join(", ")].concat()))
            }
        }
    };
    members.into_iter().filter(|(_, value)| *value != Json::Null).map(named).collect()
}

fn urls(options: &JsValue, environment: &str) -> Result<ServiceUrls, Error> {
    let mut urls = ServiceUrls::of(environment);
    for (field, service, value) in by_service(options, "serviceUrls")? {
        let url = value.as_str().ok_or_else(|| Error::option(&field, "must be a string"))?;
        check_base_url(url).map_err(|problem| Error::option(&field, problem))?;
        urls.set(service, url);
    }
    Ok(urls)
}

fn scopes(options: &JsValue) -> Result<Vec<ScopeSet>, Error> {
    let mut sets: Vec<ScopeSet> =
        Service::ALL.into_iter().map(|service| ScopeSet::parse(service.default_scopes()).unwrap_or_default()).collect();
    for (field, service, value) in by_service(options, "scopes")? {
        let set = ScopeSet::parse(&value.strings().join(" ")).map_err(|problem| Error::option(&field, &problem))?;
        let foreign =
            |scope: &&Scope| scope.resource_server().is_some_and(|server| server != service.resource_server());
        if let Some(scope) = set.iter().find(foreign) {
            return Err(Error::option(&field, &["has a scope of another service: ", scope.name()].concat()));
        }
        if let Some(place) = sets.get_mut(service.index()) {
            *place = set;
        }
    }
    Ok(sets)
}

/// Scopes as one text, from a text or a list of texts.
pub(crate) fn scope_text(value: &JsValue) -> Option<String> {
    if !Array::is_array(value) {
        return value.as_string();
    }
    let texts: Option<Vec<String>> = Array::from(value).iter().map(|item| item.as_string()).collect();
    Some(texts?.join(" "))
}

/// `User-Agent` and `X-Globus-Client-Info`. The latter's separators are refused in the application's name.
fn identification(app_name: Option<&str>) -> Result<(String, String), Error> {
    const PRODUCT: &str = "globus-service-account";
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    let user_agent = format!("{PRODUCT}/{VERSION}");
    let client_info = format!("product={PRODUCT},version={VERSION}");
    let Some(name) = app_name else { return Ok((user_agent, client_info)) };
    let is_plain =
        !name.is_empty() && name.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !b";,=".contains(&byte));
    if !is_plain || name.trim() != name {
        return Err(Error::option("appName", "must be plain text without \";\", \",\" or \"=\""));
    }
    Ok((format!("{user_agent} {}", name.replace(' ', "-")), format!("{client_info};product={name}")))
}

/// The options that the environment gives, under those in `overrides`. An empty variable counts as absent.
pub(crate) fn from_environment(environment: &JsValue, overrides: &JsValue) -> Result<JsValue, Failure> {
    let variable = |name: &str| member(environment, name).as_string().filter(|text| !text.is_empty());
    let options = Object::new();
    let set = |name: &str, value: &JsValue| {
        let _ = Reflect::set(&options, &name.into(), value);
    };
    // The first pair that is begun counts: half of one is not made whole by half of the other.
    let pairs =
        ["GLOBUS", "GLOBUS_CLI"].map(|prefix| [format!("{prefix}_CLIENT_ID"), format!("{prefix}_CLIENT_SECRET")]);
    let begun = pairs.iter().find(|pair| pair.iter().any(|name| variable(name).is_some()));
    for (field, name) in ["clientId", "clientSecret"].into_iter().zip(begun.into_iter().flatten()) {
        if let Some(value) = variable(name) {
            set(field, &value.into());
        }
    }
    if let Some(name) = variable("GLOBUS_SDK_ENVIRONMENT") {
        set("environment", &name.into());
    }
    let urls = Object::new();
    for service in Service::ALL {
        if let Some(url) = variable(&format!("GLOBUS_SDK_SERVICE_URL_{}", service.variable())) {
            let _ = Reflect::set(&urls, &service.name().into(), &url.into());
        }
    }
    set("serviceUrls", &urls);
    if let Some(text) = variable("GLOBUS_SDK_HTTP_TIMEOUT") {
        let seconds = number(&text.into());
        let ms = seconds * 1000.0;
        if !(ms > 0.0 && ms <= f64::from(i32::MAX)) {
            return Err(Error::option("GLOBUS_SDK_HTTP_TIMEOUT", "must be a number of seconds above 0").into());
        }
        set("timeout", &ms.into());
    }
    for (name, value) in entries(overrides) {
        set(&name, &value);
    }
    let missing = |field: &str| member(&options, field).is_undefined();
    let Some(begun) = begun.or_else(|| pairs.first()) else { return Ok(options.into()) };
    if missing("clientId") && missing("clientSecret") {
        let problem = "and GLOBUS_CLIENT_SECRET are not set, nor GLOBUS_CLI_CLIENT_ID and GLOBUS_CLI_CLIENT_SECRET";
        return Err(Error::option("GLOBUS_CLIENT_ID", problem).into());
    }
    for (field, name) in ["clientId", "clientSecret"].into_iter().zip(begun) {
        if missing(field) {
            return Err(Error::option(name, "is not set, but its other half is").into());
        }
    }
    Ok(options.into())
}
