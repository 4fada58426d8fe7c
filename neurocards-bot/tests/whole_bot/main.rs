//! The whole bot against a fake Telegram and the store model.

mod callbacks;
mod flaky_inbox;
mod kills;
mod lanes;
mod misfortunes;
mod polling;
mod rig;
mod way_to_an_order;
