//! Leasing due jobs, fairly between users. Different here because several claims may run at the same
//! time: each skips what another has locked, and leases many jobs in one statement.

use std::time::Duration;

use neurocards_core::ids::{JobId, WorkerId};
use neurocards_core::work::job::{Claimed, LeaseId};
use uuid::Uuid;

use super::dialect::Tx;
use super::due_cards;
use crate::rows::{JobRow, Moment, Pause};

/// A job that was leased, and what its turn was judged by.
#[derive(sqlx::FromRow, PartialEq, Eq, PartialOrd, Ord)]
struct Leased {
    turn: i64,
    run_at: Moment,
    seq: i64,
    id: Uuid,
    order_id: Uuid,
}

/// A job with the store's time.
#[derive(sqlx::FromRow)]
struct Facts {
    #[sqlx(flatten)]
    job: JobRow,
    now: Moment,
}

/// Leases up to `limit` due jobs to `worker`.
pub(super) async fn claim(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<Claimed>, sqlx::Error> {
    let mut leased = lease(tx, worker, limit, lease_for).await?;
    leased.sort_unstable();
    let orders: Vec<_> = leased.iter().map(|job| job.order_id).collect();
    due_cards::touch(tx, &orders).await?;
    let jobs: Vec<_> = leased.iter().map(|job| job.id).collect();
    let facts = facts(tx, &jobs).await?;
    facts
        .into_iter()
        .map(|facts| facts.job.claimed(facts.now))
        .collect()
}

/// Leases the jobs whose turn it is: every user's first job before anybody's second, where jobs
/// under a live lease count as turns taken. The 10,000 oldest due jobs are looked at; what another
/// claim holds or took meanwhile is skipped.
async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<Leased>, sqlx::Error> {
    sqlx::query_as(include_str!("claim.sql"))
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(Pause(lease_for))
        .fetch_all(&mut *tx.db)
        .await
}

async fn facts(tx: &mut Tx, jobs: &[Uuid]) -> Result<Vec<Facts>, sqlx::Error> {
    sqlx::query_as(
        "-- claim.facts
        select job_facts.*, coalesce($2, current_timestamp) as now
        from unnest($1::uuid[]) with ordinality as leased (id, place)
        join job_facts on job_facts.id = leased.id
        order by leased.place",
    )
    .bind(jobs)
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
    let (jobs, tokens): (Vec<_>, Vec<_>) = leases
        .iter()
        .map(|lease| (lease.job.0, lease.token))
        .unzip();
    let lost = sqlx::query_as::<_, (Uuid, i64)>(
        "-- claim.extend
        with given as (
            select id, token from unnest($1::uuid[], $2::bigint[]) as given (id, token)
        ),
        extended as (
            update jobs set lease_until = coalesce($3, current_timestamp) + $4
            from given
            where jobs.id = given.id and lease_token = given.token and status = 'running'
            returning jobs.id, lease_token
        )
        select id, token from given
        where not exists (
            select from extended where extended.id = given.id and lease_token = given.token
        )",
    )
    .bind(jobs)
    .bind(tokens)
    .bind(tx.now)
    .bind(Pause(lease_for))
    .fetch_all(&mut *tx.db)
    .await?;
    let lost = lost.into_iter().map(|(job, token)| LeaseId {
        job: JobId(job),
        token,
    });
    Ok(lost.collect())
}
