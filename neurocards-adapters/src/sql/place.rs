//! Placing an order, on a transaction.

use std::sync::LazyLock;

use neurocards_core::ports::PlaceError;
use neurocards_core::work::order::{NewOrder, Placed};
use sqlx::SqlStr;

use super::dialect::{ADAPTER, Tx};
use super::spelling::spelled;
use super::{ledger, order_insert};
use crate::database::Aborted;
use crate::rows::BeforeRow;

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
    order_insert::insert(tx, order, before.lacks_product()).await?;
    ledger::post(tx, &holds).await?;
    Ok(Placed::New)
}

/// Locks the account; all else is as it was before that lock was waited for.
async fn look(tx: &mut Tx, order: &NewOrder) -> Result<BeforeRow, Aborted<PlaceError>> {
    static LOOK: LazyLock<SqlStr> = LazyLock::new(|| {
        spelled(
            "-- place.look
            select accounts.user_id, accounts.balance, accounts.held,
                (select user_id from orders where id = $2) as placed_by,
                (select user_id from products where id = $3) as product_of,
                exists (select 1 from users where id = $1) as is_known
            from accounts where accounts.user_id = $1 {for_update}",
        )
    });
    let before = sqlx::query_as(LOOK.clone())
        .bind(order.user.0)
        .bind(order.id.0)
        .bind(order.product.id.0)
        .fetch_optional(&mut *tx.db)
        .await?;
    Ok(before.ok_or(PlaceError::Foreign)?)
}
