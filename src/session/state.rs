//! The state of one account. Accounts share nothing.

use crate::advice::AccountInfo;
use crate::js::options::{Config, Options};
use crate::tokens::{Auth, Tokens};
use std::rc::{Rc, Weak};

pub(crate) struct Session {
    pub(crate) config: Rc<Config>,
    pub(crate) tokens: Rc<Tokens>,
}

impl Session {
    pub(crate) fn new(options: Options) -> Rc<Self> {
        let Options { config, secret, store } = options;
        let config = Rc::new(config);
        Rc::new_cyclic(|session: &Weak<Self>| {
            let auth: Weak<dyn Auth> = Weak::<Self>::clone(session);
            let tokens = Tokens::new(&config, secret, store, auth);
            Self { config, tokens }
        })
    }

    /// Returns what advice may say about the account. The secret itself is not in it.
    pub(crate) fn account(&self, secret: Option<&str>) -> AccountInfo<'_> {
        let config = &self.config;
        AccountInfo {
            client_id: &config.client_id,
            environment: &config.environment,
            secret_length: secret.map(str::len),
        }
    }
}
