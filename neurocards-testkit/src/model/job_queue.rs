use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::card::Card;
use neurocards_core::ids::ModelId;
use neurocards_core::ids::{JobId, Nonce, OrderId, TaskId, UserId, WorkerId};
use neurocards_core::money::ledger::Release;
use neurocards_core::page::Page;
use neurocards_core::ports::{JobQueue, LeaseError, PlaceError, Topic, Unavailable};
use neurocards_core::work::failure::Failure;
use neurocards_core::work::job::{Claimed, Job, Lease, LeaseId, Progress, Retry};
use neurocards_core::work::media::StoredVideo;
use neurocards_core::work::order::{
    CancelledJobs, JobRefunded, NewOrder, Order, Placed, VideoTitle,
};

use super::MemoryStore;

#[async_trait]
impl JobQueue for MemoryStore {
    async fn place(&self, order: &NewOrder) -> Result<Placed, PlaceError> {
        self.transact(|state| state.place(order))
    }

    async fn claim(
        &self,
        _worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<Claimed>, Unavailable> {
        Ok(self.transact(|state| state.claim_jobs(limit, lease_for)))
    }

    async fn extend(
        &self,
        leases: &[LeaseId],
        lease_for: Duration,
    ) -> Result<Vec<LeaseId>, Unavailable> {
        Ok(self.transact(|state| state.extend(leases, lease_for)))
    }

    async fn record(&self, lease: &Lease, progress: &Progress) -> Result<(), LeaseError> {
        self.transact(|state| state.record(lease, progress))
    }

    async fn snooze(&self, lease: Lease, after: Duration) -> Result<(), LeaseError> {
        self.transact(|state| state.snooze(&lease, after))
    }

    async fn retry(&self, lease: Lease, retry: &Retry) -> Result<(), LeaseError> {
        self.transact(|state| state.retry(&lease, retry))
    }

    async fn complete(&self, lease: Lease, video: &StoredVideo) -> Result<(), LeaseError> {
        self.transact(|state| state.complete(&lease, video))
    }

    async fn fail(&self, lease: Lease, failure: &Failure) -> Result<(), LeaseError> {
        self.transact(|state| state.fail(&lease, failure))
    }

    async fn cancel(
        &self,
        user: UserId,
        order: OrderId,
    ) -> Result<Option<CancelledJobs>, Unavailable> {
        Ok(self.transact(|state| state.cancel(user, order)))
    }

    async fn refund(&self, release: &Release) -> Result<JobRefunded, Unavailable> {
        self.transact(|state| state.refund(release))
    }

    async fn wake(&self, nonce: &Nonce, task: &TaskId) -> Result<bool, Unavailable> {
        Ok(self.transact(|state| state.wake(nonce, task)))
    }

    async fn hold(&self, hold_for: Duration) -> Result<(), Unavailable> {
        self.transact(|state| {
            let until = state.after(hold_for);
            let stands = state
                .held_until
                .filter(|held| !hold_for.is_zero() && *held > until);
            state.held_until = Some(stands.unwrap_or(until));
            state.announce(Topic::Jobs);
        });
        Ok(())
    }

    async fn order(&self, user: UserId, order: OrderId) -> Result<Option<Order>, Unavailable> {
        Ok(self.transact(|state| state.order_of(user, order)))
    }

    async fn job(&self, user: UserId, job: JobId) -> Result<Option<Job>, Unavailable> {
        Ok(self.transact(|state| state.job_of(user, job)))
    }

    async fn orders(&self, user: UserId, page: Page) -> Result<Vec<Order>, Unavailable> {
        Ok(self.transact(|state| state.orders_of(user, page)))
    }

    async fn card(&self, order: OrderId) -> Result<Option<Card>, Unavailable> {
        Ok(self.transact(|state| state.card(order)))
    }

    async fn videos(&self, user: UserId, page: Page) -> Result<Vec<Job>, Unavailable> {
        Ok(self.transact(|state| state.videos_of(user, page)))
    }

    async fn titles(&self, user: UserId, jobs: &[JobId]) -> Result<Vec<VideoTitle>, Unavailable> {
        Ok(self.transact(|state| state.titles_of(user, jobs)))
    }

    async fn median_wait(&self, model: &ModelId) -> Result<Option<Duration>, Unavailable> {
        Ok(self.transact(|state| state.median_wait(model)))
    }

    async fn has_open_jobs(&self, user: UserId) -> Result<bool, Unavailable> {
        Ok(self.transact(|state| state.has_open_jobs(user)))
    }
}
