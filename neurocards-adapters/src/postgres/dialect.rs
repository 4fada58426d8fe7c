//! The names under which the files of `sql/` meet Postgres.

use neurocards_core::ids::JobId;
use sqlx::Postgres;
use sqlx::postgres::{PgConnection, PgPool};
use uuid::Uuid;

pub(super) use super::sql::Tx;
pub(super) use super::standalone::PostgresLedger as StandaloneLedger;
pub(super) use super::transactions::{begin, begin_reads, is_conflict, moment, take_time};
pub(super) use super::{ADAPTER, PostgresStore as Store};
use crate::rows::Moment;

pub(super) type Connection = PgConnection;
pub(super) type Pool = PgPool;
pub(super) type Transaction = sqlx::Transaction<'static, Postgres>;

/// The time of a test; `None` for the database's own.
pub(super) type Now = Option<Moment>;

/// What the names in statements stand for.
pub(super) const WORDS: [(&str, &str); 4] = [
    ("{for_update}", "for update of accounts"),
    ("{text}", "("),
    ("{/text}", ")::text"),
    ("{in_list}", "= any($1)"),
];

/// Ids as one argument of a statement.
pub(super) fn list(jobs: &[JobId]) -> Vec<Uuid> {
    jobs.iter().map(|job| job.0).collect()
}
