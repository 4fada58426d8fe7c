use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use neurocards_core::user::Language;
use neurocards_core::work::brief::{Template, Wishes};
use neurocards_core::work::prompt::{KEEP_PRODUCT, PromptRequest};
use serde_json::{Value, json};

use super::instructions::instructions;

/// Longer final prompts are not better.
const FINAL_PROMPT_MAX_CHARS: usize = 2_200;

/// The request for one prompt. The model and the schema come from us alone; what people sent
/// stands in the user's part, as one JSON text and one picture.
pub(super) fn body(model: &str, request: &PromptRequest, jpeg: &[u8], budget: u32) -> Value {
    json!({
        "model": model,
        "instructions": instructions(request.scenario.template()),
        "input": [{
            "role": "user",
            "content": [
                {"type": "input_text", "text": facts(request).to_string()},
                {"type": "input_image", "detail": "auto", "image_url": data_url(jpeg)},
            ],
        }],
        "text": {"format": {
            "type": "json_schema",
            "name": "scenario",
            "strict": true,
            "schema": schema(),
        }},
        "max_output_tokens": budget,
        "store": false,
    })
}

/// Room for the model's own text, beside the clause that keeps the product's look.
pub(super) fn room(request: &PromptRequest) -> usize {
    request
        .max_chars
        .saturating_sub(KEEP_PRODUCT.chars().count() + 1)
}

fn facts(request: &PromptRequest) -> Value {
    let plan = &request.plan;
    let mut facts = json!({
        "product_description": request.description.as_str(),
        "wishes": request.scenario.wishes().map(Wishes::as_str),
        "seconds": request.seconds,
        "voice_over_language": language(request.language),
        "final_prompt_max_chars": room(request).min(FINAL_PROMPT_MAX_CHARS),
        "plan": {"place": plan.place, "mood": plan.mood, "hook": plan.hook},
    });
    // An ad has no people, so it is given none.
    if request.scenario.template() == Template::Ugc {
        facts["plan"]["hero"] = plan.hero.clone().into();
    }
    facts
}

fn language(language: Language) -> &'static str {
    match language {
        Language::Ru => "Russian",
        Language::En => "English",
    }
}

fn data_url(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg))
}

fn schema() -> Value {
    let names = ["voice_over", "hero", "scene", "final_prompt"];
    let properties: serde_json::Map<String, Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), json!({"type": "string"})))
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": false,
    })
}
