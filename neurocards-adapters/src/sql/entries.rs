//! Rows of the ledger: accounts and entries, on a connection.

use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::account::{Account, Posting};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Balance, Entry, Violation};
use neurocards_core::page::Page;
use sqlx::Executor;
use sqlx::types::Json;

use super::dialect::{Database, Link, Now, Tx, again, link};
use super::statements::{OF_STORE, Statements};
use crate::rows::{AccountRow, EntryRow, HeldRow, KeyedRow, NewEntry, ViolationRow};

/// A ledger within reach: where its entries are, and their time.
pub(crate) struct Ledger<'c> {
    pub(crate) db: Link<'c>,
    pub(crate) sql: &'c Statements,
    pub(crate) now: Now,
}

/// What has a ledger within reach.
pub(crate) trait HasLedger {
    fn ledger(&mut self) -> Ledger<'_>;
}

impl HasLedger for Tx {
    fn ledger(&mut self) -> Ledger<'_> {
        Ledger {
            db: link(&mut self.db),
            sql: &OF_STORE,
            now: self.now,
        }
    }
}

impl HasLedger for Ledger<'_> {
    fn ledger(&mut self) -> Ledger<'_> {
        Ledger {
            db: again(&mut self.db),
            sql: self.sql,
            now: self.now,
        }
    }
}

/// Locks the user's account and answers what it says; makes the account if it is missing.
pub(super) async fn open_account(
    on: &mut impl HasLedger,
    user: UserId,
) -> Result<Account, sqlx::Error> {
    if let Some(account) = account(on, user).await? {
        return Ok(account);
    }
    let Ledger { db, sql, .. } = on.ledger();
    sqlx::query(sql.open_account.clone())
        .bind(user.0)
        .execute(db)
        .await?;
    account(on, user).await?.ok_or(sqlx::Error::RowNotFound)
}

/// Locks the user's account and answers what it says; `None` if it is missing.
pub(super) async fn account(
    on: &mut impl HasLedger,
    user: UserId,
) -> Result<Option<Account>, sqlx::Error> {
    let Ledger { db, sql, .. } = on.ledger();
    let row = sqlx::query_as::<_, AccountRow>(sql.account.clone())
        .bind(user.0)
        .fetch_optional(db)
        .await?;
    Ok(row.map(Account::from))
}

/// Writes entries, each user's in their order; a trigger updates the accounts.
pub(super) async fn post(on: &mut impl HasLedger, postings: &[Posting]) -> Result<(), sqlx::Error> {
    let entries: Vec<_> = postings
        .iter()
        .enumerate()
        .map(NewEntry::numbered)
        .collect();
    let Ledger { db, sql, now } = on.ledger();
    sqlx::query(sql.post.clone())
        .bind(Json(entries))
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Locks the account of a job's user and answers the hold; `None` if nothing was ever held.
/// Accounts are locked before jobs, everywhere.
pub(super) async fn held(
    on: &mut impl HasLedger,
    job: JobId,
) -> Result<Option<HeldRow>, sqlx::Error> {
    let Ledger { db, sql, .. } = on.ledger();
    sqlx::query_as(sql.held.clone())
        .bind(job.0)
        .fetch_optional(db)
        .await
}

/// The entry with a key, if there is one.
pub(super) async fn keyed(
    on: &mut impl HasLedger,
    key: &EntryKey,
) -> Result<Option<KeyedRow>, sqlx::Error> {
    let Ledger { db, sql, .. } = on.ledger();
    find(db, sql, key).await
}

/// The same, wherever a single statement reads.
pub(super) async fn find<'c>(
    db: impl Executor<'c, Database = Database>,
    sql: &Statements,
    key: &EntryKey,
) -> Result<Option<KeyedRow>, sqlx::Error> {
    sqlx::query_as(sql.find.clone())
        .bind(key.to_string())
        .fetch_optional(db)
        .await
}

/// How a hold ended, if it did.
pub(super) async fn end(
    on: &mut impl HasLedger,
    job: JobId,
) -> Result<Option<String>, sqlx::Error> {
    let Ledger { db, sql, .. } = on.ledger();
    sqlx::query_scalar(sql.end.clone())
        .bind(job.0)
        .fetch_optional(db)
        .await
}

/// What the user has; nothing without an account.
pub(super) async fn balance<'c>(
    db: impl Executor<'c, Database = Database>,
    sql: &Statements,
    user: UserId,
) -> Result<Balance, sqlx::Error> {
    let row = sqlx::query_as::<_, AccountRow>(sql.balance.clone())
        .bind(user.0)
        .fetch_optional(db)
        .await?;
    Ok(row
        .map(|row| Account::from(row).balance)
        .unwrap_or_default())
}

/// The user's entries, newest first.
pub(super) async fn statement<'c>(
    db: impl Executor<'c, Database = Database>,
    sql: &Statements,
    user: UserId,
    page: Page,
) -> Result<Vec<Entry>, sqlx::Error> {
    let rows = sqlx::query_as::<_, EntryRow>(sql.statement.clone())
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
    let Ledger { db, sql, .. } = on.ledger();
    let rows = sqlx::query_as::<_, ViolationRow>(sql.audit.clone())
        .bind(i64::from(limit))
        .fetch_all(db)
        .await?;
    rows.into_iter().map(Violation::try_from).collect()
}
