//! Placing an order, on a transaction.

use neurocards_core::ports::PlaceError;
use neurocards_core::work::order::{NewOrder, Placed};
use sqlx::types::Json;

use super::{ADAPTER, Tx, ledger};
use crate::store::{Aborted, BeforeRow, micros};

/// Debits, holds, and writes order, jobs and card: all or nothing. An order that another
/// transaction places at the same time is a conflict, after which this one is run again.
pub(super) async fn place(tx: &mut Tx, order: &NewOrder) -> Result<Placed, Aborted<PlaceError>> {
    let before = look(tx, order).await?;
    if before.is_placed(order)? {
        return Ok(Placed::Existing);
    }
    let holds = match order.postings(before.account()) {
        Ok(holds) => holds,
        // Whoever had the account before may have spent it on this very order.
        Err(_) if look(tx, order).await?.is_placed(order)? => return Ok(Placed::Existing),
        Err(refusal) => return Err(PlaceError::of_account(ADAPTER, refusal).into()),
    };
    insert(tx, order, before.lacks_product()).await?;
    ledger::post(tx, &holds).await?;
    Ok(Placed::New)
}

/// Locks the account; all else is as it was before that lock was waited for.
async fn look(tx: &mut Tx, order: &NewOrder) -> Result<BeforeRow, Aborted<PlaceError>> {
    let before = sqlx::query_as(
        "-- place.look
        select accounts.user_id, accounts.balance, accounts.held,
            (select user_id from orders where id = $2) as placed_by,
            (select user_id from products where id = $3) as product_of,
            exists (select from users where id = $1) as is_known
        from accounts where accounts.user_id = $1
        for update of accounts",
    )
    .bind(order.user.0)
    .bind(order.id.0)
    .bind(order.product.id.0)
    .fetch_optional(&mut *tx.db)
    .await?;
    Ok(before.ok_or(PlaceError::Foreign)?)
}

/// Order, jobs, card, and the product if it is new, in one round trip.
async fn insert(tx: &mut Tx, order: &NewOrder, with_product: bool) -> Result<(), sqlx::Error> {
    let jobs: Vec<_> = order.jobs.iter().map(|job| job.0).collect();
    sqlx::query(
        "-- place.insert
        with product as (
            insert into products (id, user_id, photo, description, created_at)
            select $5, $2, $6, $7, coalesce($14, now()) where $8
        ),
        placed as (
            insert into orders (id, user_id, chat, card_message, product_id, brief, language, price,
                placed_at)
            values ($1, $2, $3, $4, $5, $9, $10, $11, coalesce($14, now()))
            returning id, user_id, chat, language, price, placed_at
        ),
        queued as (
            insert into jobs (id, order_id, user_id, variant, model, price, run_at, created_at,
                deadline_at)
            select job.id, placed.id, placed.user_id, job.number - 1, $12, placed.price,
                placed.placed_at, placed.placed_at, placed.placed_at + $13 * interval '1 microsecond'
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
    .bind(micros(order.deadline))
    .bind(tx.now)
    .bind(jobs)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
