use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use thiserror::Error;

use crate::chat::card::Card;
use crate::chat::delivery::{SentMessage, VideoMessage};
use crate::ids::{ChatId, MessageId, ProductId};
use crate::money::news::MoneyNews;
use crate::user::Language;
use crate::work::failure::Cause;

/// How a send ended that did not succeed. What a caller does differs for each.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum SendError {
    /// The user blocked the bot, left, or never began.
    #[error("the chat cannot be written to: {0}")]
    Blocked(String),
    /// Too many requests; nothing was sent.
    #[error("too many requests, again in {} s", retry_after.as_secs())]
    RateLimited {
        /// When to try again.
        retry_after: Duration,
    },
    /// It certainly did not reach the chat; trying again is safe.
    #[error("not sent: {0}")]
    NotSent(String),
    /// The chat provider does not know the id of the file any more; nothing was sent, and the file
    /// itself can be.
    #[error("the chat provider forgot the file: {0}")]
    Forgotten(String),
    /// The chat refuses this very message; trying again is useless.
    #[error("refused: {0}")]
    Refused(String),
    /// Nobody knows whether it reached the chat. MUST NOT be sent again automatically.
    #[error("outcome unknown: {0}")]
    Unknown(String),
}

/// What a chat provider that does not have a video needs for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoFiles {
    /// The MP4 file.
    pub video: Bytes,
    /// The product's photo as its owner sent it, for the thumbnail; a video without one is better
    /// than no video.
    pub photo: Option<Bytes>,
}

/// A text on its way to a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A video failed and its credit is back.
    Failed {
        /// The product, for the next try.
        product: ProductId,
        /// Number of the video within its order, from 0.
        variant: u8,
        /// What people are told of the reason.
        cause: Cause,
    },
    /// News about the user's money.
    Money(MoneyNews),
    /// Something an operator must know.
    Alarm {
        /// The words to show, without secrets.
        text: String,
    },
}

/// The chat provider, as it is spoken to.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Makes `message` show `card`. Showing the same state again MUST succeed and change nothing.
    /// `false` if the message is gone. May be repeated.
    async fn edit_card(&self, card: &Card, message: MessageId) -> Result<bool, SendError>;

    /// Sends a card as a message of its own. MUST NOT be repeated by itself.
    async fn send_card(&self, card: &Card) -> Result<MessageId, SendError>;

    /// Sends a video that plays in place: by the message's file id, or from `files` if there is no
    /// id or the chat provider forgot it. Without files, a forgotten id is
    /// [`SendError::Forgotten`]. MUST NOT be repeated by itself.
    async fn send_video(
        &self,
        chat: ChatId,
        language: Language,
        message: &VideoMessage,
        files: Option<VideoFiles>,
    ) -> Result<SentMessage, SendError>;

    /// Sends a text. MUST NOT be repeated by itself.
    async fn send_notice(
        &self,
        chat: ChatId,
        language: Language,
        notice: &Notice,
    ) -> Result<MessageId, SendError>;
}
