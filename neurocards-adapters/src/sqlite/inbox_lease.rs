//! Updates that come, and that are claimed. Different here because SQLite has no arrays, and an
//! `update` of it may not limit and order its rows.

use std::time::Duration;

use neurocards_core::chat::update::RawUpdate;
use neurocards_core::ids::WorkerId;

use super::dialect::Tx;
use crate::rows::{Pause, UpdateRow};

/// Keeps updates; how many were not known.
pub(super) async fn insert(tx: &mut Tx, updates: &[RawUpdate]) -> Result<usize, sqlx::Error> {
    let mut new = 0;
    for update in updates {
        new += usize::from(insert_one(tx, update).await?);
    }
    Ok(new)
}

async fn insert_one(tx: &mut Tx, update: &RawUpdate) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query(
        "-- inbox_lease.insert_one
        insert into updates (id, lane, body, run_at) values ($1, $2, $3, $4)
        on conflict (id) do nothing",
    )
    .bind(update.id)
    .bind(update.lane)
    .bind(&update.body)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

/// Leases the oldest open update of every lane that is free, where it is due.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<UpdateRow>, sqlx::Error> {
    let mut leased = Vec::new();
    for id in heads(tx, limit).await? {
        leased.push(lease_one(tx, id, worker, lease_for).await?);
    }
    Ok(leased)
}

/// The oldest open update of every lane that is free, where it is due.
async fn heads(tx: &mut Tx, limit: u16) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "-- inbox_lease.heads
        select id from updates as head
        where closed_at is null and run_at <= $1
            and (lease_until is null or lease_until <= $1)
            and not exists (
                select 1 from updates as other
                where other.lane = head.lane and other.closed_at is null
                    and (other.id < head.id or other.lease_until > $1)
            )
        order by id limit $2",
    )
    .bind(tx.now)
    .bind(i32::from(limit))
    .fetch_all(&mut *tx.db)
    .await
}

async fn lease_one(
    tx: &mut Tx,
    id: i64,
    worker: &WorkerId,
    lease_for: Duration,
) -> Result<UpdateRow, sqlx::Error> {
    sqlx::query_as(
        "-- inbox_lease.lease_one
        update updates
        set crashes = crashes + (lease_until is not null and replies is null),
            lease_owner = $2, lease_token = lease_token + 1, lease_until = $3 + $4
        where id = $1
        returning *",
    )
    .bind(id)
    .bind(&worker.0)
    .bind(tx.now)
    .bind(Pause(lease_for))
    .fetch_one(&mut *tx.db)
    .await
}
