//! Deliveries that are claimed. Different here because several claims may run at the same time, and
//! lock what they lease.

use std::time::Duration;

use neurocards_core::ids::WorkerId;

use super::dialect::Tx;
use crate::rows::{DeliveryRow, Moment, Pause};

/// Leases the delivery that has been due longest, of every chat that is free.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    let mut leased = sqlx::query_as::<_, (Moment, i64)>(include_str!("outbox_lease.sql"))
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(Pause(lease_for))
        .fetch_all(&mut *tx.db)
        .await?;
    leased.sort_unstable();
    let rows: Vec<_> = leased.into_iter().map(|(_, row)| row).collect();
    facts(tx, &rows).await
}

async fn facts(tx: &mut Tx, rows: &[i64]) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    sqlx::query_as(
        "-- outbox_lease.facts
        select delivery_facts.*
        from unnest($1::bigint[]) with ordinality as leased (id, place)
        join delivery_facts on delivery_facts.id = leased.id
        order by leased.place",
    )
    .bind(rows)
    .fetch_all(&mut *tx.db)
    .await
}
