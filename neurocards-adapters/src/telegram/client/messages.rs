//! Texts: sent, edited; presses answered.

use neurocards_core::ids::{ChatId, MessageId};
use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, EditMessageText, EditMessageTextSetters,
    SendChatAction, SendMessage, SendMessageSetters,
};
use teloxide::types::{self, CallbackQueryId, ChatAction, LinkPreviewOptions, ParseMode, ThreadId};

use super::{Place, TelegramClient};
use crate::telegram::errors::CallError;
use crate::telegram::html::{Html, TEXT_MAX};
use crate::telegram::keyboard::Keyboard;

/// The longest answer to a press, in characters (Bot API, `answerCallbackQuery`).
const ANSWER_MAX_CHARS: usize = 200;

/// The one field of a sent text that is needed.
#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

impl TelegramClient {
    /// Sends a text, without link previews, cut to [`TEXT_MAX`].
    pub async fn send_text(
        &self,
        place: impl Into<Place>,
        text: &Html,
        keyboard: Option<&Keyboard>,
    ) -> Result<MessageId, CallError> {
        let place = place.into();
        match self.send_text_to(place, text, keyboard).await {
            Err(error) if error.is_topic_gone() && place.topic.is_some() => {
                self.send_text_to(place.chat.into(), text, keyboard).await
            }
            sent => sent,
        }
    }

    async fn send_text_to(
        &self,
        place: Place,
        text: &Html,
        keyboard: Option<&Keyboard>,
    ) -> Result<MessageId, CallError> {
        let mut message = SendMessage::new(types::ChatId(place.chat.0), rendered(text))
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        if let Some(topic) = place.topic {
            message = message.message_thread_id(ThreadId(types::MessageId(topic.0)));
        }
        if let Some(keyboard) = keyboard {
            message = message.reply_markup(keyboard.to_wire());
        }
        let sent: Sent = self.wire.send(&message).await?;
        Ok(MessageId(sent.message_id))
    }

    /// Makes a message show this text and exactly these buttons. That it shows them already is
    /// success.
    pub async fn edit_text(
        &self,
        chat: ChatId,
        message: MessageId,
        text: &Html,
        keyboard: Option<&Keyboard>,
    ) -> Result<(), CallError> {
        let chat = types::ChatId(chat.0);
        let mut edit = EditMessageText::new(chat, types::MessageId(message.0), rendered(text))
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        if let Some(keyboard) = keyboard {
            edit = edit.reply_markup(keyboard.to_wire());
        }
        match self.wire.send::<_, IgnoredAny>(&edit).await {
            Err(error) if !error.is_not_modified() => Err(error),
            _ => Ok(()),
        }
    }

    /// Ends the waiting of a pressed button, with a word or without, as a pop-up when `alert`. That
    /// the press is too old is success: nobody waits any more.
    pub async fn answer_callback(
        &self,
        query: &str,
        text: Option<&str>,
        alert: bool,
    ) -> Result<(), CallError> {
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(query.to_owned()));
        if let Some(text) = text {
            let text: String = text.chars().take(ANSWER_MAX_CHARS).collect();
            answer = answer.text(text).show_alert(alert);
        }
        match self.wire.send::<_, IgnoredAny>(&answer).await {
            Err(error) if !error.is_query_too_old() => Err(error),
            _ => Ok(()),
        }
    }

    /// Shows that the bot is busy, for 5 s or until its next message.
    pub async fn send_chat_action(
        &self,
        chat: ChatId,
        action: ChatAction,
    ) -> Result<(), CallError> {
        let action = SendChatAction::new(types::ChatId(chat.0), action);
        self.wire.send::<_, IgnoredAny>(&action).await.map(drop)
    }
}

fn rendered(text: &Html) -> String {
    text.clone().fit(TEXT_MAX).render()
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
