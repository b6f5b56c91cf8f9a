//! A Globus Connect Server endpoint: where its Manager API is, and whose token that takes. Both are learnt by the first call that
//! needs to know, once.

use super::place::Place;
use super::{gcs, transfer};
use crate::advice::step::{Who, by};
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
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// An endpoint.
pub(crate) struct Endpoint {
    pub(crate) session: Rc<Session>,
    /// A collection on it, if it was named by one; else empty.
    collection: String,
    /// Its URL, without `/api`.
    url: OnceCell<String>,
    need: OnceCell<Rc<Need>>,
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
    let is_host = origin(url).is_some_and(|origin| !origin.ends_with(':'));
    if !is_plain || !is_host || !is_secure(url) {
        return Err(Error::argument("address", problem));
    }
    Ok(url.to_owned())
}

impl Endpoint {
    /// The endpoint at an address.
    pub(crate) fn at(session: &Rc<Session>, address: &str) -> Result<Self, Error> {
        let endpoint = Self::of(session, String::new());
        let _ = endpoint.url.set(address_of(address)?);
        Ok(endpoint)
    }

    /// The endpoint that a collection is on.
    pub(crate) fn of(session: &Rc<Session>, collection: String) -> Self {
        let (url, need, learning) = Default::default();
        Self { session: Rc::clone(session), collection, url, need, learning }
    }

    /// Makes a call of which the address and the token were left open.
    pub(crate) fn call(self: &Rc<Self>, mut call: Call) -> Promise {
        let endpoint = Rc::clone(self);
        drive(async move {
            if let Some(reason) = call.options.signal.as_ref().and_then(Signal::abort_reason) {
                return Err(reason);
            }
            let needs_token = matches!(call.authorization, Authorization::Bearer(_));
            let is_known = endpoint.url.get().is_some() && !needs_token || endpoint.need.get().is_some();
            if !is_known {
                let promise = endpoint.learning();
                match wait(promise, None, call.options.signal.as_ref()).await {
                    Waited::Settled(learnt) => drop(learnt?),
                    Waited::Aborted(reason) => return Err(reason),
                    Waited::TimedOut => {}
                }
            }
            call.url = [endpoint.url.get().map_or("", String::as_str), &call.url].concat();
            if let (true, Some(need)) = (needs_token, endpoint.need.get()) {
                call.authorization = Authorization::Bearer(Rc::clone(need));
            }
            JsFuture::from(endpoint.session.call(call)).await
        })
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

    async fn learn(self: &Rc<Self>) -> Result<(), Failure> {
        let client_id = if self.collection.is_empty() { self.asked().await? } else { self.looked_up().await? };
        // Globus writes ids in lower case: so does the name of the token.
        let client_id = client_id.to_ascii_lowercase();
        let scope = ["urn:globus:auth:scope:", &client_id, ":manage_collections"].concat();
        let need = Need { scopes: ScopeSet::parse(&scope).unwrap_or_default(), resource_server: Some(client_id) };
        let _ = self.need.set(Rc::new(need));
        Ok(())
    }

    /// Lets Transfer say where the endpoint of the collection is, and which it is: its server could name another one, and get the
    /// token for that.
    async fn looked_up(self: &Rc<Self>) -> Result<String, Failure> {
        let transfer = Place::Service(Rc::clone(&self.session), Service::Transfer);
        let id = JsValue::from_str(&self.collection);
        let call = transfer::rows::getEndpoint.call(&transfer, &[&id], None, None, None)?;
        let document = transfer.run(call).await?;
        let entity_type = member(&document, "entity_type").as_string();
        let entity_type =
            entity_type.ok_or_else(|| unreadable("transfer", "the answer does not say what the collection is"))?;
        // A collection belongs to its endpoint, as Globus's own CLI has it.
        let is_endpoint = entity_type == "GCSv5_endpoint";
        let client_id = member(&document, if is_endpoint { "id" } else { "owner_id" }).as_string();
        let url = member(&document, "gcs_manager_url").as_string().and_then(|url| address_of(&url).ok());
        let (Some(url), Some(client_id)) = (url, client_id.filter(|id| is_uuid(id))) else {
            return Err(Error::argument("collection", "is not on a Globus Connect Server endpoint").into());
        };
        let _ = self.url.set(url);
        Ok(client_id)
    }

    /// Asks the endpoint itself which it is.
    async fn asked(self: &Rc<Self>) -> Result<String, Failure> {
        // Without a token, it needs no more to be known than the address.
        let info = gcs::rows::getGcsInfo.call(&Place::Endpoint(Rc::clone(self)), &[], None, None, None)?;
        let info = Place::Endpoint(Rc::clone(self)).run(info).await?;
        // What is not a UUID could name the scope of another service.
        let client_id = member(&gcs::unwrapped(&info, "info#"), "client_id").as_string().filter(|id| is_uuid(id));
        client_id.ok_or_else(|| {
            let step = by(
                Who::You,
                "See that this is the address of a Globus Connect Server endpoint: `GET /api/info` there tells its client_id",
            );
            unreadable("gcs", "the server does not say which endpoint it is").with_step(&step).into()
        })
    }
}

/// The error for an answer that leaves out what is asked for.
fn unreadable(service: &'static str, message: &str) -> Error {
    Error::new(Kind::Api, Code::InvalidResponse, message.to_owned()).of_service(Some(service))
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
