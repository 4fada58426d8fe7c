//! One delivery: bring a card, a video or bad news to its chat, and store how that went.

use std::sync::Arc;
use std::time::Duration;

use crate::chat::delivery::{
    ClaimedDelivery, Deferral, Delivery, DeliveryEnd, DeliveryKind, DeliveryLease, VideoMessage,
};
use crate::ids::{JobId, OrderId};
use crate::ports::{
    JobQueue, LeaseError, MediaStore, Messenger, Notice, Outbox, SendError, Unavailable, VideoFiles,
};
use crate::user::text::plain;
use crate::work::policy::Backoff;

/// The pause before an operator who cannot be reached is told an alarm again.
const UNREACHABLE_ADMIN_PAUSE: Duration = Duration::from_hours(1);

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
    /// Faults after which a delivery is closed as refused; an alarm never is.
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
        /// Whether that counts.
        why: Deferral,
        /// What the chat or our media store said, for the log.
        error: String,
    },
    /// An operator cannot be reached: their alarm is kept, and tried again later.
    Unreachable {
        /// The pause until then.
        after: Duration,
        /// What the chat said.
        reason: String,
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
            Delivered::Deferred { after, why, .. } => {
                self.outbox.defer(lease, *after, *why).await?;
            }
            Delivered::Unreachable { after, .. } => {
                self.outbox.defer(lease, *after, Deferral::Asked).await?;
            }
        }
        Ok(delivered)
    }

    async fn send(
        &self,
        delivery: &Delivery,
        lease: &DeliveryLease,
    ) -> Result<DeliveryEnd, Undelivered> {
        let notice = match &delivery.kind {
            DeliveryKind::Card { order } => return self.show_card(delivery, lease, *order).await,
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

    /// Edits the card's message. Where there is none, or its user deleted it, a card is sent, at most
    /// once: one that may have come and that we do not know is not sent again.
    async fn show_card(
        &self,
        delivery: &Delivery,
        lease: &DeliveryLease,
        order: OrderId,
    ) -> Result<DeliveryEnd, Undelivered> {
        let Some(card) = self.jobs.card(order).await? else {
            let reason = "the order is gone".to_owned();
            return Ok(DeliveryEnd::Refused { reason });
        };
        if let Some(message) = card.message
            && self.messenger.edit_card(&card, message).await?
        {
            return Ok(DeliveryEnd::Sent(message.into()));
        }
        if delivery.in_doubt {
            return Ok(DeliveryEnd::Unknown);
        }
        self.outbox.begin(lease).await?;
        match self.messenger.send_card(&card).await {
            Ok(message) => Ok(DeliveryEnd::Sent(message.into())),
            Err(SendError::Unknown(_)) => Ok(DeliveryEnd::Unknown),
            Err(error) => Err(error.into()),
        }
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

    /// What to do when the chat did not take a message. After an unknown outcome only the edit of a
    /// card is repeated, and an alarm sent again.
    fn after_error(&self, delivery: &Delivery, error: SendError) -> Delivered {
        let may_be_repeated = delivery.kind.may_be_repeated();
        let is_alarm = matches!(delivery.kind, DeliveryKind::Alarm { .. });
        match error {
            SendError::RateLimited { retry_after } => Delivered::Deferred {
                after: retry_after,
                why: Deferral::Asked,
                error: error.to_string(),
            },
            SendError::Blocked(reason) | SendError::Refused(reason) if is_alarm => {
                let after = UNREACHABLE_ADMIN_PAUSE;
                Delivered::Unreachable { after, reason }
            }
            SendError::Blocked(_) => Delivered::Closed(DeliveryEnd::Blocked),
            SendError::Refused(reason) | SendError::Forgotten(reason) => {
                let reason = plain(&reason);
                Delivered::Closed(DeliveryEnd::Refused { reason })
            }
            SendError::Unknown(_) if !may_be_repeated => Delivered::Closed(DeliveryEnd::Unknown),
            SendError::Unknown(reason) | SendError::NotSent(reason) => {
                self.try_again(delivery, reason)
            }
        }
    }

    fn try_again(&self, delivery: &Delivery, reason: String) -> Delivered {
        let is_alarm = matches!(delivery.kind, DeliveryKind::Alarm { .. });
        if delivery.deferrals >= self.deferrals_max && !is_alarm {
            let reason = plain(&reason);
            return Delivered::Closed(DeliveryEnd::Refused { reason });
        }
        let fault = usize::from(delivery.deferrals) + 1;
        Delivered::Deferred {
            after: self.backoff.pause(fault, JobId(delivery.id.0)),
            why: Deferral::Fault,
            error: reason,
        }
    }
}

#[cfg(test)]
mod tests;
