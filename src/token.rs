//! Tokens: what the token endpoint grants, how long it may be used, and the memory they are kept in.
//!
//! Two questions are asked of a token. *Fresh*: enough life is left, use it and think no further. *Usable*: it has not
//! expired, use it at once and renew it beside the call. What is neither is expired.

use crate::json::Json;
use crate::scope::ScopeSet;
use std::fmt;
use std::rc::Rc;

/// What a caller needs a token for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// The scopes to ask for.
    pub scopes: ScopeSet,
    /// The resource server the token must be for, where it is known before the reply.
    pub resource_server: Option<String>,
}

impl Need {
    /// The identity of the need in memory: its normalised scopes, dependencies included.
    #[must_use]
    pub fn key(&self) -> String {
        self.scopes.to_string()
    }
}

/// An access token.
#[derive(Clone, PartialEq)]
pub struct Token {
    /// The bearer.
    pub access_token: String,
    /// What it was granted for: a flat list, without dependencies.
    pub scopes: Vec<String>,
    /// The service it is for.
    pub resource_server: String,
    /// `"Bearer"`.
    pub token_type: String,
    /// Epoch ms.
    pub expires_at: f64,
    /// Epoch ms until which it is sent.
    pub usable_until: f64,
    /// Epoch ms until which no renewal is thought of.
    pub fresh_until: f64,
}

impl fmt::Debug for Token {
    /// Without the bearer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("resource_server", &self.resource_server)
            .field("scopes", &self.scopes)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A lifetime for replies that tell none, in seconds: short enough to be harmless, long enough not to ask at every call.
const UNKNOWN_LIFETIME: f64 = 300.0;

/// No Globus token lives longer; more is a mistake that must not make a token immortal. In seconds.
const LONGEST_LIFETIME: f64 = 7.0 * 86_400.0;

/// Renewal is thought of in the last tenth of the lifetime.
const RENEWAL_WINDOW: f64 = 0.1;

/// A token is not sent in its last moments, when it could expire on the way: ms, and never more than a fiftieth of its
/// life, so that even a short one is stale before it is expired.
const EXPIRY_MARGIN: f64 = 5_000.0;

impl Token {
    /// Reads every token of a grant's reply: the top-level one and `other_tokens`, in no order that means anything.
    /// `jitter` (0 to 1) spreads the renewals of many processes over the renewal window.
    #[must_use]
    pub fn all_of(reply: &Json, now: f64, jitter: f64) -> Vec<Self> {
        std::iter::once(reply)
            .chain(reply.get("other_tokens").items())
            .filter_map(|document| Self::of(document, now, jitter))
            .collect()
    }

    fn of(document: &Json, now: f64, jitter: f64) -> Option<Self> {
        let text = |name| document.get(name).as_str();
        let access_token = text("access_token").filter(|token| is_header_safe(token))?;
        let lifetime = match document.get("expires_in").as_f64() {
            Some(seconds) if seconds.is_finite() => seconds.clamp(0.0, LONGEST_LIFETIME),
            _ => UNKNOWN_LIFETIME,
        } * 1000.0;
        let margin = EXPIRY_MARGIN.min(lifetime / 50.0);
        let window = lifetime * RENEWAL_WINDOW * (0.5 + jitter.clamp(0.0, 1.0) / 2.0);
        Some(Self {
            access_token: access_token.to_owned(),
            scopes: text("scope")?.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            resource_server: text("resource_server")?.to_owned(),
            token_type: text("token_type").unwrap_or("Bearer").to_owned(),
            expires_at: now + lifetime,
            usable_until: now + lifetime - margin,
            fresh_until: now + lifetime - window,
        })
    }

    /// Whether it may be sent.
    #[must_use]
    pub fn is_usable(&self, now: f64) -> bool {
        now < self.usable_until
    }

    /// Whether it was granted a scope.
    fn has(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope == name)
    }

    /// Whether it answers a need by what it was granted for. A need with dependencies is never answered this way,
    /// because a reply's scopes do not show them.
    #[must_use]
    pub fn answers(&self, need: &Need) -> bool {
        need.resource_server.as_ref().is_none_or(|server| *server == self.resource_server)
            && !need.scopes.has_dependencies()
            && need.scopes.iter().all(|scope| self.has(scope.name()))
    }

