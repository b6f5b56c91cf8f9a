//! The client's secret: where it comes from, the one in use, and the one before. It promises: a function is asked when a
//! secret is needed and none is in use, and once more after Globus Auth has refused its last answer; nothing is left here after
//! [`Vault::close`].

use crate::advice::step::{Who, by};
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

/// A client secret, with the keys that its entries in a storage have.
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

    /// What its entries in a storage are found and opened by.
    pub(super) fn keys(&self) -> &Keys {
        self.keys.get_or_init(|| Keys::new(&self.prefix, &self.text))
    }
}

pub(crate) struct Vault {
    /// None once the account has been disposed of.
    source: RefCell<Option<SecretSource>>,
    in_use: RefCell<Option<Rc<Secret>>>,
    /// The one before, should it have been rotated: it opens what was stored with it, until that is revoked. Without a storage none.
    former: RefCell<Option<Rc<Secret>>>,
    keeps_former: bool,
    /// What the names of the account's entries in a storage begin with.
    prefix: Rc<str>,
    /// ms that a function may take.
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

    /// The secret, if it was asked for since the beginning or since all was forgotten.
    pub(super) fn current(&self) -> Option<Rc<Secret>> {
        self.in_use.borrow().clone()
    }

    /// The one that was in use before.
    pub(super) fn former(&self) -> Option<Rc<Secret>> {
        self.former.borrow().clone()
    }

    /// The secret, if it is known without asking for it.
    pub(crate) fn known(&self) -> Option<Rc<Secret>> {
        self.current().or_else(|| match &*self.source.borrow() {
            Some(SecretSource::Text(text)) => Some(self.make_secret(text.clone())),
            _ => None,
        })
    }

    /// All that are known, which nobody may be shown.
    pub(super) fn all(&self) -> impl Iterator<Item = Rc<Secret>> {
        self.known().into_iter().chain(self.former())
    }

    /// Whether it was made of the same secret. Functions count as the same: handlers make them anew for each request.
    pub(crate) fn has_source(&self, source: &SecretSource) -> bool {
        match (&*self.source.borrow(), source) {
            (Some(SecretSource::Text(own)), SecretSource::Text(text)) => own == text,
            (Some(SecretSource::Function(_)), SecretSource::Function(_)) => true,
            _ => false,
        }
    }

    /// The secret: as given, or what its function said last.
    pub(crate) async fn secret(&self) -> Result<Rc<Secret>, CallError> {
        match self.current() {
            Some(secret) => Ok(secret),
            None => self.ask().await,
        }
    }

    /// The secret after one that was refused: what somebody else has been told meanwhile, or what the function says now.
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
            CallError::caused_with(Error::option("clientSecret", "is a function, and it failed"), &thrown, &secrets)
        };
        let answer = function.call0(&JsValue::UNDEFINED).map_err(failed)?;
        match wait(Promise::resolve(&answer), Some(self.timeout), None).await {
            WaitResult::Settled(Ok(value)) => {
                let problem = "is a function, and it gave no string";
                let text = value.as_string().ok_or_else(|| Error::option("clientSecret", problem))?;
                check_client_secret(&text)?;
                Ok(text)
            }
            WaitResult::Settled(Err(cause)) => Err(failed(cause)),
            WaitResult::TimedOut | WaitResult::Aborted(_) => {
                let message = "clientSecret is a function, and it gave no answer in time".to_owned();
                Err(Error::new(ErrorKind::Timeout, Code::Timeout, message).into())
            }
        }
    }

    /// Forgets the former secret: nothing is left that only it opens.
    pub(super) fn forget_former(&self) {
        self.former.take();
    }

    /// Forgets what was asked for; it can be asked for again.
    pub(super) fn forget(&self) {
        self.in_use.take();
        self.former.take();
    }

    /// Forgets the secret for good.
    pub(super) fn close(&self) {
        self.source.take();
        self.forget();
    }
}

fn disposed() -> Error {
    Error::config(Code::Disposed, "account", "was disposed of: its secret and tokens are gone")
        .with_step(&by(Who::You, "Make another account, or dispose of one after its last call"))
}
