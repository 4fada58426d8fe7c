//! The store ports on Postgres, for production and for several hosts. A transaction that meets a
//! deadlock is run again, a bounded number of times.

mod access;
mod dialect;
mod job_lease;
mod lent;
mod link;
mod locks;
mod migrations;
mod name;
mod no_connection;
mod options;
mod order_insert;
mod privileges;
mod reader;
mod renewal;
#[path = "sql/mod.rs"]
mod sql;
mod standalone;
mod topics;
mod transactions;
mod wake_up;
mod words;

pub use crate::database::{MigrationError, Pooler};
pub use name::NameError;
pub use options::PostgresOptions;
pub use privileges::PrivilegesError;
pub use standalone::PostgresLedger;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::ports::{Clock, Topic, Unavailable};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use access::Access;
use sql::broken;
use wake_up::HintChannel;

const ADAPTER: &str = "postgres";

/// Every store port over one Postgres database.
pub struct PostgresStore {
    access: Access,
    /// For migrations, which may take longer than any statement of the pool.
    server: PgConnectOptions,
    clock: Option<Arc<dyn Clock>>,
    deadline: Duration,
    hints: HintChannel,
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
        let server = options.greeted(server);
        let access = options.access(&server);
        // One connection shows that there is a way.
        drop(access.lend().await.map_err(broken)?);
        Ok(Self {
            hints: HintChannel::start(&access, server.clone()),
            access,
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

    /// Ends all connections, once the transactions in hand are over.
    pub async fn close(&self) {
        self.hints.stop();
        self.access.close().await;
    }

    fn announce(&self, topics: &[Topic]) {
        self.hints.publish(topics);
    }
}
