//! Deliveries that are claimed.

use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::chat::delivery::DeliveryLeaseId;
use neurocards_core::ids::WorkerId;
use sqlx::SqlStr;

use super::dialect::{OUTBOX_LEASE, Tx, numbers};
use super::spelling::spelled;
use crate::rows::{DeliveryRow, Moment, Pause, row_number};

/// Which deliveries are claimed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// Whatever is due.
    All,
    /// All but videos, which take minutes.
    Short,
}

/// Leases the delivery that has been due longest, of every chat that is free.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    lane: Lane,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    let mut leased = sqlx::query_as::<_, (Moment, i64)>(OUTBOX_LEASE)
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(Pause(lease_for))
        .bind(lane == Lane::Short)
        .fetch_all(&mut *tx.db)
        .await?;
    leased.sort_unstable();
    let rows: Vec<_> = leased.into_iter().map(|(_, row)| row).collect();
    let mut facts = facts(tx, &rows).await?;
    facts.sort_by_key(|facts| rows.iter().position(|row| *row == facts.id));
    Ok(facts)
}

/// Renews a lease; `false` if it is lost.
pub(super) async fn extend(
    tx: &mut Tx,
    lease: DeliveryLeaseId,
    lease_for: Duration,
) -> Result<bool, sqlx::Error> {
    let extended = sqlx::query(
        "-- outbox_lease.extend
        update deliveries set lease_until = coalesce($3, current_timestamp) + $4
        where id = $1 and lease_token = $2 and status = 'leased'",
    )
    .bind(row_number(lease.delivery))
    .bind(lease.token)
    .bind(tx.now)
    .bind(Pause(lease_for))
    .execute(&mut *tx.db)
    .await?;
    Ok(extended.rows_affected() > 0)
}

async fn facts(tx: &mut Tx, rows: &[i64]) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    static FACTS: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- outbox_lease.facts
            select * from delivery_facts where id {in_numbers}",
        )
    });
    sqlx::query_as(FACTS.clone())
        .bind(numbers(rows))
        .fetch_all(&mut *tx.db)
        .await
}
