//! Deliveries that are claimed.

use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::chat::delivery::ClaimedDelivery;
use neurocards_core::ids::WorkerId;
use sqlx::{FromRow, SqlStr};

use super::dialect::{OUTBOX_LEASE, Row, Tx, numbers};
use super::set_aside;
use super::spelling::spelled;
use crate::rows::{DeliveryRow, Moment, Pause};

/// A delivery, and whether a claim could not read it before.
#[derive(sqlx::FromRow)]
struct Facts {
    #[sqlx(flatten)]
    delivery: DeliveryRow,
    was_set_aside: bool,
}

/// Leases the delivery that has been due longest, of every chat that is free; sets those aside that
/// it cannot read.
pub(super) async fn lease(
    tx: &mut Tx,
    worker: &WorkerId,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<ClaimedDelivery>, sqlx::Error> {
    let mut leased = sqlx::query_as::<_, (Moment, i64)>(OUTBOX_LEASE)
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(Pause(lease_for))
        .fetch_all(&mut *tx.db)
        .await?;
    leased.sort_unstable();
    let leased: Vec<_> = leased.into_iter().map(|(_, row)| row).collect();
    let rows = facts(tx, &leased).await?;
    let (mut read, unreadable) = set_aside::read_each(&rows, |row| {
        let facts = Facts::from_row(row)?;
        let number = facts.delivery.id;
        let claimed = ClaimedDelivery::try_from(facts.delivery)?;
        Ok((number, facts.was_set_aside, claimed))
    })?;
    set_aside::deliveries(tx, unreadable).await?;
    read.sort_by_key(|(number, ..)| leased.iter().position(|row| row == number));
    for (number, ..) in read.iter().filter(|(_, was_set_aside, _)| *was_set_aside) {
        set_aside::forget(tx, (None, Some(*number), None)).await?;
    }
    Ok(read.into_iter().map(|(.., claimed)| claimed).collect())
}

async fn facts(tx: &mut Tx, rows: &[i64]) -> Result<Vec<Row>, sqlx::Error> {
    static FACTS: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- outbox_lease.facts
            select *,
                exists (
                    select 1 from set_aside where delivery_id = delivery_facts.id
                ) as was_set_aside
            from delivery_facts where id {in_numbers}",
        )
    });
    sqlx::query(FACTS.clone())
        .bind(numbers(rows))
        .fetch_all(&mut *tx.db)
        .await
}
