//! Jobs are leased. Different here because an `update` of SQLite does not answer the order in which
//! it was to take its rows.

use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::ids::WorkerId;
use sqlx::SqlStr;
use uuid::Uuid;

use super::dialect::list;
use super::sql::Tx;
use super::sql::claim::Leased;
use super::sql::spelling::spelled;
use crate::rows::Pause;

/// Leases the jobs whose turn it is, in that order.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<Leased>, sqlx::Error> {
    let jobs = due(tx, limit).await?;
    let ids: Vec<Uuid> = jobs.iter().map(|job| job.id).collect();
    sqlx::query(
        "-- job_lease.lease
        update jobs
        set crashes = crashes + (status = 'running'), status = 'running',
            lease_owner = $2, lease_token = lease_token + 1, lease_until = $3 + $4
        where id in (select unhex(value, '-') from json_each($1))",
    )
    .bind(list(&ids))
    .bind(&worker.0)
    .bind(tx.now)
    .bind(Pause(lease_for))
    .execute(&mut *tx.db)
    .await?;
    Ok(jobs)
}

async fn due(tx: &mut Tx, limit: u16) -> Result<Vec<Leased>, sqlx::Error> {
    static DUE: LazyLock<SqlStr> = LazyLock::new(|| spelled(include_str!("job_lease.sql")));
    sqlx::query_as(DUE.clone())
        .bind(tx.now)
        .bind(i32::from(limit))
        .fetch_all(&mut *tx.db)
        .await
}
