//! How a store on Postgres is reached. Different here because a server has a pool, sessions and
//! limits of its own.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::ports::Clock;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::access::Access;
use super::renewal::Renewal;
use crate::database::Pooler;

/// How a store on Postgres is reached. Besides the pool, one connection listens for hints, unless
/// there is a pooler.
#[derive(Clone)]
pub struct PostgresOptions {
    /// Connections in the pool.
    pub connections: u32,
    /// How long a method waits for a connection of the pool.
    pub acquire_timeout: Duration,
    /// How long the server lets a statement wait for a lock.
    pub lock_timeout: Duration,
    /// How long the server lets a statement run.
    pub statement_timeout: Duration,
    /// How long a port method may take in all; longer than `statement_timeout`.
    pub deadline: Duration,
    /// What stands between the program and the server.
    pub pooler: Pooler,
    /// The time by which leases and schedules are judged; `None` for the database's own.
    pub clock: Option<Arc<dyn Clock>>,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            connections: 10,
            acquire_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(10),
            deadline: Duration::from_secs(15),
            pooler: Pooler::None,
            clock: None,
        }
    }
}

impl fmt::Debug for PostgresOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions")
            .field("connections", &self.connections)
            .field("acquire_timeout", &self.acquire_timeout)
            .field("lock_timeout", &self.lock_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .field("deadline", &self.deadline)
            .field("pooler", &self.pooler)
            .finish_non_exhaustive()
    }
}

impl PostgresOptions {
    /// How a connection introduces itself: a pooler refuses what it does not keep track of.
    pub(super) fn greeted(&self, server: PgConnectOptions) -> PgConnectOptions {
        match self.pooler {
            Pooler::None => server,
            Pooler::Transaction => server.extra_float_digits(None),
        }
    }

    /// The way to a server, over a pool that opens connections as they are needed.
    pub(super) fn access(&self, server: &PgConnectOptions) -> Access {
        let renewal = Arc::<Renewal>::default();
        let server = server.clone().application_name("neurocards");
        let to = |server| {
            let pool = self.pool(&renewal).connect_lazy_with(server);
            Access::direct(pool, self.deadline)
        };
        let access = match self.pooler {
            Pooler::None => to(server.options(self.limits())),
            Pooler::Transaction => {
                let limits = self.limits();
                let limits = limits.map(|(name, millis)| format!("set local {name} = {millis}"));
                to(server).pooled(&limits.join("; "))
            }
        };
        access.renewed_by(renewal)
    }

    fn pool(&self, renewal: &Arc<Renewal>) -> PgPoolOptions {
        let renewal = renewal.clone();
        PgPoolOptions::new()
            .max_connections(self.connections.max(1))
            .acquire_timeout(self.acquire_timeout)
            .before_acquire(move |_, connection| {
                let is_fresh = !renewal.is_stale(connection.age);
                Box::pin(async move { Ok(is_fresh) })
            })
    }

    /// Limits of a session, in milliseconds: a forgotten transaction ends by itself, too.
    fn limits(&self) -> [(&'static str, u128); 3] {
        [
            ("lock_timeout", self.lock_timeout.as_millis()),
            ("statement_timeout", self.statement_timeout.as_millis()),
            (
                "idle_in_transaction_session_timeout",
                (self.deadline * 2).as_millis(),
            ),
        ]
    }
}
