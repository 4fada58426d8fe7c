//! The store that `DATABASE_URL` names, and what the stores on Postgres and SQLite share beside
//! statements and rows: how a transaction ends, migrations, hints between tasks of one process.

mod aborted;
mod hints;
mod migrated;
mod migration_error;
#[cfg(feature = "sqlite")]
mod open;
mod pooler;

pub(crate) use aborted::{Aborted, kept_lease, too_slow};
pub(crate) use hints::Hints;
pub(crate) use migrated::all_run;
pub use migration_error::MigrationError;
#[cfg(feature = "sqlite")]
pub use open::{
    Database, DatabaseUrl, DatabaseUrlError, GivePrivilegesError, OpenError, ReadError,
};
pub use pooler::{Pooler, PoolerError};
