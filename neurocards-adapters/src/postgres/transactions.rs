//! Transactions, and their time. Different here because Postgres may break one off for another's
//! sake, judges time itself, and limits how long a statement takes.

use std::time::Duration;

use neurocards_core::ports::Unavailable;
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnection, PgPool};
use sqlx::{Postgres, Transaction};

use super::PostgresStore;
use super::dialect::Now;
use super::sql::within;
use crate::database::Aborted;
use crate::rows::Moment;

/// How often a transaction is run before a deadlock is told to the caller.
const RUNS_MAX: u32 = 4;

/// How reads of one state of the database begin.
pub(super) const BEGIN_READS: &str = "begin isolation level repeatable read read only";

impl PostgresStore {
    /// Runs one transaction, again after a deadlock. `work` commits it; without a commit nothing
    /// stays.
    pub(super) async fn write<T, E, F>(&self, work: impl Fn(Tx) -> F) -> Result<T, E>
    where
        E: From<Unavailable>,
        F: Future<Output = Result<T, Aborted<E>>>,
    {
        self.bounded(async {
            for run in 1..RUNS_MAX {
                match work(self.begin().await?).await {
                    Err(Aborted::Broken(error)) if is_conflict(&error) => {
                        tracing::debug!(run, %error, "the transaction is run again");
                    }
                    done => return done,
                }
            }
            work(self.begin().await?).await
        })
        .await
    }

    /// Runs several reads over one state of the database.
    pub(super) async fn read<T, F>(
        &self,
        deadline: Duration,
        work: impl FnOnce(Tx) -> F,
    ) -> Result<T, Unavailable>
    where
        F: Future<Output = Result<T, Aborted<Unavailable>>>,
    {
        within(deadline, async {
            let db = self.pool.begin_with(BEGIN_READS).await?;
            work(self.tx(db)).await
        })
        .await
    }

    /// Where single statements are read.
    pub(super) fn readers(&self) -> &PgPool {
        &self.pool
    }

    pub(super) fn now(&self) -> Now {
        self.clock.as_ref().map(|clock| Moment(clock.now()))
    }

    async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(self.tx(self.pool.begin().await?))
    }

    fn tx(&self, db: Transaction<'static, Postgres>) -> Tx {
        Tx {
            db,
            now: self.now(),
        }
    }
}

/// Whether the transaction was rolled back only because of another: serialization failure,
/// deadlock, or a unique key that the next run will see
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn is_conflict(error: &sqlx::Error) -> bool {
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

/// A transaction and its time.
pub(super) struct Tx {
    pub(super) db: Transaction<'static, Postgres>,
    pub(super) now: Now,
}

impl Tx {
    /// The time of this transaction, as its statements have it.
    pub(super) async fn moment(&mut self) -> Result<Moment, sqlx::Error> {
        sqlx::query_scalar("-- transactions.moment\nselect coalesce($1, current_timestamp)")
            .bind(self.now)
            .fetch_one(&mut *self.db)
            .await
    }

    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.db.commit().await
    }
}
