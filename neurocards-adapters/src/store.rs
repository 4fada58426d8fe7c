//! What the stores on Postgres and SQLite share: rows read as domain values, hints between tasks
//! of one process, and how a transaction ends. Statements are each store's own.

mod aborted;
mod act_row;
mod card_rows;
mod delivery_row;
mod entry_row;
mod hints;
mod job_row;
mod ledger_rows;
mod migrated;
mod migration_error;
mod moment;
mod order_row;
mod payment_rows;
mod promo_rows;
mod report_rows;
mod update_row;
mod user_rows;
mod violation_row;

pub(crate) use aborted::{Aborted, kept_lease, too_slow, unreadable};
pub(crate) use act_row::{ActRow, NewAct};
pub(crate) use card_rows::{CardRow, StageRow};
pub(crate) use delivery_row::{DeliveryRow, row_number};
pub(crate) use entry_row::EntryRow;
pub(crate) use hints::Hints;
pub(crate) use job_row::JobRow;
pub(crate) use ledger_rows::{AccountRow, HeldRow, KeyedRow};
pub(crate) use migrated::all_run;
pub use migration_error::MigrationError;
#[cfg(feature = "postgres")]
pub(crate) use moment::micros;
pub(crate) use moment::{Moment, duration};
pub(crate) use order_row::{BeforeRow, OrderRow, TitleRow};
pub(crate) use payment_rows::{DueRefundRow, InvoiceRow, PaymentRow};
pub(crate) use promo_rows::{MetPromoRow, PromoRow, friends};
pub(crate) use report_rows::{EntrySums, PaymentSums, SpendRow, report};
pub(crate) use update_row::{UpdateRow, topics_of};
pub(crate) use user_rows::{ProductRow, UserRow};
pub(crate) use violation_row::ViolationRow;
