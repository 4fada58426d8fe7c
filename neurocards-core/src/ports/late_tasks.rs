use std::time::Duration;

use async_trait::async_trait;

use super::{LeaseError, Unavailable};
use crate::money::provider_credits::ProviderCredits;
use crate::work::late_task::{ClaimedLateTask, LateTaskEnd, LateTaskLease};

/// Tasks that may finish after they were given up. Rows are written by
/// [`JobQueue`](super::JobQueue): by a callback or a task id that comes for an ended attempt, and by
/// a job that ends while its task is at work.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait LateTasks: Send + Sync {
    /// Leases up to `limit` due tasks, those that have been due longest first. A task whose job is
    /// open MUST wait until that is final.
    async fn claim(
        &self,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedLateTask>, Unavailable>;

    /// Looks at it again after `after`.
    async fn put_back(&self, lease: LateTaskLease, after: Duration) -> Result<(), LeaseError>;

    /// Ends it, and keeps what it took as spent by its attempt. MUST write one delivery of a
    /// gift's video, and MUST NOT move a credit.
    async fn close(
        &self,
        lease: LateTaskLease,
        end: &LateTaskEnd,
        spent: Option<ProviderCredits>,
    ) -> Result<(), LeaseError>;
}
