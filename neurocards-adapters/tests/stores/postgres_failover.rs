use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_core::ids::UserId;
use neurocards_core::ports::{CreditLedger, Users};
use neurocards_testkit::factory::{a_grant, a_visitor};
use neurocards_testkit::postgres::TestDatabase;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::patience::postgres::patient;
use crate::rig::migrated;

const ANNA: UserId = UserId(1);

async fn run(database: &TestDatabase, sql: &str) {
    let mut admin = PgConnection::connect(database.url()).await.unwrap();
    let writing = sqlx::raw_sql("set default_transaction_read_only = off");
    writing.execute(&mut admin).await.unwrap();
    let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    sql.execute(&mut admin).await.unwrap();
}

/// Has sessions that begin from now on only read, as those of a server that became a replica do.
async fn set_read_only(database: &TestDatabase, is_read_only: bool) {
    run(
        database,
        &format!(
            "do $$ begin execute format(
                'alter database %I set default_transaction_read_only = {is_read_only}',
                current_database()
            ); end $$"
        ),
    )
    .await;
}

/// A store whose three connections were opened while the server was a replica.
async fn stale(database: &TestDatabase) -> PostgresStore {
    set_read_only(database, true).await;
    let options = PostgresOptions {
        connections: 3,
        ..patient()
    };
    let store = PostgresStore::connect(database.url(), options)
        .await
        .unwrap();
    let (one, two, three) = tokio::join!(store.user(ANNA), store.user(ANNA), store.user(ANNA));
    assert_eq!(
        (one.unwrap(), two.unwrap(), three.unwrap()),
        (None, None, None)
    );
    set_read_only(database, false).await;
    store
}

#[tokio::test]
async fn connections_to_a_server_that_became_a_replica_are_replaced_at_once() {
    let database = migrated().await;
    let store = stale(&database).await;
    let gifts = ["one", "two", "three"].map(|key| a_grant(ANNA, key, 1));
    let (one, two, three) = tokio::join!(
        store.grant(&gifts[0]),
        store.grant(&gifts[1]),
        store.grant(&gifts[2]),
    );
    assert!(
        one.is_ok() && two.is_ok() && three.is_ok(),
        "{one:?} {two:?} {three:?}"
    );
    assert_eq!(store.balance(ANNA).await.unwrap().available.get(), 3);
}

#[tokio::test]
async fn a_database_that_stays_read_only_costs_few_connections() {
    let database = migrated().await;
    let store = stale(&database).await;
    set_read_only(&database, true).await;
    for _ in 0..20 {
        store.ping().await.unwrap_err();
    }
    let opened = "select sessions from pg_stat_database where datname = current_database()";
    let mut admin = PgConnection::connect(database.url()).await.unwrap();
    let before: i64 = sqlx::query_scalar(opened)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert!(before < 20, "{before}");
}

#[tokio::test]
async fn a_migration_under_a_running_program_costs_no_answer() {
    let database = migrated().await;
    let store = PostgresStore::connect(database.url(), patient())
        .await
        .unwrap();
    let met = store.meet(&a_visitor(ANNA)).await.unwrap();
    assert_eq!(store.user(ANNA).await.unwrap().as_ref(), Some(&met));
    run(&database, "alter table users add column nickname text").await;
    assert_eq!(store.user(ANNA).await.unwrap().as_ref(), Some(&met));
    run(&database, "alter table users add column surname text").await;
    assert_eq!(store.meet(&a_visitor(ANNA)).await.unwrap(), met);
}
