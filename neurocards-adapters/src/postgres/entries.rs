//! Rows of the ledger: accounts and entries, on a connection.

use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::account::{Account, Posting};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Balance, Entry, Violation};
use neurocards_core::page::Page;
use sqlx::postgres::PgConnection;
use uuid::Uuid;

use super::Tx;
use super::statements::{OF_STORE, Statements};
use crate::store::{AccountRow, EntryRow, HeldRow, KeyedRow, Moment, ViolationRow};

/// A ledger within reach: where its entries are, and their time.
pub(super) struct Ledger<'c> {
    pub(super) db: &'c mut PgConnection,
    pub(super) sql: &'c Statements,
    pub(super) now: Option<Moment>,
}

impl<'c> Ledger<'c> {
    /// The store's own, to be read.
    pub(super) fn of_store(db: &'c mut PgConnection) -> Self {
        let sql = &OF_STORE;
        Self { db, sql, now: None }
    }
}

/// What has a ledger within reach.
pub(super) trait HasLedger {
    fn ledger(&mut self) -> Ledger<'_>;
}

impl HasLedger for Tx {
    fn ledger(&mut self) -> Ledger<'_> {
        Ledger {
            db: &mut self.db,
            sql: &OF_STORE,
            now: self.now,
        }
    }
}

impl HasLedger for Ledger<'_> {
    fn ledger(&mut self) -> Ledger<'_> {
        Ledger {
            db: self.db,
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

/// Locks the accounts of users in the order of their ids, those that there are.
pub(super) async fn lock_accounts(
    on: &mut impl HasLedger,
    users: &[UserId],
) -> Result<(), sqlx::Error> {
    let users: Vec<_> = users.iter().map(|user| user.0).collect();
    let Ledger { db, sql, .. } = on.ledger();
    sqlx::query(sql.lock_accounts.clone())
        .bind(users)
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

/// Writes entries, each user's in their order; the accounts follow by themselves.
pub(super) async fn post(on: &mut impl HasLedger, postings: &[Posting]) -> Result<(), sqlx::Error> {
    let columns = Columns::of(postings);
    let Ledger { db, sql, now } = on.ledger();
    sqlx::query(sql.post.clone())
        .bind(columns.users)
        .bind(columns.kinds)
        .bind(columns.amounts)
        .bind(columns.balances)
        .bind(columns.held)
        .bind(columns.jobs)
        .bind(columns.keys)
        .bind(columns.reasons)
        .bind(columns.actors)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Postings column by column.
struct Columns<'a> {
    users: Vec<i64>,
    kinds: Vec<&'static str>,
    amounts: Vec<i64>,
    balances: Vec<i64>,
    held: Vec<i64>,
    jobs: Vec<Option<Uuid>>,
    keys: Vec<String>,
    reasons: Vec<&'a str>,
    actors: Vec<String>,
}

impl<'a> Columns<'a> {
    fn of(postings: &'a [Posting]) -> Self {
        let all = postings.iter();
        Self {
            users: all.clone().map(|it| it.user.0).collect(),
            kinds: all.clone().map(|it| it.kind.as_str()).collect(),
            amounts: all.clone().map(|it| it.amount.get()).collect(),
            balances: all.clone().map(|it| it.after.available.get()).collect(),
            held: all.clone().map(|it| it.after.held.get()).collect(),
            jobs: all.clone().map(|it| it.job.map(|job| job.0)).collect(),
            keys: all.clone().map(|it| it.key.to_string()).collect(),
            reasons: all.clone().map(|it| it.reason.as_str()).collect(),
            actors: all.map(|it| it.actor.to_string()).collect(),
        }
    }
}

/// The entry with a key, if there is one.
pub(super) async fn keyed(
    on: &mut impl HasLedger,
    key: &EntryKey,
) -> Result<Option<KeyedRow>, sqlx::Error> {
    let Ledger { db, sql, .. } = on.ledger();
    sqlx::query_as(sql.keyed.clone())
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
pub(super) async fn balance(on: &mut impl HasLedger, user: UserId) -> Result<Balance, sqlx::Error> {
    let Ledger { db, sql, .. } = on.ledger();
    let row = sqlx::query_as::<_, AccountRow>(sql.balance.clone())
        .bind(user.0)
        .fetch_optional(db)
        .await?;
    Ok(row
        .map(|row| Account::from(row).balance)
        .unwrap_or_default())
}

/// The user's entries, newest first.
pub(super) async fn statement(
    on: &mut impl HasLedger,
    user: UserId,
    page: Page,
) -> Result<Vec<Entry>, sqlx::Error> {
    let Ledger { db, sql, .. } = on.ledger();
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
