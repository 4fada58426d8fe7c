//! A text or caption with its entities, checked as Telegram checks it.

use serde_json::{Map, Value};

use super::answer::ApiError;
use super::entity::{Entity, utf16_len};
use super::html_parse;

/// Characters of a message text after parsing, at most.
const MAX_TEXT: usize = 4096;

/// Characters of a caption after parsing, at most.
const MAX_CAPTION: usize = 1024;

/// Entities of one text that are kept; the rest are dropped.
const MAX_ENTITIES: usize = 100;

/// A text with its entities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
}

impl Formatted {
    /// As the fields `text` and `entities`, or `caption` and `caption_entities`; empty: no fields.
    pub(crate) fn into_fields(self, text_field: &str, entities_field: &str) -> Map<String, Value> {
        let mut fields = Map::new();
        if !self.text.is_empty() {
            fields.insert(text_field.to_owned(), Value::String(self.text));
        }
        if !self.entities.is_empty() {
            let entities = self
                .entities
                .into_iter()
                .map(|e| serde_json::json!(e))
                .collect();
            fields.insert(entities_field.to_owned(), Value::Array(entities));
        }
        fields
    }
}

/// The message text out of `text`, `parse_mode`, `entities`.
pub(crate) fn message_text(values: &Map<String, Value>) -> Result<Map<String, Value>, ApiError> {
    let formatted = read(values, "text", "entities")?;
    if formatted.text.is_empty() {
        return Err(ApiError::bad_request("message text is empty"));
    }
    if utf16_len(&formatted.text) > MAX_TEXT {
        return Err(ApiError::bad_request("message is too long"));
    }
    Ok(formatted.into_fields("text", "entities"))
}

/// The caption out of `caption`, `parse_mode`, `caption_entities`; may be empty.
pub(crate) fn caption(values: &Map<String, Value>) -> Result<Map<String, Value>, ApiError> {
    let formatted = read(values, "caption", "caption_entities")?;
    if utf16_len(&formatted.text) > MAX_CAPTION {
        return Err(ApiError::bad_request("message caption is too long"));
    }
    Ok(formatted.into_fields("caption", "caption_entities"))
}

fn read(values: &Map<String, Value>, text: &str, entities: &str) -> Result<Formatted, ApiError> {
    let raw = values.get(text).and_then(Value::as_str).unwrap_or("");
    let (text, mut found) = match values.get("parse_mode").and_then(Value::as_str) {
        Some(mode) if mode.eq_ignore_ascii_case("html") => html_parse::parse(raw)
            .map_err(|error| ApiError::bad_request(format!("can't parse entities: {error}")))?,
        None | Some("") => (raw.to_owned(), given_entities(values.get(entities))?),
        Some(mode) => {
            return Err(ApiError::rule(format!(
                "parse_mode {mode} is not supported here: use HTML or entities"
            )));
        }
    };
    found.truncate(MAX_ENTITIES);
    Ok(trim(Formatted {
        text,
        entities: found,
    }))
}

fn given_entities(value: Option<&Value>) -> Result<Vec<Entity>, ApiError> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    serde_json::from_value(value.clone())
        .map_err(|error| ApiError::rule(format!("entities: {error}")))
}

/// Telegram cuts white space at both ends of a text; entities move and shrink with it.
fn trim(formatted: Formatted) -> Formatted {
    let Formatted { text, entities } = formatted;
    let cut = utf16_len(&text[..text.len() - text.trim_start().len()]);
    let kept = text.trim().to_owned();
    let length = utf16_len(&kept);
    let entities = entities
        .into_iter()
        .filter_map(|mut entity| {
            let end = entity.end().saturating_sub(cut).min(length);
            entity.offset = entity.offset.saturating_sub(cut);
            entity.length = end
                .checked_sub(entity.offset)
                .filter(|length| *length > 0)?;
            Some(entity)
        })
        .collect();
    Formatted {
        text: kept,
        entities,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text_of(values: Value) -> Result<Value, String> {
        let Value::Object(values) = values else {
            panic!("an object")
        };
        message_text(&values)
            .map(Value::Object)
            .map_err(|error| error.description)
    }

    #[test]
    fn the_limit_counts_what_is_left_after_parsing() {
        let html = format!("<b>{}</b>", "a".repeat(4096));
        assert!(text_of(json!({"text": html, "parse_mode": "HTML"})).is_ok());
        let error = text_of(json!({"text": "a".repeat(4097)})).unwrap_err();
        assert_eq!(error, "Bad Request: message is too long");
    }

    #[test]
    fn a_text_of_tags_and_spaces_is_empty() {
        let error = text_of(json!({"text": " <b> </b> ", "parse_mode": "html"})).unwrap_err();
        assert_eq!(error, "Bad Request: message text is empty");
    }

    #[test]
    fn white_space_at_the_ends_is_cut_and_entities_follow() {
        let text = text_of(json!({"text": "  <b>a </b> ", "parse_mode": "HTML"})).unwrap();
        let bold = json!([{"type": "bold", "offset": 0, "length": 1}]);
        assert_eq!(text, json!({"text": "a", "entities": bold}));
    }
}
