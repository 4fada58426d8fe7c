//! Placing an order, on a transaction.

use neurocards_core::ports::PlaceError;
use neurocards_core::work::order::{NewOrder, Placed};
use sqlx::types::Json;

use super::{ADAPTER, Tx, cards, ledger, users};
use crate::store::{Aborted, BeforeRow};

/// Debits, holds, and writes order, jobs and card: all or nothing.
pub(super) async fn place(tx: &mut Tx, order: &NewOrder) -> Result<Placed, Aborted<PlaceError>> {
    let before = look(tx, order).await?;
    if before.is_placed(order)? {
        return Ok(Placed::Existing);
    }
    let holds = order.postings(before.account());
    let holds = holds.map_err(|refusal| PlaceError::of_account(ADAPTER, refusal))?;
    if before.lacks_product() {
        users::keep_product(tx, &order.product).await?;
    }
    insert_order(tx, order).await?;
    insert_jobs(tx, order).await?;
    ledger::post(tx, &holds).await?;
    cards::add(tx, order).await?;
    Ok(Placed::New)
}

async fn look(tx: &mut Tx, order: &NewOrder) -> Result<BeforeRow, Aborted<PlaceError>> {
    let before = sqlx::query_as(
        "-- place.look
        select accounts.user_id, accounts.balance, accounts.held,
            (select user_id from orders where id = $2) as placed_by,
            (select user_id from products where id = $3) as product_of,
            exists (select 1 from users where id = $1) as is_known
        from accounts where accounts.user_id = $1",
    )
    .bind(order.user.0)
    .bind(order.id.0)
    .bind(order.product.id.0)
    .fetch_optional(&mut *tx.db)
    .await?;
    Ok(before.ok_or(PlaceError::Foreign)?)
}

async fn insert_order(tx: &mut Tx, order: &NewOrder) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- place.insert_order
        insert into orders
            (id, user_id, chat, card_message, product_id, brief, language, price, placed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(order.id.0)
    .bind(order.user.0)
    .bind(order.chat.0)
    .bind(order.card_message.map(|message| message.0))
    .bind(order.product.id.0)
    .bind(Json(&order.brief))
    .bind(order.language.code())
    .bind(order.price.get())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn insert_jobs(tx: &mut Tx, order: &NewOrder) -> Result<(), sqlx::Error> {
    for (variant, job) in (0_i32..).zip(&order.jobs) {
        sqlx::query(
            "-- place.insert_jobs
            insert into jobs
                (id, order_id, user_id, variant, model, price, run_at, created_at, deadline_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7, $8)",
        )
        .bind(job.0)
        .bind(order.id.0)
        .bind(order.user.0)
        .bind(variant)
        .bind(&order.brief.format.model.0)
        .bind(order.price.get())
        .bind(tx.now)
        .bind(tx.now.after(order.deadline))
        .execute(&mut *tx.db)
        .await?;
    }
    Ok(())
}
