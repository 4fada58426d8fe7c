//! What the one message per order shows: the stage of each video.

use chrono::{DateTime, Utc};

use crate::ids::{ChatId, JobId, MessageId, OrderId, ProductId, UserId};
use crate::money::credits::Credits;
use crate::user::Language;
use crate::work::brief::Template;
use crate::work::stage::Stage;

/// The state of one order as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The order whose state it shows.
    pub order: OrderId,
    /// The user who placed the order.
    pub user: UserId,
    /// The chat of its message.
    pub chat: ChatId,
    /// The message to edit; `None` until one was sent.
    pub message: Option<MessageId>,
    /// The product, for "make another".
    pub product: ProductId,
    /// First words of the product's description, at most [`Card::HEADLINE_MAX_CHARS`].
    pub headline: String,
    /// The template of every video of the order.
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

impl Card {
    /// The most characters of [`Card::headline`].
    pub const HEADLINE_MAX_CHARS: usize = 60;
}

/// One video on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardVideo {
    /// The job that makes this video.
    pub job: JobId,
    /// How far it is.
    pub stage: Stage,
    /// Attempts made so far.
    pub attempts: u16,
    /// Whether the last of them is at work at the provider.
    pub has_open_attempt: bool,
}

impl Card {
    /// Whether every video is settled.
    pub fn is_settled(&self) -> bool {
        self.videos.iter().all(|video| video.stage.is_settled())
    }

    /// Whether a video could still be cancelled: it is open, and nothing of it is at the provider.
    /// [`JobQueue::cancel`](crate::ports::JobQueue::cancel) goes by the same rule.
    pub fn can_cancel(&self) -> bool {
        self.videos.iter().any(|video| {
            !video.has_open_attempt
                && matches!(
                    video.stage,
                    Stage::Queued { .. }
                        | Stage::Writing
                        | Stage::Preparing
                        | Stage::Retrying
                        | Stage::Waiting
                )
        })
    }
}
