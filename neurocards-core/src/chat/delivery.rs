//! One thing that must reach a chat, kept in the outbox until it has.

use serde::{Deserialize, Serialize};

use crate::ids::{ChatId, DeliveryId, JobId, MessageId, OrderId, ProductId, UserId};
use crate::money::news::MoneyNews;
use crate::user::Language;
use crate::work::failure::Cause;
use crate::work::media::{MediaKey, StoredVideo};

/// What is to be delivered, with all that its message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeliveryKind {
    /// The state of an order, as an edit of its one message: repeated as often as it changes.
    Card {
        /// The order it belongs to.
        order: OrderId,
    },
    /// A finished video, as a message of its own.
    Video(VideoMessage),
    /// The news that a video failed and its credit is back.
    Failed {
        /// The order it belongs to.
        order: OrderId,
        /// The job that made, or did not make, the video.
        job: JobId,
        /// The product, for the next try.
        product: ProductId,
        /// Number of the video within its order, from 0.
        variant: u8,
        /// Why the job failed, as the user is told.
        cause: Cause,
    },
    /// News about the user's money.
    Money {
        /// The news with its amounts.
        news: MoneyNews,
    },
    /// Something an operator must know.
    Alarm {
        /// The words of whoever tells it, without secrets.
        text: String,
    },
}

/// A finished video on its way to a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VideoMessage {
    /// The order it was placed with.
    pub order: OrderId,
    /// The job that made it, for the button "another variant".
    pub job: JobId,
    /// The product it shows, for the button "another video".
    pub product: ProductId,
    /// The file in our store.
    pub video: StoredVideo,
    /// The product's photo in our store, for the picture that is shown until the video plays.
    pub photo: MediaKey,
    /// The chat provider's id of the file, if it was sent before.
    pub file_id: Option<String>,
    /// It came after its job had ended, and nothing was charged for it.
    pub is_gift: bool,
}

impl DeliveryKind {
    /// The word used in SQL, logs and metrics.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Card { .. } => "card",
            Self::Video(_) => "video",
            Self::Failed { .. } => "failed",
            Self::Money { .. } => "money",
            Self::Alarm { .. } => "alarm",
        }
    }

    /// Whether a message that nobody knows to have arrived may go out again: the edit of a card
    /// changes nothing, and an alarm is better told twice than never.
    pub const fn may_be_repeated(&self) -> bool {
        matches!(self, Self::Card { .. } | Self::Alarm { .. })
    }
}

/// One row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The name of its row.
    pub id: DeliveryId,
    /// The user whose order or money it is about; of an alarm, the admin.
    pub user: UserId,
    /// The chat it must reach.
    pub chat: ChatId,
    /// The language in which its user reads.
    pub language: Language,
    /// What to send there.
    pub kind: DeliveryKind,
    /// How often it was put back for a fault so far.
    pub deferrals: u16,
    /// Of a card: whether a message for it was sent of which nobody knows whether it came.
    pub in_doubt: bool,
}

/// What tells a lease of a delivery from every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryLeaseId {
    /// The leased delivery.
    pub delivery: DeliveryId,
    /// The delivery's fencing value at the claim.
    pub token: i64,
}

/// The time-limited right to make one delivery. Not `Clone`: closing consumes it.
#[derive(Debug, PartialEq, Eq)]
pub struct DeliveryLease {
    delivery: DeliveryId,
    token: i64,
}

impl DeliveryLease {
    /// A lease as a store grants it at a claim.
    pub const fn granted(delivery: DeliveryId, token: i64) -> Self {
        Self { delivery, token }
    }

    /// The leased delivery.
    pub const fn delivery(&self) -> DeliveryId {
        self.delivery
    }

    /// The delivery's fencing value at the claim: +1 at each claim.
    pub const fn token(&self) -> i64 {
        self.token
    }

    /// What it can be renewed by.
    pub const fn id(&self) -> DeliveryLeaseId {
        DeliveryLeaseId {
            delivery: self.delivery,
            token: self.token,
        }
    }
}

/// A delivery with the right to make it.
#[derive(Debug, PartialEq, Eq)]
pub struct ClaimedDelivery {
    /// What to deliver.
    pub delivery: Delivery,
    /// The right to deliver it, until the lease expires.
    pub lease: DeliveryLease,
}

/// What the chat has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMessage {
    /// The message that shows it in its chat.
    pub message: MessageId,
    /// The chat provider's id of a video, for sending it again without bytes.
    pub file_id: Option<String>,
}

/// A message without a video.
impl From<MessageId> for SentMessage {
    fn from(message: MessageId) -> Self {
        let file_id = None;
        Self { message, file_id }
    }
}

/// Why a delivery is put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferral {
    /// The chat asked for a pause; nothing is counted.
    Asked,
    /// It did not reach the chat; counted.
    Fault,
}

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryEnd {
    /// The chat has it.
    Sent(SentMessage),
    /// Nobody knows whether the chat has it; it is not sent again by itself.
    Unknown,
    /// The user blocked the bot or is gone.
    Blocked,
    /// The chat refuses this message for good.
    Refused {
        /// The refusal, for the operator.
        reason: String,
    },
}

impl DeliveryEnd {
    /// The word used in SQL, logs and metrics.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Sent(_) => "sent",
            Self::Unknown => "unknown",
            Self::Blocked => "blocked",
            Self::Refused { .. } => "refused",
        }
    }
}
