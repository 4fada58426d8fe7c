//! Which models there are, and which of them reason before they write.

use serde_json::{Value, json};

use super::error::ApiError;

/// Models that are known unless the builder says otherwise.
pub const DEFAULT_MODELS: [&str; 16] = [
    "gpt-6-astra",
    "gpt-6-sol",
    "gpt-6-luna",
    "gpt-5.6-sol",
    "gpt-5.6-terra",
    "gpt-5.6-luna",
    "gpt-5.1",
    "gpt-5",
    "gpt-5-mini",
    "gpt-5-nano",
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-4.1-nano",
    "gpt-4o",
    "gpt-4o-mini",
    "o4-mini",
];

/// Whether the model reasons: it then refuses `temperature`, and its thoughts use up tokens.
pub(crate) fn reasons(model: &str) -> bool {
    ["gpt-5", "gpt-6", "o3", "o4"]
        .iter()
        .any(|family| model.starts_with(family))
}

/// One model as `GET /v1/models` lists it.
pub(crate) fn about(model: &str) -> Value {
    json!({"id": model, "object": "model", "created": 1_754_425_777, "owned_by": "system"})
}

/// 404 for a model that is not there.
pub(crate) fn not_found(model: &str) -> ApiError {
    let message = format!("The model `{model}` does not exist or you do not have access to it.");
    ApiError {
        status: 404,
        ..ApiError::invalid("model_not_found", "model", message)
    }
}
