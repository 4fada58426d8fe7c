//! Updates that come, and that are claimed.

use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate};
use neurocards_core::ids::WorkerId;
use sqlx::types::Json;
use sqlx::{FromRow, SqlStr};

use super::dialect::Tx;
use super::spelling::spelled;
use super::{locks, set_aside};
use crate::rows::{NewUpdate, Pause, UpdateRow, unreadable};

/// Keeps updates; how many were not known.
pub(super) async fn insert(tx: &mut Tx, updates: &[RawUpdate]) -> Result<usize, sqlx::Error> {
    static INSERT: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- inbox_lease.insert
            insert into updates (id, lane, body, run_at)
            select id, lane, body, coalesce($2, current_timestamp) from {updates}
            order by id
            on conflict (id) do nothing",
        )
    });
    let given: Vec<_> = updates.iter().map(NewUpdate::from).collect();
    let inserted = sqlx::query(INSERT.clone())
        .bind(Json(given))
        .bind(tx.now)
        .execute(&mut *tx.db)
        .await?;
    usize::try_from(inserted.rows_affected()).map_err(unreadable)
}

/// Leases the oldest open update of every lane that is free, where it is due; sets those aside that
/// it cannot read.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<ClaimedUpdate>, sqlx::Error> {
    static LEASE: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- inbox_lease.lease
            with heads as (
                select id from updates as head
                where closed_at is null and run_at <= coalesce($1, current_timestamp)
                    and (lease_until is null or lease_until <= coalesce($1, current_timestamp))
                    and not exists (
                        select 1 from updates as other
                        where other.lane = head.lane and other.closed_at is null
                            and (
                                other.id < head.id and not (
                                    other.run_at > coalesce($1, current_timestamp) and exists (
                                        select 1 from set_aside where update_id = other.id
                                    )
                                )
                                or other.lease_until > coalesce($1, current_timestamp)
                            )
                    )
                order by id
                limit $2
                {lock}for update skip locked{/lock}
            )
            update updates
            set crashes = crashes + cast(lease_until is not null and replies is null as integer),
                lease_owner = $3, lease_token = lease_token + 1,
                lease_until = coalesce($1, current_timestamp) + $4
            from heads
            where updates.id = heads.id
            returning updates.id, lane, body, crashes, replies, next_reply, lease_token,
                exists (
                    select 1 from set_aside where update_id = updates.id
                ) as was_set_aside",
        )
    });
    locks::updates(tx).await?;
    let rows = sqlx::query(LEASE.clone())
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(Pause(lease_for))
        .fetch_all(&mut *tx.db)
        .await?;
    let (mut read, unreadable) = set_aside::read_each(&rows, UpdateRow::from_row)?;
    set_aside::updates(tx, unreadable).await?;
    read.sort_by_key(|row| row.id);
    for row in read.iter().filter(|row| row.was_set_aside) {
        set_aside::forget(tx, (None, None, Some(row.id))).await?;
    }
    Ok(read.into_iter().map(ClaimedUpdate::from).collect())
}
