//! `GET /api/v1/models`: the list of models that KIE offers.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::answer::Answer;
use super::model::Model;
use super::models::MODELS;

const TASK_TYPE: &str = "image-to-video";

/// The models that pass the filters `taskType`, `provider` and `q`.
pub(crate) fn answer(params: &HashMap<String, String>) -> Answer {
    let models: Vec<Value> = MODELS
        .iter()
        .filter(|model| passes(model, params))
        .map(entry)
        .collect();
    Answer::success(json!({"total": models.len(), "models": models}))
}

fn passes(model: &Model, params: &HashMap<String, String>) -> bool {
    let is_like = |name: &str, text: &str| {
        params
            .get(name)
            .is_none_or(|wanted| text.to_lowercase().contains(&wanted.to_lowercase()))
    };
    is_like("taskType", TASK_TYPE) && is_like("provider", provider(model)) && is_like("q", model.id)
}

fn entry(model: &Model) -> Value {
    json!({
        "model": model.id,
        // Page slugs are no model ids.
        "slug": model.title.to_lowercase().replace([' ', '.'], "-"),
        "title": model.title,
        "provider": provider(model),
        "taskType": TASK_TYPE,
        "pricingDesc": model.pricing,
    })
}

fn provider(model: &Model) -> &'static str {
    model.title.split(' ').next().unwrap_or(model.title)
}
