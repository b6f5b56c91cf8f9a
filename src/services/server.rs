//! Servers that are not Globus's own: the Manager API of a Globus Connect Server endpoint, and the HTTPS server of a collection.
//! Where one is, and whose token it takes, is learnt by the first call that needs to know, once.

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
use crate::scope::{self, Scope, ScopeSet};
use crate::session::{Authorization, Call, Session};
use crate::text::{holds, is_uuid};
use crate::token::Need;
use js_sys::Promise;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Which server.
#[derive(Clone, Debug)]
pub(crate) enum Which {
    /// The Manager API at this URL, which does not end with `/api`.
    Manager(String),
    /// The Manager API of the endpoint that a collection is on.
    ManagerOf(String),
    /// The HTTPS server of a collection.
    FilesOf(String),
}

/// What is known of it.
#[derive(Clone, Debug)]
struct Known {
    url: String,
    /// None until a call needs a token.
    need: Option<Rc<Need>>,
}

/// A server.
pub(crate) struct Server {
    pub(crate) session: Rc<Session>,
    which: Which,
    /// A mapped collection whose `data_access` consent goes with the token.
    data_access: Option<String>,
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

impl Server {
    pub(crate) fn new(session: &Rc<Session>, which: Which) -> Self {
        let known = match &which {
            Which::Manager(url) => Some(Known { url: url.clone(), need: None }),
            _ => None,
        };
        Self {
            session: Rc::clone(session),
            which,
            data_access: None,
            known: RefCell::new(known),
            learning: RefCell::default(),
        }
    }

    /// The same, with a consent to act on a mapped collection.
    pub(crate) fn with_data_access(self, collection: &str) -> Self {
        Self { data_access: Some(collection.to_owned()), ..self }
    }

    /// The name in errors and events.
    pub(crate) const fn name(&self) -> &'static str {
        match self.which {
            Which::Manager(_) | Which::ManagerOf(_) => "gcs",
            Which::FilesOf(_) => "collection",
        }
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

    /// Its URL, and the need for its token.
    async fn known(self: &Rc<Self>, with_need: bool, signal: Option<&Signal>) -> Result<Known, Failure> {
        let sufficient = || self.known.borrow().clone().filter(|known| known.need.is_some() || !with_need);
        if let Some(known) = sufficient() {
            return Ok(known);
        }
        // All who come meanwhile wait for the same answer; on Workers a promise of another request may never settle.
        let joined = self.learning.borrow().clone().filter(|_| !isolates());
        let promise = joined.unwrap_or_else(|| {
            let server = Rc::clone(self);
            let promise = drive(async move {
                let learnt = server.learn(with_need).await;
                server.learning.replace(None);
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
        let known = self.known.borrow().clone();
        let url = match (&self.which, known) {
            (_, Some(known)) => known.url,
            (Which::Manager(url), None) => url.clone(),
            (Which::ManagerOf(id), None) => {
                let url = self.told_by_transfer(id, "gcs_manager_url").await?;
                let url =
                    url.ok_or_else(|| Error::argument("collection", "is not on a Globus Connect Server endpoint"))?;
                address_of(&url)?
            }
            (Which::FilesOf(id), None) => {
                let url = self.told_by_transfer(id, "https_server").await?.filter(|url| is_secure(url));
                url.ok_or_else(|| Error::argument("collection", "does not allow access to its files by HTTPS"))?
            }
        };
        let url = url.trim_end_matches('/').to_owned();
        self.known.replace(Some(Known { url: url.clone(), need: None }));
        if !with_need {
            return Ok(());
        }
        let (mut wanted, resource_server) = match &self.which {
            Which::FilesOf(id) => (Scope::new(&scope::of_resource(id, "https")), id.clone()),
            Which::Manager(_) | Which::ManagerOf(_) => {
                let client_id = self.client_id(&url).await?;
                let scope = ["urn:globus:auth:scope:", &client_id, ":manage_collections"].concat();
                (Scope::new(&scope), client_id)
            }
        };
        if let Some(id) = &self.data_access {
            wanted = wanted.with(Scope::new(&scope::of_resource(id, "data_access")));
        }
        let mut scopes = ScopeSet::default();
        scopes.insert(wanted);
        let need = Need { scopes, resource_server: Some(resource_server) };
        self.known.replace(Some(Known { url, need: Some(Rc::new(need)) }));
        Ok(())
    }

    /// The resource server of an endpoint's tokens, which it tells everybody.
    async fn client_id(self: &Rc<Self>, url: &str) -> Result<String, Failure> {
        let mut call = gcs::rows::getGcsInfo.call(&Place::Server(Rc::clone(self)), &[], None, None, None)?;
        call.url = [url, &call.url].concat();
        let info = self.session.run(&Rc::new(call), None).await?;
        let client_id = member(&gcs::unwrapped(&info, "info#"), "client_id").as_string();
        // What is not a UUID could name the scope of another service.
        client_id.filter(|id| is_uuid(id)).ok_or_else(|| {
            let message = "the server does not say which endpoint it is".to_owned();
            let advice =
                "Is this the address of a Globus Connect Server endpoint? `GET /api/info` there tells its client_id.";
            Error::new(Kind::Api, Code::InvalidResponse, message).of_service(Some("gcs")).with_advice(advice).into()
        })
    }

    /// A member of a collection's document.
    async fn told_by_transfer(&self, collection: &str, name: &str) -> Result<Option<String>, Failure> {
        let transfer = Place::Service(Rc::clone(&self.session), Service::Transfer);
        let call = transfer::rows::getEndpoint.call(&transfer, &[&collection.into()], None, None, None)?;
        Ok(member(&transfer.run(call).await?, name).as_string())
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