    /// Picks the token for a need out of a grant's reply: by resource server, else by scope, never by position.
    #[must_use]
    pub fn for_need<'a, T: AsRef<Self>>(need: &Need, granted: &'a [Rc<T>]) -> Option<&'a Rc<T>> {
        granted.iter().find(|entry| {
            let token = T::as_ref(entry);
            match &need.resource_server {
                Some(server) => token.resource_server == *server,
                None => need.scopes.iter().all(|scope| token.has(scope.name())),
            }
        })
    }
}

/// Whether a bearer can stand in a header: RFC 6750's characters and nothing that could begin another header.
fn is_header_safe(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Tokens of one account by need. `T` is what the border keeps with each token.
#[derive(Debug)]
pub struct Memory<T> {
    /// In the order of their keys.
    entries: Vec<(String, Rc<T>)>,
    sweep_at: usize,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), sweep_at: SWEEP_FROM }
    }
}

/// Entries at which expired ones are first swept out; later ones at twice what then remained.
const SWEEP_FROM: usize = 64;

impl<T: AsRef<Token>> Memory<T> {
    fn place(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(other, _)| other.as_str().cmp(key))
    }

    /// The entry for a need, fresh or usable: the one asked for with these scopes, else one of the same resource server
    /// that was granted them all.
    #[must_use]
    pub fn find(&self, need: &Need, now: f64) -> Option<&Rc<T>> {
        let usable = |entry: &&Rc<T>| T::as_ref(entry).is_usable(now);
        let all = || self.entries.iter().map(|(_, entry)| entry).filter(usable);
        let asked_for = self.place(&need.key()).ok().and_then(|place| self.entries.get(place)).map(|(_, entry)| entry);
        asked_for.filter(usable).or_else(|| all().find(|entry| T::as_ref(entry).answers(need)))
    }

    /// Keeps a token under a need.
    pub fn insert(&mut self, need: &Need, entry: Rc<T>, now: f64) {
        if self.entries.len() >= self.sweep_at {
            self.entries.retain(|(_, entry)| T::as_ref(entry).is_usable(now));
            self.sweep_at = SWEEP_FROM.max(2 * self.entries.len());
        }
        let key = need.key();
        match self.place(&key) {
            Ok(place) => {
                if let Some((_, present)) = self.entries.get_mut(place) {
                    *present = entry;
                }
            }
            Err(place) => self.entries.insert(place, (key, entry)),
        }
    }

    /// Forgets a token under every need it answers. False if it was not there: somebody else has dropped it.
    pub fn drop_entry(&mut self, gone: &Rc<T>) -> bool {
        let before = self.entries.len();
        self.entries.retain(|(_, entry)| !Rc::ptr_eq(entry, gone));
        self.entries.len() < before
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;
    use proptest::prelude::*;

    impl AsRef<Token> for Token {
        fn as_ref(&self) -> &Token {
            self
        }
    }

    fn need(scopes: &str, resource_server: Option<&str>) -> Need {
        Need {
            scopes: ScopeSet::parse(scopes).unwrap_or_default(),
            resource_server: resource_server.map(str::to_owned),
        }
    }

    fn reply(expires_in: &str) -> Json {
        parse(&format!(
            r#"{{"access_token": "one", "scope": "a b", "resource_server": "first", "token_type": "Bearer", {expires_in}
                "other_tokens": [{{"access_token": "two", "scope": "c", "resource_server": "second", "expires_in": 60}}]}}"#
        ))
    }

    #[test]
    fn tokens_are_found_by_resource_server_whatever_their_position() {
        let granted: Vec<_> = Token::all_of(&reply(""), 0.0, 0.0).into_iter().map(Rc::new).collect();
        let found = |need| Token::for_need(&need, &granted).map(|token| token.access_token.as_str());
        assert_eq!(found(need("c", Some("second"))), Some("two"));
        assert_eq!(found(need("a", Some("first"))), Some("one"));
        assert_eq!(found(need("c", None)), Some("two"));
        assert_eq!(found(need("d", None)), None);
        assert_eq!(found(need("a", Some("third"))), None);
    }

    #[test]
    fn odd_lifetimes_are_bounded() {
        for (text, seconds) in [
            ("\"expires_in\": 172800,", 172_800.0),
            ("\"expires_in\": 1,", 1.0),
            ("\"expires_in\": -5,", 0.0),
            ("\"expires_in\": 1e99,", LONGEST_LIFETIME),
            ("\"expires_in\": \"soon\",", UNKNOWN_LIFETIME),
            ("", UNKNOWN_LIFETIME),
        ] {
            let tokens = Token::all_of(&reply(text), 1000.0, 0.5);
            assert_eq!(tokens.first().map(|token| token.expires_at), Some(1000.0 + seconds * 1000.0), "{text}");
        }
    }

    #[test]
    fn a_token_is_fresh_then_usable_then_expired() {
        let token = Token::all_of(&reply("\"expires_in\": 1000,"), 0.0, 1.0).swap_remove(0);
        assert!((token.fresh_until - 900_000.0).abs() < 1.0);
        assert!(token.is_usable(994_999.0));
        assert!(!token.is_usable(995_000.0));
    }

    #[test]
    fn a_bearer_that_could_break_a_header_is_no_token() {
        let document = parse(r#"{"access_token": "a\r\nx: y", "scope": "", "resource_server": "r"}"#);
        assert_eq!(Token::all_of(&document, 0.0, 0.0), []);
    }

    #[test]
    fn debug_output_holds_no_bearer() {
        let text = format!("{:?}", Token::all_of(&reply(""), 0.0, 0.0));
        assert!(!text.contains("one") && !text.contains("two"), "{text}");
    }

    #[test]
    fn memory_answers_subsets_of_what_was_granted_but_no_dependencies() {
        let mut memory = Memory::default();
        let token = Token::all_of(&reply(""), 0.0, 0.0).swap_remove(0);
        memory.insert(&need("a[x] b", Some("first")), Rc::new(token), 0.0);
        assert!(memory.find(&need("b a[x]", Some("first")), 1.0).is_some());
        assert!(memory.find(&need("a", Some("first")), 1.0).is_some());
        assert!(memory.find(&need("a[y]", Some("first")), 1.0).is_none());
        assert!(memory.find(&need("a", Some("second")), 1.0).is_none());
        assert!(memory.find(&need("a", Some("first")), 1e9).is_none());
    }

    #[test]
    fn a_token_is_dropped_once_for_all_its_needs() {
        let mut memory = Memory::default();
        let Some(token) = Token::all_of(&reply(""), 0.0, 0.0).into_iter().next().map(Rc::new) else { return };
        memory.insert(&need("a", None), Rc::clone(&token), 0.0);
        memory.insert(&need("b", None), Rc::clone(&token), 0.0);
        assert!(memory.drop_entry(&token));
        assert!(!memory.drop_entry(&token));
        assert!(memory.find(&need("b", None), 0.0).is_none());
    }

    proptest! {
        #[test]
        fn any_lifetime_is_fresh_before_usable_before_expired(seconds in proptest::num::f64::ANY, jitter in 0.0..1.0) {
            let document = Json::Object(vec![
                ("access_token".into(), Json::String("t".into())),
                ("scope".into(), Json::String(String::new())),
                ("resource_server".into(), Json::String("r".into())),
                ("expires_in".into(), Json::Number(seconds)),
            ]);
            let tokens = Token::all_of(&document, 1e12, jitter);
            prop_assert_eq!(tokens.len(), 1);
            for token in tokens {
                prop_assert!(token.expires_at >= 1e12 && token.expires_at <= 1e12 + LONGEST_LIFETIME * 1000.0);
                prop_assert!(token.fresh_until <= token.usable_until && token.usable_until <= token.expires_at);
                if seconds > 1.0 { prop_assert!(token.fresh_until < token.usable_until); }
                prop_assert!(!token.is_usable(token.expires_at));
                if seconds > 1.0 { prop_assert!(token.is_usable(1e12)); }
            }
        }
    }
}
