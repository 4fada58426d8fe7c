//! Jobs are claimed, fairly between users, and their leases renewed.

use std::collections::HashSet;
use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::ids::WorkerId;
use neurocards_core::work::job::{Claimed, LeaseId};
use sqlx::types::Json;
use sqlx::{FromRow, SqlStr};
use uuid::Uuid;

use super::dialect::{Row, Tx, list};
use super::spelling::spelled;
use super::{cards, job_lease, set_aside};
use crate::rows::{JobRow, LeaseRow, Moment, Pause};

/// A job that was leased.
#[derive(sqlx::FromRow)]
pub(crate) struct Leased {
    pub(crate) id: Uuid,
    pub(crate) order_id: Uuid,
}

/// A job with the store's time.
#[derive(sqlx::FromRow)]
struct Facts {
    #[sqlx(flatten)]
    job: JobRow,
    now: Moment,
    was_set_aside: bool,
}

/// Leases up to `limit` due jobs to `worker`, in the order of their turns; sets those aside that it
/// cannot read.
pub(super) async fn claim(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<Claimed>, sqlx::Error> {
    let leased = job_lease::lease(tx, worker, limit, lease_for).await?;
    let orders: Vec<_> = leased.iter().map(|job| job.order_id).collect();
    cards::touch_all(tx, &orders).await?;
    let jobs: Vec<_> = leased.iter().map(|job| job.id).collect();
    let rows = facts(tx, &jobs).await?;
    let (mut read, unreadable) = set_aside::read_each(&rows, |row| {
        let facts = Facts::from_row(row)?;
        Ok((facts.was_set_aside, facts.job.claimed(facts.now)?))
    })?;
    set_aside::jobs(tx, unreadable).await?;
    read.sort_by_key(|(_, claimed)| jobs.iter().position(|job| *job == claimed.job.id.0));
    for (_, claimed) in read.iter().filter(|(was_set_aside, _)| *was_set_aside) {
        set_aside::forget(tx, (Some(claimed.job.id.0), None, None)).await?;
    }
    Ok(read.into_iter().map(|(_, claimed)| claimed).collect())
}

async fn facts(tx: &mut Tx, jobs: &[Uuid]) -> Result<Vec<Row>, sqlx::Error> {
    static FACTS: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- claim.facts
            select *, coalesce($2, current_timestamp) as now,
                exists (select 1 from set_aside where job_id = job_facts.id) as was_set_aside
            from job_facts where id {in_list}",
        )
    });
    sqlx::query(FACTS.clone())
        .bind(list(jobs))
        .bind(tx.now)
        .fetch_all(&mut *tx.db)
        .await
}

/// Renews leases; answers those that are lost.
pub(super) async fn extend(
    tx: &mut Tx,
    leases: &[LeaseId],
    lease_for: Duration,
) -> Result<Vec<LeaseId>, sqlx::Error> {
    static EXTEND: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- claim.extend
            update jobs set lease_until = coalesce($2, current_timestamp) + $3
            from {leases}
            where jobs.id = given.id and lease_token = given.token and status = 'running'
            returning jobs.id, lease_token as token",
        )
    });
    let given: Vec<_> = leases.iter().copied().map(LeaseRow::from).collect();
    let kept: Vec<LeaseRow> = sqlx::query_as(EXTEND.clone())
        .bind(Json(given))
        .bind(tx.now)
        .bind(Pause(lease_for))
        .fetch_all(&mut *tx.db)
        .await?;
    let kept: HashSet<_> = kept.into_iter().map(LeaseId::from).collect();
    let lost = leases.iter().filter(|lease| !kept.contains(lease));
    Ok(lost.copied().collect())
}
