//! The schema of a store, and that of a ledger on its own. Different here because the write lock of
//! the file is held already.

use std::borrow::Cow;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::SqliteConnection;

use crate::database::all_run;

static OF_STORE: Migrator = sqlx::migrate!("migrations/sqlite");

/// The migration that makes accounts and entries, and needs no other.
const OF_LEDGER: i64 = 3;

/// Brings a store's schema to that of this program.
pub(super) async fn migrate_store(db: &mut SqliteConnection) -> Result<(), MigrateError> {
    OF_STORE.run(db).await
}

/// Whether a store's schema is that of this program.
pub(super) async fn is_store_migrated(db: &mut SqliteConnection) -> Result<bool, MigrateError> {
    let is_begun = sqlx::query_scalar(
        "-- migrations.is_store_migrated
        select exists (select 1 from sqlite_schema where type = 'table' and name = ?)",
    );
    let table = &*OF_STORE.table_name;
    if !is_begun.bind(table).fetch_one(&mut *db).await? {
        return Ok(false);
    }
    all_run(db, &OF_STORE).await
}

/// Brings a ledger's tables to those of this program, beside migrations of others.
pub(super) async fn migrate_ledger(db: &mut SqliteConnection) -> Result<(), MigrateError> {
    let own = OF_STORE.iter().filter(|it| it.version == OF_LEDGER);
    let migrator = Migrator {
        migrations: own.cloned().collect(),
        table_name: Cow::Borrowed("_neurocards_ledger_migrations"),
        ..Migrator::DEFAULT
    };
    migrator.run(db).await
}
