//! Cards become due. Different here because Postgres locks many rows at once, in order.

use uuid::Uuid;

use super::dialect::Tx;

/// The orders changed: their cards become due, unless they are due or leased already. Cards are locked last and in the order of their ids, so that no two
/// transactions wait for each other.
pub(super) async fn touch(tx: &mut Tx, orders: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- due_cards.touch
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
                else coalesce($2, current_timestamp)
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
