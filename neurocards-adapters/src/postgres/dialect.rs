//! What the files of `sql/` take from Postgres beside its words.

pub(super) use sqlx::Postgres as Database;
use uuid::Uuid;

pub(super) use super::link::Link;
pub(super) use super::transactions::{Transaction, link};
pub(super) use super::{PostgresLedger as StandaloneLedger, PostgresStore as Store};
use crate::rows::Moment;

/// The time of a test; `None` for the database's own.
pub(super) type Now = Option<Moment>;

/// Looks at all open deliveries once, and skips what another claim holds or took meanwhile.
pub(super) const OUTBOX_LEASE: &str = include_str!("outbox_lease.sql");

/// The same link, for one more statement.
pub(super) const fn again<'a>(link: &'a mut Link<'_>) -> Link<'a> {
    link.again()
}

/// Ids as the argument of `{in_list}`.
pub(super) const fn list(ids: &[Uuid]) -> &[Uuid] {
    ids
}

/// Numbers as the argument of `{in_numbers}`.
pub(super) const fn numbers(numbers: &[i64]) -> &[i64] {
    numbers
}
