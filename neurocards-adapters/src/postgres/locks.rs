//! Locks that transactions take before they read what they decide by. Only Postgres needs them: on
//! SQLite, whoever writes is alone.
//!
//! They are taken in one order: accounts by user, promo code, payment, job, attempt, delivery, user,
//! cards.

use neurocards_core::ids::{JobId, OrderId, UserId};
use neurocards_core::money::gift::PromoCode;

use super::sql::Tx;

/// The advisory lock of claims of deliveries: two at once could see different heads of one chat.
const DELIVERY_CLAIMS: i64 = 0x6e63_0001;

/// The advisory lock of claims of updates: two at once could see different heads of one lane.
const UPDATE_CLAIMS: i64 = 0x6e63_0002;

/// The advisory lock of referrals: by two at once, two users could become each other's referrer.
const REFERRALS: i64 = 0x6e63_0003;

/// Waits until no other transaction has this advisory lock, and keeps it until the end.
async fn advisory(tx: &mut Tx, lock: i64) -> Result<(), sqlx::Error> {
    sqlx::query("-- locks.advisory\nselect pg_advisory_xact_lock($1)")
        .bind(lock)
        .execute(&mut *tx.db)
        .await?;
    Ok(())
}

/// Claims of deliveries come one after another.
pub(super) async fn deliveries(tx: &mut Tx) -> Result<(), sqlx::Error> {
    advisory(tx, DELIVERY_CLAIMS).await
}

/// Claims of updates come one after another.
pub(super) async fn updates(tx: &mut Tx) -> Result<(), sqlx::Error> {
    advisory(tx, UPDATE_CLAIMS).await
}

/// Referrals come one after another.
pub(super) async fn referrals(tx: &mut Tx) -> Result<(), sqlx::Error> {
    advisory(tx, REFERRALS).await
}

/// The account of a user, if there is one.
pub(super) async fn account(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- locks.account
        select from accounts where user_id = $1 for update",
    )
    .bind(user.0)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// The accounts of a payer and of whom a first payment may reward, in the order of their ids.
pub(super) async fn payer(tx: &mut Tx, payer: UserId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- locks.payer
        select from accounts
        where user_id = any(array[$1, (
            select referrer from referrals
            where friend = $1 and not exists (select 1 from payments where user_id = $1)
        )])
        order by user_id for update",
    )
    .bind(payer.0)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// A promo code: uses of one code come one after another.
pub(super) async fn promo(tx: &mut Tx, code: &PromoCode) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- locks.promo
        select from promo_codes where code = $1 for update",
    )
    .bind(code.as_str())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// A job. Jobs are locked before their attempts, everywhere.
pub(super) async fn job(tx: &mut Tx, job: JobId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- locks.job
        select from jobs where id = $1 for update",
    )
    .bind(job.0)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// The jobs of a user's order. A statement of its own: the next one sees what the holders of these
/// locks committed.
pub(super) async fn jobs(tx: &mut Tx, user: UserId, order: OrderId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- locks.jobs
        select from jobs where order_id = $1 and user_id = $2 order by variant for update",
    )
    .bind(order.0)
    .bind(user.0)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}
