//! What the files of `sql/` take from SQLite beside its words.

pub(super) use sqlx::Sqlite as Database;
use sqlx::sqlite::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;

pub(super) use super::transactions::{Transaction, link};
pub(super) use super::{SqliteLedger as StandaloneLedger, SqliteStore as Store};
use crate::rows::Moment;

/// A connection as statements see it.
pub(crate) type Link<'c> = &'c mut SqliteConnection;

/// The same link, for one more statement.
pub(super) const fn again<'a>(link: &'a mut Link<'_>) -> Link<'a> {
    link
}

/// The time of the store's clock: SQLite has none in microseconds.
pub(super) type Now = Moment;

/// Looks for a better head of a chat row by row, which an index answers.
pub(super) const OUTBOX_LEASE: &str = include_str!("outbox_lease.sql");

pub(super) const fn list(ids: &[Uuid]) -> Json<&[Uuid]> {
    Json(ids)
}

pub(super) const fn numbers(numbers: &[i64]) -> Json<&[i64]> {
    Json(numbers)
}
