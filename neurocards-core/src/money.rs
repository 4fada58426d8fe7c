//! Credits and the money that buys them: the ledger of every credit, payments, gifts, and what
//! operators read about them.

pub mod account;
pub mod act;
pub mod booking;
pub mod credits;
pub mod entry_key;
pub mod gift;
pub mod ledger;
pub mod news;
pub mod payment;
mod promo_code;
pub mod provider_credits;
pub mod report;
