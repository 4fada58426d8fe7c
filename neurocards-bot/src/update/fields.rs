//! A JSON object whose fields are read one at a time: what one of them holds spoils no other.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// The most characters of a field that are told.
const TOLD_MAX_CHARS: usize = 80;

/// An object whose fields are parsed apart and not read yet.
pub(crate) struct Fields(HashMap<String, Box<RawValue>>);

impl Fields {
    /// `None` for what is no object.
    pub(crate) fn of(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().map(Self)
    }

    /// The object in a field.
    pub(crate) fn object(&self, name: &str) -> Option<Self> {
        Self::of(self.0.get(name)?.get())
    }

    /// What a field holds, if it is of this type.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.0.get(name)?.get()).ok()
    }

    /// Whether there is anything in a field.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| value.get() != "null")
    }

    /// A field as it came, for operators.
    pub(crate) fn told(&self, name: &str) -> String {
        let json = self.0.get(name).map_or("nothing", |value| value.get());
        json.chars().take(TOLD_MAX_CHARS).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_nothing_can_hold_spoils_no_other() {
        let fields = Fields::of(r#"{"id":"q","amount":1e999,"from":{"id":7},"none":null}"#);
        let fields = fields.unwrap();
        assert_eq!(fields.read::<String>("id").as_deref(), Some("q"));
        assert_eq!(fields.read::<i64>("amount"), None);
        assert_eq!(fields.told("amount"), "1e999");
        assert_eq!(fields.object("from").unwrap().read("id"), Some(7_i64));
        assert!(fields.has("from") && !fields.has("none") && !fields.has("to"));
        assert!(Fields::of("[]").is_none() && Fields::of("").is_none());
    }
}
