//! Placing an order, on a transaction.

use neurocards_core::ids::{OrderId, UserId};
use neurocards_core::order::{NewOrder, Placed};
use neurocards_core::ports::PlaceError;
use sqlx::types::Json;

use super::{ADAPTER, Tx, cards, ledger, users};
use crate::store::{Aborted, holds};

/// Debits, holds, and writes order, jobs and card: all or nothing.
pub(super) async fn place(tx: &mut Tx, order: &NewOrder) -> Result<Placed, Aborted<PlaceError>> {
    match owner(tx, order.id).await? {
        Some(owner) if owner == order.user => return Ok(Placed::Existing),
        Some(_) => return Err(Aborted::Refused(PlaceError::Foreign)),
        None => {}
    }
    if !is_known(tx, order.user).await? || !keep_product(tx, order).await? {
        return Err(Aborted::Refused(PlaceError::Foreign));
    }
    let account = ledger::open_account(tx, order.user).await?;
    let holds = holds(ADAPTER, order, account).map_err(Aborted::Refused)?;
    insert_order(tx, order).await?;
    insert_jobs(tx, order).await?;
    ledger::post(tx, &holds).await?;
    cards::add(tx, order).await?;
    Ok(Placed::New)
}

async fn owner(tx: &mut Tx, order: OrderId) -> Result<Option<UserId>, sqlx::Error> {
    let owner = sqlx::query_scalar(
        "-- place.owner
        select user_id from orders where id = $1",
    )
    .bind(order.0)
    .fetch_optional(&mut *tx.db)
    .await?;
    Ok(owner.map(UserId))
}

async fn is_known(tx: &mut Tx, user: UserId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "-- place.is_known
        select exists (select 1 from users where id = $1)",
    )
    .bind(user.0)
    .fetch_one(&mut *tx.db)
    .await
}

/// Keeps the order's product unless it is known; whether it is the user's.
async fn keep_product(tx: &mut Tx, order: &NewOrder) -> Result<bool, sqlx::Error> {
    if order.product.user != order.user {
        return Ok(false);
    }
    users::keep_product(tx, &order.product).await?;
    sqlx::query_scalar(
        "-- place.keep_product
        select user_id = $2 from products where id = $1",
    )
    .bind(order.product.id.0)
    .bind(order.user.0)
    .fetch_one(&mut *tx.db)
    .await
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
