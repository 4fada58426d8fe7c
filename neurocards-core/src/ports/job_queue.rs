use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

use super::Unavailable;
use crate::chat::card::Card;
use crate::ids::ModelId;
use crate::ids::{JobId, Nonce, OrderId, TaskId, UserId, WorkerId};
use crate::money::account::AccountError;
use crate::money::credits::Credits;
use crate::money::ledger::Release;
use crate::page::Page;
use crate::work::failure::Failure;
use crate::work::job::{Claimed, Job, Lease, LeaseId, Progress, Retry};
use crate::work::media::StoredVideo;
use crate::work::order::{CancelledJobs, JobRefunded, NewOrder, Order, Placed, VideoTitle};

/// Why an order was not placed. Nothing was written, as far as is known.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// The user has too few credits.
    #[error("the balance is {balance}, {needed} are needed")]
    Insufficient {
        /// What the user has.
        balance: Credits,
        /// What the order costs.
        needed: Credits,
    },
    /// The order's product or user is not known to the store, or belongs to another user.
    #[error("the order names a user or a product of nobody")]
    Foreign,
    /// Nothing is known to have changed; the same call again is safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl PlaceError {
    /// Why an account does not cover an order, in the words of placing.
    pub fn of_account(adapter: &'static str, error: AccountError) -> Self {
        match error {
            AccountError::Insufficient { balance, needed } => {
                Self::Insufficient { balance, needed }
            }
            error => Unavailable::new(adapter, error).into(),
        }
    }
}

/// Why a write under a lease did not happen.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum LeaseError {
    /// The lease is stale: another claim was made, or the work is final. Drop the work.
    #[error("the lease is lost")]
    Lost,
    /// Nothing is known to have changed.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Work, and the money that moves with it.
