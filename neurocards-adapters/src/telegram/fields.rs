//! A JSON object whose fields are read one at a time: what one of them holds spoils no other.

use std::collections::BTreeMap;
use std::fmt;

use neurocards_core::user::text::plain;
use serde::de::{DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The most characters of a field that are told: the longest charge id, in quotes, is told whole.
const TOLD_MAX_CHARS: usize = 300;

/// An object whose fields are parsed apart and not read yet.
#[derive(Debug, Clone)]
pub struct Fields(BTreeMap<String, Box<RawValue>>);

impl Fields {
    /// `None` for what is no object.
    pub fn of(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().map(Self)
    }

    /// The object in a field.
    pub fn object(&self, name: &str) -> Option<Self> {
        Self::of(self.0.get(name)?.get())
    }

    /// The objects in a list; what else is in it is passed over.
    pub fn objects(&self, name: &str) -> Vec<Self> {
        let list: Vec<Box<RawValue>> = self.read(name).unwrap_or_default();
        list.iter()
            .filter_map(|element| Self::of(element.get()))
            .collect()
    }

    /// What a field holds, if it is of this type.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.0.get(name)?.get()).ok()
    }

    /// The text in a field as it may be kept: plain, and with a mark in place of half a character,
    /// which JSON can hold and no text.
    pub fn text(&self, name: &str) -> Option<String> {
        let bytes: Bytes = self.read(name)?;
        Some(plain(&String::from_utf8_lossy(&bytes.0)))
    }

    /// Whether there is anything in a field.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| value.get() != "null")
    }

    /// A field as it came, for operators.
    pub fn told(&self, name: &str) -> String {
        let json = self.0.get(name).map_or("nothing", |value| value.get());
        json.chars().take(TOLD_MAX_CHARS).collect()
    }

    /// The object as JSON, with `true` in place of every field that is longer than `max_bytes`.
    pub fn without_long_ones(&self, max_bytes: usize) -> String {
        let kept = self.0.iter().map(|(name, value)| match value.get() {
            long if long.len() > max_bytes => (name, RawValue::TRUE),
            _ => (name, &**value),
        });
        let kept: BTreeMap<&String, &RawValue> = kept.collect();
        serde_json::to_string(&kept).unwrap_or_default()
    }
}

/// A text as bytes, which need not be whole characters.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct OfText;

        impl Visitor<'_> for OfText {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_owned()))
            }
        }

        json.deserialize_bytes(OfText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_plain_and_whole() {
        let fields =
            Fields::of(r#"{"text":"a\u0000b\u001b\ud800 \ud83c\udf75\n","number":7,"list":["x"]}"#);
        let fields = fields.unwrap();
        let text = fields.text("text").unwrap();
        assert!(
            text.starts_with("ab\u{fffd}") && text.ends_with(" 🍵\n"),
            "{text:?}"
        );
        assert_eq!(fields.text("number"), None);
        assert_eq!(fields.text("list"), None);
        assert_eq!(fields.text("none"), None);
    }

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

    #[test]
    fn what_is_no_object_spoils_no_list() {
        let fields = Fields::of(r#"{"sizes":[{"id":1},7,null,{"id":2}],"other":5}"#).unwrap();
        let ids = fields.objects("sizes");
        let ids: Vec<Option<i64>> = ids.iter().map(|size| size.read("id")).collect();
        assert_eq!(ids, [Some(1), Some(2)]);
        assert!(fields.objects("other").is_empty() && fields.objects("none").is_empty());
    }

    #[test]
    fn long_fields_leave_a_trace() {
        let fields = Fields::of(r#"{"text":"a long text","id":7,"odd":1e999}"#).unwrap();
        let short = fields.without_long_ones(10);
        assert_eq!(short, r#"{"id":7,"odd":1e999,"text":true}"#);
    }

    #[test]
    fn a_charge_id_is_told_whole() {
        let id = "c".repeat(255);
        let fields = Fields::of(&format!(r#"{{"charge":"{id}"}}"#)).unwrap();
        assert_eq!(fields.told("charge"), format!("\"{id}\""));
    }
}
