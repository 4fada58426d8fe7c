//! Putting a job back, and holding jobs back.

use std::time::Duration;

use neurocards_core::ports::LeaseError;
use neurocards_core::work::failure::Failure;
use neurocards_core::work::job::{LeaseId, Retry};
use sqlx::types::Json;

use super::dialect::Tx;
use super::{attempts, cards};
use crate::database::{Aborted, kept_lease};
use crate::rows::Pause;

type Guarded = Result<(), Aborted<LeaseError>>;

/// Puts the job back with no fault.
pub(super) async fn snooze(tx: &mut Tx, lease: LeaseId, after: Duration) -> Guarded {
    put_back(tx, lease, after, None).await
}

/// Puts the job back after a fault.
pub(super) async fn retry(tx: &mut Tx, lease: LeaseId, retry: &Retry) -> Guarded {
    put_back(tx, lease, retry.after, Some(&retry.failure)).await?;
    if let Some(end) = retry.ends {
        attempts::end(tx, lease.job, end).await?;
    }
    Ok(())
}

async fn put_back(
    tx: &mut Tx,
    lease: LeaseId,
    after: Duration,
    fault: Option<&Failure>,
) -> Guarded {
    let put_back = sqlx::query(
        "-- put_back.put_back
        update jobs
        set status = 'queued', run_at = coalesce($3, current_timestamp) + $5,
            lease_owner = null, lease_until = null, crashes = 0,
            failure = coalesce($4, failure), faults = faults + cast($4 is not null as integer)
        where id = $1 and lease_token = $2 and status = 'running'",
    )
    .bind(lease.job.0)
    .bind(lease.token)
    .bind(tx.now)
    .bind(fault.map(Json))
    .bind(Pause(after))
    .execute(&mut *tx.db)
    .await?;
    kept_lease(put_back.rows_affected())?;
    Ok(cards::touch_of(tx, lease.job).await?)
}

/// Holds back jobs without an open attempt, no shorter than they are held already; a hold of nothing
/// ends it.
pub(super) async fn hold(tx: &mut Tx, hold_for: Duration) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- put_back.hold
        update submission_hold
        set held_until = coalesce($1, current_timestamp) + $2
        where $3 or held_until < coalesce($1, current_timestamp) + $2",
    )
    .bind(tx.now)
    .bind(Pause(hold_for))
    .bind(hold_for.is_zero())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
