//! What only SQL can show: the rules that the databases keep by themselves, crowds of real
//! connections, hints between processes, migrations, deadlines.
#![cfg(all(feature = "postgres", feature = "sqlite"))]

mod crowds;
mod dropped_calls;
mod faults;
mod ledger_rules;
mod migrations;
mod plans;
mod postgres_hints;
mod postgres_time;
mod rig;
mod statements;

/// Makes two tests of each case: one per store.
macro_rules! on_both_stores {
    ($($case:ident),+ $(,)?) => {
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                super::$case(crate::rig::Rig::postgres().await).await;
            })+
        }

        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                super::$case(crate::rig::Rig::sqlite().await).await;
            })+
        }
    };
}
use on_both_stores;
