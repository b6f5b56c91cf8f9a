//! A Globus Connect Server endpoint: the URL of its Manager API, and the client id in the scope of its token. The first
//! call that needs them finds them, once. What a server reports about itself is not enough to send it a token: Transfer
//! or the caller must confirm it.

use crate::advice::{Assignee, FilledStep, step_for};
use crate::js::arguments::{copied, text};
use crate::js::convert::{entries, member, present, present_member};
use crate::js::drive::{Success, drive, drive_call};
use crate::js::errors::CallError;
use crate::js::fetch::is_control_rejection;
use crate::js::http::href;
use crate::js::runtime::isolates;
use crate::js::time::{Signal, WaitResult, wait};
use crate::model::environment::Service;
use crate::model::scope::ScopeSet;
use crate::model::token::TokenRequest;
use crate::services::table::destination::{Access, Destination, ServiceDestination, run_call};
use crate::services::table::row::read_path_argument;
use crate::services::{gcs, transfer};
use crate::session::{Authorization, Call, Session};
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::request::{is_secure, origin};
use crate::wire::text::{contains, is_uuid};
use js_sys::Promise;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An endpoint, found when a call first needs it.
pub(crate) struct Endpoint {
    session: Rc<Session>,
    name: EndpointName,
    /// Its URL, without `/api`.
    url: OnceCell<String>,
    token_request: OnceCell<Rc<TokenRequest>>,
    /// The promise of the discovery in flight.
    discovery: RefCell<Option<Promise>>,
}

/// How a caller named an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EndpointName {
    /// By its URL. The server reports which endpoint it is, and Transfer confirms it.
    Address(String),
    /// By its id and its URL. The caller confirms that the URL belongs to the endpoint.
    IdAndAddress { id: String, url: String },
    /// By its own id or the id of a collection on it. `field` is the name of the argument. Transfer reports the URL.
    Id { field: &'static str, id: String },
}

/// Reads an endpoint's address, and normalizes it as the platform does, so that equal addresses have equal texts.
fn read_address(text: &str) -> Result<String, Error> {
    let url = parse_address(text)?;
    let href = href(&url).map_err(|_| Error::argument("address", "cannot be read"))?;
    Ok(href.trim_end_matches('/').to_owned())
}

/// Reads the name of an endpoint: an address, `{ collection }`, `{ endpoint }` or `{ endpoint, address }`.
pub(crate) fn read_endpoint_name(value: &JsValue) -> Result<EndpointName, Error> {
    if let Some(text) = value.as_string() {
        return read_address(&text).map(EndpointName::Address);
    }
    if !present(value) {
        return Err(Error::argument("address", "or { collection } or { endpoint } is required"));
    }
    let value = copied("address", value)?;
    if let Some((name, _)) =
        entries(&value).iter().find(|(name, _)| !["collection", "endpoint", "address"].contains(&name.as_str()))
    {
        return Err(Error::argument(
            name,
            "does not name an endpoint; use { collection }, { endpoint } or { endpoint, address }",
        ));
    }
    let member_of = |name: &str| present_member(&value, name);
    match (member_of("endpoint"), member_of("address"), member_of("collection")) {
        (None, None, id) => {
            Ok(EndpointName::Id { field: "collection", id: read_path_argument("collection", &id.unwrap_or_default())? })
        }
        (Some(id), address_value, None) => {
            let id = text("endpoint", &id)?.to_ascii_lowercase();
            if !is_uuid(&id) {
                return Err(Error::argument("endpoint", "must be a UUID"));
            }
            match address_value {
                Some(value) => Ok(EndpointName::IdAndAddress { id, url: read_address(&text("address", &value)?)? }),
                None => Ok(EndpointName::Id { field: "endpoint", id }),
            }
        }
        (Some(_), _, Some(_)) => Err(Error::argument("collection", "cannot be combined with endpoint")),
        (None, Some(_), _) => Err(Error::argument("endpoint", "is required with address")),
    }
}

