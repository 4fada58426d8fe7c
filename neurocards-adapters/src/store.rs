//! The law of the ledger, as the stores ask it.

mod account;
mod booking;
mod postings;

pub(crate) use account::{Account, Posting, chargeback_key, correction_key, job_key, purchase_key};
pub(crate) use booking::{bought, replayed, reversal_key, unbooked, unredeemed, unrefunded};
pub(crate) use postings::{cancelled, earned, failed, holds};
