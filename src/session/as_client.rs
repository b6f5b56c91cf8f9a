//! Calls that the client makes as itself, with its id and secret, for the caller.

use super::{Call, Session};
use crate::error::Code;
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::time::{Waited, wait};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

impl Session {
    /// Makes a call with the id and the secret, and once more if a function has another secret by now. Nothing of what it is
    /// `about` is shown in an error.
    pub(crate) async fn run_as_client(self: &Rc<Self>, call: Call, about: &Rc<[String]>) -> Result<JsValue, Failure> {
        let session = Rc::clone(self);
        let asked = drive(async move {
            session.secret().await?;
            Ok(JsValue::UNDEFINED)
        });
        match wait(asked, None, call.options.signal.as_ref()).await {
            Waited::Settled(settled) => drop(settled.map_err(Failure::Js)?),
            Waited::Aborted(reason) => return Err(Failure::Js(reason)),
            Waited::TimedOut => {}
        }
        let secret = self.secret().await?;
        let first = self.run_with(&call, &secret, about).await;
        let next = match &first {
            Err(Failure::Error { error, .. }) if error.status == Some(401) => self.secret_after(&secret).await?,
            _ => return first,
        };
        if next == secret { first } else { self.run_with(&call, &next, about).await }
    }

    async fn run_with(
        self: &Rc<Self>,
        call: &Call,
        secret: &Rc<str>,
        about: &Rc<[String]>,
    ) -> Result<JsValue, Failure> {
        let call = Rc::new(Call { authorization: self.basic(secret, about)?, ..call.clone() });
        self.run(&call, None).await.map_err(|mut failure| {
            if let Failure::Error { error, .. } = &mut failure {
                error.code = match error.server_code.as_deref() {
                    Some("invalid_client") => Code::InvalidClient,
                    Some("invalid_scope" | "unknown_scope") => Code::InvalidScope,
                    _ => error.code,
                };
            }
            failure
        })
    }
}
