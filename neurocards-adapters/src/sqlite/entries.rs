//! Rows of the ledger: accounts and entries, on a connection.

use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::account::{Account, Posting};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Balance, Entry, Violation};
use neurocards_core::page::Page;
use sqlx::sqlite::SqliteConnection;

use super::Tx;
use crate::store::{AccountRow, EntryRow, HeldRow, KeyedRow, Moment, ViolationRow};

/// A ledger within reach: where its entries are, and their time.
pub(super) struct Ledger<'c> {
    pub(super) db: &'c mut SqliteConnection,
    pub(super) now: Moment,
}

/// What has a ledger within reach.
pub(super) trait HasLedger {
    fn ledger(&mut self) -> Ledger<'_>;
}

impl HasLedger for Tx {
    fn ledger(&mut self) -> Ledger<'_> {
        let now = self.now;
        Ledger {
            db: &mut self.db,
            now,
        }
    }
}

impl HasLedger for Ledger<'_> {
    fn ledger(&mut self) -> Ledger<'_> {
        let now = self.now;
        Ledger { db: self.db, now }
    }
}

/// What the user's account says; makes the account if it is missing.
pub(super) async fn open_account(
    on: &mut impl HasLedger,
    user: UserId,
) -> Result<Account, sqlx::Error> {
    if let Some(account) = account(on, user).await? {
        return Ok(account);
    }
    let Ledger { db, .. } = on.ledger();
    sqlx::query(
        "-- entries.open_account
        insert into accounts (user_id) values ($1)",
    )
    .bind(user.0)
    .execute(db)
    .await?;
    account(on, user).await?.ok_or(sqlx::Error::RowNotFound)
}

/// What the user's account says; `None` if it is missing.
pub(super) async fn account(
    on: &mut impl HasLedger,
    user: UserId,
) -> Result<Option<Account>, sqlx::Error> {
    let Ledger { db, .. } = on.ledger();
    let row = sqlx::query_as::<_, AccountRow>(
        "-- entries.account
        select user_id, balance, held from accounts where user_id = $1",
    )
    .bind(user.0)
    .fetch_optional(db)
    .await?;
    Ok(row.map(Account::from))
}

/// A job's hold with the account of its user; `None` if nothing was ever held.
pub(super) async fn held(
    on: &mut impl HasLedger,
    job: JobId,
) -> Result<Option<HeldRow>, sqlx::Error> {
    let Ledger { db, .. } = on.ledger();
    sqlx::query_as(
        "-- entries.held
        select accounts.user_id, accounts.balance, accounts.held, entries.amount
        from entries
        join accounts on accounts.user_id = entries.user_id
        where entries.job_id = $1 and entries.kind = 'hold'",
    )
    .bind(job.0)
    .fetch_optional(db)
    .await
}

/// Writes entries, each user's in their order; the accounts follow by themselves.
pub(super) async fn post(on: &mut impl HasLedger, postings: &[Posting]) -> Result<(), sqlx::Error> {
    for posting in postings {
        insert(on, posting).await?;
    }
    Ok(())
}

async fn insert(on: &mut impl HasLedger, posting: &Posting) -> Result<(), sqlx::Error> {
    let Ledger { db, now } = on.ledger();
    sqlx::query(
        "-- entries.insert
        insert into entries (user_id, kind, amount, balance_after, held_after, job_id, key, reason,
            actor, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(posting.user.0)
    .bind(posting.kind.as_str())
    .bind(posting.amount.get())
    .bind(posting.after.available.get())
    .bind(posting.after.held.get())
    .bind(posting.job.map(|job| job.0))
    .bind(posting.key.to_string())
    .bind(posting.reason.as_str())
    .bind(posting.actor.to_string())
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// The entry with a key, if there is one.
pub(super) async fn keyed(
    on: &mut impl HasLedger,
    key: &EntryKey,
) -> Result<Option<KeyedRow>, sqlx::Error> {
    let Ledger { db, .. } = on.ledger();
    sqlx::query_as(
        "-- entries.keyed
        select user_id, kind, amount from entries where key = $1",
    )
    .bind(key.to_string())
    .fetch_optional(db)
    .await
}

/// How a hold ended, if it did.
pub(super) async fn end(
    on: &mut impl HasLedger,
    job: JobId,
) -> Result<Option<String>, sqlx::Error> {
    let Ledger { db, .. } = on.ledger();
    sqlx::query_scalar(
        "-- entries.end
        select kind from entries
        where job_id = $1 and kind in ('capture', 'refund')",
    )
    .bind(job.0)
    .fetch_optional(db)
    .await
}

/// What the user has; nothing without an account.
pub(super) async fn balance(on: &mut impl HasLedger, user: UserId) -> Result<Balance, sqlx::Error> {
    let account = account(on, user).await?;
    Ok(account.map(|account| account.balance).unwrap_or_default())
}

/// The user's entries, newest first.
pub(super) async fn statement(
    on: &mut impl HasLedger,
    user: UserId,
    page: Page,
) -> Result<Vec<Entry>, sqlx::Error> {
    let Ledger { db, .. } = on.ledger();
    let rows = sqlx::query_as::<_, EntryRow>(
        "-- entries.statement
        select * from entries where user_id = $1
        order by id desc limit $2 offset $3",
    )
    .bind(user.0)
    .bind(i32::from(page.limit))
    .bind(i64::from(page.offset))
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// What does not hold of the entries and accounts themselves, at most `limit`.
pub(super) async fn audit(
    on: &mut impl HasLedger,
    limit: u32,
) -> Result<Vec<Violation>, sqlx::Error> {
    let Ledger { db, .. } = on.ledger();
    let rows = sqlx::query_as::<_, ViolationRow>(include_str!("audit_entries.sql"))
        .bind(i64::from(limit))
        .fetch_all(db)
        .await?;
    rows.into_iter().map(Violation::try_from).collect()
}
