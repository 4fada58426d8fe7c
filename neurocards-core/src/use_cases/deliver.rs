//! One delivery: bring a card, a video or bad news to its chat, and store how that went.

use std::sync::Arc;
use std::time::Duration;

use crate::chat::delivery::{ClaimedDelivery, Delivery, DeliveryKind, DeliveryLease, Receipt};
use crate::ids::{JobId, OrderId, ProductId};
use crate::ports::{
    JobQueue, LeaseError, MediaStore, Messenger, Notice, Outbox, SendError, VideoMessage,
};
use crate::work::media::{MediaKey, StoredVideo};
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
    Closed(Receipt),
    /// It is tried again later.
    Deferred {
        /// The pause until the next try.
        after: Duration,
        /// What kept it from its chat.
        error: String,
    },
}

impl Deliver {
    /// Makes one delivery.
    pub async fn deliver(&self, claimed: ClaimedDelivery) -> Result<Delivered, LeaseError> {
        let ClaimedDelivery { delivery, lease } = claimed;
        let sent = match &delivery.kind {
            DeliveryKind::Card { order } => self.show_card(*order).await,
            DeliveryKind::Video {
                job,
                product,
                video,
                photo,
                file_id,
                ..
            } => {
                let film = Film {
                    job: *job,
                    product: *product,
                    video,
                    photo,
                    file_id: file_id.as_deref(),
                };
                self.send_video(&delivery, &lease, film).await
            }
            DeliveryKind::Failed {
                product,
                variant,
                cause,
                ..
            } => {
                let notice = Notice::Failed {
                    product: *product,
                    variant: *variant,
                    cause: *cause,
                };
                self.send_notice(&delivery, &lease, &notice).await
            }
            DeliveryKind::Money { news } => {
                let notice = Notice::Money(news.clone());
                self.send_notice(&delivery, &lease, &notice).await
            }
            DeliveryKind::Alarm { text } => {
                let notice = Notice::Alarm { text: text.clone() };
                self.send_notice(&delivery, &lease, &notice).await
            }
        }?;
        self.settle(&delivery, lease, sent).await
    }

    async fn show_card(&self, order: OrderId) -> Result<Result<Receipt, SendError>, LeaseError> {
        let Some(card) = self.jobs.card(order).await? else {
            let reason = "the order is gone".to_owned();
            return Ok(Ok(Receipt::Refused { reason }));
        };
        let shown = self.messenger.show_card(&card).await;
        Ok(shown.map(|message| Receipt::Sent {
            message,
            file_id: None,
        }))
    }

    async fn send_video(
        &self,
        delivery: &Delivery,
        lease: &DeliveryLease,
        film: Film<'_>,
    ) -> Result<Result<Receipt, SendError>, LeaseError> {
        let message = match self.video_message(delivery, &film).await {
            Ok(message) => message,
            Err(error) => return Ok(Err(error)),
        };
        self.outbox.begin(lease).await?;
        let sent = self.messenger.send_video(&message).await;
        Ok(sent.map(|sent| Receipt::Sent {
            message: sent.message,
            file_id: sent.file_id,
        }))
    }

    async fn video_message(
        &self,
        delivery: &Delivery,
        film: &Film<'_>,
    ) -> Result<VideoMessage, SendError> {
        let mut message = VideoMessage {
            chat: delivery.chat,
            language: delivery.language,
            job: film.job,
            product: film.product,
            video: film.video.clone(),
            bytes: None,
            file_id: film.file_id.map(ToOwned::to_owned),
            photo: None,
        };
        if message.file_id.is_none() {
            let bytes = self.media.get(&film.video.key).await;
            message.bytes = Some(bytes.map_err(|error| SendError::NotSent(error.to_string()))?);
            // A video without a thumbnail is better than none.
            message.photo = self.media.get(film.photo).await.ok();
        }
        Ok(message)
    }

    async fn send_notice(
        &self,
        delivery: &Delivery,
        lease: &DeliveryLease,
        notice: &Notice,
    ) -> Result<Result<Receipt, SendError>, LeaseError> {
        self.outbox.begin(lease).await?;
        let sent = self
            .messenger
            .send_notice(delivery.chat, delivery.language, notice)
            .await;
        Ok(sent.map(|message| Receipt::Sent {
            message,
            file_id: None,
        }))
    }

    async fn settle(
        &self,
        delivery: &Delivery,
        lease: DeliveryLease,
        sent: Result<Receipt, SendError>,
    ) -> Result<Delivered, LeaseError> {
        let receipt = match self.receipt(delivery, sent) {
            Ok(receipt) => receipt,
            Err((after, error)) => {
                self.outbox.defer(lease, after).await?;
                return Ok(Delivered::Deferred { after, error });
            }
        };
        self.outbox.close(lease, &receipt, self.card_pause).await?;
        Ok(Delivered::Closed(receipt))
    }

    /// The receipt of a send, or when to try again and why.
    fn receipt(
        &self,
        delivery: &Delivery,
        sent: Result<Receipt, SendError>,
    ) -> Result<Receipt, (Duration, String)> {
        let is_card = matches!(delivery.kind, DeliveryKind::Card { .. });
        let error = match sent {
            Ok(receipt) => return Ok(receipt),
            Err(error) => error,
        };
        match error {
            SendError::Blocked(_) => Ok(Receipt::Blocked),
            SendError::Refused(reason) => Ok(Receipt::Refused { reason }),
            SendError::RateLimited { retry_after } => Err((retry_after, error.to_string())),
            SendError::Unknown(_) if !is_card => Ok(Receipt::Unknown),
            SendError::Unknown(reason) | SendError::NotSent(reason) => {
                self.try_again(delivery, reason)
            }
        }
    }

    fn try_again(
        &self,
        delivery: &Delivery,
        reason: String,
    ) -> Result<Receipt, (Duration, String)> {
        if delivery.deferrals >= self.deferrals_max {
            return Ok(Receipt::Refused { reason });
        }
        let fault = usize::from(delivery.deferrals) + 1;
        Err((self.backoff.pause(fault, JobId(delivery.id.0)), reason))
    }
}

/// The parts of a video's delivery.
struct Film<'a> {
    job: JobId,
    product: ProductId,
    video: &'a StoredVideo,
    photo: &'a MediaKey,
    file_id: Option<&'a str>,
}

#[cfg(test)]
mod tests;
