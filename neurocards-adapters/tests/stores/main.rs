//! Stores: the contracts of the store ports, and what only SQL can show: the rules that the databases
//! keep by themselves, crowds of real connections, hints between processes, migrations, deadlines.
#![cfg(all(feature = "postgres", feature = "sqlite"))]

mod audits;
mod conformance;
mod crowds;
mod dropped_calls;
mod faults;
mod gift_rules;
mod ledger_rules;
mod ledgers;
mod migrations;
mod patience;
mod payers;
mod payment_faults;
mod payment_rules;
mod payments;
mod plans;
mod postgres_failover;
mod postgres_hints;
mod postgres_plans;
mod postgres_roles;
mod postgres_silence;
mod postgres_time;
mod rig;
mod silent_server;
mod statements;
mod unreadable_rows;

/// Makes a test of each case on one kind of store.
macro_rules! on_store {
    ($store:ident, $rig:ident, $($case:ident),+) => {
        mod $store {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                super::$case(crate::rig::Rig::$rig().await).await;
            })+
        }
    };
}

/// Makes two tests of each case: one per store.
macro_rules! on_both_stores {
    ($($case:ident),+ $(,)?) => {
        crate::on_store!(on_postgres, postgres, $($case),+);
        crate::on_store!(on_sqlite, sqlite, $($case),+);
    };
}

/// Makes three tests of each case: one more on Postgres as a role that owns nothing.
macro_rules! on_every_store {
    ($($case:ident),+ $(,)?) => {
        crate::on_both_stores!($($case),+);
        crate::on_store!(on_postgres_as_a_guest, guest, $($case),+);
    };
}
use {on_both_stores, on_every_store, on_store};
