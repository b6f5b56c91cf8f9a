//! Reads and checks the options of the constructor and of `fromEnv`, each once. Errors name the field.

use super::arguments::{count, duration, flag, members, read_list, text};
use super::convert::{entries, is_list, member, present, put};
use super::errors::CallError;
use super::events::Listeners;
use super::runtime::{MAX_TIMEOUT, is_browser_page, make_debug_listener};
use super::storage::{Store, read_store};
use crate::advice::step::{Assignee, step_for};
use crate::model::environment::{ENVIRONMENTS, Service, ServiceUrls};
use crate::model::scope::{Scope, ScopeSet};
use crate::policy::retry::RetryPolicy;
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::grant;
use crate::wire::request::check_base_url;
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The number that the engine reads from a text, or NaN.
    #[wasm_bindgen(js_name = Number)]
    fn number(text: &JsValue) -> f64;
}

/// The source of the secret.
#[derive(Clone)]
pub(crate) enum SecretSource {
    /// A text.
    Text(String),
    /// A function, called when a secret is needed and again after Globus Auth has refused its last answer.
    Function(Function),
}

/// The checked options of an account.
pub(crate) struct Options {
    pub(crate) config: Config,
    pub(crate) secret: SecretSource,
    pub(crate) store: Option<Store>,
}

/// The options that never change.
pub(crate) struct Config {
    pub(crate) client_id: String,
    pub(crate) environment: String,
    pub(crate) urls: ServiceUrls,
    /// The scopes of each service's token, by [`Service::index`].
    pub(crate) scopes: Vec<ScopeSet>,
    pub(crate) fetch: Option<Function>,
    /// The time limit until a response, and between two parts of its body, ms.
    pub(crate) timeout: f64,
    pub(crate) policy: RetryPolicy,
    pub(crate) user_agent: String,
    pub(crate) client_info: String,
    /// Whether storage entries are encrypted, if the option was set.
    pub(crate) encrypt: Option<bool>,
    pub(crate) listeners: Listeners,
}

impl Config {
    /// Returns the prefix of the account's entry names.
    pub(crate) fn storage_prefix(&self) -> String {
        storage_prefix(&self.environment, &self.client_id)
    }
}

