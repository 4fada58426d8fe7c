//! The programs as an operator runs them: settings, signals, kills.

mod fsck;
mod kills;
mod ledger;
mod payments;
mod poolers;
mod readiness;
mod settings;
mod shell;
mod signals;
mod strangers;
