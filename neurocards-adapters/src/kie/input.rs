//! What each model takes. Field names and JSON types differ from model to model: `duration` is a
//! text in one and a number in another.
//!
//! Source: KIE's page of each model, 2026-06-30, and request bodies that KIE accepted.

use neurocards_core::ports::RenderRequest;
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use serde_json::{Value, json};
use std::ops::RangeInclusive;

/// Limits of one model.
struct Model {
    seconds: RangeInclusive<u8>,
    prompt_chars: RangeInclusive<usize>,
    input: fn(&RenderRequest) -> Value,
}

/// The `input` of a createTask request. Everything is checked here, because KIE may charge for a
/// request it then cannot carry out.
pub(super) fn input(request: &RenderRequest) -> Result<Value, Failure> {
    let id = &request.format.model;
    let model = model(&id.0).ok_or_else(|| ours(format!("no way to ask for the model {id}")))?;
    if !model.seconds.contains(&request.format.seconds) {
        let seconds = request.format.seconds;
        return Err(ours(format!("{id} makes no videos of {seconds} s")));
    }
    let chars = request.prompt.chars().count();
    if !model.prompt_chars.contains(&chars) {
        return Err(ours(format!("{id} takes no prompt of {chars} characters")));
    }
    Ok((model.input)(request))
}

fn model(id: &str) -> Option<Model> {
    match id {
        "kling-3.0/video" => Some(Model {
            seconds: 3..=15,
            // KIE publishes no limit for this model; this is that of its predecessors.
            prompt_chars: 1..=2_500,
            input: kling,
        }),
        "bytedance/seedance-2-fast" => Some(Model {
            seconds: 4..=15,
            prompt_chars: 3..=20_000,
            input: seedance,
        }),
        "wan/2-7-image-to-video" => Some(Model {
            seconds: 2..=15,
            prompt_chars: 1..=5_000,
            input: wan,
        }),
        _ => None,
    }
}

fn kling(request: &RenderRequest) -> Value {
    json!({
        "prompt": request.prompt,
        "image_urls": [request.photo_url],
        "sound": true,
        "duration": request.format.seconds.to_string(),
        "aspect_ratio": request.format.aspect.as_str(),
        "mode": "std",
        "multi_shots": false,
    })
}

fn seedance(request: &RenderRequest) -> Value {
    json!({
        "prompt": request.prompt,
        "first_frame_url": request.photo_url,
        "resolution": "720p",
        "aspect_ratio": request.format.aspect.as_str(),
        "duration": request.format.seconds,
        "generate_audio": true,
        "web_search": false,
        "nsfw_checker": true,
    })
}

/// The film takes the shape of the photo, which was prepared for that.
fn wan(request: &RenderRequest) -> Value {
    json!({
        "prompt": request.prompt,
        "first_frame_url": request.photo_url,
        "resolution": "720p",
        "duration": request.format.seconds,
    })
}

/// A request that we built wrongly; nothing was sent.
fn ours(detail: String) -> Failure {
    Failure::new(ErrorClass::Unknown, Cause::OutOfService, detail)
}
