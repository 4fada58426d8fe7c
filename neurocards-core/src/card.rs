//! What the one message per order shows: the stage of each video.

use chrono::{DateTime, Utc};

use crate::brief::Template;
use crate::credits::Credits;
use crate::failure::Cause;
use crate::ids::{ChatId, JobId, MessageId, OrderId, ProductId, UserId};
use crate::user::Language;

/// The state of one order as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The order.
    pub order: OrderId,
    /// Whose.
    pub user: UserId,
    /// The chat of its message.
    pub chat: ChatId,
    /// The message to edit; `None` until one was sent.
    pub message: Option<MessageId>,
    /// The product, for "make another".
    pub product: ProductId,
    /// First words of the product's description.
    pub headline: String,
    /// The template.
    pub template: Template,
    /// Language of its texts.
    pub language: Language,
    /// Price of one video.
    pub price: Credits,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// The store's time when this was read.
    pub now: DateTime<Utc>,
    /// One stage per video, by variant.
    pub videos: Vec<CardVideo>,
}

/// One video on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardVideo {
    /// Its job.
    pub job: JobId,
    /// How far it is.
    pub stage: Stage,
    /// Attempts made so far.
    pub attempts: u16,
}

/// How far a video is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// In the queue; `place` counts from 1.
    Queued {
        /// Open jobs placed before it, plus one.
        place: u32,
    },
    /// The scenario is being written.
    Writing,
    /// The photo is being handed to the provider.
    Preparing,
    /// The provider renders.
    Rendering,
    /// A fault; it runs again by itself.
    Retrying,
    /// The provider is out of service; it goes on by itself.
    Waiting,
    /// Stored; its message is on its way.
    Ready,
    /// Its message arrived.
    Delivered,
    /// Stored, but nobody knows whether its message arrived: the user can fetch it.
    ToFetch,
    /// Failed; the credit is back.
    Failed(Cause),
    /// Cancelled; the credit is back.
    Cancelled,
}

impl Stage {
    /// Whether the video will not change any more.
    pub const fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Delivered | Self::ToFetch | Self::Failed(_) | Self::Cancelled
        )
    }

    /// Whether the credit came back.
    pub const fn is_refunded(self) -> bool {
        matches!(self, Self::Failed(_) | Self::Cancelled)
    }
}

impl Card {
    /// Whether every video is settled.
    pub fn is_settled(&self) -> bool {
        self.videos.iter().all(|video| video.stage.is_settled())
    }

    /// Whether a video could still be cancelled: nothing of it is at the provider.
    pub fn can_cancel(&self) -> bool {
        self.videos.iter().any(|video| {
            video.attempts == 0
                && matches!(
                    video.stage,
                    Stage::Queued { .. } | Stage::Writing | Stage::Preparing | Stage::Waiting
                )
        })
    }
}
