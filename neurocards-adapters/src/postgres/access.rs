use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgPool, Postgres};
use sqlx::{AssertSqlSafe, Error, SqlSafeStr, SqlStr};

use super::lent::Lent;
use super::no_connection::NoConnection;
use super::renewal::Renewal;

/// A connection was to be had.
const THERE: u8 = 1;
/// No connection was to be had.
const AWAY: u8 = 2;

/// The way to a server: the pool, how transactions begin there, and whether statements have names.
#[derive(Debug, Clone)]
pub(super) struct Access {
    pool: PgPool,
    renewal: Arc<Renewal>,
    /// What became of the last connection that was asked for: nothing yet, or one of the words below.
    seen: Arc<AtomicU8>,
    /// What follows `begin` in each transaction: the limits that a session cannot be told at its
    /// start.
    limits: Option<Arc<str>>,
    /// How long the server may be silent before a connection is closed.
    patience: Duration,
}

impl Access {
    /// Over a pool whose sessions are its own.
    pub(super) fn direct(pool: PgPool, patience: Duration) -> Self {
        Self {
            pool,
            renewal: Arc::default(),
            seen: Arc::default(),
            limits: None,
            patience,
        }
    }

    /// Through a pooler: each transaction sets these limits.
    pub(super) fn pooled(self, limits: &str) -> Self {
        Self {
            limits: Some(limits.into()),
            ..self
        }
    }

    pub(super) fn renewed_by(self, renewal: Arc<Renewal>) -> Self {
        Self { renewal, ..self }
    }

    pub(super) const fn is_pooled(&self) -> bool {
        self.limits.is_some()
    }

    /// Begins a transaction by `statement`.
    pub(super) async fn begin(&self, statement: &'static str) -> Result<Lent, Error> {
        let statement = match &self.limits {
            None => statement.into_sql_str(),
            Some(limits) => limited(statement, limits),
        };
        self.lend().await?.begin(statement).await
    }

    /// A connection without a transaction.
    pub(super) async fn lend(&self) -> Result<Lent, Error> {
        Ok(Lent::new(
            self.acquire().await?,
            !self.is_pooled(),
            self.patience,
        ))
    }

    /// A connection as the pool has it.
    pub(super) async fn acquire(&self) -> Result<PoolConnection<Postgres>, Error> {
        match self.pool.acquire().await {
            Ok(connection) => {
                if self.seen.load(Ordering::Relaxed) != THERE {
                    self.came_back();
                }
                Ok(connection)
            }
            Err(Error::PoolClosed) => Err(Error::PoolClosed),
            Err(error) => Err(self.went_away(error).await),
        }
    }

    async fn went_away(&self, error: Error) -> Error {
        let error = NoConnection::of(&self.pool, error).await;
        // At the start whoever opens it tells.
        if self.seen.swap(AWAY, Ordering::Relaxed) == THERE {
            tracing::error!(%error, "the database is away");
        }
        error.into()
    }

    fn came_back(&self) {
        if self.seen.swap(THERE, Ordering::Relaxed) == AWAY {
            tracing::info!("the database is back");
        }
    }

    /// Whether what was begun at `begun` is to be run again: see [`Renewal::renews`].
    pub(super) fn renews(&self, begun: Instant, error: &Error) -> bool {
        self.renewal.renews(begun, error)
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// A begin with limits, which a pooler gives to one session of the server as a whole.
fn limited(statement: &str, limits: &str) -> SqlStr {
    // Safe: both are made of constants and numbers.
    AssertSqlSafe(format!("{statement}; {limits}")).into_sql_str()
}
