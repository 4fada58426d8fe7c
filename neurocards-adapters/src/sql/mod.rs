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
mod attempts;
mod audit;
mod books;
mod cancel;
pub(super) mod cards;
mod charges;
mod credit_ledger;
mod deadline;
pub(super) mod entries;
mod finish;
mod gifts;
mod health;
mod inbox;
mod invoices;
mod job_queue;
mod ledger;
mod news;
mod outbox;
mod payments;
mod place;
mod promos;
mod reads;
mod receipts;
mod referrals;
mod refunds;
mod releases;
mod spelling;
mod standalone;
pub(super) mod statements;
mod transactions;
mod turn;
pub(super) mod users;
mod videos;

pub(super) use deadline::broken;
pub(super) use transactions::Tx;

use super::{
    claim, dialect, due_cards, entry_insert, inbox_lease, locks, migrations, order_insert,
    outbox_lease,
};
