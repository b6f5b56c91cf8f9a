//! The options of the constructor and of `fromEnv`, read and checked once. Every fault names its field.

use super::errors::Failure;
use super::runtime::is_browser_page;
use super::storage::{Store, read_store};
use super::values::{count, duration, entries, given, is_list, items, member, present, put, text};
use crate::environment::{ENVIRONMENTS, Service, ServiceUrls};
use crate::error::{Code, Error, Kind};
use crate::grant;
use crate::request::check_base_url;
use crate::retry::Policy;
use crate::scope::{Scope, ScopeSet};
use js_sys::{Function, Object};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The engine's reading of a text as a number: NaN if it is none.
    #[wasm_bindgen(js_name = Number)]
    fn number(text: &JsValue) -> f64;
}

/// Where the secret comes from.
#[derive(Clone, PartialEq)]
pub(crate) enum Secret {
    /// Given as text.
    Text(String),
    /// Asked for when it is needed, and again after Globus Auth has refused the last answer.
    Function(Function),
}

/// Everything an account was made with, checked.
pub(crate) struct Config {
    pub(crate) client_id: String,
    /// None once the account has been disposed of.
    pub(crate) secret: RefCell<Option<Secret>>,
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
    pub(crate) store: Option<Store>,
    /// Whether entries of the store are encrypted.
    pub(crate) encrypt: Option<bool>,
    pub(crate) on_event: Option<Function>,
}

const NAMES: [&str; 14] = [
    "clientId",
    "clientSecret",
    "environment",
    "serviceUrls",
    "scopes",
    "fetch",
    "timeout",
    "retries",
    "maxRetryWait",
    "storage",
    "encryptStorage",
    "appName",
    "onEvent",
    "dangerouslyAllowBrowser",
];

/// Reads an option as an argument is read; its fault is an option's fault.
fn option<T>(options: &JsValue, name: &str, read: fn(&str, &JsValue) -> Result<T, Error>) -> Result<Option<T>, Error> {
    let Some(value) = given(options, name) else { return Ok(None) };
    match read(name, &value) {
        Ok(value) => Ok(Some(value)),
        Err(mut error) => {
            error.code = Code::InvalidOption;
            Err(error)
        }
    }
}

fn function(name: &str, value: &JsValue) -> Result<Function, Error> {
    value.dyn_ref().cloned().ok_or_else(|| Error::option(name, "must be a function"))
}

fn flag(name: &str, value: &JsValue) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| Error::option(name, "must be true or false"))
}

/// Reads a time span that may be nothing.
fn wait(name: &str, value: &JsValue) -> Result<f64, Error> {
    if value.as_f64() == Some(0.0) { Ok(0.0) } else { duration(name, value) }
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
    let client_id = option(options, "clientId", text)?.ok_or_else(|| Error::option("clientId", "is required"))?;
    grant::check_client_id(&client_id)?;
    let environment = option(options, "environment", text)?.unwrap_or_else(|| "production".to_owned());
    if !ENVIRONMENTS.contains(&environment.as_str()) {
        let problem = ["must be one of ", &ENVIRONMENTS.join(", ")].concat();
        return Err(Error::option("environment", &problem).into());
    }
    let app_name = option(options, "appName", text)?;
    let (user_agent, client_info) = identification(app_name.as_deref())?;
    let client_id = client_id.to_ascii_lowercase();
    let encrypt = option(options, "encryptStorage", flag)?;
    Ok(Config {
        secret: RefCell::new(Some(secret(options)?)),
        store: match given(options, "storage") {
            Some(storage) => Some(read_store(&storage, encrypt, &["gsa1:", &environment, ":", &client_id].concat())?),
            None => None,
        },
        encrypt,
        client_id,
        urls: urls(options, &environment)?,
        environment,
        scopes: scopes(options)?,
        fetch: option(options, "fetch", function)?,
        timeout: option(options, "timeout", duration)?.unwrap_or(60_000.0),
        policy: Policy {
            retries: option(options, "retries", count)?.unwrap_or(5),
            max_wait: option(options, "maxRetryWait", wait)?.unwrap_or(60_000.0),
        },
        user_agent,
        client_info,
        on_event: option(options, "onEvent", function)?,
    })
}

fn secret(options: &JsValue) -> Result<Secret, Error> {
    let value = given(options, "clientSecret").ok_or_else(|| Error::option("clientSecret", "is required"))?;
    if let Some(function) = value.dyn_ref::<Function>() {
        return Ok(Secret::Function(function.clone()));
    }
    let problem = "must be a string or a function that gives one";
    let text = value.as_string().ok_or_else(|| Error::option("clientSecret", problem))?;
    grant::check_client_secret(&text)?;
    Ok(Secret::Text(text))
}

