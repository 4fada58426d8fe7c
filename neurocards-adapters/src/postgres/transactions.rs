//! Transactions, and their time. Different here because Postgres may break one off for another's
//! sake, judges time itself, and limits how long a statement takes.

use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnection, PgPool};

use super::PostgresStore;
use super::dialect::Now;
use super::sql::{Transaction, Tx};
use crate::rows::Moment;

impl PostgresStore {
    /// Where transactions write, and where single statements read.
    pub(super) fn writers(&self) -> &PgPool {
        &self.pool
    }

    pub(super) fn readers(&self) -> &PgPool {
        &self.pool
    }

    /// The time of a test; `None` for the database's own.
    pub(super) fn now(&self) -> Now {
        self.clock.as_ref().map(|clock| Moment(clock.now()))
    }
}

pub(super) async fn begin(pool: &PgPool) -> Result<Transaction, sqlx::Error> {
    pool.begin().await
}

/// A transaction that sees one state of the database.
pub(super) async fn begin_reads(pool: &PgPool) -> Result<Transaction, sqlx::Error> {
    pool.begin_with("begin isolation level repeatable read read only")
        .await
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
pub(super) async fn take_time(db: &mut PgConnection, within: Duration) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- transactions.take_time
        select set_config('statement_timeout', $1, true), set_config('work_mem', '128MB', true)",
    )
    .bind(within.as_millis().to_string())
    .execute(db)
    .await?;
    Ok(())
}
