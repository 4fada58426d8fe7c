//! The two ends of a leased job, with their money and their messages.

use neurocards_core::failure::Failure;
use neurocards_core::job::{AttemptEnd, JobStatus, LeaseId};
use neurocards_core::ledger::EntryKind;
use neurocards_core::media::StoredVideo;
use neurocards_core::ports::LeaseError;
use sqlx::types::Json;

use super::{Tx, attempts, cards, ledger, videos};
use crate::store::{Aborted, Held, earned, failed, kept_lease};

type Guarded<T> = Result<T, Aborted<LeaseError>>;

/// Ends the job with its video: capture and delivery.
pub(super) async fn complete(tx: &mut Tx, lease: LeaseId, video: &StoredVideo) -> Guarded<()> {
    let held = held(tx, lease).await?;
    finish(tx, lease, JobStatus::Succeeded, Some(video), None).await?;
    ledger::release(tx, held, EntryKind::Capture, &earned(lease.job)).await?;
    cards::touch_of(tx, lease.job).await?;
    videos::add(tx, lease.job).await?;
    Ok(())
}

/// Ends the job without a video: refund and bad news.
pub(super) async fn fail(tx: &mut Tx, lease: LeaseId, failure: &Failure) -> Guarded<()> {
    let held = held(tx, lease).await?;
    finish(tx, lease, JobStatus::Failed, None, Some(failure)).await?;
    attempts::end(tx, lease.job, AttemptEnd::Failed).await?;
    let refund = failed(lease.job, failure);
    ledger::release(tx, held, EntryKind::Refund, &refund).await?;
    cards::touch_of(tx, lease.job).await?;
    videos::add_bad_news(tx, lease.job).await?;
    Ok(())
}

async fn held(tx: &mut Tx, lease: LeaseId) -> Guarded<Held> {
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
        set status = $3, video = $4, failure = coalesce($5, failure), finished_at = $6,
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
