//! Entries and balances, on a transaction.

use neurocards_core::credits::Credits;
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::ledger::{EntryKind, Grant, Payment, Written};
use neurocards_core::ports::LedgerError;

use super::Tx;
use crate::store::{
    Aborted, Held, KeyedRow, Posting, actor_word, chargeback_key, purchase_key, unreadable,
};

type Ledger<T> = Result<T, Aborted<LedgerError>>;

/// Locks the user's account and answers its balance; makes the account if it is missing.
pub(super) async fn open_account(tx: &mut Tx, user: UserId) -> Result<Credits, sqlx::Error> {
    sqlx::query(
        "-- ledger.open_account
        insert into accounts (user_id) values ($1) on conflict do nothing",
    )
    .bind(user.0)
    .execute(&mut *tx.db)
    .await?;
    let balance = sqlx::query_scalar::<_, i64>(
        "-- ledger.open_account
        select balance from accounts where user_id = $1 for update",
    )
    .bind(user.0)
    .fetch_one(&mut *tx.db)
    .await?;
    Credits::new(balance).map_err(unreadable)
}

/// Locks the user's account, if there is one.
pub(super) async fn lock(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- ledger.lock
        select from accounts where user_id = $1 for update",
    )
    .bind(user.0)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Locks the account of a job's user and answers the hold; `None` for an unknown job. Accounts are
/// locked before jobs, everywhere.
pub(super) async fn held(tx: &mut Tx, job: JobId) -> Result<Option<Held>, sqlx::Error> {
    let row = sqlx::query_as::<_, (i64, i64, i64)>(
        "-- ledger.held
        select jobs.user_id, jobs.price, accounts.balance
        from jobs join accounts on accounts.user_id = jobs.user_id
        where jobs.id = $1
        for update of accounts",
    )
    .bind(job.0)
    .fetch_optional(&mut *tx.db)
    .await?;
    row.map(|(user, price, balance)| Held::read(job, user, price, balance))
        .transpose()
}

/// Writes entries of one user, and the balance that the last of them leaves.
pub(super) async fn post(tx: &mut Tx, postings: &[Posting]) -> Result<(), sqlx::Error> {
    for posting in postings {
        insert(tx, posting).await?;
    }
    let Some(last) = postings.last() else {
        return Ok(());
    };
    sqlx::query(
        "-- ledger.post
        update accounts set balance = $2 where user_id = $1",
    )
    .bind(last.user.0)
    .bind(last.balance_after.get())
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn insert(tx: &mut Tx, posting: &Posting) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- ledger.insert
        insert into entries
            (user_id, kind, amount, balance_after, job_id, key, reason, actor, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, now()))",
    )
    .bind(posting.user.0)
    .bind(posting.kind.as_str())
    .bind(posting.amount.get())
    .bind(posting.balance_after.get())
    .bind(posting.job.map(|job| job.0))
    .bind(&posting.key)
    .bind(&posting.reason)
    .bind(actor_word(posting.actor))
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

async fn keyed(tx: &mut Tx, key: &str) -> Result<Option<KeyedRow>, sqlx::Error> {
    sqlx::query_as(
        "-- ledger.keyed
        select user_id, kind, amount from entries where key = $1",
    )
    .bind(key)
    .fetch_optional(&mut *tx.db)
    .await
}

/// Gives credits, once per key.
pub(super) async fn grant(tx: &mut Tx, grant: &Grant) -> Ledger<Written> {
    let balance = open_account(tx, grant.user).await?;
    if let Some(row) = keyed(tx, &grant.key).await? {
        return row
            .is(grant.user, EntryKind::Grant, grant.amount, &grant.key)
            .map_err(Aborted::Refused);
    }
    let posting = Posting::grant(grant, balance).map_err(Aborted::Refused)?;
    post(tx, &[posting]).await?;
    Ok(Written::New)
}

/// Credits a payment, once per charge.
pub(super) async fn purchase(tx: &mut Tx, payment: &Payment) -> Ledger<Written> {
    let key = purchase_key(&payment.charge_id);
    let balance = open_account(tx, payment.user).await?;
    if let Some(row) = keyed(tx, &key).await? {
        return row
            .is(payment.user, EntryKind::Purchase, payment.credits, &key)
            .map_err(Aborted::Refused);
    }
    let posting = Posting::purchase(payment, balance).map_err(Aborted::Refused)?;
    post(tx, &[posting]).await?;
    Ok(Written::New)
}

/// Takes back what a charge bought, once.
pub(super) async fn chargeback(tx: &mut Tx, charge_id: &str) -> Ledger<Written> {
    let Some(purchase) = keyed(tx, &purchase_key(charge_id)).await? else {
        let unknown = LedgerError::UnknownCharge(charge_id.to_owned());
        return Err(Aborted::Refused(unknown));
    };
    let payment = purchase.payment(charge_id)?;
    let balance = open_account(tx, payment.user).await?;
    if keyed(tx, &chargeback_key(charge_id)).await?.is_some() {
        return Ok(Written::Existing);
    }
    let posting = Posting::chargeback(&payment, balance).map_err(Aborted::Refused)?;
    post(tx, &[posting]).await?;
    Ok(Written::New)
}
