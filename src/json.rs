//! JSON that is only looked into: token replies and error bodies, whatever they may contain.
//!
//! Replies of successful calls never pass through here; they are the caller's, parsed by the engine. What is read here
//! comes from a server that may be anything, so depth is bounded (a deeper value reads as null) and nothing can fail.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    /// `null`, absent or too deep.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Self>),
    /// An object, in the order of its members.
    Object(Vec<(String, Self)>),
}

static NULL: Json = Json::Null;

impl Json {
    /// The member of an object; null for anything else.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map_or(&NULL, |(_, value)| value),
            _ => &NULL,
        }
    }

    /// The items of an array; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a number.
    #[must_use]
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// An array of strings; a lone string counts as one.
    #[must_use]
    pub fn strings(&self) -> Vec<String> {
        match self {
            Self::String(text) => vec![text.clone()],
            _ => self.items().iter().filter_map(Self::as_str).map(str::to_owned).collect(),
        }
    }
}

/// Reads a [`Json`] out of any serde format, at most this many levels deep.
#[derive(Clone, Copy, Debug)]
pub struct Depth(pub u8);

impl<'de> DeserializeSeed<'de> for Depth {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        if self.0 == 0 {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Json::Null);
        }
        deserializer.deserialize_any(Self(self.0 - 1))
    }
}

impl<'de> Visitor<'de> for Depth {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    #[allow(clippy::cast_precision_loss, reason = "JSON numbers are doubles in JavaScript")]
    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    #[allow(clippy::cast_precision_loss, reason = "JSON numbers are doubles in JavaScript")]
    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = access.next_key()? {
            members.push((key, access.next_value_seed(self)?));
        }
        Ok(Json::Object(members))
    }
}

/// Parses text, in tests: in the product the engine's own `JSON.parse` does it.
#[cfg(test)]
pub(crate) fn parse(text: &str) -> Json {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Depth(16).deserialize(&mut deserializer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_anything_can_be_asked_for() {
        let value = parse(r#"{"a": {"b": ["x", 1, "y"]}, "n": 1.5, "t": true}"#);
        assert_eq!(value.get("a").get("b").strings(), ["x", "y"]);
        assert_eq!(value.get("n").as_f64(), Some(1.5));
        assert_eq!(value.get("t").get("deep").get("er"), &Json::Null);
        assert_eq!(parse("[1, 2").items(), []);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        let mut value = &parse(&deep);
        let mut levels = 0;
        while let [inner] = value.items() {
            value = inner;
            levels += 1;
        }
        assert_eq!(levels, 16);
    }
}
