//! One delivery: bring a card, a video or bad news to its chat, and store how that went.

use std::sync::Arc;
use std::time::Duration;

use crate::chat::delivery::{
    ClaimedDelivery, Delivery, DeliveryEnd, DeliveryKind, DeliveryLease, VideoMessage,
};
use crate::ids::{JobId, OrderId};
use crate::ports::{
    JobQueue, LeaseError, MediaStore, Messenger, Notice, Outbox, SendError, Unavailable, VideoFiles,
};
use crate::work::policy::Backoff;

/// Makes deliveries. A failed one never refunds and never makes a second video.
pub struct Deliver {
    /// Where deliveries are.
    pub outbox: Arc<dyn Outbox>,
    /// What cards show.
    pub jobs: Arc<dyn JobQueue>,
    /// What brings messages to chats.
    pub messenger: Arc<dyn Messenger>,
    /// Where the bytes are.
    pub media: Arc<dyn MediaStore>,
    /// The shortest time between two edits of one card.
    pub card_pause: Duration,
    /// The pause after a send that certainly did not reach the chat.
    pub backoff: Backoff,
    /// Deferrals after which a delivery is closed as refused.
    pub deferrals_max: u16,
}

/// How a delivery went, for logs and metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// It is closed.
    Closed(DeliveryEnd),
    /// It is tried again later.
    Deferred {
        /// The pause until then.
        after: Duration,
        /// What the chat or our media store said, for the log.
        error: String,
    },
}

/// Why a delivery has not ended yet.
enum Undelivered {
    /// Nothing may be written under this lease any more, or the store is down.
    Lease(LeaseError),
    /// The chat did not take it, or nobody knows whether it did.
    Send(SendError),
}

impl From<LeaseError> for Undelivered {
    fn from(error: LeaseError) -> Self {
        Self::Lease(error)
    }
}

impl From<Unavailable> for Undelivered {
    fn from(error: Unavailable) -> Self {
        Self::Lease(error.into())
    }
}

impl From<SendError> for Undelivered {
    fn from(error: SendError) -> Self {
        Self::Send(error)
    }
}

impl Deliver {
    /// Makes one delivery.
    pub async fn deliver(&self, claimed: ClaimedDelivery) -> Result<Delivered, LeaseError> {
        let ClaimedDelivery { delivery, lease } = claimed;
        let delivered = match self.send(&delivery, &lease).await {
            Ok(end) => Delivered::Closed(end),
            Err(Undelivered::Lease(error)) => return Err(error),
            Err(Undelivered::Send(error)) => self.after_error(&delivery, error),
        };
        match &delivered {
            Delivered::Closed(end) => {
                self.outbox.close(lease, end, self.card_pause).await?;
            }
            Delivered::Deferred { after, .. } => self.outbox.defer(lease, *after).await?,
        }
        Ok(delivered)
    }

    async fn send(
        &self,
        delivery: &Delivery,
        lease: &DeliveryLease,
    ) -> Result<DeliveryEnd, Undelivered> {
        let notice = match &delivery.kind {
            DeliveryKind::Card { order } => return self.show_card(*order).await,
            DeliveryKind::Video(message) => return self.send_video(delivery, lease, message).await,
            DeliveryKind::Failed {
                product,
                variant,
                cause,
                ..
            } => Notice::Failed {
                product: *product,
                variant: *variant,
                cause: *cause,
            },
            DeliveryKind::Money { news } => Notice::Money(news.clone()),
            DeliveryKind::Alarm { text } => Notice::Alarm { text: text.clone() },
        };
        self.send_notice(delivery, lease, &notice).await
    }

    async fn show_card(&self, order: OrderId) -> Result<DeliveryEnd, Undelivered> {
        let Some(card) = self.jobs.card(order).await? else {
            let reason = "the order is gone".to_owned();
            return Ok(DeliveryEnd::Refused { reason });
        };
        let message = self.messenger.show_card(&card).await?;
        Ok(DeliveryEnd::Sent(message.into()))
    }

    async fn send_video(
        &self,
        delivery: &Delivery,
        lease: &DeliveryLease,
        message: &VideoMessage,
    ) -> Result<DeliveryEnd, Undelivered> {
        let files = match message.file_id {
            Some(_) => None,
            None => Some(self.files(message).await?),
        };
        self.outbox.begin(lease).await?;
        let by_files = |files| {
            let (chat, language) = (delivery.chat, delivery.language);
            self.messenger.send_video(chat, language, message, files)
        };
        let sent = match by_files(files).await {
            // Nothing was sent, and our own copy is there.
            Err(SendError::Forgotten(_)) => by_files(Some(self.files(message).await?)).await,
            outcome => outcome,
        };
        Ok(DeliveryEnd::Sent(sent?))
    }

    async fn files(&self, message: &VideoMessage) -> Result<VideoFiles, SendError> {
        let video = self.media.get(&message.video.key).await;
        Ok(VideoFiles {
            video: video.map_err(|error| SendError::NotSent(error.to_string()))?,
            photo: self.media.get(&message.photo).await.ok(),
        })
    }

    async fn send_notice(
        &self,
        delivery: &Delivery,
        lease: &DeliveryLease,
        notice: &Notice,
    ) -> Result<DeliveryEnd, Undelivered> {
        self.outbox.begin(lease).await?;
        let message = self
            .messenger
            .send_notice(delivery.chat, delivery.language, notice)
            .await?;
        Ok(DeliveryEnd::Sent(message.into()))
    }

    /// What to do when the chat did not take a message. Only a card is edited again after an
    /// unknown outcome.
    fn after_error(&self, delivery: &Delivery, error: SendError) -> Delivered {
        let is_card = matches!(delivery.kind, DeliveryKind::Card { .. });
        match error {
            SendError::Blocked(_) => Delivered::Closed(DeliveryEnd::Blocked),
            SendError::Refused(reason) | SendError::Forgotten(reason) => {
                Delivered::Closed(DeliveryEnd::Refused { reason })
            }
            SendError::RateLimited { retry_after } => Delivered::Deferred {
                after: retry_after,
                error: error.to_string(),
            },
            SendError::Unknown(_) if !is_card => Delivered::Closed(DeliveryEnd::Unknown),
            SendError::Unknown(reason) | SendError::NotSent(reason) => {
                self.try_again(delivery, reason)
            }
        }
    }

    fn try_again(&self, delivery: &Delivery, reason: String) -> Delivered {
        if delivery.deferrals >= self.deferrals_max {
            return Delivered::Closed(DeliveryEnd::Refused { reason });
        }
        let fault = usize::from(delivery.deferrals) + 1;
        Delivered::Deferred {
            after: self.backoff.pause(fault, JobId(delivery.id.0)),
            error: reason,
        }
    }
}

#[cfg(test)]
mod tests;