/// The members of an option that holds something for each of several services.
fn by_service(options: &JsValue, option: &str) -> Result<Vec<(String, Service, JsValue)>, Error> {
    let Some(members) = given(options, option) else { return Ok(Vec::new()) };
    if !members.is_object() || is_list(&members) {
        return Err(Error::option(option, "must be an object with a member for each service"));
    }
    let mut found = Vec::new();
    for (name, value) in entries(&members) {
        if !present(&value) {
            continue;
        }
        let field = [option, ".", &name].concat();
        let Some(service) = Service::from_name(&name) else {
            let problem = ["is not a service; there are ", &Service::ALL.map(Service::name).join(", ")].concat();
            return Err(Error::option(&field, &problem));
        };
        found.push((field, service, value));
    }
    Ok(found)
}

fn urls(options: &JsValue, environment: &str) -> Result<ServiceUrls, Error> {
    let mut urls = ServiceUrls::of(environment);
    for (field, service, value) in by_service(options, "serviceUrls")? {
        let url = value.as_string().ok_or_else(|| Error::option(&field, "must be a string"))?;
        check_base_url(&url).map_err(|problem| Error::option(&field, problem))?;
        urls.set(service, &url);
    }
    Ok(urls)
}

fn scopes(options: &JsValue) -> Result<Vec<ScopeSet>, Error> {
    let mut sets: Vec<ScopeSet> =
        Service::ALL.into_iter().map(|service| ScopeSet::parse(service.default_scopes()).unwrap_or_default()).collect();
    for (field, service, value) in by_service(options, "scopes")? {
        let text = scope_text(&value).unwrap_or_default();
        let set = ScopeSet::parse(&text).map_err(|problem| Error::option(&field, &problem))?;
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

/// Scopes as one text, from texts and `Scope` objects, one or a list.
pub(crate) fn scope_text(value: &JsValue) -> Option<String> {
    let one = |value: &JsValue| value.as_string().or_else(|| scope_object(value));
    if !is_list(value) {
        return one(value);
    }
    let texts: Option<Vec<String>> = items(value).iter().map(one).collect();
    Some(texts?.join(" "))
}

/// The text of a `Scope`, of whatever copy of the package: it has dependencies and can write itself.
fn scope_object(value: &JsValue) -> Option<String> {
    if !value.is_object() || !is_list(&member(value, "dependencies")) {
        return None;
    }
    member(value, "toString").dyn_ref::<Function>()?.call0(value).ok()?.as_string()
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
    if !is_plain || name.starts_with(' ') || name.ends_with(' ') {
        return Err(Error::option("appName", "must be plain text without \";\", \",\" or \"=\""));
    }
    Ok((format!("{user_agent} {}", name.replace(' ', "-")), format!("{client_info};product={name}")))
}

/// The options that make a pair of credentials, and the variables that may hold it.
const FIELDS: [&str; 2] = ["clientId", "clientSecret"];
const PAIRS: [[&str; 2]; 2] =
    [["GLOBUS_CLIENT_ID", "GLOBUS_CLIENT_SECRET"], ["GLOBUS_CLI_CLIENT_ID", "GLOBUS_CLI_CLIENT_SECRET"]];

/// The options that the environment gives, under those in `overrides`. An empty variable counts as absent.
pub(crate) fn from_environment(environment: &JsValue, overrides: &JsValue) -> Result<JsValue, Failure> {
    let variable = |name: &str| member(environment, name).as_string().filter(|text| !text.is_empty());
    let options = Object::new();
    let set = |name: &str, value: JsValue| put(&options, &[(name, value)]);
    // The first pair that is begun counts: half of one is not made whole by half of the other.
    let begun = PAIRS.iter().find(|pair| pair.iter().any(|name| variable(name).is_some()));
    for (field, name) in FIELDS.iter().zip(begun.into_iter().flatten()) {
        if let Some(value) = variable(name) {
            set(field, value.into());
        }
    }
    if let Some(name) = variable("GLOBUS_SDK_ENVIRONMENT") {
        set("environment", name.into());
    }
    let urls = Object::new();
    for service in Service::ALL {
        if let Some(url) = variable(&["GLOBUS_SDK_SERVICE_URL_", service.variable()].concat()) {
            put(&urls, &[(service.name(), url.into())]);
        }
    }
    set("serviceUrls", urls.into());
    if let Some(text) = variable("GLOBUS_SDK_HTTP_TIMEOUT") {
        let seconds = number(&text.into());
        let ms = seconds * 1000.0;
        if !(ms > 0.0 && ms <= f64::from(i32::MAX)) {
            return Err(Error::option("GLOBUS_SDK_HTTP_TIMEOUT", "must be a number of seconds above 0").into());
        }
        set("timeout", ms.into());
    }
    for (name, value) in entries(overrides) {
        set(&name, value);
    }
    let missing = |field: &str| member(&options, field).is_undefined();
    let [id, secret] = FIELDS.map(missing);
    if id && secret {
        let problem = "and GLOBUS_CLIENT_SECRET are not set, nor GLOBUS_CLI_CLIENT_ID and GLOBUS_CLI_CLIENT_SECRET";
        return Err(Error::option("GLOBUS_CLIENT_ID", problem).into());
    }
    let [id_name, secret_name] = *begun.unwrap_or(&PAIRS[0]);
    if id || secret {
        let name = if id { id_name } else { secret_name };
        return Err(Error::option(name, "is not set, but its other half is").into());
    }
    Ok(options.into())
}
