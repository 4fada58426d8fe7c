//! Rows of the database, read as values of the domain, and values written as columns. Both
//! databases have the same columns; what differs in a type is in [`Moment`] and [`Pause`].

mod act;
mod alarm;
mod card;
mod delivery;
mod entry;
mod job;
mod late_task;
mod lease;
mod ledger;
mod moment;
mod order;
mod pause;
mod payment;
mod promo;
mod report;
mod set_aside;
mod update;
mod user;
mod violation;

pub(crate) use act::{ActRow, NewAct};
pub(crate) use alarm::{AlarmRow, TellingRow};
pub(crate) use card::{CardRow, StageRow};
pub(crate) use delivery::{DeliveryRow, row_number};
pub(crate) use entry::{EntryRow, NewEntry};
pub(crate) use job::JobRow;
pub(crate) use late_task::LateTaskRow;
pub(crate) use lease::LeaseRow;
pub(crate) use ledger::{AccountRow, HeldRow, KeyedRow};
pub(crate) use moment::Moment;
pub(crate) use order::{BeforeRow, OrderRow, TitleRow};
pub(crate) use pause::Pause;
pub(crate) use payment::{DueRefundRow, InvoiceRow, PaymentRow};
pub(crate) use promo::{MetPromoRow, PromoRow, friends};
pub(crate) use report::{EntrySums, PaymentSums, SpendRow, report};
pub(crate) use set_aside::SetAsideRow;
pub(crate) use update::{NewUpdate, UpdateRow, topics_of};
pub(crate) use user::{ProductRow, UserRow};
pub(crate) use violation::ViolationRow;

/// A row that the domain cannot read.
pub(crate) fn unreadable(
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}
