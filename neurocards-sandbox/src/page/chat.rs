//! Chats as the page shows them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use neurocards_fakes::telegram::{HumanError, MessageView};
use serde_json::{Value, json};

use super::PageState;
use crate::faults::FaultName;

pub(super) async fn session(State(page): State<Arc<PageState>>) -> Json<Value> {
    let people = page.telegram.users();
    let last_event = people
        .first()
        .and_then(|user| page.telegram.person(user.id).ok()?.chat().ok())
        .map_or(0, |chat| chat.last_event);
    let faults: Vec<Value> = FaultName::ALL
        .iter()
        .map(
            |fault| json!({"name": fault.as_str(), "title": fault.title(), "story": fault.story()}),
        )
        .collect();
    Json(json!({
        "session": page.session, "people": people, "faults": faults, "last_event": last_event,
    }))
}

pub(super) async fn chat(
    State(page): State<Arc<PageState>>,
    Path(user): Path<i64>,
) -> Result<Json<Value>, HumanError> {
    let chat = page.telegram.person(user)?.chat()?;
    let messages: Vec<Value> = chat.messages.iter().map(message).collect();
    Ok(Json(json!({"user": chat.user, "messages": messages})))
}

/// A message without its past, its files where byte ranges are served.
pub(super) fn message(view: &MessageView) -> Value {
    let mut message = json!(view);
    if let Value::Object(fields) = &mut message {
        fields.remove("revisions");
        fields.remove("html");
    }
    for field in ["url", "thumbnail_url"] {
        if let Some(url) = message["media"][field].as_str() {
            message["media"][field] = json!(url.replacen("/human/", "/page/", 1));
        }
    }
    message
}
