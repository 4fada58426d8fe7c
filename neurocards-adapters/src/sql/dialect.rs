//! The names under which the files here meet the dialect that they are compiled under.

pub(super) use super::super::ADAPTER;
pub(super) use super::super::dialect::{
    Database, Link, Now, OUTBOX_LEASE, StandaloneLedger, Store, Transaction, again, link, list,
    numbers,
};
pub(super) use super::super::transactions::{begin, begin_reads, is_conflict, moment, take_time};
pub(super) use super::transactions::Tx;

pub(super) type Row = <Database as sqlx::Database>::Row;
pub(super) type Connection = <Database as sqlx::Database>::Connection;
