//! The entries that one secret opens: tokens are looked for there before a grant and put there after one. It promises: where the storage
//! can tell who came first, one process gets the tokens that all need; a token is not written over one that was seen to be younger.

use super::live::Live;
use super::store_gate::{StoreGate, described};
use super::vault::Secret;
use crate::js::drive::{Deferred, drive, drive_into};
use crate::js::runtime::{now, random, stringify_json};
use crate::js::storage::{all_in_time, in_time};
use crate::js::time::{Alarm, Waited, all, wait_until};
use crate::model::stored::Entry;
use crate::model::token::Need;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long a claim lives, ms. Whoever takes longer may have died: another one claims the grant.
const CLAIM: f64 = 2_000.0;

/// How long claims of others are waited for, ms, before a process asks without one.
const PATIENCE: f64 = 5_000.0;

/// ms between two looks at whether the claimant's token has come.
const LOOK: f64 = 100.0;

/// Hears what became of a need: its token, or why the storage has none.
pub(super) type Found<'a> = &'a dyn Fn(&Rc<Need>, Result<Rc<Live>, &'static str>);

/// The entries that one secret opens.
#[derive(Clone)]
pub(super) struct Drawer {
    gate: Rc<StoreGate>,
    secret: Rc<Secret>,
}

/// The right to make the grant that others wait for.
pub(super) struct Claim {
    name: String,
    drawer: Drawer,
    /// What tells it from a later one of somebody else.
    owner: JsValue,
}

impl Drawer {
    pub(super) fn of(gate: &Rc<StoreGate>, secret: &Rc<Secret>) -> Self {
        Self { gate: Rc::clone(gate), secret: Rc::clone(secret) }
    }

    /// Reads the entries of these needs, all at once; tells of what fails.
    async fn entries(&self, needs: &[Rc<Need>]) -> Vec<(Rc<Need>, JsValue)> {
        let Some(store) = self.gate.store() else { return Vec::new() };
        let keys = self.secret.keys();
        let asked = needs.iter().map(|need| store.get(keys, &self.gate.entry_of(need))).collect();
        let answers = needs.iter().zip(all_in_time(asked).await);
        let told = |fault| self.gate.failed("get", &fault, Some(&self.secret), &[]);
        answers.filter_map(|(need, answer)| Some((Rc::clone(need), answer.map_err(told).ok()?))).collect()
    }

    /// Looks for the tokens of needs.
    pub(super) async fn look_up(&self, needs: &[Rc<Need>], found: Found<'_>) {
        for (need, entry) in self.entries(needs).await {
            found(&need, self.gate.judged(&need, &entry));
        }
    }

    /// Where a storage can tell who came first, the first process gets the tokens, and the others wait for a while and
    /// take what it has put there. `open` gives the needs that have got nothing yet. Gives the claim, if it is ours.
    pub(super) async fn claim(&self, open: &dyn Fn() -> Vec<Rc<Need>>, found: Found<'_>) -> Option<Claim> {
        self.gate.claims()?;
        let name = open().iter().map(|need| self.gate.entry_of(need)).collect::<Vec<_>>().join("\n");
        // By a timer: a clock that is set back must not make this longer.
        let end = Alarm::after(PATIENCE);
        while !open().is_empty() {
            let store = self.gate.claims()?;
            let claiming = store.claim(self.secret.keys(), &name, now() + CLAIM, CLAIM / 1000.0);
            let owner = match in_time(claiming).await {
                Ok(owner) => owner,
                Err(fault) => {
                    self.gate.failed("add", &fault, Some(&self.secret), &[]);
                    return None;
                }
            };
            if owner.is_undefined() {
                let pause = Alarm::after(LOOK * (0.5 + random()));
                if let Waited::TimedOut = wait_until(pause.future(), Some(&end), None).await {
                    // Nobody has put anything there: whoever has the claim is gone, or the storage does not mean it.
                    self.gate.rest_claims();
                    return None;
                }
            }
            // If it is ours: whoever had it before may have come and gone since the last look.
            self.look_up(&open(), found).await;
            if !owner.is_undefined() {
                return Some(Claim { name, drawer: self.clone(), owner });
            }
        }
        None
    }

    /// Begins to write tokens, and then to give up the claims. None if there is nothing to do.
    pub(super) fn save(
        &self,
        generation: u32,
        granted: Vec<(Rc<Need>, Rc<Live>)>,
        claims: Vec<Claim>,
    ) -> Option<Promise> {
        if !self.gate.is_there() || (granted.is_empty() && claims.is_empty()) {
            return None;
        }
        let write = |(need, live): (Rc<Need>, Rc<Live>)| {
            let drawer = self.clone();
            drive(async move {
                drawer.write(&need, &live, generation).await;
                Ok(JsValue::UNDEFINED)
            })
        };
        let writing: Vec<Promise> = granted.into_iter().map(write).collect();
        let (gate, deferred) = (Rc::clone(&self.gate), Deferred::new());
        let saving = deferred.promise();
        self.gate.begin_saving(&saving);
        let own = saving.clone();
        drive_into(deferred, async move {
            let _ = all(writing).await;
            for claim in claims {
                claim.release().await;
            }
            gate.saved_one(&own);
            Ok(JsValue::UNDEFINED)
        });
        Some(saving)
    }

    /// Writes a token, unless the storage shows a younger one.
    async fn write(&self, need: &Rc<Need>, new: &Live, generation: u32) {
        let (gate, life) = (&self.gate, new.token.life);
        for (_, entry) in self.entries(std::slice::from_ref(need)).await {
            let seen = gate.token_in(need, &entry).filter(|seen| !gate.cache.is_dropped(seen));
            if seen.is_some_and(|seen| seen.life.issued_at > life.issued_at) {
                return;
            }
        }
        let Some(store) = gate.store() else { return };
        let ttl = ((life.expires_at - now()) / 1000.0).ceil();
        // Of no use to anybody, or forgotten meanwhile.
        if ttl < 1.0 || !gate.cache.is_worth_storing(generation, &new.token) {
            return;
        }
        let skew = gate.clock.skew();
        let entry = Entry::of(&new.token, need, &gate.config.client_id, skew);
        let entry = serde_wasm_bindgen::to_value(&entry).unwrap_or_default();
        let Ok(entry) = stringify_json(&entry) else { return };
        let setting = store.set(self.secret.keys(), &gate.entry_of(need), &entry, life.expires_at + skew, ttl);
        if let Err(fault) = in_time(setting).await {
            let bearer = std::slice::from_ref(&new.token.access_token);
            gate.failed("set", &fault, Some(&self.secret), bearer);
        }
    }

    /// Takes the tokens of these needs out of the storage.
    pub(super) async fn unsave(&self, needs: &[Rc<Need>], bearers: &[String]) {
        let Some(store) = &self.gate.store else { return };
        let keys = self.secret.keys();
        let asked = needs.iter().map(|need| store.delete(keys, &self.gate.entry_of(need))).collect();
        self.gate.deleted(asked, bearers).await;
    }

    /// What is wrong with the storage, by reading the entry of a need: undefined if it answers, null if there is none.
    pub(super) async fn fault(&self, need: &Need) -> JsValue {
        let Some(store) = &self.gate.store else { return JsValue::NULL };
        match in_time(store.get(self.secret.keys(), &self.gate.entry_of(need))).await {
            Ok(_) => JsValue::UNDEFINED,
            Err(fault) => described(&fault, &self.gate.hidden()).1.into(),
        }
    }
}

impl Claim {
    /// Gives it up, unless the storage is left alone: then it ends by itself.
    async fn release(self) {
        let Drawer { gate, secret } = &self.drawer;
        let Some(store) = gate.store() else { return };
        if let Err(fault) = in_time(store.release(secret.keys(), &self.name, &self.owner)).await {
            gate.failed("delete", &fault, Some(secret), &[]);
        }
    }
}
