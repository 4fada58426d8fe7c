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

    /// Makes a message show a card; one that is gone is an error like any other.
    pub async fn show_card_in(&self, card: &Card, message: MessageId) -> Result<(), CallError> {
        let (text, keyboard) = (card::text(card), card::keyboard(card));
        let keyboard = Some(&keyboard).filter(|keyboard| !keyboard.is_empty());
        let edit = self.client.edit_text(card.chat, message, &text, keyboard);
        edit.await
    }
}

#[async_trait]
impl Messenger for TelegramMessenger {
    async fn edit_card(&self, card: &Card, message: MessageId) -> Result<bool, SendError> {
        match self.show_card_in(card, message).await {
            Err(error) if error.is_message_gone() => Ok(false),
            edited => Ok(edited.map(|()| true)?),
        }
    }

    async fn send_card(&self, card: &Card) -> Result<MessageId, SendError> {
        let (text, keyboard) = (card::text(card), card::keyboard(card));
        let keyboard = Some(&keyboard).filter(|keyboard| !keyboard.is_empty());
        Ok(self.client.send_text(card.chat, &text, keyboard).await?)
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