/// Parses an endpoint's address, in any form that the web app, Transfer or Globus's own clients show or accept:
/// `abc.data.globus.org`, with or without `https://`, `/api` and slashes. The result has no `/api`.
pub(crate) fn parse_address(text: &str) -> Result<String, Error> {
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
    pub(crate) fn new(session: &Rc<Session>, name: EndpointName) -> Self {
        let (url, token_request, discovery) = Default::default();
        let endpoint = Self { session: Rc::clone(session), name, url, token_request, discovery };
        if let EndpointName::Address(url) | EndpointName::IdAndAddress { url, .. } = &endpoint.name {
            let _ = endpoint.url.set(url.clone());
        }
        endpoint
    }

    /// Whether a caller named the endpoint this way.
    pub(crate) fn has_name(&self, name: &EndpointName) -> bool {
        self.name == *name
    }

    /// Returns the promise of the discovery in flight, or starts one. On Workers each caller starts its own, because a
    /// promise of another request may never settle.
    fn start_or_join_discovery(self: &Rc<Self>) -> Promise {
        if let Some(promise) = self.discovery.borrow().clone().filter(|_| !isolates()) {
            return promise;
        }
        let endpoint = Rc::clone(self);
        let promise = drive(async move {
            let result = endpoint.discover().await;
            endpoint.discovery.take();
            Ok(result.map(|()| JsValue::UNDEFINED)?)
        });
        self.discovery.replace(Some(promise.clone()));
        promise
    }

    /// Finds the URL and the token request, and stores both.
    async fn discover(self: &Rc<Self>) -> Result<(), CallError> {
        let (client_id, url) = self.find_client_and_url().await?;
        let scope = format!("urn:globus:auth:scope:{client_id}:manage_collections");
        let token_request =
            TokenRequest { scopes: ScopeSet::parse(&scope).unwrap_or_default(), resource_server: Some(client_id) };
        let _ = (self.url.set(url), self.token_request.set(Rc::new(token_request)));
        Ok(())
    }

    /// Returns the client id in the scope of the endpoint's token, and the endpoint's URL. The server at an address
    /// reports which endpoint it is. The caller or Transfer must confirm this: any server can report any endpoint, and
    /// would receive the token for it.
    async fn find_client_and_url(self: &Rc<Self>) -> Result<(String, String), CallError> {
        let mut info = None;
        if self.url.get().is_some() {
            // This call sends no token, so it needs only the address.
            let destination: Rc<dyn Destination> = Rc::clone(self) as _;
            let reply =
                run_call(&destination, gcs::rows::getGcsInfo.prepare_call(&destination, &[], None, None, None)?)
                    .await?
                    .data;
            info = Some(ServerInfo::parse(&reply)?);
        }
        let lookup_id = match (&self.name, &info) {
            (EndpointName::IdAndAddress { id, url }, Some(info)) => return Ok((info.check_id(id)?, url.clone())),
            (EndpointName::Id { id, .. }, _) => id,
            (_, Some(info)) => &info.endpoint_id,
            (_, None) => "",
        };
        let transfer = ServiceDestination::create(&self.session, Service::Transfer);
        let call = transfer::rows::getEndpoint.prepare_call(&transfer, &[&lookup_id.into()], None, None, None)?;
        let transfer_document = run_call(&transfer, call).await.map(|reply| reply.data);
        match (&self.name, info) {
            (EndpointName::Address(url), Some(info)) => info.check_with_transfer(url, transfer_document),
            (EndpointName::Id { field, .. }, _) => Ok(read_transfer_document(field, &transfer_document?)?),
            _ => Err(incomplete_reply_error("gcs", MISSING_ID_MESSAGE).into()),
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

    fn base_url(&self) -> &'static str {
        ""
    }

    fn authorization(&self, access: Access) -> Authorization {
        match access {
            Access::Open => Authorization::None,
            // `call` below replaces this empty token request, once the endpoint is known.
            Access::Service | Access::Scope(_) => Authorization::Bearer(Rc::default()),
        }
    }

    /// Finds the endpoint if it is not known yet, then completes the URL and the token request of the call.
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
                    let is_own_discovery = endpoint.discovery.borrow().is_none();
                    match wait(endpoint.start_or_join_discovery(), None, call.options.signal.as_ref()).await {
                        // A framework stopped the other caller that began this discovery. This caller begins its own.
                        WaitResult::Settled(Err(error)) if !is_own_discovery && is_control_rejection(&error) => {}
                        WaitResult::Settled(result) => break drop(result.map_err(|error| CallError::shared(&error))?),
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

/// Returns the client id and the URL of an endpoint, from Transfer's document of the endpoint or of a collection on it.
fn read_transfer_document(field: &str, document: &JsValue) -> Result<(String, String), Error> {
    let entity_type = member(document, "entity_type").as_string();
    let entity_type = entity_type.ok_or_else(|| incomplete_reply_error("transfer", "the reply has no entity_type"))?;
    // The `owner_id` of a collection is its endpoint's id: Globus's own CLI reads it the same way.
    let is_endpoint = entity_type == "GCSv5_endpoint";
    let client_id = read_id(document, if is_endpoint { "id" } else { "owner_id" });
    match (client_id, read_manager_url(document)) {
        (Some(client_id), Some(url)) if is_endpoint || field == "collection" => Ok((client_id, url)),
        _ => Err(Error::argument(field, "must be the id of a Globus Connect Server endpoint or a collection on one")),
    }
}

/// What a server reports about itself.
struct ServerInfo {
    /// The client id in the scope of its token.
    client_id: String,
    endpoint_id: String,
}

const MISSING_ID_MESSAGE: &str = "the server does not report which endpoint it is";

impl ServerInfo {
    fn parse(reply: &JsValue) -> Result<Self, Error> {
        let info = gcs::find_document(reply, "info#");
        // Only a UUID could name the scope of another service.
        let client_id = read_id(&info, "client_id").ok_or_else(|| {
            let step = step_for(
                Assignee::You,
                "Check that this is the address of a Globus Connect Server endpoint: `GET /api/info` there returns its client_id",
            );
            incomplete_reply_error("gcs", MISSING_ID_MESSAGE).with_step(&step)
        })?;
        let endpoint_id = read_id(&info, "endpoint_id").unwrap_or_else(|| client_id.clone());
        Ok(Self { client_id, endpoint_id })
    }

    /// Checks that the server reports the endpoint whose id the caller passed. Returns the client id.
    fn check_id(&self, id: &str) -> Result<String, Error> {
        if self.client_id == id {
            return Ok(id.to_owned());
        }
        let problem = format!("belongs to endpoint {} as its server reports, not to {id}", self.client_id);
        Err(Error::config(Code::ForeignOrigin, "address", &problem))
    }

    /// Checks that Transfer reports the same client id and URL for the endpoint. Returns both.
    fn check_with_transfer(
        self,
        url: &str,
        transfer_document: Result<JsValue, CallError>,
    ) -> Result<(String, String), CallError> {
        let foreign_origin_error = |detail: &str, steps: Vec<FilledStep>| {
            let problem = format!("is not known to belong to endpoint {}{detail}", self.endpoint_id);
            Error::config(Code::ForeignOrigin, "address", &problem).with_steps(steps)
        };
        match transfer_document {
            Ok(document) => {
                // Some older endpoints have another id than the Globus Auth client of their manager.
                let is_client_id = |name: &&str| read_id(&document, name).as_ref() == Some(&self.client_id);
                if ["id", "owner_id"].iter().any(is_client_id) && read_manager_url(&document).as_deref() == Some(url) {
                    return Ok((self.client_id, url.to_owned()));
                }
                let call = format!("account.gcs({{ endpoint: \"{}\" }})", self.endpoint_id);
                let steps = vec![FilledStep::new(
                    Assignee::You,
                    format!("Call `{call}`: it uses the address that Transfer reports."),
                )];
                Err(foreign_origin_error(", for which Transfer reports another address; no token was sent", steps)
                    .into())
            }
            Err(failure) => {
                let cause = failure.into_js();
                if !matches!(member(&cause, "status").as_f64(), Some(403.0 | 404.0)) {
                    return Err(CallError::Js(cause));
                }
                let first_step = "Make the endpoint public, or give the account a role on it.".to_owned();
                let call = format!("account.gcs({{ endpoint: \"{}\", address }})", self.client_id);
                let second_step =
                    format!("If you know that the address belongs to this endpoint, confirm it: `{call}`.");
                let steps = vec![
                    FilledStep::new(Assignee::EndpointAdministrator, first_step),
                    FilledStep::new(Assignee::You, second_step),
                ];
                let error =
                    foreign_origin_error(", which Transfer does not show to this account; no token was sent", steps);
                Err(CallError::with_cause(error, cause))
            }
        }
    }
}

/// Reads a UUID in a document. Returns it in lower case, as Globus writes ids, because it becomes part of a scope.
fn read_id(document: &JsValue, name: &str) -> Option<String> {
    member(document, name).as_string().filter(|id| is_uuid(id)).map(|id| id.to_ascii_lowercase())
}

/// Reads the endpoint's URL in a document of Transfer.
fn read_manager_url(document: &JsValue) -> Option<String> {
    member(document, "gcs_manager_url").as_string().and_then(|url| read_address(&url).ok())
}

/// Returns the error for a reply without a member that is needed.
fn incomplete_reply_error(service: &'static str, message: &str) -> Error {
    Error::new(ErrorKind::Api, Code::InvalidResponse, message.to_owned()).with_service(Some(service))
}

#[cfg(test)]
mod tests {
    use super::parse_address;

    #[test]
    fn every_form_of_an_address_is_accepted() {
        for text in [
            "abc.data.globus.org",
            "abc.data.globus.org/",
            "abc.data.globus.org/api/",
            "https://abc.data.globus.org",
            "https://abc.data.globus.org/api",
            "https://abc.data.globus.org/api/",
        ] {
            assert_eq!(parse_address(text).as_deref(), Ok("https://abc.data.globus.org"), "{text}");
        }
        assert_eq!(parse_address("http://127.0.0.1:9/gcs/api/").as_deref(), Ok("http://127.0.0.1:9/gcs"));
        for bad in
            ["", "/", "http://abc.data.globus.org", "a b", "user@host", "host?x", "ftp://host", "https://", "host#"]
        {
            assert_eq!(parse_address(bad).map_err(|error| error.field.clone()), Err(Some("address".into())), "{bad}");
        }
    }
}
