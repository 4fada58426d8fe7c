//! A task as KIE's recordInfo shows it.

use chrono::{DateTime, Utc};
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::{RemoteVideo, TaskState};
use serde_json::Value;

use super::classify;

/// What a record says of its task.
///
/// A state nobody knows is not finished, and never a success.
pub(super) fn state(record: &Value) -> TaskState {
    match record.get("state").and_then(Value::as_str) {
        Some("success") => finished(record),
        Some("fail") => failed(record),
        Some("waiting" | "queuing" | "queueing" | "generating") => TaskState::Pending,
        other => {
            tracing::warn!(state = other, "KIE reports an unknown state");
            TaskState::Pending
        }
    }
}

fn finished(record: &Value) -> TaskState {
    let result = record.get("resultJson").unwrap_or(&Value::Null);
    let urls = result_urls(result);
    let video = urls
        .iter()
        .find(|url| url.split(['?', '#']).next().is_some_and(is_video_name))
        .or(urls.first());
    match video {
        Some(url) => TaskState::Ready(RemoteVideo {
            url: url.clone(),
            spent: spent(record),
        }),
        None => TaskState::Unreadable {
            detail: format!("finished without a URL: {result}"),
            spent: spent(record),
        },
    }
}

fn is_video_name(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".mp4")
}

/// The URLs of a finished record's `resultJson`, which is a text that holds JSON; empty if it
/// cannot be read. Video models give one.
pub fn result_urls(result: &Value) -> Vec<String> {
    let parsed = match result {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        other => other.clone(),
    };
    let urls = parsed.get("resultUrls").and_then(Value::as_array);
    urls.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|url| !url.is_empty())
        .map(str::to_owned)
        .collect()
}

fn failed(record: &Value) -> TaskState {
    let text = |key| match record.get(key) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let code = text("failCode");
    let failure = classify::failed(code.as_deref(), text("failMsg").as_deref());
    let may_recover_since = classify::may_recover(code.as_deref(), &failure)
        .then(|| noticed_at(record))
        .flatten();
    TaskState::Failed {
        failure,
        may_recover_since,
        spent: spent(record),
    }
}

/// What the task took; older records do not tell.
fn spent(record: &Value) -> Option<ProviderCredits> {
    let told = record
        .get("creditsConsumed")
        .filter(|told| !told.is_null())?;
    let spent = told.as_f64().map(ProviderCredits::from_f64);
    let Some(Ok(spent)) = spent else {
        tracing::warn!(%told, "KIE tells no amount of credits");
        return None;
    };
    Some(spent)
}

/// When KIE noticed the failure; its times are milliseconds since 1970.
fn noticed_at(record: &Value) -> Option<DateTime<Utc>> {
    ["completeTime", "updateTime", "createTime"]
        .into_iter()
        .find_map(|key| record.get(key).and_then(Value::as_i64))
        .and_then(DateTime::from_timestamp_millis)
}
