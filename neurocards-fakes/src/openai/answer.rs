//! The Response object that answers a call.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::error::ApiError;
use super::faults::FaultKind;
use super::format::{self, Format};
use super::request::Request;
use super::words::Words;
use super::{example, models};

/// Bytes of text that make up about one token.
const TOKEN_BYTES: usize = 4;

/// Tokens that a photo costs, roughly.
const PHOTO_TOKENS: usize = 765;

/// What the model says, and how it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Text(String),
    /// A content part of its own kind instead of a text.
    Refusal(String),
    /// Cut off for this reason, with the part of the text that was written.
    CutOff(&'static str, String),
    /// The model broke down, which HTTP calls a success.
    Failed,
}

/// A request as it came and as it was understood.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) body: Value,
    pub(crate) request: Request,
}

impl Asked {
    /// The answer to the call with this number, unless a fault makes it another one.
    pub(crate) fn answer(
        &self,
        seq: u64,
        now: i64,
        fault: Option<&FaultKind>,
    ) -> Result<Value, ApiError> {
        if let Some(FaultKind::Error {
            code,
            retry_after_secs,
        }) = fault
        {
            return Err(code.error(*retry_after_secs));
        }
        Ok(self.response(seq, now, &self.said(fault)))
    }

    fn said(&self, fault: Option<&FaultKind>) -> Said {
        match fault {
            Some(FaultKind::Refusal) => {
                Said::Refusal("I'm sorry, but I can't help with that request.".to_owned())
            }
            Some(FaultKind::TokenLimit) => Said::CutOff("max_output_tokens", String::new()),
            Some(FaultKind::ContentFilter) => Said::CutOff("content_filter", String::new()),
            Some(FaultKind::Failed) => Said::Failed,
            Some(FaultKind::EmptyText) => Said::Text(String::new()),
            Some(FaultKind::NotJson) => {
                Said::Text("Sure! Here is the JSON you asked for: {\"prompt\": \"A vert".to_owned())
            }
            _ => self.within_the_limit(self.written()),
        }
    }

    fn written(&self) -> String {
        let words = Words::of(&self.request.input);
        match &self.request.format {
            Format::Text => words.text("text"),
            Format::JsonObject => json!({"text": words.text("text")}).to_string(),
            Format::JsonSchema(schema) => example::of(schema, &words).to_string(),
        }
    }

    /// Thoughts count as well as words.
    fn within_the_limit(&self, text: String) -> Said {
        let Some(limit) = self.request.max_output_tokens else {
            return Said::Text(text);
        };
        let for_text = limit.saturating_sub(self.request.reasoning_tokens);
        let for_text = usize::try_from(for_text).unwrap_or(usize::MAX);
        if tokens(&text) <= for_text {
            return Said::Text(text);
        }
        let end = text.floor_char_boundary(for_text.saturating_mul(TOKEN_BYTES));
        Said::CutOff("max_output_tokens", text[..end].to_owned())
    }

    fn response(&self, seq: u64, now: i64, said: &Said) -> Value {
        let mut response = self.settings();
        let (status, reason) = match said {
            Said::CutOff(reason, _) => ("incomplete", Some(*reason)),
            Said::Failed => ("failed", None),
            Said::Text(_) | Said::Refusal(_) => ("completed", None),
        };
        response["id"] = json!(id("resp", seq));
        response["object"] = json!("response");
        response["created_at"] = json!(now);
        response["completed_at"] = json!((status == "completed").then_some(now));
        response["status"] = json!(status);
        response["incomplete_details"] = json!(reason.map(|reason| json!({"reason": reason})));
        response["error"] = json!((*said == Said::Failed).then(|| {
            json!({"code": "server_error", "message": "The model failed to generate a response."})
        }));
        response["output"] = Value::Array(self.output(seq, said));
        response["usage"] = self.usage(said);
        response
    }

    /// What the answer repeats from the request, with the defaults of what it left out.
    fn settings(&self) -> Value {
        let asked = |name: &str, default: Value| match &self.body[name] {
            Value::Null => default,
            value => value.clone(),
        };
        let reasons = models::reasons(&self.request.model);
        let effort = reasons.then_some("medium");
        json!({
            "model": self.request.model,
            "background": false,
            "instructions": self.body["instructions"],
            "max_output_tokens": self.body["max_output_tokens"],
            "max_tool_calls": null,
            "metadata": asked("metadata", json!({})),
            "parallel_tool_calls": asked("parallel_tool_calls", json!(true)),
            "previous_response_id": null,
            "prompt_cache_key": self.body["prompt_cache_key"],
            "reasoning": asked("reasoning", json!({"effort": effort, "summary": null})),
            "safety_identifier": self.body["safety_identifier"],
            "service_tier": "default",
            "store": asked("store", json!(true)),
            "temperature": asked("temperature", json!(1.0)),
            "text": format::echo(&self.body),
            "tool_choice": asked("tool_choice", json!("auto")),
            "tools": [],
            "top_logprobs": asked("top_logprobs", json!(0)),
            "top_p": asked("top_p", json!(1.0)),
            "truncation": asked("truncation", json!("disabled")),
            "user": self.body["user"],
        })
    }

    /// A reasoning model puts its thoughts before the message.
    fn output(&self, seq: u64, said: &Said) -> Vec<Value> {
        let mut items = Vec::new();
        if models::reasons(&self.request.model) {
            items.push(json!({"id": id("rs", seq), "type": "reasoning", "summary": []}));
        }
        let (status, part) = match said {
            Said::Text(text) => ("completed", text_part(text)),
            Said::Refusal(words) => ("completed", json!({"type": "refusal", "refusal": words})),
            Said::CutOff(_, text) if !text.is_empty() => ("incomplete", text_part(text)),
            Said::CutOff(..) | Said::Failed => return items,
        };
        items.push(json!({
            "id": id("msg", seq),
            "type": "message",
            "status": status,
            "role": "assistant",
            "content": [part],
        }));
        items
    }

    fn usage(&self, said: &Said) -> Value {
        let input = &self.request.input;
        let texts = input.texts.iter().chain(&input.directions);
        let asked =
            texts.map(|text| tokens(text)).sum::<usize>() + PHOTO_TOKENS * input.photos.len();
        let reasoning = self.request.reasoning_tokens;
        let written = match said {
            Said::Text(text) | Said::Refusal(text) | Said::CutOff(_, text) => tokens(text),
            Said::Failed => 0,
        };
        let output = reasoning + written as u64;
        json!({
            "input_tokens": asked,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": output,
            "output_tokens_details": {"reasoning_tokens": reasoning},
            "total_tokens": asked as u64 + output,
        })
    }
}

fn text_part(text: &str) -> Value {
    json!({"type": "output_text", "annotations": [], "logprobs": [], "text": text})
}

fn tokens(text: &str) -> usize {
    text.len().div_ceil(TOKEN_BYTES)
}

/// An id as long as the real ones, which the number of the call gives.
pub(crate) fn id(kind: &str, seq: u64) -> String {
    let digest = Sha256::digest(format!("{kind}{seq}"));
    format!("{kind}_{}", &hex::encode(digest)[..48])
}
