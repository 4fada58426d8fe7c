//! Cards in the outbox: one row per order, due again whenever the order changes.

use neurocards_core::ids::{JobId, OrderId};

use super::dialect::Tx;
use super::due_cards;

/// The order changed: its card becomes due, unless it is due or leased already.
pub(super) async fn touch(tx: &mut Tx, order: OrderId) -> Result<(), sqlx::Error> {
    due_cards::touch(tx, &[order.0]).await
}

/// The job changed: the card of its order becomes due.
pub(crate) async fn touch_of(tx: &mut Tx, job: JobId) -> Result<(), sqlx::Error> {
    let order = sqlx::query_scalar(
        "-- cards.touch_of
        select order_id from jobs where id = $1",
    )
    .bind(job.0)
    .fetch_one(&mut *tx.db)
    .await?;
    touch(tx, OrderId(order)).await
}
