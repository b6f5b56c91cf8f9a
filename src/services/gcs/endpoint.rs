//! A Globus Connect Server endpoint: where its Manager API is, and whose token that takes. Both are learnt by the first call that
//! needs to know, once. A server's own word is not enough for a token: Transfer, or the caller, has to confirm it.

use crate::advice::{Assignee, FilledStep, step_for};
use crate::js::arguments::{copied, text};
use crate::js::convert::{entries, given, member, present};
use crate::js::drive::{Success, drive, drive_call};
use crate::js::errors::CallError;
use crate::js::fetch::steers;
use crate::js::http::href;
use crate::js::runtime::isolates;
use crate::js::time::{Signal, WaitResult, wait};
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::model::token::TokenRequest;
use crate::services::table::destination::{Access, Destination, ServiceDestination, run};
use crate::services::table::row::required;
use crate::services::{gcs, transfer};
use crate::session::{Authorization, Call, Session};
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::request::{is_secure, origin};
use crate::wire::text::{contains, is_uuid};
use js_sys::Promise;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An endpoint.
pub(crate) struct Endpoint {
    session: Rc<Session>,
    named: EndpointName,
    /// Its URL, without `/api`.
    url: OnceCell<String>,
    token_request: OnceCell<Rc<TokenRequest>>,
    learning: RefCell<Option<Promise>>,
}

/// How a caller has named an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EndpointName {
    /// By its URL. Which endpoint that is its server says, and Transfer confirms.
    Address(String),
    /// By its id and its URL: the caller vouches that they belong together.
    Vouched { id: String, url: String },
    /// By the id of itself or of a collection on it; `field` says which. Transfer says where it is.
    Entity { field: &'static str, id: String },
}

/// Reads an endpoint's address as the platform does: addresses are compared as they are sent.
fn address(text: &str) -> Result<String, Error> {
    let url = address_of(text)?;
    let href = href(&url).map_err(|_| Error::argument("address", "cannot be read"))?;
    Ok(href.trim_end_matches('/').to_owned())
}

/// Reads what a caller names an endpoint by: an address, `{ collection }`, `{ endpoint }` or `{ endpoint, address }`.
pub(crate) fn read_endpoint_name(value: &JsValue) -> Result<EndpointName, Error> {
    if let Some(text) = value.as_string() {
        return address(&text).map(EndpointName::Address);
    }
    if !present(value) {
        return Err(Error::argument("address", "or { collection } or { endpoint } is required"));
    }
    let value = copied("address", value)?;
    if let Some((name, _)) =
        entries(&value).iter().find(|(name, _)| !["collection", "endpoint", "address"].contains(&name.as_str()))
    {
        return Err(Error::argument(name, "names no endpoint; there are { collection } and { endpoint, address }"));
    }
    let part = |name: &str| given(&value, name);
    match (part("endpoint"), part("address"), part("collection")) {
        (None, None, id) => {
            Ok(EndpointName::Entity { field: "collection", id: required("collection", &id.unwrap_or_default())? })
        }
        (Some(id), address_value, None) => {
            let id = text("endpoint", &id)?.to_ascii_lowercase();
            if !is_uuid(&id) {
                return Err(Error::argument("endpoint", "must be a UUID"));
            }
            match address_value {
                Some(value) => Ok(EndpointName::Vouched { id, url: address(&text("address", &value)?)? }),
                None => Ok(EndpointName::Entity { field: "endpoint", id }),
            }
        }
        (Some(_), _, Some(_)) => Err(Error::argument("collection", "does not go together with endpoint")),
        (None, Some(_), _) => Err(Error::argument("endpoint", "is required beside address")),
    }
}

/// Reads an endpoint's address, in any of the forms that the web app, Transfer and the official clients show or take:
/// `abc.data.globus.org`, with or without `https://`, `/api` and slashes. The result has no `/api`.
pub(crate) fn address_of(text: &str) -> Result<String, Error> {
    let problem = "must be the address of a Globus Connect Server endpoint, such as \"abc.xyz.data.globus.org\"";
    let url = if contains(text, "://") { text.to_owned() } else { format!("https://{text}") };
    let url = url.trim_end_matches('/');
    let url = url.strip_suffix("/api").unwrap_or(url).trim_end_matches('/');
    let is_plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>".contains(&byte));
    let is_host = origin(url).is_some_and(|origin| !origin.ends_with(':'));
    if !is_plain || !is_host || !is_secure(url) {
        return Err(Error::argument("address", problem));
    }
    Ok(url.to_owned())
}

impl Endpoint {
    pub(crate) fn new(session: &Rc<Session>, named: EndpointName) -> Self {
        let (url, token_request, learning) = Default::default();
        let endpoint = Self { session: Rc::clone(session), named, url, token_request, learning };
        if let EndpointName::Address(url) | EndpointName::Vouched { url, .. } = &endpoint.named {
            let _ = endpoint.url.set(url.clone());
        }
        endpoint
    }

    /// Whether it was named so.
    pub(crate) fn has_name(&self, named: &EndpointName) -> bool {
        self.named == *named
    }

