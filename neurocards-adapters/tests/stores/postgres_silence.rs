use std::time::Duration;

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_core::ids::UserId;
use neurocards_core::ports::{CreditLedger, Users};
use neurocards_testkit::factory::{a_grant, a_visitor};
use neurocards_testkit::postgres::TestDatabase;
use sqlx::{Connection, PgConnection};

use crate::patience::postgres::patient;
use crate::rig::migrated;
use crate::silent_server::SilentServer;

/// Whose connections have a transaction that nobody works on.
const IDLE_IN_TRANSACTION: &str = "select count(*) from pg_stat_activity
    where datname = current_database() and application_name = 'neurocards'
        and state like 'idle in transaction%'";

/// A store of one connection, whose server falls silent at the first statement with this word.
async fn silenced(word: &'static str) -> (TestDatabase, SilentServer, PostgresStore) {
    let database = migrated().await;
    let server = SilentServer::before(database.url(), word).await;
    let options = PostgresOptions {
        connections: 1,
        deadline: Duration::from_millis(300),
        ..patient()
    };
    let store = PostgresStore::connect(&server.url, options).await.unwrap();
    (database, server, store)
}

/// Asks until the store, whose deadline is short, has an answer.
async fn answered(store: &PostgresStore, user: UserId) {
    while store.user(user).await.is_err() {}
}

#[tokio::test]
async fn a_transaction_whose_begin_nobody_waited_for_is_rolled_back() {
    for word in ["begin\0", "begin isolation"] {
        let (database, server, store) = silenced(word).await;
        let user = UserId(1);
        if word == "begin\0" {
            store.meet(&a_visitor(user)).await.unwrap_err();
        } else {
            store.is_migrated().await.unwrap_err();
        }
        server.talk_again();
        answered(&store, user).await;
        let mut admin = PgConnection::connect(database.url()).await.unwrap();
        let idle: i64 = sqlx::query_scalar(IDLE_IN_TRANSACTION)
            .fetch_one(&mut admin)
            .await
            .unwrap();
        assert_eq!(idle, 0, "{word:?}");
        store.grant(&a_grant(user, "gift", 1)).await.unwrap();
    }
}

#[tokio::test]
async fn a_silent_connection_does_not_use_the_pool_up() {
    for word in ["begin\0", "insert into users", "commit", "from users"] {
        let (_database, _server, store) = silenced(word).await;
        let user = UserId(1);
        let (met, read) = (store.meet(&a_visitor(user)).await, store.user(user).await);
        assert!(met.is_err() || read.is_err(), "{word:?}");
        answered(&store, user).await;
        store.grant(&a_grant(user, "gift", 1)).await.unwrap();
    }
}