fn storage_prefix(environment: &str, client_id: &str) -> String {
    format!("gsa1:{environment}:{client_id}")
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

/// Reads an option with the reader of an argument, and turns its error into that of an option.
fn read_option<T>(
    options: &JsValue,
    name: &str,
    read: fn(&str, &JsValue) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    let Some(value) = read_present(options, name)? else { return Ok(None) };
    read(name, &value).map(Some).map_err(as_option_error)
}

/// Turns the error of an argument into that of an option.
fn as_option_error(mut error: Error) -> Error {
    error.code = Code::InvalidOption;
    error
}

/// Reads an option, unless it is absent or null. One that cannot be read is an error.
fn read_present(options: &JsValue, name: &str) -> Result<Option<JsValue>, Error> {
    let value = Reflect::get(options, &name.into()).map_err(|_| Error::option(name, "cannot be read"))?;
    Ok(Some(value).filter(present))
}

fn read_function(name: &str, value: &JsValue) -> Result<Function, Error> {
    value.dyn_ref().cloned().ok_or_else(|| Error::option(name, "must be a function"))
}

/// Reads a time span that may be 0. It is limited to the longest timer, because the end of a longer sleep would be
/// missed.
fn read_wait(name: &str, value: &JsValue) -> Result<f64, Error> {
    let problem = "must be a number of milliseconds, 0 or more, or Infinity";
    let ms = value.as_f64().filter(|ms| *ms >= 0.0).ok_or_else(|| Error::option(name, problem))?;
    Ok(ms.min(MAX_TIMEOUT))
}

/// Reads the constructor's options.
pub(crate) fn read_options(options: &JsValue) -> Result<Options, CallError> {
    if !options.is_object() || is_list(options) {
        return Err(Error::option("options", "must be an object with clientId and clientSecret").into());
    }
    for (name, _) in entries(options) {
        if !NAMES.contains(&name.as_str()) {
            return Err(Error::option(&name, "is not an option of ServiceAccount").into());
        }
    }
    if is_browser_page() && member(options, "dangerouslyAllowBrowser").as_bool() != Some(true) {
        return Err(Error::new(
            ErrorKind::Config,
            Code::BrowserForbidden,
            "a service account's secret does not belong in a browser page: every user of the page can read it".to_owned(),
        )
        .with_step(&step_for(Assignee::You, "Call Globus from a server or an edge function, and let the page call that. In a page that only you can open, pass dangerouslyAllowBrowser: true"))
        .into());
    }
    let client_id = read_option(options, "clientId", text)?.ok_or_else(|| Error::option("clientId", "is required"))?;
    grant::check_client_id(&client_id)?;
    let environment = read_environment(options)?;
    let app_name = read_option(options, "appName", text)?;
    let (user_agent, client_info) = identification(app_name.as_deref())?;
    let client_id = client_id.to_ascii_lowercase();
    let encrypt = read_option(options, "encryptStorage", flag)?;
    read_option(options, "dangerouslyAllowBrowser", flag)?;
    let secret = read_secret(options)?;
    let prefix = storage_prefix(&environment, &client_id);
    let store = read_present(options, "storage")?.map(|storage| read_store(&storage, encrypt, &prefix)).transpose()?;
    let config = Config {
        encrypt,
        listeners: Listeners::new(&client_id, read_option(options, "onEvent", read_function)?),
        client_id,
        urls: read_urls(options, &environment)?,
        environment,
        scopes: read_scopes(options)?,
        fetch: read_option(options, "fetch", read_function)?,
        timeout: read_option(options, "timeout", duration)?.unwrap_or(60_000.0),
        policy: RetryPolicy {
            retries: read_option(options, "retries", count)?.unwrap_or(5),
            max_wait: read_option(options, "maxRetryWait", read_wait)?.unwrap_or(60_000.0),
        },
        user_agent,
        client_info,
    };
    Ok(Options { config, secret, store })
}

fn read_environment(options: &JsValue) -> Result<String, Error> {
    let name = read_option(options, "environment", text)?.unwrap_or_else(|| "production".to_owned());
    if ENVIRONMENTS.contains(&name.as_str()) {
        return Ok(name);
    }
    Err(Error::option("environment", &format!("must be one of {}", ENVIRONMENTS.join(", "))))
}

fn read_secret(options: &JsValue) -> Result<SecretSource, Error> {
    let value = read_present(options, "clientSecret")?.ok_or_else(|| Error::option("clientSecret", "is required"))?;
    if let Some(function) = value.dyn_ref::<Function>() {
        return Ok(SecretSource::Function(function.clone()));
    }
    let problem = "must be a string, or a function that returns one";
    let text = value.as_string().ok_or_else(|| Error::option("clientSecret", problem))?;
    grant::check_client_secret(&text)?;
    Ok(SecretSource::Text(text))
}

/// Reads an option that has one value per service.
fn read_by_service(options: &JsValue, option: &str) -> Result<Vec<(String, Service, JsValue)>, Error> {
    let Some(services) = read_present(options, option)? else { return Ok(Vec::new()) };
    let mut values = Vec::new();
    for (name, value) in members(option, &services).map_err(as_option_error)? {
        if !present(&value) {
            continue;
        }
        let field = format!("{option}.{name}");
        let Some(service) = Service::from_name(&name) else {
            let problem = format!("is not a service; there are {}", Service::ALL.map(Service::name).join(", "));
            return Err(Error::option(&field, &problem));
        };
        values.push((field, service, value));
    }
    Ok(values)
}

fn read_urls(options: &JsValue, environment: &str) -> Result<ServiceUrls, Error> {
    let mut urls = ServiceUrls::for_environment(environment);
    for (field, service, value) in read_by_service(options, "serviceUrls")? {
        let url = value.as_string().ok_or_else(|| Error::option(&field, "must be a string"))?;
        check_base_url(&url).map_err(|problem| Error::option(&field, problem))?;
        urls.set(service, &url);
    }
    Ok(urls)
}

fn read_scopes(options: &JsValue) -> Result<Vec<ScopeSet>, Error> {
    let mut sets: Vec<ScopeSet> =
        Service::ALL.into_iter().map(|service| ScopeSet::parse(service.default_scopes()).unwrap_or_default()).collect();
    for (field, service, value) in read_by_service(options, "scopes")? {
        let texts = scope_texts(&field, &value).map_err(as_option_error)?;
        let set = ScopeSet::parse_all(&texts).map_err(|problem| Error::option(&field, &problem))?;
        let foreign =
            |scope: &&Scope| scope.resource_server().is_some_and(|server| server != service.resource_server());
        if let Some(scope) = set.iter().find(foreign) {
            return Err(Error::option(&field, &format!("has a scope of another service: {}", scope.name())));
        }
        if let Some(slot) = sets.get_mut(service.index()) {
            *slot = set;
        }
    }
    Ok(sets)
}

/// Reads scopes as one text, from a text, a `Scope`, or a list of these.
pub(crate) fn scope_text(value: &JsValue) -> Option<String> {
    scope_texts("scope", value).ok().map(|texts| texts.join(" "))
}

/// Reads the text of each scope, from a text, a `Scope`, or a list of these.
pub(crate) fn scope_texts(name: &str, value: &JsValue) -> Result<Vec<String>, Error> {
    let text_of = |value: &JsValue| {
        let text = value.as_string().or_else(|| scope_object_text(value));
        text.ok_or_else(|| Error::argument(name, "must be a string, a Scope or a list of these"))
    };
    if is_list(value) { read_list(name, value)?.iter().map(text_of).collect() } else { Ok(vec![text_of(value)?]) }
}

/// Returns the text of a `Scope` from any copy of the package: an object with `dependencies` and `toString`.
fn scope_object_text(value: &JsValue) -> Option<String> {
    if !value.is_object() || !is_list(&member(value, "dependencies")) {
        return None;
    }
    member(value, "toString").dyn_ref::<Function>()?.call0(value).ok()?.as_string()
}

/// Returns `User-Agent` and `X-Globus-Client-Info`. The separators of the latter are refused in the application's name.
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

/// The pairs of variables for a client id and secret, in order of precedence.
const PAIRS: [[&str; 2]; 2] =
    [["GLOBUS_CLIENT_ID", "GLOBUS_CLIENT_SECRET"], ["GLOBUS_CLI_CLIENT_ID", "GLOBUS_CLI_CLIENT_SECRET"]];

/// The variables of an environment. An empty variable counts as absent.
struct Variables<'a>(&'a JsValue);