    /// Learns both. All who come meanwhile wait for the same answer; but on Workers, where a promise of another request may
    /// never settle, each asks.
    fn learning(self: &Rc<Self>) -> Promise {
        if let Some(promise) = self.learning.borrow().clone().filter(|_| !isolates()) {
            return promise;
        }
        let endpoint = Rc::clone(self);
        let promise = drive(async move {
            let learnt = endpoint.learn().await;
            endpoint.learning.take();
            Ok(learnt.map(|()| JsValue::UNDEFINED)?)
        });
        self.learning.replace(Some(promise.clone()));
        promise
    }

    async fn learn(self: &Rc<Self>) -> Result<(), CallError> {
        let (client_id, url) = self.learnt().await?;
        let scope = format!("urn:globus:auth:scope:{client_id}:manage_collections");
        let token_request =
            TokenRequest { scopes: ScopeSet::parse(&scope).unwrap_or_default(), resource_server: Some(client_id) };
        let _ = (self.url.set(url), self.token_request.set(Rc::new(token_request)));
        Ok(())
    }

    /// Whose token the endpoint takes, and where. At an address its server says which endpoint it is; the caller has vouched for
    /// that, or Transfer says whether that one is there: any server can name any endpoint, and would get the token for it.
    async fn learnt(self: &Rc<Self>) -> Result<(String, String), CallError> {
        let mut info = None;
        if self.url.get().is_some() {
            // Without a token, it needs no more to be known than the address.
            let own: Rc<dyn Destination> = Rc::clone(self) as _;
            let answer = run(&own, gcs::rows::getGcsInfo.call(&own, &[], None, None, None)?).await?.data;
            info = Some(ServerInfo::parse(&answer)?);
        }
        let asked_for = match (&self.named, &info) {
            (EndpointName::Vouched { id, url }, Some(info)) => return Ok((info.vouched(id)?, url.clone())),
            (EndpointName::Entity { id, .. }, _) => id,
            (_, Some(info)) => &info.endpoint_id,
            (_, None) => "",
        };
        let transfer = ServiceDestination::create(&self.session, Service::Transfer);
        let call = transfer::rows::getEndpoint.call(&transfer, &[&asked_for.into()], None, None, None)?;
        let described = run(&transfer, call).await.map(|answer| answer.data);
        match (&self.named, info) {
            (EndpointName::Address(url), Some(info)) => info.confirmed(url, described),
            (EndpointName::Entity { field, .. }, _) => Ok(looked_up(field, &described?)?),
            _ => Err(incomplete_answer("gcs", UNNAMED).into()),
        }
    }
}

impl Destination for Endpoint {
    fn session(&self) -> &Rc<Session> {
        &self.session
    }

    fn name(&self) -> &'static str {
        "gcs"
    }

    fn base(&self) -> &'static str {
        ""
    }

    fn authorization(&self, access: Access) -> Authorization {
        match access {
            Access::Open => Authorization::None,
            // The endpoint says whose token it is, once it is known.
            Access::Service | Access::Scope(_) => Authorization::Bearer(Rc::default()),
        }
    }

    /// Of a call the address and the token were left open.
    fn call(self: Rc<Self>, mut call: Call) -> Promise {
        let endpoint = self;
        drive_call(async move {
            if let Some(reason) = call.options.signal.as_ref().and_then(Signal::abort_reason) {
                return Err(reason);
            }
            let needs_token = matches!(call.authorization, Authorization::Bearer(_));
            let is_known = endpoint.url.get().is_some() && !needs_token || endpoint.token_request.get().is_some();
            if !is_known {
                loop {
                    let is_own = endpoint.learning.borrow().is_none();
                    match wait(endpoint.learning(), None, call.options.signal.as_ref()).await {
                        // That of another: this caller learns by itself.
                        WaitResult::Settled(Err(error)) if !is_own && steers(&error) => {}
                        WaitResult::Settled(learnt) => break drop(learnt.map_err(|error| CallError::shared(&error))?),
                        WaitResult::Aborted(reason) => return Err(reason),
                        WaitResult::TimedOut => break,
                    }
                }
            }
            call.url = endpoint.url.get().cloned().unwrap_or_default() + &call.url;
            if let (true, Some(token_request)) = (needs_token, endpoint.token_request.get()) {
                call.authorization = Authorization::Bearer(Rc::clone(token_request));
            }
            Success::of_call(endpoint.session.call(call)).await
        })
    }
}

/// Where an endpoint is, and whose token it takes, by Transfer's document of it or of a collection on it.
fn looked_up(field: &str, document: &JsValue) -> Result<(String, String), Error> {
    let entity_type = member(document, "entity_type").as_string();
    let entity_type =
        entity_type.ok_or_else(|| incomplete_answer("transfer", "the answer does not say what this is"))?;
    // A collection belongs to its endpoint, as Globus's own CLI has it.
    let is_endpoint = entity_type == "GCSv5_endpoint";
    let client_id = id_in(document, if is_endpoint { "id" } else { "owner_id" });
    match (client_id, manager_url(document)) {
        (Some(client_id), Some(url)) if is_endpoint || field == "collection" => Ok((client_id, url)),
        _ => Err(Error::argument(field, "is not that of a Globus Connect Server endpoint, or of a collection on one")),
    }
}

