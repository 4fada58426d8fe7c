//! The names under which the files here meet the dialect that they are compiled under.

pub(super) use super::super::ADAPTER;
pub(super) use super::super::dialect::{
    Database, Now, OUTBOX_LEASE, StandaloneLedger, Store, list, numbers,
};
pub(super) use super::super::transactions::{begin, begin_reads, is_conflict, moment, take_time};
pub(super) use super::transactions::Tx;

pub(super) type Connection = <Database as sqlx::Database>::Connection;
pub(super) type Pool = sqlx::Pool<Database>;
pub(crate) type Transaction = sqlx::Transaction<'static, Database>;
