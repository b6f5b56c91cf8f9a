//! The client's secret: its source, the current one, and the former one. Guarantees: a function is called when a secret
//! is needed and none is current, and once more after Globus Auth has refused its last answer; nothing is left here
//! after [`Vault::close`].

use crate::advice::step::{Assignee, step_for};
use crate::js::errors::CallError;
use crate::js::options::{Config, SecretSource};
use crate::js::storage::Keys;
use crate::js::time::{WaitResult, wait};
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::grant::check_client_secret;
use js_sys::{Array, Function, Promise};
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A client secret, with the keys of its storage entries.
pub(crate) struct Secret {
    text: String,
    prefix: Rc<str>,
    keys: OnceCell<Keys>,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Secret {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the keys that name and encrypt its storage entries.
    pub(super) fn keys(&self) -> &Keys {
        self.keys.get_or_init(|| Keys::new(&self.prefix, &self.text))
    }
}

pub(crate) struct Vault {
    /// `None` once the account is disposed.
    source: RefCell<Option<SecretSource>>,
    in_use: RefCell<Option<Rc<Secret>>>,
    /// The secret before a rotation. It opens the entries written with it, until they are revoked. `None` without a
    /// storage.
    former: RefCell<Option<Rc<Secret>>>,
    keeps_former: bool,
    /// The prefix of the account's entry names.
    prefix: Rc<str>,
    /// The time limit of the secret function, ms.
    timeout: f64,
}

impl Vault {
    pub(super) fn new(source: SecretSource, config: &Config, keeps_former: bool) -> Self {
        let (in_use, former) = Default::default();
        let (source, prefix) = (RefCell::new(Some(source)), config.storage_prefix().into());
        Self { source, in_use, former, keeps_former, prefix, timeout: config.timeout }
    }

    fn make_secret(&self, text: String) -> Rc<Secret> {
        Rc::new(Secret { text, prefix: Rc::clone(&self.prefix), keys: OnceCell::new() })
    }

    /// Returns the current secret, if it was requested since the start or since the last `forget`.
    pub(super) fn current(&self) -> Option<Rc<Secret>> {
        self.in_use.borrow().clone()
    }

    /// Returns the secret before the last rotation.
    pub(super) fn former(&self) -> Option<Rc<Secret>> {
        self.former.borrow().clone()
    }

    /// Returns the secret if that needs no call of a function.
    pub(crate) fn known(&self) -> Option<Rc<Secret>> {
        self.current().or_else(|| match &*self.source.borrow() {
            Some(SecretSource::Text(text)) => Some(self.make_secret(text.clone())),
            _ => None,
        })
    }

    /// Returns all known secrets, to redact them.
    pub(super) fn all(&self) -> impl Iterator<Item = Rc<Secret>> {
        self.known().into_iter().chain(self.former())
    }

    /// Whether the account was made with the same secret. Two functions count as the same: request handlers create
    /// theirs anew for each request.
    pub(crate) fn has_source(&self, source: &SecretSource) -> bool {
        match (&*self.source.borrow(), source) {
            (Some(SecretSource::Text(own)), SecretSource::Text(text)) => own == text,
            (Some(SecretSource::Function(_)), SecretSource::Function(_)) => true,
            _ => false,
        }
    }

    /// Returns the secret: the given text, or the last answer of the function.
    pub(crate) async fn secret(&self) -> Result<Rc<Secret>, CallError> {
        match self.current() {
            Some(secret) => Ok(secret),
            None => self.ask().await,
        }
    }

    /// Returns the secret after a refused one: the current one if another caller has replaced it meanwhile, else a new
    /// answer of the function.
    pub(crate) async fn secret_after(&self, refused: &Secret) -> Result<Rc<Secret>, CallError> {
        match self.current() {
            Some(secret) if *secret != *refused => Ok(secret),
            _ => self.ask().await,
        }
    }

    async fn ask(&self) -> Result<Rc<Secret>, CallError> {
        let source = self.source.borrow().clone();
        let text = match source {
            None => return Err(disposed().into()),
            Some(SecretSource::Text(text)) => text,
            Some(SecretSource::Function(function)) => self.call_function(&function).await?,
        };
        let secret = self.make_secret(text);
        if self.source.borrow().is_some() {
            let before = self.in_use.replace(Some(Rc::clone(&secret)));
            if let Some(former) = before.filter(|before| self.keeps_former && *before != secret) {
                self.former.replace(Some(former));
            }
        }
        Ok(secret)
    }

    async fn call_function(&self, function: &Function) -> Result<String, CallError> {
        let failed = |thrown| {
            let secrets: Array = self.all().map(|secret| JsValue::from(secret.text())).collect();
            CallError::caused_with(Error::option("clientSecret", "is a function that failed"), &thrown, &secrets)
        };
        let answer = function.call0(&JsValue::UNDEFINED).map_err(failed)?;
        match wait(Promise::resolve(&answer), Some(self.timeout), None).await {
            WaitResult::Settled(Ok(value)) => {
                let problem = "is a function that did not return a string";
                let text = value.as_string().ok_or_else(|| Error::option("clientSecret", problem))?;
                check_client_secret(&text)?;
                Ok(text)
            }
            WaitResult::Settled(Err(cause)) => Err(failed(cause)),
            WaitResult::TimedOut | WaitResult::Aborted(_) => {
                let message = "clientSecret is a function that did not return in time".to_owned();
                Err(Error::new(ErrorKind::Timeout, Code::Timeout, message).into())
            }
        }
    }

    /// Forgets the former secret, once no entry is left that only it opens.
    pub(super) fn forget_former(&self) {
        self.former.take();
    }

    /// Forgets the answers of the function. It can be called again.
    pub(super) fn forget(&self) {
        self.in_use.take();
        self.former.take();
    }

    /// Forgets the secret and its source.
    pub(super) fn close(&self) {
        self.source.take();
        self.forget();
    }
}

fn disposed() -> Error {
    Error::config(Code::Disposed, "account", "is disposed: its secret and tokens are gone")
        .with_step(&step_for(Assignee::You, "Make another account, or dispose an account after its last call"))
}
