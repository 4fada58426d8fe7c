//! The ends of a job, with their money and their messages.

use neurocards_core::ids::JobId;
use neurocards_core::money::account::HoldEnd;
use neurocards_core::money::ledger::Release;
use neurocards_core::ports::LeaseError;
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use neurocards_core::work::job::{AttemptEnd, JobStatus, LeaseId};
use neurocards_core::work::media::StoredVideo;
use neurocards_core::work::order::JobRefunded;
use sqlx::types::Json;

use super::dialect::Tx;
use super::{attempts, cards, deliveries, late_tasks, ledger, locks};
use crate::database::{Aborted, kept_lease};
use crate::rows::{HeldRow, unreadable};

type Guarded<T> = Result<T, Aborted<LeaseError>>;

/// Ends the job with its video: capture and delivery.
pub(super) async fn complete(tx: &mut Tx, lease: LeaseId, video: &StoredVideo) -> Guarded<()> {
    let held = held(tx, lease).await?;
    finish(tx, lease, JobStatus::Succeeded, Some(video), None).await?;
    ledger::release(tx, held, HoldEnd::Capture, &Release::earned(lease.job)).await?;
    cards::touch_of(tx, lease.job).await?;
    deliveries::add_video(tx, lease.job).await?;
    Ok(())
}

/// Ends the job without a video: refund and bad news.
pub(super) async fn fail(tx: &mut Tx, lease: LeaseId, failure: &Failure) -> Guarded<()> {
    let held = held(tx, lease).await?;
    finish(tx, lease, JobStatus::Failed, None, Some(failure)).await?;
    if failure.cause.leaves_task() {
        late_tasks::leave(tx, lease.job).await?;
    }
    give_back(tx, held, &Release::failed(lease.job, failure)).await?;
    Ok(())
}

/// Ends an open job without a video, whoever has it leased.
pub(super) async fn refund(tx: &mut Tx, release: &Release) -> Result<JobRefunded, sqlx::Error> {
    let Some(held) = ledger::held(tx, release.job).await? else {
        return Ok(JobRefunded::Unknown);
    };
    match status(tx, release.job).await? {
        JobStatus::Succeeded => Ok(JobRefunded::Captured),
        status if !status.can_become(JobStatus::Failed) => Ok(JobRefunded::Before),
        _ => {
            end(tx, release).await?;
            late_tasks::leave(tx, release.job).await?;
            give_back(tx, held, release).await?;
            Ok(JobRefunded::Now)
        }
    }
}

async fn status(tx: &mut Tx, job: JobId) -> Result<JobStatus, sqlx::Error> {
    locks::job(tx, job).await?;
    let word: String = sqlx::query_scalar(
        "-- finish.status
        select status from jobs where id = $1",
    )
    .bind(job.0)
    .fetch_one(&mut *tx.db)
    .await?;
    JobStatus::parse(&word).ok_or_else(|| unreadable(format!("{word} is no status")))
}

/// The lease, if there is one, is lost.
async fn end(tx: &mut Tx, release: &Release) -> Result<(), sqlx::Error> {
    let reason = release.reason.as_str();
    let failure = Failure::new(ErrorClass::Unknown, Cause::EndedByOperator, reason);
    sqlx::query(
        "-- finish.end
        update jobs
        set status = 'failed', failure = $2, finished_at = coalesce($3, current_timestamp),
            lease_token = lease_token + 1, lease_owner = null, lease_until = null
        where id = $1",
    )
    .bind(release.job.0)
    .bind(Json(&failure))
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn give_back(tx: &mut Tx, held: HeldRow, release: &Release) -> Result<(), sqlx::Error> {
    attempts::end(tx, release.job, AttemptEnd::Failed).await?;
    ledger::release(tx, held, HoldEnd::Refund, release).await?;
    cards::touch_of(tx, release.job).await?;
    deliveries::add_failure(tx, release.job).await
}

async fn held(tx: &mut Tx, lease: LeaseId) -> Guarded<HeldRow> {
    let held = ledger::held(tx, lease.job).await?;
    held.ok_or(Aborted::Refused(LeaseError::Lost))
}

async fn finish(
    tx: &mut Tx,
    lease: LeaseId,
    status: JobStatus,
    video: Option<&StoredVideo>,
    failure: Option<&Failure>,
) -> Guarded<()> {
    let finished = sqlx::query(
        "-- finish.finish
        update jobs
        set status = $3, video = $4, failure = coalesce($5, failure), finished_at = coalesce($6, current_timestamp),
            lease_owner = null, lease_until = null
        where id = $1 and lease_token = $2 and status = 'running'",
    )
    .bind(lease.job.0)
    .bind(lease.token)
    .bind(status.as_str())
    .bind(video.map(Json))
    .bind(failure.map(Json))
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    kept_lease(finished.rows_affected())
}
