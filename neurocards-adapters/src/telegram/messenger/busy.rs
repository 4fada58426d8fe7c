//! "Sending a video…" above the chat while an upload runs.

use std::time::Duration;

use futures::future::{Either, select};
use neurocards_core::ids::ChatId;
use std::pin::pin;

use crate::telegram::client::{ChatAction, TelegramClient};

/// Telegram shows an action for 5 s or less.
const REPEAT_EVERY: Duration = Duration::from_secs(4);

/// Runs `upload`, showing that it runs.
pub(super) async fn while_uploading<T>(
    client: &TelegramClient,
    chat: ChatId,
    upload: impl Future<Output = T>,
) -> T {
    match select(pin!(upload), pin!(show(client, chat))).await {
        Either::Left((done, _)) => done,
        Either::Right((never, _)) => match never {},
    }
}

/// A chat that does not show it still gets the video.
async fn show(client: &TelegramClient, chat: ChatId) -> std::convert::Infallible {
    loop {
        if let Err(error) = client.send_chat_action(chat, ChatAction::UploadVideo).await {
            tracing::debug!(%error, "no chat action");
        }
        tokio::time::sleep(REPEAT_EVERY).await;
    }
}