/// What a server says that it is.
struct ServerInfo {
    /// Whose token it takes.
    client_id: String,
    endpoint_id: String,
}

const UNNAMED: &str = "the server does not say which endpoint it is";

impl ServerInfo {
    fn parse(answer: &JsValue) -> Result<Self, Error> {
        let info = gcs::unwrapped(answer, "info#");
        // What is not a UUID could name the scope of another service.
        let client_id = id_in(&info, "client_id").ok_or_else(|| {
            let step = step_for(
                Assignee::You,
                "See that this is the address of a Globus Connect Server endpoint: `GET /api/info` there tells its client_id",
            );
            incomplete_answer("gcs", UNNAMED).with_step(&step)
        })?;
        let endpoint_id = id_in(&info, "endpoint_id").unwrap_or_else(|| client_id.clone());
        Ok(Self { client_id, endpoint_id })
    }

    fn vouched(&self, id: &str) -> Result<String, Error> {
        if self.client_id == id {
            return Ok(id.to_owned());
        }
        let problem = format!("is that of endpoint {} by the word of its server, not of {id}", self.client_id);
        Err(Error::config(Code::ForeignOrigin, "address", &problem))
    }

    /// Whose token goes to this URL, by what Transfer says of the endpoint.
    fn confirmed(self, url: &str, described: Result<JsValue, CallError>) -> Result<(String, String), CallError> {
        let foreign = |what: &str, steps: Vec<FilledStep>| {
            let problem = format!("is not known to be that of endpoint {}{what}", self.endpoint_id);
            Error::config(Code::ForeignOrigin, "address", &problem).with_steps(steps)
        };
        match described {
            Ok(document) => {
                // Some older endpoints have another id than the client that their manager is.
                let is_its_client = |name: &&str| id_in(&document, name).as_ref() == Some(&self.client_id);
                if ["id", "owner_id"].iter().any(is_its_client) && manager_url(&document).as_deref() == Some(url) {
                    return Ok((self.client_id, url.to_owned()));
                }
                let call = format!("account.gcs({{ endpoint: \"{}\" }})", self.endpoint_id);
                let steps =
                    vec![FilledStep::new(Assignee::You, format!("Call `{call}`: it goes where Transfer says."))];
                Err(foreign(", which Transfer has elsewhere: it gets no token", steps).into())
            }
            Err(failure) => {
                let cause = failure.into_js();
                if !matches!(member(&cause, "status").as_f64(), Some(403.0 | 404.0)) {
                    return Err(CallError::Js(cause));
                }
                let show = "Make the endpoint public, or give the account a role on it.".to_owned();
                let call = format!("account.gcs({{ endpoint: \"{}\", address }})", self.client_id);
                let vouch = format!("If you know that the address is this endpoint's own, say so: `{call}`.");
                let steps =
                    vec![FilledStep::new(Assignee::EndpointAdministrator, show), FilledStep::new(Assignee::You, vouch)];
                let error = foreign(", which Transfer does not show to this account: it gets no token", steps);
                Err(CallError::with_cause(error, cause))
            }
        }
    }
}

/// An id in a document, in lower case, as Globus writes ids: so does the name of a token.
fn id_in(document: &JsValue, name: &str) -> Option<String> {
    member(document, name).as_string().filter(|id| is_uuid(id)).map(|id| id.to_ascii_lowercase())
}

/// Where Transfer says that an endpoint is.
fn manager_url(document: &JsValue) -> Option<String> {
    member(document, "gcs_manager_url").as_string().and_then(|url| address(&url).ok())
}

/// The error for an answer that leaves out what is asked for.
fn incomplete_answer(service: &'static str, message: &str) -> Error {
    Error::new(ErrorKind::Api, Code::InvalidResponse, message.to_owned()).with_service(Some(service))
}

#[cfg(test)]
mod tests {
    use super::address_of;

    #[test]
    fn addresses_are_understood_in_all_their_forms() {
        for text in [
            "abc.data.globus.org",
            "abc.data.globus.org/",
            "abc.data.globus.org/api/",
            "https://abc.data.globus.org",
            "https://abc.data.globus.org/api",
            "https://abc.data.globus.org/api/",
        ] {
            assert_eq!(address_of(text).as_deref(), Ok("https://abc.data.globus.org"), "{text}");
        }
        assert_eq!(address_of("http://127.0.0.1:9/gcs/api/").as_deref(), Ok("http://127.0.0.1:9/gcs"));
        for bad in
            ["", "/", "http://abc.data.globus.org", "a b", "user@host", "host?x", "ftp://host", "https://", "host#"]
        {
            assert_eq!(address_of(bad).map_err(|error| error.field.clone()), Err(Some("address".into())), "{bad}");
        }
    }
}
