//! The store ports and the ledger in SQL that both databases understand.
//!
//! These files are written once and compiled twice: as a module of `postgres`, and as one of
//! `sqlite`. What they take from the module around them is listed below; each dialect has files of
//! these names. See `docs/decisions/0005-one-source-for-two-dialects.md`.
//!
//! - An instant in a statement is `coalesce($n, current_timestamp)`, and `$n` is `tx.now`: `null`
//!   where the clock of Postgres counts.
//! - An instant plus a [`Pause`](crate::rows::Pause) is the sum of the two in both databases.
//! - Words in braces are those of the dialect; see [`spelling`].
//! - `on conflict` is for Postgres, where another transaction may write the same row meanwhile;
//!   `where not exists` before it is for SQLite, whose triggers refuse such a row first.

mod acts;
mod alarms;
mod attempts;
mod audit;
mod books;
mod cancel;
mod cards;
mod charges;
pub(super) mod claim;
mod credit_ledger;
mod deadline;
mod deliveries;
mod delivery_ends;
mod dialect;
pub(super) mod entries;
mod finish;
mod gifts;
mod health;
mod inbox;
mod inbox_lease;
mod invoices;
mod job_queue;
mod late_tasks;
mod ledger;
mod news;
mod outbox;
mod outbox_lease;
mod payments;
mod place;
mod promos;
mod put_back;
mod reads;

mod referrals;
mod refunds;
pub(super) mod schema;
mod set_aside;
pub(super) mod spelling;
mod standalone;
pub(super) mod statements;
mod transactions;
mod turn;
mod turns;
pub(super) mod users;

pub(super) use deadline::broken;
pub(super) use transactions::Tx;

use super::{job_lease, locks, migrations, order_insert, words};
