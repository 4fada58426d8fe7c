//! Long polling for updates, as raw text.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::TelegramClient;
use crate::telegram::errors::CallError;

/// The kinds of updates this bot handles. The list is sticky at Telegram, so it is always sent, to
/// `getUpdates` and to `setWebhook` alike.
pub const ALLOWED_UPDATES: [&str; 4] = [
    "message",
    "callback_query",
    "pre_checkout_query",
    "my_chat_member",
];

/// One update, not parsed: an odd one must not lose the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateText {
    /// The `update_id`, by which an update is acknowledged.
    pub id: i64,
    /// The whole update as Telegram wrote it.
    pub json: String,
}

#[derive(Deserialize)]
struct Id {
    update_id: i64,
}

impl TelegramClient {
    /// Waits up to `timeout` (Telegram caps it at 50 s) for at most `limit` (1 to 100) updates with
    /// an id of `offset` or above; all below are confirmed and gone.
    pub async fn get_updates_raw(
        &self,
        offset: i64,
        timeout: Duration,
        limit: u8,
    ) -> Result<Vec<UpdateText>, CallError> {
        let params = json!({
            "offset": offset,
            "timeout": timeout.as_secs(),
            "limit": limit.clamp(1, 100),
            "allowed_updates": ALLOWED_UPDATES,
        });
        let deadline = timeout + self.wire.deadlines.poll_slack;
        let updates: Vec<Box<RawValue>> = self
            .wire
            .call("getUpdates", params.to_string(), deadline)
            .await?;
        Ok(updates.iter().filter_map(|update| text(update)).collect())
    }
}

/// Without an id nothing can be stored or confirmed; the next update's id confirms this one too.
fn text(update: &RawValue) -> Option<UpdateText> {
    let json = update.get().to_owned();
    match serde_json::from_str::<Id>(&json) {
        Ok(Id { update_id }) => Some(UpdateText {
            id: update_id,
            json,
        }),
        Err(error) => {
            tracing::warn!(%error, "an update without an id was left out");
            None
        }
    }
}
