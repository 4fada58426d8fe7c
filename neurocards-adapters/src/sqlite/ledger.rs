//! Entries and accounts, on a transaction.

use neurocards_core::ids::{JobId, UserId};
use neurocards_core::ledger::{Chargeback, EntryKind, Grant, Purchase, Release, Written};
use neurocards_core::ports::LedgerError;

use super::Tx;
use crate::store::{Aborted, Account, Held, KeyedRow, Posting, chargeback_key, purchase_key};

type Ledger<T> = Result<T, Aborted<LedgerError>>;

/// What the user's account says; makes the account if it is missing.
pub(super) async fn open_account(tx: &mut Tx, user: UserId) -> Result<Account, sqlx::Error> {
    sqlx::query(
        "-- ledger.open_account
        insert into accounts (user_id) values ($1) on conflict do nothing",
    )
    .bind(user.0)
    .execute(&mut *tx.db)
    .await?;
    let (balance, held) = sqlx::query_as(
        "-- ledger.open_account
        select balance, held from accounts where user_id = $1",
    )
    .bind(user.0)
    .fetch_one(&mut *tx.db)
    .await?;
    Account::read(user.0, balance, held)
}

/// A job's hold with the account of its user; `None` if nothing was ever held.
pub(super) async fn held(tx: &mut Tx, job: JobId) -> Result<Option<Held>, sqlx::Error> {
    let row = sqlx::query_as(
        "-- ledger.held
        select user_id, entries.amount, accounts.balance, accounts.held
        from entries join accounts using (user_id)
        where entries.job_id = $1 and entries.kind = 'hold'",
    )
    .bind(job.0)
    .fetch_optional(&mut *tx.db)
    .await?;
    row.map(Held::read).transpose()
}

/// Ends a hold with a capture or a refund.
pub(super) async fn release(
    tx: &mut Tx,
    held: Held,
    end: EntryKind,
    release: &Release,
) -> Result<(), sqlx::Error> {
    let posting = held.release(end, release)?;
    post(tx, &[posting]).await
}

/// Writes entries, each user's in their order; the accounts follow by themselves.
pub(super) async fn post(tx: &mut Tx, postings: &[Posting]) -> Result<(), sqlx::Error> {
    for posting in postings {
        insert(tx, posting).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, posting: &Posting) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- ledger.insert
        insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key, reason,
            actor, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(posting.user.0)
    .bind(posting.kind.as_str())
    .bind(posting.amount.get())
    .bind(posting.after.available.get())
    .bind(posting.after.held.get())
    .bind(posting.words.job.map(|job| job.0))
    .bind(&posting.words.key)
    .bind(posting.words.reason.as_str())
    .bind(posting.words.actor.to_string())
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// The entry with a key, if there is one.
pub(super) async fn keyed(tx: &mut Tx, key: &str) -> Result<Option<KeyedRow>, sqlx::Error> {
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
    let mut account = open_account(tx, grant.user).await?;
    if let Some(row) = keyed(tx, &grant.key).await? {
        return row
            .is(grant.user, EntryKind::Grant, grant.amount, &grant.key)
            .map_err(Aborted::Refused);
    }
    let posting = account.grant(grant).map_err(Aborted::Refused)?;
    post(tx, &[posting]).await?;
    Ok(Written::New)
}

/// Credits what a charge paid for, once per charge.
pub(super) async fn purchase(tx: &mut Tx, purchase: &Purchase) -> Ledger<Written> {
    let mut account = open_account(tx, purchase.user).await?;
    let key = purchase_key(&purchase.charge);
    if let Some(row) = keyed(tx, &key).await? {
        return row
            .is(purchase.user, EntryKind::Purchase, purchase.credits, &key)
            .map_err(Aborted::Refused);
    }
    let posting = account.purchase(purchase).map_err(Aborted::Refused)?;
    post(tx, &[posting]).await?;
    Ok(Written::New)
}

/// Takes back all that a charge bought, once.
pub(super) async fn chargeback(tx: &mut Tx, chargeback: &Chargeback) -> Ledger<Written> {
    let charge = &chargeback.charge;
    let Some(bought) = keyed(tx, &purchase_key(charge)).await? else {
        let unknown = LedgerError::UnknownCharge(charge.clone());
        return Err(Aborted::Refused(unknown));
    };
    let mut account = open_account(tx, bought.user()).await?;
    if keyed(tx, &chargeback_key(charge)).await?.is_some() {
        return Ok(Written::Existing);
    }
    let posting = account.chargeback(bought.amount()?, chargeback);
    post(tx, &[posting.map_err(Aborted::Refused)?]).await?;
    Ok(Written::New)
}
