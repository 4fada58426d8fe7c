//! What the text model answered, and whether it can be used.

use neurocards_core::ports::PromptError;
use neurocards_core::work::failure::ErrorClass;
use neurocards_core::work::prompt::{KEEP_PRODUCT, Prompt, PromptRequest, PromptSource, fit};
use serde::Deserialize;
use serde_json::Value;

use super::fault::{by_code, content_refused, down};
use super::request::room;

/// The texts of the schema.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    voice_over: String,
    hero: String,
    scene: String,
    final_prompt: String,
}

/// Longest texts kept beside the prompt, in characters.
const VOICE_OVER_MAX: usize = 1_000;
const HERO_MAX: usize = 300;
const SCENE_MAX: usize = 600;

/// What stands in an answer.
pub(super) enum Answer {
    /// The whole prompt that was asked for.
    Written(Prompt),
    /// The budget of tokens was too small for it.
    CutShort,
}

/// Reads a response of the API.
pub(super) fn read(response: &Value, request: &PromptRequest) -> Result<Answer, PromptError> {
    if let Some(refusal) = part(response, "refusal", "refusal") {
        return Err(content_refused(format!("refusal: {refusal}")));
    }
    match response["status"].as_str() {
        Some("completed") => {}
        Some("incomplete") => return incomplete(response),
        _ => return Err(unfinished(response)),
    }
    let text = part(response, "output_text", "text").unwrap_or_default();
    let scenario: Scenario = serde_json::from_str(&text)
        .map_err(|error| nonsense(&format!("the answer does not fit the schema: {error}")))?;
    prompt(&scenario, request).map(Answer::Written)
}

/// The text of every content part of a type, joined; `None` if there is none.
fn part(response: &Value, kind: &str, field: &str) -> Option<String> {
    let items = response["output"].as_array()?;
    let texts: Vec<&str> = items
        .iter()
        .filter_map(|item| item["content"].as_array())
        .flatten()
        .filter(|part| part["type"] == kind)
        .filter_map(|part| part[field].as_str())
        .collect();
    (!texts.is_empty()).then(|| texts.concat())
}

fn incomplete(response: &Value) -> Result<Answer, PromptError> {
    match response["incomplete_details"]["reason"].as_str() {
        Some("content_filter") => Err(content_refused("stopped by the content filter")),
        Some("max_output_tokens") => Ok(Answer::CutShort),
        other => Err(nonsense(&format!("incomplete: {other:?}"))),
    }
}

fn unfinished(response: &Value) -> PromptError {
    let error = &response["error"];
    let detail = format!("status {}: {error}", response["status"]);
    match error["code"].as_str().and_then(by_code) {
        Some(ErrorClass::User) => content_refused(detail),
        class => down(class.unwrap_or(ErrorClass::Unknown), detail),
    }
}

fn prompt(scenario: &Scenario, request: &PromptRequest) -> Result<Prompt, PromptError> {
    let text = scenario.final_prompt.trim();
    if text.is_empty() {
        return Err(nonsense("the final prompt is empty"));
    }
    let all = [text, &scenario.voice_over, &scenario.hero, &scenario.scene];
    if all.iter().any(|text| has_link(text)) {
        return Err(nonsense("the answer holds a link"));
    }
    Ok(Prompt {
        text: format!("{}\n{KEEP_PRODUCT}", fit(text, room(request))),
        voice_over: fit(scenario.voice_over.trim(), VOICE_OVER_MAX),
        hero: fit(scenario.hero.trim(), HERO_MAX),
        scene: fit(scenario.scene.trim(), SCENE_MAX),
        source: PromptSource::Model,
    })
}

/// No scenario needs one; one that has it was talked into it.
fn has_link(text: &str) -> bool {
    let text = text.to_lowercase();
    ["http://", "https://", "www.", "t.me/"]
        .iter()
        .any(|start| text.contains(start))
}

/// An answer that is of no use.
pub(super) fn nonsense(detail: &str) -> PromptError {
    down(ErrorClass::Unknown, detail)
}
