//! Updates that come, and that are claimed. Different here because Postgres takes many at once, as
//! arrays, and several claims may run at the same time.

use std::time::Duration;

use neurocards_core::chat::update::RawUpdate;
use neurocards_core::ids::WorkerId;

use super::dialect::Tx;
use super::locks;
use crate::rows::{Pause, UpdateRow, unreadable};

/// Claims of updates take turns: two at once could see different heads of one lane.
const CLAIM_TURNS: i64 = 0x6e63_0002;

/// Keeps updates; how many were not known.
pub(super) async fn insert(tx: &mut Tx, updates: &[RawUpdate]) -> Result<usize, sqlx::Error> {
    let ids: Vec<_> = updates.iter().map(|update| update.id).collect();
    let lanes: Vec<_> = updates.iter().map(|update| update.lane).collect();
    let bodies: Vec<_> = updates.iter().map(|update| update.body.as_str()).collect();
    let inserted = sqlx::query(
        "-- inbox_lease.insert
        insert into updates (id, lane, body, run_at)
        select id, lane, body, coalesce($4, current_timestamp)
        from unnest($1::bigint[], $2::bigint[], $3::text[]) as given (id, lane, body)
        order by id
        on conflict (id) do nothing",
    )
    .bind(ids)
    .bind(lanes)
    .bind(bodies)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    usize::try_from(inserted.rows_affected()).map_err(unreadable)
}

/// Leases the oldest open update of every lane that is free, where it is due.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<UpdateRow>, sqlx::Error> {
    locks::take_turns(tx, CLAIM_TURNS).await?;
    sqlx::query_as(
        "-- inbox_lease.lease
        with heads as (
            select id from updates as head
            where closed_at is null and run_at <= coalesce($1, current_timestamp)
                and (lease_until is null or lease_until <= coalesce($1, current_timestamp))
                and not exists (
                    select from updates as other
                    where other.lane = head.lane and other.closed_at is null
                        and (other.id < head.id or other.lease_until > coalesce($1, current_timestamp))
                )
            order by id
            limit $2
            for update skip locked
        )
        update updates
        set crashes = crashes + (lease_until is not null and replies is null)::integer,
            lease_owner = $3, lease_token = lease_token + 1,
            lease_until = coalesce($1, current_timestamp) + $4
        from heads
        where updates.id = heads.id
        returning updates.*",
    )
    .bind(tx.now)
    .bind(i64::from(limit))
    .bind(&worker.0)
    .bind(Pause(lease_for))
    .fetch_all(&mut *tx.db)
    .await
}
