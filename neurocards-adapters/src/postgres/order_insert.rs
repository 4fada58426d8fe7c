//! The rows of a new order. Different here because Postgres writes all of them in one statement:
//! each round trip to a server costs time.

use neurocards_core::work::order::NewOrder;
use sqlx::types::Json;

use super::sql::Tx;
use crate::rows::Pause;

/// Order, jobs, card, and the product if it is new, in one round trip.
pub(super) async fn insert(
    tx: &mut Tx,
    order: &NewOrder,
    with_product: bool,
) -> Result<(), sqlx::Error> {
    let jobs: Vec<_> = order.jobs.iter().map(|job| job.0).collect();
    sqlx::query(
        "-- order_insert.insert
        with product as (
            insert into products (id, user_id, photo, description, created_at)
            select $5, $2, $6, $7, coalesce($14, current_timestamp) where $8
        ),
        placed as (
            insert into orders (id, user_id, chat, card_message, product_id, brief, language, price,
                placed_at)
            values ($1, $2, $3, $4, $5, $9, $10, $11, coalesce($14, current_timestamp))
            returning id, user_id, chat, language, price, placed_at
        ),
        queued as (
            insert into jobs (id, order_id, user_id, variant, model, price, run_at, created_at,
                deadline_at)
            select job.id, placed.id, placed.user_id, job.number - 1, $12, placed.price,
                placed.placed_at, placed.placed_at, placed.placed_at + $13
            from placed, unnest($15::uuid[]) with ordinality as job (id, number)
        )
        insert into deliveries (kind, user_id, chat, language, order_id, run_at)
        select 'card', user_id, chat, language, id, placed_at from placed",
    )
    .bind(order.id.0)
    .bind(order.user.0)
    .bind(order.chat.0)
    .bind(order.card_message.map(|message| message.0))
    .bind(order.product.id.0)
    .bind(order.product.photo.as_str())
    .bind(order.product.description.as_str())
    .bind(with_product)
    .bind(Json(&order.brief))
    .bind(order.language.code())
    .bind(order.price.get())
    .bind(&order.brief.format.model.0)
    .bind(Pause(order.deadline))
    .bind(tx.now)
    .bind(jobs)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
