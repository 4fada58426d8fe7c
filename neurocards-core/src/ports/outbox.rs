use std::time::Duration;

use async_trait::async_trait;

use super::{LeaseError, Unavailable};
use crate::chat::delivery::{
    ClaimedDelivery, Deferral, DeliveryEnd, DeliveryLease, DeliveryLeaseId,
};
use crate::ids::{JobId, MessageId, OrderId, UserId, WorkerId};

/// Everything that must reach a chat. Rows are written by the transactions of the other ports.
///
/// News of money goes to the chat and in the language that the user has when it is written; to the
/// chat with the user's id, in the default language, if we never met.
///
/// A card is one row per order that becomes due again whenever the order changes; its delivery is
/// an edit and may be repeated. An alarm is repeated until its chat has it: twice is better than
/// never. Everything else, and the message of a card, is sent at most once by itself.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Leases up to `limit` due deliveries, at most one per chat, oldest first within a chat.
    ///
    /// A chat with a live lease, or whose user is marked as blocked, is skipped. A row whose lease
    /// expired is due again if it is a card, an alarm, or [`Outbox::begin`] was not called for it; otherwise
    /// it MUST be closed as [`DeliveryEnd::Unknown`], and not be claimed. A card for which it was
    /// called is `in_doubt` until it is closed with another end than that, or deferred.
    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable>;

    /// The same for what is sent in a moment: whatever is not a video. A chat whose oldest due
    /// delivery is a video is skipped.
    async fn claim_short(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedDelivery>, Unavailable>;

    /// Renews leases. Answers those that are lost.
    async fn extend(
        &self,
        leases: &[DeliveryLeaseId],
        lease_for: Duration,
    ) -> Result<Vec<DeliveryLeaseId>, Unavailable>;

    /// The send is about to go out: MUST be called right before every send; the edit of a card is
    /// none.
    async fn begin(&self, lease: &DeliveryLease) -> Result<(), LeaseError>;

    /// Ends a delivery. A card that changed since its claim becomes due again after
    /// `card_pause`; a sent card's message becomes the order's card message. The end of a video's delivery makes
    /// the order's card due: [`DeliveryEnd::Unknown`] shows there as a button to fetch it.
    /// [`DeliveryEnd::Blocked`] marks the user as blocked.
    async fn close(
        &self,
        lease: DeliveryLease,
        end: &DeliveryEnd,
        card_pause: Duration,
    ) -> Result<(), LeaseError>;

    /// Puts a delivery back that certainly did not reach the chat, or may be repeated. Only
    /// [`Deferral::Fault`] adds 1 to `deferrals`.
    async fn defer(
        &self,
        lease: DeliveryLease,
        after: Duration,
        why: Deferral,
    ) -> Result<(), LeaseError>;

    /// Keeps the message that shows an order's card, so that the next edit finds it.
    async fn keep_card_message(
        &self,
        order: OrderId,
        message: MessageId,
    ) -> Result<(), Unavailable>;

    /// The user asks for a finished video (again): a new delivery. `false` if the user has no such
    /// video, or one delivery of it is still to be made.
    async fn redeliver(&self, user: UserId, job: JobId) -> Result<bool, Unavailable>;
}
