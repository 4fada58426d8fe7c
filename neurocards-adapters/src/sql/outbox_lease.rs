//! Deliveries that are claimed.

use std::sync::LazyLock;
use std::time::Duration;

use neurocards_core::chat::delivery::{ClaimedDelivery, DeliveryLeaseId};
use neurocards_core::ids::WorkerId;
use sqlx::{FromRow, SqlStr};

use super::dialect::{OUTBOX_LEASE, Row, Tx, numbers};
use super::set_aside;
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
    lane: Lane,
    limit: u16,
    lease_for: Duration,
) -> Result<Vec<ClaimedDelivery>, sqlx::Error> {
    let mut leased = sqlx::query_as::<_, (Moment, i64)>(OUTBOX_LEASE)
        .bind(tx.now)
        .bind(i64::from(limit))
        .bind(&worker.0)
        .bind(Pause(lease_for))
        .bind(lane == Lane::Short)
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

async fn facts(tx: &mut Tx, rows: &[i64]) -> Result<Vec<Row>, sqlx::Error> {
    static FACTS: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- outbox_lease.facts
            select delivery_facts.*, deliveries.begun,
                exists (
                    select 1 from set_aside where delivery_id = delivery_facts.id
                ) as was_set_aside
            from delivery_facts join deliveries on deliveries.id = delivery_facts.id
            where deliveries.id {in_numbers}",
        )
    });
    sqlx::query(FACTS.clone())
        .bind(numbers(rows))
        .fetch_all(&mut *tx.db)
        .await
}
