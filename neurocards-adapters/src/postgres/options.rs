//! How a store on Postgres is reached. Different here because a server has a pool, sessions and
//! limits of its own.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::ports::Clock;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

/// How a store on Postgres is reached. Besides the pool, one connection listens for hints.
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
            .finish_non_exhaustive()
    }
}

impl PostgresOptions {
    pub(super) fn pool(&self) -> PgPoolOptions {
        PgPoolOptions::new()
            .max_connections(self.connections.max(1))
            .acquire_timeout(self.acquire_timeout)
    }

    /// The settings of a session: a forgotten transaction ends by itself, too.
    pub(super) fn session(&self, server: PgConnectOptions) -> PgConnectOptions {
        let millis = |limit: Duration| limit.as_millis().to_string();
        server.application_name("neurocards").options([
            ("lock_timeout", millis(self.lock_timeout)),
            ("statement_timeout", millis(self.statement_timeout)),
            (
                "idle_in_transaction_session_timeout",
                millis(self.deadline * 2),
            ),
        ])
    }
}