impl Variables<'_> {
    fn get(&self, name: &str) -> Result<Option<String>, Error> {
        let value = read_present(self.0, name)?.map(|value| text(name, &value)).transpose().map_err(as_option_error)?;
        Ok(value.filter(|value| !value.is_empty()))
    }

    /// Returns the first pair of which a variable is set: its names, the id and the secret. Halves of two pairs are
    /// never combined.
    fn credentials(&self) -> Result<([&'static str; 2], [Option<String>; 2]), Error> {
        for names in PAIRS {
            let [id, secret] = [self.get(names[0])?, self.get(names[1])?];
            if id.is_some() || secret.is_some() {
                return Ok((names, [id, secret]));
            }
        }
        Ok((PAIRS[0], [None, None]))
    }

    fn urls(&self) -> Result<Object, Error> {
        let urls = Object::new();
        for service in Service::ALL {
            if let Some(url) = self.get(&format!("GLOBUS_SDK_SERVICE_URL_{}", service.variable()))? {
                put(&urls, &[(service.name(), url.into())]);
            }
        }
        Ok(urls)
    }

    /// Returns the time limit of an attempt, ms.
    fn timeout(&self) -> Result<Option<f64>, Error> {
        const NAME: &str = "GLOBUS_SDK_HTTP_TIMEOUT";
        let Some(text) = self.get(NAME)? else { return Ok(None) };
        let ms = number(&text.into()) * 1000.0;
        if ms.is_nan() || ms <= 0.0 {
            return Err(Error::option(NAME, "must be a number of seconds above 0, or Infinity"));
        }
        Ok(Some(ms))
    }
}

/// Returns the options in the environment, replaced by those in `overrides`.
pub(crate) fn from_environment(environment: &JsValue, overrides: &JsValue) -> Result<JsValue, CallError> {
    if !environment.is_object() || is_list(environment) {
        return Err(Error::option("env", "must be an object whose members are the variables").into());
    }
    let variables = Variables(environment);
    let options = Object::new();
    let set = |name: &str, value: JsValue| put(&options, &[(name, value)]);
    let (names, [id, secret]) = variables.credentials()?;
    if id.is_some() || secret.is_some() {
        set("clientId", id.into());
        set("clientSecret", secret.into());
    }
    if let Some(name) = variables.get("GLOBUS_SDK_ENVIRONMENT")? {
        set("environment", name.into());
    }
    set("serviceUrls", variables.urls()?.into());
    if let Some(ms) = variables.timeout()? {
        set("timeout", ms.into());
    }
    for (name, value) in members("overrides", overrides).map_err(as_option_error)? {
        // An undefined or null override keeps the value of the environment.
        if present(&value) || member(&options, &name).is_undefined() {
            set(&name, value);
        }
    }
    let listener = member(&options, "onEvent");
    if matches!(variables.get("GLOBUS_DEBUG")?.as_deref(), Some("1" | "true"))
        && (!present(&listener) || listener.is_function())
    {
        set("onEvent", make_debug_listener(&listener));
    }
    check_credentials_present(&options, names)?;
    Ok(options.into())
}

/// Checks that there are an id and a secret. `names` are the variables that could have held them.
fn check_credentials_present(options: &Object, names: [&'static str; 2]) -> Result<(), Error> {
    match ["clientId", "clientSecret"].map(|field| !present(&member(options, field))) {
        [true, true] => {
            let problem = "and GLOBUS_CLIENT_SECRET are not set, nor GLOBUS_CLI_CLIENT_ID and GLOBUS_CLI_CLIENT_SECRET";
            Err(Error::option("GLOBUS_CLIENT_ID", problem))
        }
        [false, false] => Ok(()),
        [is_id, _] => Err(Error::option(
            if is_id { names[0] } else { names[1] },
            "is not set, but the other variable of the pair is",
        )),
    }
}
