//! Cards in the outbox: one row per order, due again whenever the order changes.

use std::sync::LazyLock;

use neurocards_core::ids::{JobId, OrderId};
use sqlx::SqlStr;
use uuid::Uuid;

use super::dialect::{Tx, list};
use super::spelling::spelled;

/// The order changed: its card becomes due, unless it is due or leased already.
pub(super) async fn touch(tx: &mut Tx, order: OrderId) -> Result<(), sqlx::Error> {
    touch_all(tx, &[order.0]).await
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

/// The orders changed: their cards become due, unless they are due or leased already. Cards are
/// locked last and in the order of their ids, so that no two transactions wait for each other.
pub(super) async fn touch_all(tx: &mut Tx, orders: &[Uuid]) -> Result<(), sqlx::Error> {
    static TOUCH_ALL: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- cards.touch_all
            with cards as (
                select id from deliveries
                where kind = 'card' and order_id {in_list}
                order by id
                {lock}for update{/lock}
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
    });
    sqlx::query(TOUCH_ALL.clone())
        .bind(list(orders))
        .bind(tx.now)
        .execute(&mut *tx.db)
        .await?;
    Ok(())
}