///
/// A write under a lease MUST change nothing and answer [`LeaseError::Lost`] unless the job is
/// running with exactly the lease's token. An expired lease stays valid until the next claim takes
/// the job. Each change of a job MUST, in the same transaction, make its order's card due in the
/// outbox.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait JobQueue: Send + Sync {
    /// Places an order: MUST debit the total if and only if the balance covers it, and write one
    /// hold per job, every job as queued and due now, the product unless it is known, and the card
    /// as due: all or nothing. The same order id again MUST write nothing and answer
    /// [`Placed::Existing`].
    async fn place(&self, order: &NewOrder) -> Result<Placed, PlaceError>;

    /// Leases up to `limit` due jobs to `worker` for `lease_for`, and makes them running.
    ///
    /// Due is a queued job whose `run_at` has come, or a running job whose lease expired (which
    /// adds 1 to `crashes`). While submissions are held (see [`JobQueue::hold`]), a job without an
    /// open attempt is due only at its deadline. One job MUST NOT be given to two claimers. Claims
    /// MUST be fair: users take turns, whoever has the fewest running jobs first; one user's jobs
    /// go in the order of their `run_at`.
    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<Claimed>, Unavailable>;

    /// Renews leases, as one statement. Answers those that are lost.
    async fn extend(
        &self,
        leases: &[LeaseId],
        lease_for: Duration,
    ) -> Result<Vec<LeaseId>, Unavailable>;

    /// Stores a fact and resets `faults` and `crashes`.
    ///
    /// [`Progress::AttemptBegun`] MUST fail with [`LeaseError::Lost`] while another attempt is
    /// open. [`Progress::Submitted`] is evidence: it MUST be stored for the attempt of the lease's
    /// job that has no task yet, even if the lease is lost (and still answer `Lost` then).
    /// A task that comes for an ended attempt under a lost lease MUST be kept as late. A task belongs
    /// to one attempt: one that another has MUST NOT be stored.
    /// [`Progress::Spent`] is evidence, too: it MUST be stored for the newest attempt with a task
    /// that was begun under this lease or an earlier one, in place of what was stored before.
    async fn record(&self, lease: &Lease, progress: &Progress) -> Result<(), LeaseError>;

    /// Puts the job back with no fault, to run after `after`; leaves `faults` unchanged.
    async fn snooze(&self, lease: Lease, after: Duration) -> Result<(), LeaseError>;

    /// Puts the job back after a fault: adds 1 to `faults`, keeps the failure as the job's last,
    /// ends the open attempt if told so.
    async fn retry(&self, lease: Lease, retry: &Retry) -> Result<(), LeaseError>;

    /// Ends the job with its video: MUST write one capture and one delivery of the video.
    async fn complete(&self, lease: Lease, video: &StoredVideo) -> Result<(), LeaseError>;

    /// Ends the job without a video: MUST write one refund and one delivery of the bad news, and
    /// end an open attempt as failed. If nobody knows how its task ends (see
    /// [`Cause::leaves_task`](crate::work::failure::Cause::leaves_task)), the task MUST be kept as
    /// late.
    async fn fail(&self, lease: Lease, failure: &Failure) -> Result<(), LeaseError>;

    /// Cancels and refunds those open jobs of the user's order that have no open attempt, leased or
    /// not: nothing of them is at the provider, and a lease is lost with its job. The others go on.
    /// `None` if the user has no such order.
    async fn cancel(
        &self,
        user: UserId,
        order: OrderId,
    ) -> Result<Option<CancelledJobs>, Unavailable>;

    /// An operator ends a job without a video: an open one MUST be ended as by
    /// [`JobQueue::fail`], whoever has it leased, with the reason and the actor on its refund and
    /// [`Cause::EndedByOperator`](crate::work::failure::Cause::EndedByOperator). A final one is left as
    /// it is.
    async fn refund(&self, release: &Release) -> Result<JobRefunded, Unavailable>;

    /// A callback named a task for the attempt with this nonce: stores it as reported unless the
    /// attempt has a task, and makes the job due now if it is queued. An attempt that failed or was
    /// lost without a task MUST have the task kept as late (see [`LateTasks`](super::LateTasks)).
    /// `false` if nothing is known of the nonce, its attempt was declined or ended with a task, or
    /// the task is that of another attempt. MUST NOT change anything else: the provider's own record
    /// decides.
    async fn wake(&self, nonce: &Nonce, task: &TaskId) -> Result<bool, Unavailable>;

    /// Holds back all jobs without an open attempt for `hold_for`, from now. A hold that stands MUST
    /// NOT become shorter, except by zero, which ends it.
    async fn hold(&self, hold_for: Duration) -> Result<(), Unavailable>;

    /// The user's order; `None` if there is none or it belongs to another user.
    async fn order(&self, user: UserId, order: OrderId) -> Result<Option<Order>, Unavailable>;

    /// The user's job; `None` if there is none or it belongs to another user.
    async fn job(&self, user: UserId, job: JobId) -> Result<Option<Job>, Unavailable>;

    /// The user's orders, newest first.
    async fn orders(&self, user: UserId, page: Page) -> Result<Vec<Order>, Unavailable>;

    /// What the card of an order shows now; for the delivery loop, hence without a user.
    async fn card(&self, order: OrderId) -> Result<Option<Card>, Unavailable>;

    /// The user's succeeded jobs, newest first.
    async fn videos(&self, user: UserId, page: Page) -> Result<Vec<Job>, Unavailable>;

    /// What the user's jobs among `jobs` (at most 100) are videos of, in any order; others are left
    /// out.
    async fn titles(&self, user: UserId, jobs: &[JobId]) -> Result<Vec<VideoTitle>, Unavailable>;

    /// The median time from order to video of the newest 50 succeeded jobs of a model; `None` for
    /// fewer than 5.
    async fn median_wait(&self, model: &ModelId) -> Result<Option<Duration>, Unavailable>;

    /// Whether an order of the user still has a job that is not final.
    async fn has_open_jobs(&self, user: UserId) -> Result<bool, Unavailable>;
}
