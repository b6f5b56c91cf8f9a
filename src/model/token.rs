//! Tokens: those that the token endpoint grants, and the memory that keeps them. [`crate::policy::lifecycle`] decides
//! how long one is used.

use crate::model::scope::{Scope, ScopeSet};
use crate::model::validity::Validity;
use crate::wire::json::Json;
use std::fmt;
use std::rc::Rc;

/// What a token is requested for: the scopes and the resource server that a caller needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenRequest {
    /// The scopes to request.
    pub scopes: ScopeSet,
    /// The resource server of the token, where it is known before the reply.
    pub resource_server: Option<String>,
}

impl TokenRequest {
    /// Returns the key of the token request in memory: its normalised scopes with their dependencies.
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
    /// The granted scopes: names only, without dependencies.
    pub scopes: Vec<String>,
    /// The resource server that accepts the token.
    pub resource_server: String,
    /// `"Bearer"`.
    pub token_type: String,
    /// How long the token may be used.
    pub validity: Validity,
}

impl fmt::Debug for Token {
    /// Leaves out the bearer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("resource_server", &self.resource_server)
            .field("scopes", &self.scopes)
            .field("validity", &self.validity)
            .finish_non_exhaustive()
    }
}

/// The lifetime of a token whose reply has none, ms: short enough to be harmless, long enough to avoid a grant per
/// call.
const DEFAULT_LIFETIME: f64 = 300_000.0;

impl Token {
    /// Reads all tokens in the reply to a grant: the top-level one and `other_tokens`. Their order has no meaning.
    /// `jitter` (0 to 1) spreads the renewals of many processes over time.
    #[must_use]
    pub fn parse_all(reply: &Json, now: f64, jitter: f64) -> Vec<Self> {
        std::iter::once(reply)
            .chain(reply.get("other_tokens").items())
            .filter_map(|document| Self::parse(document, now, jitter))
            .collect()
    }

    fn parse(document: &Json, now: f64, jitter: f64) -> Option<Self> {
        let text = |name| document.get(name).as_str();
        let access_token = text("access_token").filter(|token| is_header_safe(token))?;
        let seconds = document.get("expires_in").as_f64().filter(|seconds| seconds.is_finite());
        let lifetime = seconds.map_or(DEFAULT_LIFETIME, |seconds| seconds * 1000.0);
        Some(Self {
            access_token: access_token.to_owned(),
            scopes: scope_names(text("scope")?),
            resource_server: text("resource_server")?.to_owned(),
            token_type: text("token_type").unwrap_or("Bearer").to_owned(),
            validity: Validity::new(now, lifetime, jitter),
        })
        .filter(|token| is_bearer(&token.token_type))
    }

    /// Returns the value of an `Authorization` header with this token.
    #[must_use]
    pub fn authorization(&self) -> String {
        format!("Bearer {}", self.access_token)
    }

    /// Whether a scope was granted.
    fn has_scope(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope == name)
    }

    /// Whether the granted scopes satisfy a token request. They never satisfy one with dependencies, because a reply
    /// does not show dependencies.
    #[must_use]
    pub fn satisfies(&self, token_request: &TokenRequest) -> bool {
        token_request.resource_server.as_ref().is_none_or(|server| *server == self.resource_server)
            && !token_request.scopes.has_dependencies()
            && token_request.scopes.iter().all(|scope| self.has_scope(scope.name()))
    }

    /// Returns the requested scopes that were not granted. Optional ones may be missing. Dependencies are not checked,
    /// because a reply does not show them.
    pub fn missing_scopes<'a>(&'a self, token_request: &'a TokenRequest) -> impl Iterator<Item = &'a str> {
        token_request
            .scopes
            .iter()
            .filter(|scope| !scope.is_optional())
            .map(Scope::name)
            .filter(|name| !self.has_scope(name))
    }

    /// Picks the token for a token request from the tokens of a reply: by resource server, else by scope, never by
    /// position. The token may lack a scope.
    #[must_use]
    pub fn pick_for<'a, T: AsRef<Self>>(token_request: &TokenRequest, granted: &'a [Rc<T>]) -> Option<&'a Rc<T>> {
        granted.iter().find(|candidate| {
            let token = T::as_ref(candidate);
            match &token_request.resource_server {
                Some(server) => token.resource_server == *server,
                None => token.missing_scopes(token_request).next().is_none(),
            }
        })
    }
}

