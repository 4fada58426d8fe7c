//! A database that stalls under a running bot: what is asked before a payment is answered in time.

use std::time::{Duration, Instant};

use neurocards_core::money::ledger::EntryKind::{Grant, Purchase};
use neurocards_fakes::telegram::HumanError;
use neurocards_tests::{StoreKind, TestBench, TestBenchOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// The bot's three seconds, and as many for a busy machine; Telegram gives up after ten.
const IN_TIME: Duration = Duration::from_secs(6);

/// Another connection holds what the check reads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_checkout_is_refused_in_time_while_its_tables_are_locked() {
    let options = TestBenchOptions {
        checkout_within: Duration::from_millis(2_400),
        ..TestBenchOptions::default()
    };
    let bench = TestBench::with(StoreKind::Postgres, options).await;
    let anna = bench.seller(7).await;
    anna.open_top_up().await;
    let invoice = anna.take_invoice("5 кредитов").await;
    let mut other = PgConnection::connect(bench.database_url()).await.unwrap();
    for tables in [
        "invoices",
        "invoices, users",
        "invoices, accounts",
        "invoices, updates",
    ] {
        let mut lock = other.begin().await.unwrap();
        let statement = AssertSqlSafe(format!("lock table {tables}"));
        sqlx::query(statement).execute(&mut *lock).await.unwrap();
        let asked = Instant::now();
        let refused = anna.person().pay(invoice).await.unwrap_err();
        assert!(asked.elapsed() < IN_TIME, "{tables}: {:?}", asked.elapsed());
        let HumanError::PaymentRefused(reason) = refused else {
            panic!("{tables}: {refused:?}");
        };
        assert!(reason.contains("не могу проверить"), "{tables}: {reason}");
        lock.rollback().await.unwrap();
    }
    other.close().await.unwrap();
    assert_eq!(bench.entry_kinds(&anna).await, [Grant]);
    anna.person().pay(invoice).await.unwrap();
    anna.see("Оплата прошла").await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Purchase]);
    bench.finish().await;
}
