//! Deliveries that are claimed.

use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::ids::WorkerId;
use sqlx::SqlStr;

use super::dialect::{OUTBOX_LEASE, Tx, numbers};
use super::spelling::spelled;
use crate::rows::{DeliveryRow, Moment, Pause};

/// Leases the delivery that has been due longest, of every chat that is free.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    let mut leased = sqlx::query_as::<_, (Moment, i64)>(OUTBOX_LEASE)
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(Pause(lease_for))
        .fetch_all(&mut *tx.db)
        .await?;
    leased.sort_unstable();
    let rows: Vec<_> = leased.into_iter().map(|(_, row)| row).collect();
    let mut facts = facts(tx, &rows).await?;
    facts.sort_by_key(|facts| rows.iter().position(|row| *row == facts.id));
    Ok(facts)
}

async fn facts(tx: &mut Tx, rows: &[i64]) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    static FACTS: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- outbox_lease.facts
            select delivery_facts.*, deliveries.begun from delivery_facts
            join deliveries on deliveries.id = delivery_facts.id
            where deliveries.id {in_numbers}",
        )
    });
    sqlx::query_as(FACTS.clone())
        .bind(numbers(rows))
        .fetch_all(&mut *tx.db)
        .await
}
