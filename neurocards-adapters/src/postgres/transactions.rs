//! Transactions, and their time. Different here because Postgres may break one off for another's
//! sake, judges time itself, and limits how long a statement takes.

use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

use sqlx::error::DatabaseError;

use super::PostgresStore;
use super::access::Access;
use super::dialect::Now;
use super::lent::Lent;
use super::link::Link;
use super::reader::Reader;
use super::sql::Tx;
use crate::rows::Moment;

/// Begins a transaction that sees one state of the database.
pub(super) const READS: &str = "begin isolation level repeatable read read only";

/// A connection with an open transaction. Without a commit it is rolled back.
#[derive(Debug)]
pub(crate) struct Transaction(Lent);

impl Transaction {
    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        self.0.commit().await
    }
}

/// As those of `sqlx` do, which other dialects use: statements run on `&mut *transaction`.
impl Deref for Transaction {
    type Target = Lent;

    fn deref(&self) -> &Lent {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Lent {
        &mut self.0
    }
}

/// Where statements of a transaction run, for those that know no transaction.
pub(super) fn link(tx: &mut Transaction) -> Link<'_> {
    tx.0.link()
}

impl PostgresStore {
    /// Where transactions begin.
    pub(super) const fn writers(&self) -> &Access {
        &self.access
    }

    /// Where reads of one state of the database begin.
    pub(super) const fn snapshots(&self) -> &Access {
        &self.access
    }

    /// Where single statements read.
    pub(super) fn readers(&self) -> Reader {
        Reader(self.access.clone())
    }

    /// Whether what was begun at `begun` is to be run again on a fresh connection.
    pub(super) fn renews(&self, begun: Instant, error: &sqlx::Error) -> bool {
        self.access.renews(begun, error)
    }

    /// The time of a test; `None` for the database's own.
    pub(super) fn now(&self) -> Now {
        self.clock.as_ref().map(|clock| Moment(clock.now()))
    }
}

pub(super) async fn begin(writers: &Access) -> Result<Transaction, sqlx::Error> {
    Ok(Transaction(writers.begin("begin").await?))
}

/// A transaction that sees one state of the database.
pub(super) async fn begin_reads(readers: &Access) -> Result<Transaction, sqlx::Error> {
    Ok(Transaction(readers.begin(READS).await?))
}

/// The time of a transaction, as its statements have it.
pub(super) async fn moment(tx: &mut Tx) -> Result<Moment, sqlx::Error> {
    sqlx::query_scalar("-- transactions.moment\nselect coalesce($1, current_timestamp)")
        .bind(tx.now)
        .fetch_one(&mut *tx.db)
        .await
}

/// Whether the transaction was rolled back only because of another: serialization failure,
/// deadlock, or a unique key that the next run will see
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
pub(super) fn is_conflict(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    matches!(code.as_deref(), Some("40001" | "40P01" | "23505"))
}

/// Lets this transaction take longer than others, and sort in memory what others need not.
pub(super) async fn take_time(db: Link<'_>, within: Duration) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- transactions.take_time
        select set_config('statement_timeout', $1, true), set_config('work_mem', '128MB', true)",
    )
    .bind(within.as_millis().to_string())
    .execute(db)
    .await?;
    Ok(())
}
