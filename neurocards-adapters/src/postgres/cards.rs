//! Cards in the outbox: one row per order, due again whenever the order changes.

use neurocards_core::ids::{JobId, OrderId};
use uuid::Uuid;

use super::Tx;

/// The order changed: its card becomes due, unless it is due or leased already.
pub(super) async fn touch(tx: &mut Tx, order: OrderId) -> Result<(), sqlx::Error> {
    touch_all(tx, &[order.0]).await
}

/// The orders changed. Cards are locked last and in the order of their ids, so that no two
/// transactions wait for each other.
pub(super) async fn touch_all(tx: &mut Tx, orders: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- cards.touch_all
        with cards as (
            select id from deliveries
            where kind = 'card' and order_id = any($1)
            order by id
            for update
        )
        update deliveries
        set changed = true,
            run_at = case
                when status in ('due', 'leased') then run_at
                else coalesce($2, now())
            end,
            deferrals = case when status in ('due', 'leased') then deferrals else 0 end,
            status = case when status = 'leased' then status else 'due' end,
            closed_at = null
        from cards
        where deliveries.id = cards.id",
    )
    .bind(orders)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// The job changed: the card of its order becomes due.
pub(super) async fn touch_of(tx: &mut Tx, job: JobId) -> Result<(), sqlx::Error> {
    let order = sqlx::query_scalar(
        "-- cards.touch_of
        select order_id from jobs where id = $1",
    )
    .bind(job.0)
    .fetch_one(&mut *tx.db)
    .await?;
    touch(tx, OrderId(order)).await
}
