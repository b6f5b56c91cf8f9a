//! JSON that is read member by member: token replies, error bodies and storage entries, whatever they contain.
//!
//! Replies of successful calls do not pass through here: the engine parses them for the caller. This JSON may come from
//! any server, so its depth is limited (deeper values read as null) and no accessor fails.

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
    /// Returns the member of an object; null for any other value.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map_or(&NULL, |(_, value)| value),
            _ => &NULL,
        }
    }

    /// Returns the items of an array; no items for any other value.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// Returns the text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the text of a string, unless it is empty.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.as_str().filter(|text| !text.is_empty())
    }

    /// Returns the value of a number.
    #[must_use]
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the value of a boolean.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the strings of an array. A single string counts as an array of one.
    #[must_use]
    pub fn strings(&self) -> Vec<String> {
        match self {
            Self::String(text) => vec![text.clone()],
            _ => self.items().iter().filter_map(Self::as_str).map(str::to_owned).collect(),
        }
    }
}

/// The number of levels that are read. Deeper values read as null.
pub const MAX_DEPTH: u8 = 16;

/// Parses text, in tests only: the product uses the engine's `JSON.parse`.
#[cfg(test)]
pub(crate) fn parse(text: &str) -> Json {
    fn read(value: serde_json::Value, depth: u8) -> Json {
        use serde_json::Value;
        match value {
            _ if depth == 0 => Json::Null,
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(value),
            Value::Number(number) => Json::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Json::String(text),
            Value::Array(items) => Json::Array(items.into_iter().map(|item| read(item, depth - 1)).collect()),
            Value::Object(members) => {
                Json::Object(members.into_iter().map(|(name, value)| (name, read(value, depth - 1))).collect())
            }
        }
    }
    serde_json::from_str(text).map_or(Json::Null, |value| read(value, MAX_DEPTH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_anything_can_be_asked_for() {
        let value = parse(r#"{"a": {"b": ["x", 1, "y"]}, "n": 1.5, "t": true}"#);
        assert_eq!(value.get("a").get("b").strings(), ["x", "y"]);
        assert_eq!(value.get("n").as_f64(), Some(1.5));
        assert_eq!((Json::String("x".into()).text(), Json::String(String::new()).text()), (Some("x"), None));
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
