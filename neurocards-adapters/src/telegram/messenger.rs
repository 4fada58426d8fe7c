//! The [`Messenger`] port on Telegram.

mod busy;
mod card;
mod money;
mod notice;
mod video;

use async_trait::async_trait;
use neurocards_core::chat::card::Card;
use neurocards_core::chat::delivery::{SentMessage, VideoMessage};
use neurocards_core::ids::{ChatId, MessageId};
use neurocards_core::ports::{Messenger, Notice, SendError, VideoFiles};
use neurocards_core::user::Language;

use super::client::TelegramClient;
use super::errors::CallError;
use super::html::Html;
use super::keyboard::Keyboard;

/// Cards, videos and notices in Telegram chats.
#[derive(Debug, Clone)]
pub struct TelegramMessenger {
    client: TelegramClient,
}

impl TelegramMessenger {
    /// A messenger that speaks through `client`.
    pub fn new(client: TelegramClient) -> Self {
        Self { client }
    }

    async fn show(
        &self,
        card: &Card,
        text: &Html,
        keyboard: &Keyboard,
    ) -> Result<MessageId, CallError> {
        let keyboard = Some(keyboard).filter(|keyboard| !keyboard.is_empty());
        if let Some(message) = card.message {
            let edited = self
                .client
                .edit_text(card.chat, message, text, keyboard)
                .await;
            match edited {
                Err(error) if error.is_message_gone() => {}
                edited => return edited.map(|()| message),
            }
        }
        self.client.send_text(card.chat, text, keyboard).await
    }
}

#[async_trait]
impl Messenger for TelegramMessenger {
    async fn show_card(&self, card: &Card) -> Result<MessageId, SendError> {
        let shown = self
            .show(card, &card::text(card), &card::keyboard(card))
            .await;
        Ok(shown?)
    }

    async fn send_video(
        &self,
        chat: ChatId,
        language: Language,
        message: &VideoMessage,
        files: Option<VideoFiles>,
    ) -> Result<SentMessage, SendError> {
        Ok(video::send(&self.client, chat, language, message, files).await?)
    }

    async fn send_notice(
        &self,
        chat: ChatId,
        language: Language,
        notice: &Notice,
    ) -> Result<MessageId, SendError> {
        let text = notice::text(language, notice);
        let keyboard = notice::keyboard(language, notice);
        Ok(self
            .client
            .send_text(chat, &text, keyboard.as_ref())
            .await?)
    }
}
