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
use neurocards_core::work::waits::{WAITS_MAX, median};

use super::attempts::Recorded;
use super::dialect::Store;
use super::{attempts, cancel, claim, finish, place, put_back, reads};
use crate::database::Aborted;
use crate::rows::{JobRow, Moment, OrderRow};

#[async_trait]
impl JobQueue for Store {
    async fn place(&self, order: &NewOrder) -> Result<Placed, PlaceError> {
        let placed = self
            .write(|mut tx| async move {
                let placed = place::place(&mut tx, order).await?;
                tx.commit().await?;
                Ok(placed)
            })
            .await?;
        self.announce(&[Topic::Jobs, Topic::Deliveries]);
        Ok(placed)
    }

    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<Claimed>, Unavailable> {
        let claimed = self
            .write(|mut tx| async move {
                let claimed = claim::claim(&mut tx, worker, limit, lease_for).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(claimed)
            })
            .await?;
        if !claimed.is_empty() {
            self.announce(&[Topic::Deliveries]);
        }
        Ok(claimed)
    }

    async fn extend(
        &self,
        leases: &[LeaseId],
        lease_for: Duration,
    ) -> Result<Vec<LeaseId>, Unavailable> {
        self.write(|mut tx| async move {
            let lost = claim::extend(&mut tx, leases, lease_for).await?;
            tx.commit().await?;
            Ok(lost)
        })
        .await
    }

    async fn record(&self, lease: &Lease, progress: &Progress) -> Result<(), LeaseError> {
        let lease = lease.id();
        let recorded = self
            .write(|mut tx| async move {
                let recorded = attempts::record(&mut tx, lease, progress).await?;
                tx.commit().await?;
                Ok::<_, Aborted<LeaseError>>(recorded)
            })
            .await?;
        self.announce(&[Topic::Deliveries]);
        match recorded {
            Recorded::Kept => Ok(()),
            Recorded::KeptButLost => Err(LeaseError::Lost),
        }
    }

    async fn snooze(&self, lease: Lease, after: Duration) -> Result<(), LeaseError> {
        let lease = lease.id();
        self.write(|mut tx| async move {
            put_back::snooze(&mut tx, lease, after).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Jobs, Topic::Deliveries]);
        Ok(())
    }

    async fn retry(&self, lease: Lease, retry: &Retry) -> Result<(), LeaseError> {
        let lease = lease.id();
        self.write(|mut tx| async move {
            put_back::retry(&mut tx, lease, retry).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Jobs, Topic::Deliveries]);
        Ok(())
    }

