//! The whole request of `POST /v1/responses`.

use serde_json::Value;

use super::error::ApiError;
use super::fields::Fields;
use super::format::{self, Format};
use super::input::{self, Input};
use super::models;

/// The fields that async-openai 0.43 and the API reference know, and the old `user`.
const FIELDS: [&str; 31] = [
    "access_programs",
    "background",
    "context_management",
    "conversation",
    "include",
    "input",
    "instructions",
    "max_output_tokens",
    "max_tool_calls",
    "metadata",
    "model",
    "moderation",
    "parallel_tool_calls",
    "previous_response_id",
    "prompt",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
    "reasoning",
    "safety_identifier",
    "service_tier",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "text",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "truncation",
];
const OLD_USER_FIELD: &str = "user";

const EFFORTS: [&str; 6] = ["none", "minimal", "low", "medium", "high", "xhigh"];
const TIERS: [&str; 5] = ["auto", "default", "flex", "priority", "scale"];

/// Fewest tokens that `max_output_tokens` may say.
const MIN_TOKENS: i64 = 16;

/// A request that keeps the rules.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) model: String,
    pub(crate) input: Input,
    pub(crate) format: Format,
    /// The longest answer, thoughts included.
    pub(crate) max_output_tokens: Option<u64>,
    /// Tokens that the model thinks away before it writes.
    pub(crate) reasoning_tokens: u64,
}

/// Checks everything. Decodes photos: not for a thread that must not wait.
pub(crate) fn read(body: &Value, known_models: &[String]) -> Result<Request, ApiError> {
    let fields = Fields::of(body, "")?;
    let mut known = FIELDS.to_vec();
    known.push(OLD_USER_FIELD);
    fields.only(&known)?;
    let model = fields.required_string("model")?;
    if !known_models.iter().any(|known| known == model) {
        return Err(models::not_found(model));
    }
    check_types(&fields)?;
    refuse_what_the_fake_cannot(&fields)?;
    check_sampling(&fields, model)?;
    let reasoning_tokens = read_reasoning(&fields, model)?;
    let max_output_tokens = read_token_limit(&fields)?;
    let format = format::read(&fields, model)?;
    let mut input = input::read(fields.required("input")?)?;
    input
        .directions
        .extend(fields.string("instructions")?.map(str::to_owned));
    check_json_is_asked_for(&format, &input)?;
    Ok(Request {
        model: model.to_owned(),
        input,
        format,
        max_output_tokens,
        reasoning_tokens,
    })
}

fn check_types(fields: &Fields<'_>) -> Result<(), ApiError> {
    for name in ["prompt_cache_key", "safety_identifier", OLD_USER_FIELD] {
        fields.string(name)?;
    }
    for name in ["store", "parallel_tool_calls", "background", "stream"] {
        fields.boolean(name)?;
    }
    fields.word("service_tier", &TIERS)?;
    fields.word("truncation", &["auto", "disabled"])?;
    fields.array("include")?;
    check_metadata(fields)
}

fn check_metadata(fields: &Fields<'_>) -> Result<(), ApiError> {
    let Some(metadata) = fields.get("metadata") else {
        return Ok(());
    };
    let pairs = Fields::of(metadata, "metadata")?;
    for name in metadata
        .as_object()
        .into_iter()
        .flatten()
        .map(|pair| pair.0)
    {
        pairs.string(name)?;
    }
    Ok(())
}

fn refuse_what_the_fake_cannot(fields: &Fields<'_>) -> Result<(), ApiError> {
    for name in ["background", "stream"] {
        if fields.boolean(name)? == Some(true) {
            return Err(ApiError::beyond_the_fake(name));
        }
    }
    for name in [
        "conversation",
        "previous_response_id",
        "prompt",
        "stream_options",
    ] {
        if fields.get(name).is_some() {
            return Err(ApiError::beyond_the_fake(name));
        }
    }
    match fields.array("tools")? {
        Some(tools) if !tools.is_empty() => Err(ApiError::beyond_the_fake("tools")),
        _ => Ok(()),
    }
}

fn check_sampling(fields: &Fields<'_>, model: &str) -> Result<(), ApiError> {
    for (name, highest) in [("temperature", 2.0), ("top_p", 1.0)] {
        let Some(value) = fields.number(name)? else {
            continue;
        };
        if models::reasons(model) {
            return Err(unsupported(name));
        }
        let (code, bound) = match value {
            value if value < 0.0 => ("decimal_below_min_value", "minimum value of 0".to_owned()),
            value if value > highest => (
                "decimal_above_max_value",
                format!("maximum value of {highest}"),
            ),
            _ => continue,
        };
        let message = format!("Invalid '{name}': expected a {bound}, but got {value} instead.");
        return Err(ApiError::invalid(code, name, message));
    }
    Ok(())
}

fn read_reasoning(fields: &Fields<'_>, model: &str) -> Result<u64, ApiError> {
    let mut effort = None;
    if let Some(reasoning) = fields.object("reasoning")? {
        reasoning.only(&["effort", "summary", "generate_summary", "mode", "context"])?;
        effort = reasoning.word("effort", &EFFORTS)?;
    }
    if !models::reasons(model) {
        return match effort {
            Some(_) => Err(unsupported("reasoning.effort")),
            None => Ok(0),
        };
    }
    Ok(match effort {
        Some("none" | "minimal") => 0,
        Some("low") => 64,
        None | Some("medium") => 192,
        Some(_) => 512,
    })
}

fn unsupported(name: &str) -> ApiError {
    let message = format!("Unsupported parameter: '{name}' is not supported with this model.");
    ApiError::invalid("unsupported_parameter", name, message)
}

fn read_token_limit(fields: &Fields<'_>) -> Result<Option<u64>, ApiError> {
    let name = "max_output_tokens";
    match fields.integer(name)? {
        Some(tokens) if tokens < MIN_TOKENS => {
            let message = format!(
                "Invalid '{name}': integer below minimum value. Expected a value >= {MIN_TOKENS}, \
                 but got {tokens} instead."
            );
            Err(ApiError::invalid("integer_below_min_value", name, message))
        }
        tokens => Ok(tokens.map(i64::unsigned_abs)),
    }
}

fn check_json_is_asked_for(format: &Format, input: &Input) -> Result<(), ApiError> {
    let mut texts = input.texts.iter().chain(&input.directions);
    if *format != Format::JsonObject || texts.any(|text| text.to_lowercase().contains("json")) {
        return Ok(());
    }
    let message = "Response input messages must contain the word 'json' in some form to use \
                   'text.format' of type 'json_object'.";
    Err(ApiError {
        code: None,
        ..ApiError::invalid("", "input", message)
    })
}
