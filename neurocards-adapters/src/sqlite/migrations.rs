//! The schema of a store, and that of a ledger on its own. Different here because the write lock of
//! the file is held already.

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::SqliteConnection;

use super::sql::schema::of_ledger;

pub(super) static OF_STORE: Migrator = sqlx::migrate!("migrations/sqlite");

/// Brings a store's schema to that of this program.
pub(super) async fn migrate_store(db: &mut SqliteConnection) -> Result<(), MigrateError> {
    OF_STORE.run(db).await
}

/// Brings a ledger's tables to those of this program, beside migrations of others.
pub(super) async fn migrate_ledger(db: &mut SqliteConnection) -> Result<(), MigrateError> {
    of_ledger("_neurocards_ledger_migrations").run(db).await
}
