//! The names under which the files of `sql/` meet SQLite.

use neurocards_core::ids::JobId;
use sqlx::Sqlite;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::types::Json;

pub(super) use super::sql::Tx;
pub(super) use super::standalone::SqliteLedger as StandaloneLedger;
pub(super) use super::transactions::{begin, begin_reads, is_conflict, moment, take_time};
pub(super) use super::{ADAPTER, SqliteStore as Store};
use crate::rows::Moment;

pub(super) type Connection = SqliteConnection;
pub(super) type Pool = SqlitePool;
pub(super) type Transaction = sqlx::Transaction<'static, Sqlite>;

/// The time of the store's clock: SQLite has none in microseconds.
pub(super) type Now = Moment;

/// What the names in statements stand for. There is nothing to lock: whoever writes is alone.
pub(super) const WORDS: [(&str, &str); 4] = [
    ("{for_update}", ""),
    ("{text}", "lower(hex("),
    ("{/text}", "))"),
    ("{in_list}", "in (select unhex(value) from json_each($1))"),
];

/// Ids as one argument of a statement: SQLite has no arrays.
pub(super) fn list(jobs: &[JobId]) -> Json<Vec<String>> {
    Json(jobs.iter().map(|job| job.0.simple().to_string()).collect())
}
