//! Cards become due. Different here because SQLite has no arrays.

use uuid::Uuid;

use super::dialect::Tx;

/// The orders changed: their cards become due, unless they are due or leased already.
pub(super) async fn touch(tx: &mut Tx, orders: &[Uuid]) -> Result<(), sqlx::Error> {
    for order in orders {
        touch_one(tx, *order).await?;
    }
    Ok(())
}

async fn touch_one(tx: &mut Tx, order: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- due_cards.touch_one
        update deliveries
        set changed = true,
            run_at = case when status in ('due', 'leased') then run_at else $2 end,
            deferrals = case when status in ('due', 'leased') then deferrals else 0 end,
            status = case when status = 'leased' then status else 'due' end,
            closed_at = null
        where kind = 'card' and order_id = $1",
    )
    .bind(order)
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
