//! Cancelling what is not at the provider.

use neurocards_core::ids::{JobId, OrderId, UserId};
use neurocards_core::money::account::HoldEnd;
use neurocards_core::money::ledger::Release;
use neurocards_core::work::order::CancelledJobs;
use uuid::Uuid;

use super::dialect::Tx;
use super::{cards, ledger, locks};

/// Cancels and refunds the open jobs without an open attempt: a worker that has one leased loses it,
/// and cannot begin an attempt any more. `None` if the user has no such order.
pub(super) async fn cancel(
    tx: &mut Tx,
    user: UserId,
    order: OrderId,
) -> Result<Option<CancelledJobs>, sqlx::Error> {
    locks::account(tx, user).await?;
    locks::jobs(tx, user, order).await?;
    let jobs = jobs(tx, user, order).await?;
    if jobs.is_empty() {
        return Ok(None);
    }
    let (mut cancelled, mut kept) = (0, 0);
    for (job, can_cancel) in jobs {
        if can_cancel {
            cancel_job(tx, JobId(job)).await?;
            cancelled += 1;
        } else {
            kept += 1;
        }
    }
    if cancelled > 0 {
        cards::touch(tx, order).await?;
    }
    Ok(Some(CancelledJobs { cancelled, kept }))
}

async fn jobs(tx: &mut Tx, user: UserId, order: OrderId) -> Result<Vec<(Uuid, bool)>, sqlx::Error> {
    sqlx::query_as(
        "-- cancel.jobs
        select id,
            status in ('queued', 'running') and not exists (
                select 1 from attempts where attempts.job_id = jobs.id and ended is null
            )
        from jobs
        where order_id = $1 and user_id = $2
        order by variant",
    )
    .bind(order.0)
    .bind(user.0)
    .fetch_all(&mut *tx.db)
    .await
}

async fn cancel_job(tx: &mut Tx, job: JobId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- cancel.cancel_job
        update jobs
        set status = 'cancelled', finished_at = coalesce($2, current_timestamp),
            lease_owner = null, lease_until = null
        where id = $1",
    )
    .bind(job.0)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    let held = ledger::held(tx, job)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?;
    ledger::release(tx, held, HoldEnd::Refund, &Release::cancelled(job)).await
}
