//! Which migrations there are, and whether they were run.

use std::borrow::Cow;
use std::sync::LazyLock;

use sqlx::SqlStr;
use sqlx::migrate::{MigrateError, Migrator};

use super::dialect::Connection;
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
pub(crate) async fn is_run(db: &mut Connection, migrator: &Migrator) -> Result<bool, MigrateError> {
    static IS_BEGUN: LazyLock<SqlStr> =
        LazyLock::new(|| spelled("-- schema.is_run\nselect {is_table}"));
    let is_begun = sqlx::query_scalar(IS_BEGUN.clone());
    let table = &*migrator.table_name;
    if !is_begun.bind(table).fetch_one(&mut *db).await? {
        return Ok(false);
    }
    all_run(db, migrator).await
}
