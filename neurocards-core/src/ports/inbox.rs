use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

use super::{AskRefundError, BookError, LeaseError, PlaceError, RedeemError, Unavailable};
use crate::chat::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease};
use crate::ids::WorkerId;

/// Why a turn was not committed. Nothing was written, as far as is known.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum CommitError {
    /// An order in the turn could not be placed.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A charge in the turn could not be booked.
    #[error(transparent)]
    Book(#[from] BookError),
    /// A promo code in the turn gives nothing.
    #[error(transparent)]
    Redeem(#[from] RedeemError),
    /// A refund in the turn could not be begun.
    #[error(transparent)]
    AskRefund(#[from] AskRefundError),
    /// The lease is stale: drop the work.
    #[error("the lease is lost")]
    Lost,
    /// Nothing is known to have changed; the same call again is safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Updates between the moment they are acknowledged to the chat provider and the moment the last
/// reply is out. What is here survives a kill.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Stores updates; known ids are left as they are. Answers how many were new. Only after this
    /// returns may they be acknowledged.
    async fn store(&self, updates: &[RawUpdate]) -> Result<usize, Unavailable>;

    /// Leases up to `limit` updates that are not closed: of each lane the oldest, and none of a
    /// lane with a live lease. A lease that expired before a turn was committed adds 1 to `crashes`.
    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedUpdate>, Unavailable>;

    /// Commits all that an update changes as one transaction: state, writes, replies. MUST be all
    /// or nothing, and MUST happen once per update.
    async fn commit(&self, lease: &UpdateLease, turn: &Turn) -> Result<(), CommitError>;

    /// Reply number `index` is about to go out, and it must not go out twice: after a kill it is not
    /// sent again.
    async fn begin_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError>;

    /// Reply number `index` was begun, and the chat provider said that it did not go out: it is to be
    /// begun again. MUST change nothing if a later reply was begun.
    async fn take_back_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError>;

    /// All replies are out: the update is done.
    async fn close(&self, lease: UpdateLease) -> Result<(), LeaseError>;

    /// Puts an update back, to be claimed after `after`; its lane waits.
    async fn defer(&self, lease: UpdateLease, after: Duration) -> Result<(), LeaseError>;

    /// Removes closed updates older than `keep_for`, at most 10,000; answers how many.
    async fn prune(&self, keep_for: Duration) -> Result<u64, Unavailable>;
}
