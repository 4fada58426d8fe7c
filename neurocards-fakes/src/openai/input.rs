//! The field `input`: messages with texts and photos.

use serde_json::Value;

use super::error::ApiError;
use super::fields::{Fields, wrong_type, wrong_word};
use super::photo::{self, Photo};

const ITEM_FIELDS: [&str; 6] = ["type", "role", "content", "id", "status", "phase"];
const ROLES: [&str; 4] = ["assistant", "system", "developer", "user"];
const DETAILS: [&str; 4] = ["low", "high", "auto", "original"];

/// What the messages hold.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// Texts of the user, in order.
    pub(crate) texts: Vec<String>,
    /// Texts of everybody else, in order.
    pub(crate) directions: Vec<String>,
    /// Photos of the user, in order.
    pub(crate) photos: Vec<Photo>,
}

/// Reads `input`: a text, or messages.
pub(crate) fn read(value: &Value) -> Result<Input, ApiError> {
    let mut input = Input::default();
    match value {
        Value::String(text) => input.texts.push(text.clone()),
        Value::Array(items) if items.is_empty() => return Err(empty("input")),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                input.read_item(item, &format!("input[{index}]"))?;
            }
        }
        other => return Err(wrong_type("input", "a string or an array", other)),
    }
    Ok(input)
}

impl Input {
    fn read_item(&mut self, item: &Value, place: &str) -> Result<(), ApiError> {
        let item = Fields::of(item, place)?;
        if item.string("type")?.is_some_and(|kind| kind != "message") {
            return Err(ApiError::beyond_the_fake(&item.place("type")));
        }
        item.only(&ITEM_FIELDS)?;
        item.required("role")?;
        let role = item.word("role", &ROLES)?.unwrap_or_default();
        let place = item.place("content");
        match item.required("content")? {
            Value::String(text) => self.add_text(role, text),
            Value::Array(parts) if parts.is_empty() => return Err(empty(&place)),
            Value::Array(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    self.read_part(role, &Fields::of(part, &format!("{place}[{index}]"))?)?;
                }
            }
            other => return Err(wrong_type(&place, "a string or an array", other)),
        }
        Ok(())
    }

    fn read_part(&mut self, role: &str, part: &Fields<'_>) -> Result<(), ApiError> {
        let kinds: &[&str] = match role {
            "assistant" => &["output_text", "refusal"],
            _ => &["input_text", "input_image", "input_file"],
        };
        let kind = part.required_string("type")?;
        match kind {
            _ if !kinds.contains(&kind) => Err(wrong_word(&part.place("type"), kind, kinds)),
            "input_text" => {
                part.only(&["type", "text", "prompt_cache_breakpoint"])?;
                self.add_text(role, part.required_string("text")?);
                Ok(())
            }
            "input_image" if role == "user" => self.read_photo(part),
            "input_image" | "input_file" => Err(ApiError::beyond_the_fake(&part.place("type"))),
            // What the assistant said before.
            _ => Ok(()),
        }
    }

    fn read_photo(&mut self, part: &Fields<'_>) -> Result<(), ApiError> {
        part.only(&[
            "type",
            "image_url",
            "file_id",
            "detail",
            "prompt_cache_breakpoint",
        ])?;
        part.word("detail", &DETAILS)?;
        if part.get("file_id").is_some() {
            return Err(ApiError::beyond_the_fake(&part.place("file_id")));
        }
        let url = part.required_string("image_url")?;
        self.photos
            .push(photo::decode(url, &part.place("image_url"))?);
        Ok(())
    }

    fn add_text(&mut self, role: &str, text: &str) {
        let texts = match role {
            "user" => &mut self.texts,
            _ => &mut self.directions,
        };
        texts.push(text.to_owned());
    }
}

fn empty(place: &str) -> ApiError {
    let message = format!(
        "Invalid '{place}': empty array. Expected an array with minimum length 1, but got an empty \
         array instead."
    );
    ApiError::invalid("empty_array", place, message)
}
