//! The rows of a new order. Different here because a statement of SQLite writes one table.

use neurocards_core::work::order::NewOrder;
use sqlx::types::Json;

use super::sql::Tx;
use super::sql::users;
use crate::rows::Pause;

/// Order, jobs, card, and the product if it is new.
pub(super) async fn insert(
    tx: &mut Tx,
    order: &NewOrder,
    with_product: bool,
) -> Result<(), sqlx::Error> {
    if with_product {
        users::keep_product(tx, &order.product).await?;
    }
    insert_order(tx, order).await?;
    insert_jobs(tx, order).await?;
    insert_card(tx, order).await
}

async fn insert_order(tx: &mut Tx, order: &NewOrder) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- order_insert.insert_order
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
            "-- order_insert.insert_jobs
            insert into jobs
                (id, order_id, user_id, variant, model, price, run_at, created_at, deadline_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7, $7 + $8)",
        )
        .bind(job.0)
        .bind(order.id.0)
        .bind(order.user.0)
        .bind(variant)
        .bind(&order.brief.format.model.0)
        .bind(order.price.get())
        .bind(tx.now)
        .bind(Pause(order.deadline))
        .execute(&mut *tx.db)
        .await?;
    }
    Ok(())
}

async fn insert_card(tx: &mut Tx, order: &NewOrder) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- order_insert.insert_card
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
