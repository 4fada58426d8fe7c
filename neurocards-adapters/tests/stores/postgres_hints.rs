use std::time::{Duration, Instant};

use neurocards_adapters::postgres::PostgresStore;
use neurocards_core::ids::UserId;
use neurocards_core::ports::CreditLedger;
use neurocards_core::ports::{JobQueue, Topic, Users, WakeUp};
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::factory::{a_grant, a_visitor, an_order};
use neurocards_testkit::ids::SeededIds;
use neurocards_testkit::postgres::TestDatabase;
use sqlx::PgPool;

use crate::rig::{migrated, postgres_store};

/// A wait that lasts half as long was not ended by a hint.
const AT_MOST: Duration = Duration::from_mins(2);

/// Two processes on one database that listen already: one that places, one that waits.
async fn two_processes() -> (TestDatabase, PostgresStore, PostgresStore) {
    let (database, clock) = (migrated().await, HandClock::new());
    let placing = postgres_store(database.url(), &clock).await;
    let waiting = postgres_store(database.url(), &clock).await;
    // The first thing a listener hears is that it listens.
    assert_hinted(&placing).await;
    assert_hinted(&waiting).await;
    placing.meet(&a_visitor(UserId(1))).await.unwrap();
    let grant = a_grant(UserId(1), "welcome:1", 10);
    placing.grant(&grant).await.unwrap();
    (database, placing, waiting)
}

async fn assert_hinted(store: &PostgresStore) {
    let began = Instant::now();
    store.wait(Topic::Jobs, AT_MOST).await;
    assert!(began.elapsed() < AT_MOST / 2, "no hint came");
}

#[tokio::test]
async fn an_order_wakes_the_workers_of_other_processes() {
    let (_database, placing, waiting) = two_processes().await;
    let order = an_order().build(&SeededIds::new(1));
    placing.place(&order).await.unwrap();
    assert_hinted(&waiting).await;
}

#[tokio::test]
async fn a_listener_that_lost_its_connection_listens_again() {
    let (database, placing, waiting) = two_processes().await;
    let admin = PgPool::connect(database.url()).await.unwrap();
    let killed = sqlx::query(
        "select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'neurocards-listener' and datname = current_database()",
    )
    .execute(&admin)
    .await
    .unwrap();
    assert_eq!(killed.rows_affected(), 2);
    assert_hinted(&waiting).await;
    let order = an_order().build(&SeededIds::new(1));
    placing.place(&order).await.unwrap();
    assert_hinted(&waiting).await;
    admin.close().await;
}

#[tokio::test]
async fn a_burst_of_work_is_told_in_few_notifications() {
    let (database, placing, _waiting) = two_processes().await;
    let mut ear = sqlx::postgres::PgListener::connect(database.url())
        .await
        .unwrap();
    ear.listen("neurocards").await.unwrap();
    let began = Instant::now();
    for _ in 0..100 {
        placing.hold(Duration::ZERO).await.unwrap();
    }
    let took = began.elapsed();
    ear.recv().await.unwrap();
    let mut heard: u128 = 1;
    while let Ok(Ok(_)) = tokio::time::timeout(Duration::from_millis(200), ear.recv()).await {
        heard += 1;
    }
    let most = took.as_millis() / 5 + 2;
    assert!(heard <= most, "{heard} notifications in {took:?}");
}
