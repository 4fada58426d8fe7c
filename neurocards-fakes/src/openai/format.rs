//! The field `text`: what form the answer must have.

use serde_json::{Value, json};

use super::error::ApiError;
use super::fields::Fields;
use super::{models, schema};

/// The form of the answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Format {
    Text,
    /// Any JSON object, without a schema.
    JsonObject,
    /// JSON that is valid for this schema.
    JsonSchema(Value),
}

/// Reads `text.format` and `text.verbosity`.
pub(crate) fn read(request: &Fields<'_>, model: &str) -> Result<Format, ApiError> {
    let Some(text) = request.object("text")? else {
        return Ok(Format::Text);
    };
    text.only(&["format", "verbosity"])?;
    let verbosity = text.word("verbosity", &["low", "medium", "high"])?;
    if let Some(verbosity @ ("low" | "high")) = verbosity
        && !models::reasons(model)
    {
        let message = format!(
            "Unsupported value: '{verbosity}' is not supported with the '{model}' model. Supported \
             values are: 'medium'."
        );
        return Err(ApiError::invalid(
            "unsupported_value",
            "text.verbosity",
            message,
        ));
    }
    match text.object("format")? {
        None => Ok(Format::Text),
        Some(format) => read_format(&format),
    }
}

fn read_format(format: &Fields<'_>) -> Result<Format, ApiError> {
    format.required("type")?;
    let kind = format.word("type", &["text", "json_object", "json_schema"])?;
    if kind == Some("json_schema") {
        return read_schema(format);
    }
    format.only(&["type"])?;
    Ok(match kind {
        Some("json_object") => Format::JsonObject,
        _ => Format::Text,
    })
}

fn read_schema(format: &Fields<'_>) -> Result<Format, ApiError> {
    format.only(&["type", "name", "description", "schema", "strict"])?;
    let name = format.required_string("name")?;
    check_name(name)?;
    format.string("description")?;
    let asked = format.required("schema")?;
    Fields::of(asked, &format.place("schema"))?;
    if format.boolean("strict")? == Some(true) {
        schema::check(asked).map_err(|reason| schema_error(name, &reason))?;
    }
    Ok(Format::JsonSchema(asked.clone()))
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let place = "text.format.name";
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if name.is_empty() || !name.bytes().all(is_word) {
        let message = format!(
            "Invalid '{place}': string does not match pattern. Expected a string that matches the \
             pattern '^[a-zA-Z0-9_-]+$'."
        );
        return Err(ApiError::invalid("invalid_value", place, message));
    }
    if name.len() > 64 {
        let message = format!(
            "Invalid '{place}': string too long. Expected a string with maximum length 64, but got \
             a string with length {} instead.",
            name.len()
        );
        return Err(ApiError::invalid("string_above_max_length", place, message));
    }
    Ok(())
}

fn schema_error(name: &str, reason: &str) -> ApiError {
    let message = format!("Invalid schema for response_format '{name}': {reason}");
    ApiError::invalid("invalid_json_schema", "text.format.schema", message)
}

/// `text` as the answer repeats it.
pub(crate) fn echo(request: &Value) -> Value {
    let text = &request["text"];
    let format = match &text["format"] {
        Value::Null => json!({"type": "text"}),
        format => format.clone(),
    };
    let verbosity = text["verbosity"].as_str().unwrap_or("medium");
    json!({"format": format, "verbosity": verbosity})
}
