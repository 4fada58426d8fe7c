//! One confirmed request for N videos of one product.

use std::time::Duration;

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::ids::{ChatId, JobId, MessageId, OrderId, UserId};
use crate::money::credits::Credits;
use crate::user::Language;
use crate::work::brief::{Brief, VideoCount};
use crate::work::catalogue::{Catalogue, FormatError};
use crate::work::product::{Description, Product};

/// An order about to be placed. Building it spends nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// Minted before the confirm button was shown.
    pub id: OrderId,
    /// The user who pays.
    pub user: UserId,
    /// Where its card and videos go.
    pub chat: ChatId,
    /// The confirm message, which becomes the card; `None` sends a new one.
    pub card_message: Option<MessageId>,
    /// The product; must belong to the user.
    pub product: Product,
    /// What is asked.
    pub brief: Brief,
    /// The language of texts and voice-overs.
    pub language: Language,
    /// One id per video, in the order of the variants.
    pub jobs: Vec<JobId>,
    /// Price of one video.
    pub price: Credits,
    /// How long each job may take before it fails with a refund.
    pub deadline: Duration,
}

/// What a user confirmed, before prices are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderDraft {
    /// See [`NewOrder::id`]: minted before the confirm button was shown.
    pub id: OrderId,
    /// See [`NewOrder::user`]: the user who pays.
    pub user: UserId,
    /// See [`NewOrder::chat`]: where its card and videos go.
    pub chat: ChatId,
    /// See [`NewOrder::card_message`]: the confirm message, if there is one.
    pub card_message: Option<MessageId>,
    /// See [`NewOrder::product`]: must belong to the user.
    pub product: Product,
    /// See [`NewOrder::brief`]: what is asked.
    pub brief: Brief,
    /// See [`NewOrder::language`]: of texts and voice-overs.
    pub language: Language,
    /// How many videos.
    pub count: VideoCount,
}

/// Why a draft is no order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DraftError {
    /// The format is not on offer.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The product belongs to somebody else.
    #[error("the product belongs to another user")]
    NotTheOwner,
    /// There are fewer ids than videos.
    #[error("{given} job ids were given for {needed} videos")]
    TooFewIds {
        /// How many job ids were given.
        given: usize,
        /// How many videos were ordered.
        needed: usize,
    },
}

impl NewOrder {
    /// The most jobs one order may have.
    pub const MAX_JOBS: usize = 5;

    /// Prices a draft. `ids` gives one job id per video; more are ignored.
    pub fn price(
        draft: OrderDraft,
        catalogue: &Catalogue,
        ids: &[JobId],
        deadline: Duration,
    ) -> Result<Self, DraftError> {
        let model = catalogue.check(&draft.brief.format)?;
        if draft.product.user != draft.user {
            return Err(DraftError::NotTheOwner);
        }
        let needed = usize::from(draft.count.get());
        let jobs = ids
            .get(..needed)
            .ok_or(DraftError::TooFewIds {
                given: ids.len(),
                needed,
            })?
            .to_vec();
        Ok(Self {
            id: draft.id,
            user: draft.user,
            chat: draft.chat,
            card_message: draft.card_message,
            product: draft.product,
            brief: draft.brief,
            language: draft.language,
            jobs,
            price: model.price,
            deadline,
        })
    }

    /// What all its videos cost together; `None` beyond [`Credits::MAX`].
    pub fn total(&self) -> Option<Credits> {
        self.price.checked_mul(u8::try_from(self.jobs.len()).ok()?)
    }
}

/// An order as it was placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Minted before the confirm button was shown; one id is one charge.
    pub id: OrderId,
    /// The user who paid.
    pub user: UserId,
    /// Where its card and videos go.
    pub chat: ChatId,
    /// The product as it was when the order was placed.
    pub product: Product,
    /// What was asked.
    pub brief: Brief,
    /// Its jobs, by variant.
    pub jobs: Vec<JobId>,
    /// Price of one video.
    pub price: Credits,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
}

/// The outcome of placing an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// Placed and held by this call.
    New,
    /// Placed before; nothing was written.
    Existing,
}

/// The outcome of cancelling an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CancelledJobs {
    /// Jobs cancelled and refunded by this call.
    pub cancelled: u8,
    /// Jobs that go on, because the provider already works on them or they are final.
    pub kept: u8,
}

/// What a job is a video of, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoTitle {
    /// The job that makes the video.
    pub job: JobId,
    /// What is sold.
    pub description: Description,
    /// Number of the video within its order, from 0.
    pub variant: u8,
    /// Videos of that order.
    pub of: u8,
}

/// The outcome of a refund by an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobRefunded {
    /// Ended and refunded by this call.
    Now,
    /// An earlier end of the job refunded it; nothing was written.
    Before,
    /// It has its video, and its credits are earned.
    Captured,
    /// There is no such job.
    Unknown,
}
