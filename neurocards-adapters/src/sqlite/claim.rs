//! Leasing due jobs, fairly between users. Different here because SQLite has no arrays, and an
//! `update` of it may not limit and order its rows.

use std::time::Duration;

use neurocards_core::ids::{JobId, WorkerId};
use neurocards_core::work::job::{Claimed, LeaseId};
use uuid::Uuid;

use super::dialect::Tx;
use super::sql::cards;
use crate::rows::{JobRow, Pause};

/// Leases up to `limit` due jobs to `worker`.
pub(super) async fn claim(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<Claimed>, sqlx::Error> {
    let mut claimed = Vec::new();
    for job in due(tx, limit).await? {
        lease(tx, job, worker, lease_for).await?;
        cards::touch_of(tx, JobId(job)).await?;
        claimed.push(facts(tx, job).await?.claimed(tx.now)?);
    }
    Ok(claimed)
}

/// The jobs whose turn it is: every user's first job before anybody's second, where jobs under
/// a live lease count as turns taken. The 10,000 oldest due jobs are looked at.
async fn due(tx: &mut Tx, limit: u16) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(include_str!("claim.sql"))
        .bind(tx.now)
        .bind(i32::from(limit))
        .fetch_all(&mut *tx.db)
        .await
}

async fn lease(
    tx: &mut Tx,
    job: Uuid,
    worker: &WorkerId,
    lease_for: Duration,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- claim.lease
        update jobs
        set crashes = crashes + (status = 'running'), status = 'running',
            lease_owner = $2, lease_token = lease_token + 1, lease_until = $3 + $4
        where id = $1",
    )
    .bind(job)
    .bind(&worker.0)
    .bind(tx.now)
    .bind(Pause(lease_for))
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn facts(tx: &mut Tx, job: Uuid) -> Result<JobRow, sqlx::Error> {
    sqlx::query_as(
        "-- claim.facts
        select * from job_facts where id = $1",
    )
    .bind(job)
    .fetch_one(&mut *tx.db)
    .await
}

/// Renews leases; answers those that are lost.
pub(super) async fn extend(
    tx: &mut Tx,
    leases: &[LeaseId],
    lease_for: Duration,
) -> Result<Vec<LeaseId>, sqlx::Error> {
    let mut lost = Vec::new();
    for lease in leases {
        let extended = sqlx::query(
            "-- claim.extend
            update jobs set lease_until = $3 + $4
            where id = $1 and lease_token = $2 and status = 'running'",
        )
        .bind(lease.job.0)
        .bind(lease.token)
        .bind(tx.now)
        .bind(Pause(lease_for))
        .execute(&mut *tx.db)
        .await?;
        if extended.rows_affected() == 0 {
            lost.push(*lease);
        }
    }
    Ok(lost)
}
