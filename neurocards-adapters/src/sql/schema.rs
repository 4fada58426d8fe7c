//! Which migrations there are, and whether they were run.

use std::borrow::Cow;
use std::sync::LazyLock;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AssertSqlSafe, SqlStr};

use super::dialect::{Link, again};
use super::migrations::OF_STORE;
use super::spelling::spelled;
use crate::database::all_run;

/// The migration that makes accounts and entries, and needs no other.
const OF_LEDGER: i64 = 3;

/// The migrations of a ledger on its own, which are noted in a table of this name. It takes no lock
/// of its own: whoever runs it holds one.
pub(crate) fn of_ledger(table_name: impl Into<Cow<'static, str>>) -> Migrator {
    let own = OF_STORE.iter().filter(|it| it.version == OF_LEDGER);
    Migrator {
        migrations: own.cloned().collect(),
        locking: false,
        table_name: table_name.into(),
        ..Migrator::DEFAULT
    }
}

/// Whether these migrations were run. A database that a newer program migrated is refused.
pub(crate) async fn is_run(mut db: Link<'_>, migrator: &Migrator) -> Result<bool, MigrateError> {
    static IS_BEGUN: LazyLock<SqlStr> =
        LazyLock::new(|| spelled("-- schema.is_run\nselect {is_table}"));
    let is_begun = sqlx::query_scalar(IS_BEGUN.clone());
    let table = &*migrator.table_name;
    if !is_begun.bind(table).fetch_one(again(&mut db)).await? {
        return Ok(false);
    }
    all_run(&noted(db, table).await?, migrator)
}

/// Migrations that a table notes: their numbers and checksums.
async fn noted(db: Link<'_>, table: &str) -> Result<Vec<(i64, Vec<u8>)>, sqlx::Error> {
    // Safe: the name of the table is a constant, behind a schema that is quoted.
    sqlx::query_as(AssertSqlSafe(format!(
        "-- schema.noted\nselect version, checksum from {table} order by version"
    )))
    .fetch_all(db)
    .await
}
