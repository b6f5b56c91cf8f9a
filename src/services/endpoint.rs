//! A Globus Connect Server endpoint: its address, and the resource server it says it is. Both are learnt by the first call that
//! needs them, once.

use super::place::Place;
use super::{gcs, transfer};
use crate::environment::Service;
use crate::error::{Code, Error, Kind};
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::runtime::isolates;
use crate::js::time::{Signal, Waited, wait};
use crate::js::values::member;
use crate::request::{is_secure, origin};
use crate::scope::ScopeSet;
use crate::session::{Authorization, Call, Session};
use crate::text::{holds, is_uuid};
use crate::token::Need;
use js_sys::Promise;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How an endpoint is named.
#[derive(Clone, Debug)]
pub(crate) enum Address {
    /// By its base URL, without `/api`.
    Url(String),
    /// By a collection on it, whose document at Transfer tells the address.
    Collection(String),
}

/// What is known of it.
#[derive(Clone, Debug)]
struct Known {
    url: String,
    /// None until a call needs a token.
    need: Option<Rc<Need>>,
}

/// An endpoint.
pub(crate) struct Endpoint {
    pub(crate) session: Rc<Session>,
    address: Address,
    known: RefCell<Option<Known>>,
    learning: RefCell<Option<Promise>>,
}

/// Reads an endpoint's address, in any of the forms that the web app, Transfer and the official clients show or take:
/// `abc.data.globus.org`, with or without `https://`, `/api` and slashes. The result has no `/api`.
pub(crate) fn address_of(text: &str) -> Result<String, Error> {
    let problem = "must be the address of a Globus Connect Server endpoint, such as \"abc.xyz.data.globus.org\"";
    let url = if holds(text, "://") { text.to_owned() } else { ["https://", text].concat() };
    let url = url.trim_end_matches('/');
    let url = url.strip_suffix("/api").unwrap_or(url).trim_end_matches('/');
    let is_plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>".contains(&byte));
    let is_host = origin(url).is_some_and(|origin| origin.contains("://") && !origin.ends_with(':'));
    if !is_plain || !is_host || !is_secure(url) {
        return Err(Error::argument("address", problem));
    }
    Ok(url.to_owned())
}

impl Endpoint {
    pub(crate) fn new(session: &Rc<Session>, address: Address) -> Self {
        Self { session: Rc::clone(session), address, known: RefCell::default(), learning: RefCell::default() }
    }

    /// Makes a call of which the address and the token were left open.
    pub(crate) async fn run(self: &Rc<Self>, mut call: Call) -> Result<JsValue, Failure> {
        let needs_token = matches!(call.authorization, Authorization::Bearer(_));
        let known = self.known(needs_token, call.options.signal.as_ref()).await?;
        call.url = [known.url.as_str(), &call.url].concat();
        if let (true, Some(need)) = (needs_token, known.need) {
            call.authorization = Authorization::Bearer(need);
        }
        self.session.run(&Rc::new(call), None).await
    }

    /// The endpoint's URL, and the need for its token.
    async fn known(self: &Rc<Self>, with_need: bool, signal: Option<&Signal>) -> Result<Known, Failure> {
        let sufficient = || self.known.borrow().clone().filter(|known| known.need.is_some() || !with_need);
        if let Some(known) = sufficient() {
            return Ok(known);
        }
        // All who come meanwhile wait for the same answer; on Workers a promise of another request may never settle.
        let joined = self.learning.borrow().clone().filter(|_| !isolates());
        let promise = joined.unwrap_or_else(|| {
            let endpoint = Rc::clone(self);
            let promise = drive(async move {
                let learnt = endpoint.learn(with_need).await;
                endpoint.learning.replace(None);
                learnt.map(|()| JsValue::UNDEFINED).map_err(Failure::into_js)
            });
            self.learning.replace(Some(promise.clone()));
            promise
        });
        match wait(promise, None, signal).await {
            Waited::Settled(settled) => drop(settled.map_err(Failure::Js)?),
            Waited::Aborted(reason) => return Err(Failure::Js(reason)),
            Waited::TimedOut => {}
        };
        match sufficient() {
            Some(known) => Ok(known),
            // What was waited for did not ask for the resource server.
            None => Box::pin(self.known(with_need, signal)).await,
        }
    }

    async fn learn(self: &Rc<Self>, with_need: bool) -> Result<(), Failure> {
        let url = match (&self.address, self.known.borrow().clone()) {
            (_, Some(known)) => known.url,
            (Address::Url(url), None) => url.clone(),
            (Address::Collection(id), None) => self.manager_url(id).await?,
        };
        self.known.replace(Some(Known { url: url.clone(), need: None }));
        if !with_need {
            return Ok(());
        }
        let mut call = gcs::INFO.call(&Place::Endpoint(Rc::clone(self)), &[], None, None, None)?;
        call.url = [url.as_str(), &call.url].concat();
        let info = self.session.run(&Rc::new(call), None).await?;
        let info = gcs::unwrapped(&info, "info#");
        let client_id = member(&info, "client_id").as_string().filter(|id| is_uuid(id)).ok_or_else(|| {
            Error::new(Kind::Api, Code::InvalidResponse, "the server does not say which endpoint it is".to_owned())
                .of_service(Some("gcs"))
                .with_advice("Is this the address of a Globus Connect Server endpoint? `GET /api/info` there must tell its client_id.")
        })?;
        let scope = ["urn:globus:auth:scope:", &client_id, ":manage_collections"].concat();
        let need = Need { scopes: ScopeSet::parse(&scope).unwrap_or_default(), resource_server: Some(client_id) };
        self.known.replace(Some(Known { url, need: Some(Rc::new(need)) }));
        Ok(())
    }

    /// The address that Transfer knows a collection's endpoint by.
    async fn manager_url(&self, collection: &str) -> Result<String, Failure> {
        let transfer = Place::Service(Rc::clone(&self.session), Service::Transfer);
        let document = transfer.run(transfer::endpoint_call(&transfer, collection)?).await?;
        let url = member(&document, "gcs_manager_url").as_string();
        let url = url.ok_or_else(|| Error::argument("collection", "is not on a Globus Connect Server endpoint"))?;
        Ok(address_of(&url)?)
    }
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
