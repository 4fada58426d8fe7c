//! Deliveries that are claimed. Different here because SQLite looks for a better head of a chat row
//! by row, which an index answers; Postgres looks at all open deliveries once.

use std::time::Duration;

use neurocards_core::ids::WorkerId;

use super::dialect::Tx;
use crate::rows::{DeliveryRow, Pause};

/// Leases the delivery that has been due longest, of every chat that is free.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    let mut leased = Vec::new();
    for row in due(tx, limit).await? {
        leased.push(lease_one(tx, row, worker, lease_for).await?);
    }
    Ok(leased)
}

async fn due(tx: &mut Tx, limit: u16) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "-- outbox_lease.due
        with open as (
            select deliveries.id, deliveries.chat, deliveries.run_at,
                coalesce(lease_until > $1, false) as is_leased
            from deliveries left join users on users.id = deliveries.user_id
            where closed_at is null and run_at <= $1
                and not coalesce(users.blocked, false)
        )
        select id from open as first
        where not is_leased and not exists (
            select 1 from open as other
            where other.chat = first.chat and other.id <> first.id
                and (
                    other.is_leased
                    or (other.run_at, other.id) < (first.run_at, first.id)
                )
        )
        order by run_at, id limit $2",
    )
    .bind(tx.now)
    .bind(i32::from(limit))
    .fetch_all(&mut *tx.db)
    .await
}

async fn lease_one(
    tx: &mut Tx,
    row: i64,
    worker: &WorkerId,
    lease_for: Duration,
) -> Result<DeliveryRow, sqlx::Error> {
    sqlx::query(
        "-- outbox_lease.lease_one
        update deliveries
        set status = 'leased', lease_owner = $2, lease_token = lease_token + 1,
            lease_until = $3 + $4, begun = false, changed = false
        where id = $1",
    )
    .bind(row)
    .bind(&worker.0)
    .bind(tx.now)
    .bind(Pause(lease_for))
    .execute(&mut *tx.db)
    .await?;
    facts(tx, row).await
}

async fn facts(tx: &mut Tx, row: i64) -> Result<DeliveryRow, sqlx::Error> {
    sqlx::query_as(
        "-- outbox_lease.facts
        select * from delivery_facts where id = $1",
    )
    .bind(row)
    .fetch_one(&mut *tx.db)
    .await
}