    async fn complete(&self, lease: Lease, video: &StoredVideo) -> Result<(), LeaseError> {
        let lease = lease.id();
        self.write(|mut tx| async move {
            finish::complete(&mut tx, lease, video).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(())
    }

    async fn fail(&self, lease: Lease, failure: &Failure) -> Result<(), LeaseError> {
        let lease = lease.id();
        self.write(|mut tx| async move {
            finish::fail(&mut tx, lease, failure).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(())
    }

    async fn cancel(
        &self,
        user: UserId,
        order: OrderId,
    ) -> Result<Option<CancelledJobs>, Unavailable> {
        let cancelled = self
            .write(|mut tx| async move {
                let cancelled = cancel::cancel(&mut tx, user, order).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(cancelled)
            })
            .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(cancelled)
    }

    async fn refund(&self, release: &Release) -> Result<JobRefunded, Unavailable> {
        let refunded = self
            .write(|mut tx| async move {
                let refunded = finish::refund(&mut tx, release).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(refunded)
            })
            .await?;
        self.announce(&[Topic::Deliveries]);
        Ok(refunded)
    }

    async fn wake(&self, nonce: &Nonce, task: &TaskId) -> Result<bool, Unavailable> {
        let woken = self
            .write(|mut tx| async move {
                let woken = attempts::report(&mut tx, nonce, task).await?;
                tx.commit().await?;
                Ok::<_, Aborted<_>>(woken)
            })
            .await?;
        if woken {
            self.announce(&[Topic::Jobs]);
        }
        Ok(woken)
    }

    async fn hold(&self, hold_for: Duration) -> Result<(), Unavailable> {
        self.write(|mut tx| async move {
            put_back::hold(&mut tx, hold_for).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        self.announce(&[Topic::Jobs]);
        Ok(())
    }

    async fn order(&self, user: UserId, order: OrderId) -> Result<Option<Order>, Unavailable> {
        self.bounded(async {
            let row = sqlx::query_as::<_, OrderRow>(
                "-- job_queue.order
                select * from order_facts where id = $1 and user_id = $2",
            )
            .bind(order.0)
            .bind(user.0)
            .fetch_optional(self.readers())
            .await?;
            Ok(row.map(Order::from))
        })
        .await
    }

    async fn job(&self, user: UserId, job: JobId) -> Result<Option<Job>, Unavailable> {
        self.bounded(async {
            let row = sqlx::query_as::<_, JobRow>(
                "-- job_queue.job
                select * from job_facts where id = $1 and user_id = $2",
            )
            .bind(job.0)
            .bind(user.0)
            .fetch_optional(self.readers())
            .await?;
            Ok(row.map(Job::try_from).transpose()?)
        })
        .await
    }

    async fn orders(&self, user: UserId, page: Page) -> Result<Vec<Order>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, OrderRow>(
                "-- job_queue.orders
                select * from order_facts where user_id = $1
                order by seq desc limit $2 offset $3",
            )
            .bind(user.0)
            .bind(i32::from(page.limit))
            .bind(i64::from(page.offset))
            .fetch_all(self.readers())
            .await?;
            Ok(rows.into_iter().map(Order::from).collect())
        })
        .await
    }

    async fn card(&self, order: OrderId) -> Result<Option<Card>, Unavailable> {
        self.read(self.deadline, |mut tx| async move {
            Ok(reads::card(&mut tx, order).await?)
        })
        .await
    }

    async fn videos(&self, user: UserId, page: Page) -> Result<Vec<Job>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, JobRow>(
                "-- job_queue.videos
                select * from job_facts where user_id = $1 and status = 'succeeded'
                order by finished_at desc, seq desc limit $2 offset $3",
            )
            .bind(user.0)
            .bind(i32::from(page.limit))
            .bind(i64::from(page.offset))
            .fetch_all(self.readers())
            .await?;
            Ok(rows
                .into_iter()
                .map(Job::try_from)
                .collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn titles(&self, user: UserId, jobs: &[JobId]) -> Result<Vec<VideoTitle>, Unavailable> {
        self.bounded(async { Ok(reads::titles(self.readers(), user, jobs).await?) })
            .await
    }

    async fn median_wait(&self, model: &ModelId) -> Result<Option<Duration>, Unavailable> {
        self.bounded(async {
            let waits = sqlx::query_as::<_, (Moment, Moment)>(
                "-- job_queue.median_wait
                select created_at, finished_at from jobs
                where model = $1 and status = 'succeeded'
                order by finished_at desc, seq desc limit $2",
            )
            .bind(&model.0)
            .bind(i64::from(WAITS_MAX))
            .fetch_all(self.readers())
            .await?;
            let waits = waits.into_iter();
            let waits = waits.map(|(placed, stored)| (stored.0 - placed.0).to_std());
            Ok(median(waits.map(Result::unwrap_or_default).collect()))
        })
        .await
    }

    async fn has_open_jobs(&self, user: UserId) -> Result<bool, Unavailable> {
        // What is held is held for open jobs.
        self.bounded(async {
            Ok(sqlx::query_scalar(
                "-- job_queue.has_open_jobs
                select exists (select 1 from accounts where user_id = $1 and held > 0)",
            )
            .bind(user.0)
            .fetch_one(self.readers())
            .await?)
        })
        .await
    }
}
