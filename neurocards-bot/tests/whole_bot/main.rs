//! The whole bot against a fake Telegram and the store model.

mod callbacks;
mod checkouts;
mod failures;
mod flaky_inbox;
mod gifts;
mod kills;
mod lanes;
mod money_kept;
mod oddities;
mod outages;
mod payments;
mod polling;
mod reconciliation;
mod refunds;
mod rig;
mod shop;
mod stalled_store;
mod way_to_an_order;
