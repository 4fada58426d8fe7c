//! What people pay: invoices, charges, rewards, refunds, reversals.

pub mod charges;
pub mod invoices;
pub mod listings;
pub mod refunds;
pub mod refunds_due;
pub mod reversals;
pub mod rewards;
