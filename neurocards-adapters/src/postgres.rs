//! The store ports on Postgres, for production and for several hosts.
//!
//! Locks are taken in one order: accounts by user, promo code, payment, job, attempt, delivery,
//! user, cards. A transaction that still meets a deadlock is run again, a bounded number of times.

mod acts;
mod attempts;
mod audit;
mod books;
mod cancel;
mod cards;
mod charges;
mod claim;
mod credit_ledger;
mod entries;
mod finish;
mod gifts;
mod grants;
mod inbox;
mod invoices;
mod job_queue;
mod ledger;
mod migrations;
mod name;
mod news;
mod options;
mod outbox;
mod payments;
mod place;
mod promos;
mod reads;
mod receipts;
mod referrals;
mod refunds;
mod releases;
mod standalone;
mod statements;
mod topics;
mod turn;
mod users;
mod videos;
mod wake_up;

pub use crate::store::MigrationError;
pub use grants::GrantError;
pub use name::NameError;
pub use options::PostgresOptions;
pub use standalone::PostgresLedger;

use std::fmt;
use std::future::Future;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::ports::{Clock, Topic, Unavailable};
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::{ConnectOptions, Connection, Postgres, Transaction};

use crate::store::{Aborted, Moment, too_slow};
use wake_up::Bell;

const ADAPTER: &str = "postgres";

/// How often a transaction is run before a deadlock is told to the caller.
const RUNS_MAX: u32 = 4;

/// Every store port over one Postgres database.
pub struct PostgresStore {
    pool: PgPool,
    /// For migrations, which may take longer than any statement of the pool.
    server: PgConnectOptions,
    clock: Option<Arc<dyn Clock>>,
    deadline: Duration,
    bell: Bell,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

impl PostgresStore {
    /// Connects to the database that `url` names. The schema is made by
    /// [`PostgresStore::migrate`].
    pub async fn connect(url: &str, options: PostgresOptions) -> Result<Self, Unavailable> {
        let server = PgConnectOptions::from_str(url).map_err(broken)?;
        let pool = options
            .pool()
            .connect_with(options.session(server.clone()))
            .await
            .map_err(broken)?;
        Ok(Self {
            bell: Bell::hang(&pool, server.clone()),
            pool,
            server,
            clock: options.clock,
            deadline: options.deadline,
        })
    }

    /// Brings the schema to that of this program. A database that a newer program migrated is
    /// refused. Programs that start together take turns.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        // A connection of its own: if this fails, its lock goes with it.
        let mut connection = self.server.connect().await.map_err(broken)?;
        let migrated = migrations::migrate_store(&mut connection).await;
        let closed = connection.close().await;
        migrated.map_err(|error| MigrationError::of(&error, ADAPTER))?;
        Ok(closed.map_err(broken)?)
    }

    /// Whether the schema is that of this program. A database that a newer program migrated is
    /// refused.
    pub async fn is_migrated(&self) -> Result<bool, MigrationError> {
        let mut connection = self.pool.acquire().await.map_err(broken)?;
        let is_migrated = migrations::is_store_migrated(&mut connection).await;
        is_migrated.map_err(|error| MigrationError::of(&error, ADAPTER))
    }

    /// Whether the database answers; for health checks.
    pub async fn ping(&self) -> Result<(), Unavailable> {
        self.bounded(async {
            sqlx::query("-- postgres.ping\nselect 1")
                .execute(&self.pool)
                .await?;
            Ok(())
        })
        .await
    }

    /// Ends all connections, once the transactions in hand are over.
    pub async fn close(&self) {
        self.bell.silence();
        self.pool.close().await;
    }

    /// Runs one transaction, again after a deadlock. `work` commits it; without a commit nothing
    /// stays.
    async fn write<T, E, F>(&self, work: impl Fn(Tx) -> F) -> Result<T, E>
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
    async fn read<T, F>(
        &self,
        deadline: Duration,
        work: impl FnOnce(Tx) -> F,
    ) -> Result<T, Unavailable>
    where
        F: Future<Output = Result<T, Aborted<Unavailable>>>,
    {
        within(deadline, async {
            let begin = "begin isolation level repeatable read read only";
            let db = self.pool.begin_with(begin).await?;
            work(self.tx(db)).await
        })
        .await
    }

    async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(self.tx(self.pool.begin().await?))
    }

    fn tx(&self, db: Transaction<'static, Postgres>) -> Tx {
        let now = self.clock.as_ref().map(|clock| Moment(clock.now()));
        Tx { db, now }
    }

    async fn bounded<T, E: From<Unavailable>>(
        &self,
        work: impl Future<Output = Result<T, Aborted<E>>>,
    ) -> Result<T, E> {
        within(self.deadline, work).await
    }

    fn announce(&self, topics: &[Topic]) {
        self.bell.ring(topics);
    }
}

/// Whether the transaction was rolled back only because of another: serialization failure,
/// deadlock, or a unique key that the next run will see
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn is_conflict(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    matches!(code.as_deref(), Some("40001" | "40P01" | "23505"))
}

/// Ends a port method that takes too long; dropping its transaction rolls it back.
async fn within<T, E: From<Unavailable>>(
    deadline: Duration,
    work: impl Future<Output = Result<T, Aborted<E>>>,
) -> Result<T, E> {
    match tokio::time::timeout(deadline, work).await {
        Ok(done) => done.map_err(|aborted| aborted.into_port_error(ADAPTER)),
        Err(_) => Err(too_slow(ADAPTER, deadline).into()),
    }
}

fn broken(error: sqlx::Error) -> Unavailable {
    Aborted::<Unavailable>::from(error).into_port_error(ADAPTER)
}

/// A transaction and its time.
struct Tx {
    db: Transaction<'static, Postgres>,
    /// The time of a test; `None` for the database's own.
    now: Option<Moment>,
}

impl Tx {
    /// Waits until no other transaction holds this turn; held until the end.
    async fn take_turns(&mut self, turn: i64) -> Result<(), sqlx::Error> {
        sqlx::query("-- postgres.take_turns\nselect pg_advisory_xact_lock($1)")
            .bind(turn)
            .execute(&mut *self.db)
            .await?;
        Ok(())
    }

    async fn commit(self) -> Result<(), sqlx::Error> {
        self.db.commit().await
    }
}
