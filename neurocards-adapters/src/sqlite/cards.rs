//! Cards in the outbox: one row per order, due again whenever the order changes.

use neurocards_core::ids::{JobId, OrderId};
use neurocards_core::work::order::NewOrder;

use super::Tx;

/// Makes the card of a new order due.
pub(super) async fn add(tx: &mut Tx, order: &NewOrder) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- cards.add
        insert into deliveries (kind, user_id, chat, language, order_id, run_at)
        values ('card', $1, $2, $3, $4, $5)",
    )
    .bind(order.user.0)
    .bind(order.chat.0)
    .bind(order.language.code())
    .bind(order.id.0)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// The order changed: its card becomes due, unless it is due or leased already.
pub(super) async fn touch(tx: &mut Tx, order: OrderId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- cards.touch
        update deliveries
        set changed = true,
            run_at = case when status in ('due', 'leased') then run_at else $2 end,
            deferrals = case when status in ('due', 'leased') then deferrals else 0 end,
            status = case when status = 'leased' then status else 'due' end,
            closed_at = null
        where kind = 'card' and order_id = $1",
    )
    .bind(order.0)
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