/// Returns the names in the `scope` member of a reply.
#[must_use]
pub fn scope_names(text: &str) -> Vec<String> {
    text.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Whether the token type is `bearer`, in any case (RFC 6749, 7.1).
#[must_use]
pub fn is_bearer(token_type: &str) -> bool {
    token_type.eq_ignore_ascii_case("bearer")
}

/// Whether a bearer can be written into a header: it is not empty and has only printable ASCII without spaces (RFC
/// 6750, 2.1 allows fewer).
#[must_use]
pub fn is_header_safe(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

#[derive(Debug)]
struct MemoryEntry<T> {
    key: String,
    token_request: Rc<TokenRequest>,
    token: Rc<T>,
}

/// The tokens of one account by token request. `T` is a token with its JavaScript values.
#[derive(Debug)]
pub struct Memory<T> {
    /// Sorted by key.
    entries: Vec<MemoryEntry<T>>,
    sweep_at: usize,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), sweep_at: SWEEP_THRESHOLD }
    }
}

/// The number of entries at which expired ones are removed for the first time. The next time is at twice the number
/// that then remained.
const SWEEP_THRESHOLD: usize = 64;

impl<T: AsRef<Token>> Memory<T> {
    fn index_of(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| entry.key.as_str().cmp(key))
    }

    /// Returns the usable token for a token request: the one requested with these scopes, else one of the same resource
    /// server that was granted all of them.
    #[must_use]
    pub fn find(&self, token_request: &TokenRequest, now: f64) -> Option<&Rc<T>> {
        let usable = |token: &&Rc<T>| T::as_ref(token).validity.is_usable(now);
        let all = || self.entries.iter().map(|entry| &entry.token).filter(usable);
        let requested = self
            .index_of(&token_request.key())
            .ok()
            .and_then(|index| self.entries.get(index))
            .map(|entry| &entry.token);
        requested.filter(usable).or_else(|| all().find(|token| T::as_ref(token).satisfies(token_request)))
    }

    /// Stores a token under its token request.
    pub fn insert(&mut self, token_request: &Rc<TokenRequest>, token: Rc<T>, now: f64) {
        if self.entries.len() >= self.sweep_at {
            self.entries.retain(|entry| T::as_ref(&entry.token).validity.is_usable(now));
            self.sweep_at = SWEEP_THRESHOLD.max(2 * self.entries.len());
        }
        let key = token_request.key();
        match self.index_of(&key) {
            Ok(index) => {
                if let Some(entry) = self.entries.get_mut(index) {
                    entry.token = token;
                }
            }
            Err(index) => {
                self.entries.insert(index, MemoryEntry { key, token_request: Rc::clone(token_request), token });
            }
        }
    }

    /// Removes a token from all token requests it is stored under. Returns false if it was not there: another call has
    /// removed it.
    pub fn remove(&mut self, removed: &Rc<T>) -> bool {
        let before = self.entries.len();
        // By bearer: a storage may have returned the same token once per token request.
        let bearer = &T::as_ref(removed).access_token;
        self.entries.retain(|entry| T::as_ref(&entry.token).access_token != *bearer);
        self.entries.len() < before
    }

    /// Returns all tokens with their token requests.
    #[must_use]
    pub fn all(&self) -> Vec<(Rc<TokenRequest>, Rc<T>)> {
        self.entries.iter().map(|entry| (Rc::clone(&entry.token_request), Rc::clone(&entry.token))).collect()
    }

    /// Removes all tokens.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::validity::MAX_LIFETIME;
    use crate::wire::json::parse;
    use proptest::prelude::*;

    impl AsRef<Token> for Token {
        fn as_ref(&self) -> &Token {
            self
        }
    }

    fn token_request(scopes: &str, resource_server: Option<&str>) -> Rc<TokenRequest> {
        Rc::new(TokenRequest {
            scopes: ScopeSet::parse(scopes).unwrap_or_default(),
            resource_server: resource_server.map(str::to_owned),
        })
    }

    fn reply(expires_in: &str) -> Json {
        parse(&format!(
            r#"{{"access_token": "one", "scope": "a b", "resource_server": "first", "token_type": "Bearer", {expires_in}
                "other_tokens": [{{"access_token": "two", "scope": "c", "resource_server": "second", "expires_in": 60}}]}}"#
        ))
    }

    #[test]
    fn tokens_are_found_by_resource_server_whatever_their_position() {
        let granted: Vec<_> = Token::parse_all(&reply(""), 0.0, 0.0).into_iter().map(Rc::new).collect();
        let found = |token_request: Rc<TokenRequest>| {
            Token::pick_for(&token_request, &granted).map(|token| token.access_token.as_str())
        };
        assert_eq!(found(token_request("c", Some("second"))), Some("two"));
        assert_eq!(found(token_request("a", Some("first"))), Some("one"));
        assert_eq!(found(token_request("c", None)), Some("two"));
        assert_eq!(found(token_request("d", None)), None);
        assert_eq!(found(token_request("a", Some("third"))), None);
    }

    #[test]
    fn odd_lifetimes_are_bounded() {
        for (text, ms) in [
            ("\"expires_in\": 172800,", 172_800_000.0),
            ("\"expires_in\": 1,", 1000.0),
            ("\"expires_in\": -5,", 0.0),
            ("\"expires_in\": 1e99,", MAX_LIFETIME),
            ("\"expires_in\": \"soon\",", DEFAULT_LIFETIME),
            ("", DEFAULT_LIFETIME),
        ] {
            let tokens = Token::parse_all(&reply(text), 1000.0, 0.5);
            assert_eq!(tokens.first().map(|token| token.validity.expires_at), Some(1000.0 + ms), "{text}");
        }
    }

    #[test]
    fn a_bearer_unsafe_in_a_header_is_refused() {
        let document = parse(r#"{"access_token": "a\r\nx: y", "scope": "", "resource_server": "r"}"#);
        assert_eq!(Token::parse_all(&document, 0.0, 0.0), []);
    }

    #[test]
    fn a_token_of_another_type_is_ignored() {
        let of = |token_type: &str| {
            let text = r#"{"access_token": "a", "scope": "", "resource_server": "r", "token_type": "T"}"#;
            Token::parse_all(&parse(&text.replace('T', token_type)), 0.0, 0.0).len()
        };
        assert_eq!(["Bearer", "bearer", "BEARER", "mac", "", "Bearer "].map(of), [1, 1, 1, 0, 0, 0]);
    }

    #[test]
    fn missing_scopes_are_listed() {
        let token = Token::parse_all(&reply(""), 0.0, 0.0).swap_remove(0);
        let lacks =
            |scopes| token.missing_scopes(&token_request(scopes, Some("first"))).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(lacks("a b"), [""; 0]);
        assert_eq!(lacks("a[x *y] *z"), [""; 0], "dependencies and optional scopes");
        assert_eq!(lacks("a c[x] d"), ["c", "d"]);
    }

    #[test]
    fn debug_output_contains_no_bearer() {
        let text = format!("{:?}", Token::parse_all(&reply(""), 0.0, 0.0));
        assert!(!text.contains("one") && !text.contains("two"), "{text}");
    }

    #[test]
    fn debug_output_tells_tokens_apart() {
        let text = format!("{:?}", Token::parse_all(&reply(""), 0.0, 0.0));
        assert!(
            ["first", r#"["a", "b"]"#, "second", "expires_at: 60000.0"].iter().all(|part| text.contains(part)),
            "{text}"
        );
    }

    #[test]
    fn memory_satisfies_subsets_of_the_granted_scopes_but_no_dependencies() {
        let mut memory = Memory::default();
        let token = Token::parse_all(&reply(""), 0.0, 0.0).swap_remove(0);
        memory.insert(&token_request("a[x] b", Some("first")), Rc::new(token), 0.0);
        assert!(memory.find(&token_request("b a[x]", Some("first")), 1.0).is_some());
        assert!(memory.find(&token_request("a", Some("first")), 1.0).is_some());
        assert!(memory.find(&token_request("a[y]", Some("first")), 1.0).is_none());
        assert!(memory.find(&token_request("a", Some("second")), 1.0).is_none());
        assert!(memory.find(&token_request("a", Some("first")), 1e9).is_none());
    }

    #[test]
    fn memory_removes_expired_tokens_when_it_has_doubled() {
        let mut memory = Memory::default();
        let mut keep = |number: usize, lifetime: f64, now: f64| {
            let mut token = Token::parse_all(&reply(""), 0.0, 0.0).swap_remove(0);
            token.validity = Validity::new(now, lifetime, 0.0);
            memory.insert(&token_request(&format!("s{number}"), None), Rc::new(token), now);
            memory.all().len()
        };
        for number in 0..40 {
            keep(number, 1e3, 0.0);
        }
        for number in 40..64 {
            keep(number, 1e9, 0.0);
        }
        assert_eq!(keep(64, 1e9, 500.0), 65, "none has expired: the next sweep comes at 128");
        for number in 65..128 {
            assert_eq!(keep(number, 1e9, 2e3), number + 1, "what has expired stays until then");
        }
        assert_eq!(keep(128, 1e9, 2e3), 129 - 40);
        assert_eq!(keep(128, 1e9, 2e3), 129 - 40, "the same need again");
    }

    #[test]
    fn memory_keeps_a_requested_token_apart_from_one_that_also_satisfies() {
        let mut memory = Memory::default();
        let mut wide = Token::parse_all(&reply(""), 0.0, 0.0).swap_remove(0);
        let narrow = Rc::new(Token { access_token: "narrow".to_owned(), ..wide.clone() });
        wide.access_token = "wide".to_owned();
        memory.insert(&token_request("a b", None), Rc::new(wide), 0.0);
        memory.insert(&token_request("b", None), Rc::clone(&narrow), 0.0);
        let bearer = |memory: &Memory<Token>, scopes: &str| {
            memory.find(&token_request(scopes, None), 1.0).map(|token| token.access_token.clone())
        };
        assert_eq!(bearer(&memory, "b").as_deref(), Some("narrow"));
        assert_eq!(bearer(&memory, "b a").as_deref(), Some("wide"));
        assert!(memory.remove(&narrow));
        assert_eq!(bearer(&memory, "b").as_deref(), Some("wide"));
        assert_eq!(memory.all().iter().map(|(token_request, _)| token_request.key()).collect::<Vec<_>>(), ["a b"]);
        memory.clear();
        assert_eq!(bearer(&memory, "b"), None);
    }

    #[test]
    fn a_header_contains_the_bearer_unchanged() {
        let tokens = Token::parse_all(&reply(""), 0.0, 0.0);
        assert_eq!(tokens.iter().map(Token::authorization).collect::<Vec<_>>(), ["Bearer one", "Bearer two"]);
        assert_eq!(["", "a b", "a\n", "é", "a.-_~+/="].map(is_header_safe), [false, false, false, false, true]);
    }

    #[test]
    fn a_token_is_removed_once_from_all_its_token_requests() {
        let mut memory = Memory::default();
        let Some(token) = Token::parse_all(&reply(""), 0.0, 0.0).into_iter().next().map(Rc::new) else { return };
        memory.insert(&token_request("a", None), Rc::clone(&token), 0.0);
        memory.insert(&token_request("b", None), Rc::clone(&token), 0.0);
        assert!(memory.remove(&token));
        assert!(!memory.remove(&token));
        assert!(memory.find(&token_request("b", None), 0.0).is_none());
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
            let tokens = Token::parse_all(&document, 1e12, jitter);
            prop_assert_eq!(tokens.len(), 1);
            for Token { validity, .. } in tokens {
                prop_assert!(validity.expires_at >= 1e12 && validity.expires_at <= 1e12 + MAX_LIFETIME);
                prop_assert!(validity.fresh_until <= validity.usable_until && validity.usable_until <= validity.expires_at);
                if seconds > 1.0 { prop_assert!(validity.fresh_until < validity.usable_until); }
                prop_assert!(!validity.is_usable(validity.expires_at));
                if seconds > 1.0 { prop_assert!(validity.is_usable(1e12)); }
            }
        }
    }
}
