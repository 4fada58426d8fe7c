use std::time::Duration;

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_adapters::sqlite::SqliteStore;
use neurocards_core::chat::update::{ConversationState, Turn};
use neurocards_core::ids::{UserId, WorkerId};
use neurocards_core::ports::{CommitError, CreditLedger, Inbox, LedgerError, Unavailable, Users};
use neurocards_testkit::factory::{a_grant, a_visitor, an_update};
use sqlx::{Connection, PgConnection};

use crate::patience;
use crate::patience::postgres::patient;
use crate::rig::migrated;

const SOON: Duration = Duration::from_millis(200);

/// For servers that never answer.
fn impatient() -> PostgresOptions {
    PostgresOptions {
        acquire_timeout: SOON,
        ..patient()
    }
}

#[tokio::test]
async fn a_locked_account_is_unavailable_within_the_lock_timeout() {
    let database = migrated().await;
    let options = PostgresOptions {
        lock_timeout: SOON,
        ..patient()
    };
    let store = PostgresStore::connect(database.url(), options)
        .await
        .unwrap();
    let first = a_grant(UserId(1), "first", 1);
    store.grant(&first).await.unwrap();
    let mut other = PgConnection::connect(database.url()).await.unwrap();
    let mut lock = other.begin().await.unwrap();
    sqlx::query("select from accounts for update")
        .execute(&mut *lock)
        .await
        .unwrap();
    let refused = store.grant(&a_grant(UserId(1), "second", 1)).await;
    let Err(LedgerError::Unavailable(error)) = refused else {
        panic!("{refused:?}");
    };
    assert!(told(&error).contains("lock timeout"), "{error:?}");
    lock.rollback().await.unwrap();
    let balance = store.balance(UserId(1)).await.unwrap();
    assert_eq!(balance.available.get(), 1);
}

#[tokio::test]
async fn a_server_that_is_away_is_unavailable_and_no_password_is_told() {
    let url = "postgres://operator:hunter2@127.0.0.1:1/neurocards";
    let error = PostgresStore::connect(url, impatient()).await.unwrap_err();
    assert_eq!(error.adapter, "postgres");
    let why = "no connection to 127.0.0.1:1: Connection refused";
    assert!(told(&error).contains(why), "{error:?}");
    assert!(!told(&error).contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn a_server_that_lets_us_not_in_says_why() {
    let database = migrated().await;
    let url = database.url().replace("postgres@", "nobody:hunter2@");
    let error = PostgresStore::connect(&url, impatient()).await.unwrap_err();
    assert!(
        told(&error).contains("role \"nobody\" does not exist"),
        "{error:?}"
    );
    assert!(!told(&error).contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn a_pool_in_full_use_is_told_from_a_server_that_is_away() {
    let database = migrated().await;
    let options = PostgresOptions {
        connections: 1,
        ..impatient()
    };
    let store = PostgresStore::connect(database.url(), options)
        .await
        .unwrap();
    let mut other = PgConnection::connect(database.url()).await.unwrap();
    let mut lock = other.begin().await.unwrap();
    sqlx::query("lock table users")
        .execute(&mut *lock)
        .await
        .unwrap();
    let (one, two) = tokio::join!(store.user(UserId(1)), async {
        let error = store.user(UserId(2)).await.unwrap_err();
        lock.rollback().await.unwrap();
        error
    });
    assert_eq!(one.unwrap(), None);
    assert!(
        told(&two).contains("all of our connections are in use"),
        "{two:?}"
    );
}

#[tokio::test]
async fn a_url_that_is_none_is_unavailable_and_not_told() {
    for url in ["postgres://operator:hunter2@:bad:/x", "hunter2"] {
        let error = PostgresStore::connect(url, impatient()).await.unwrap_err();
        assert!(!told(&error).contains("hunter2"), "{error:?}");
    }
}

#[tokio::test]
async fn a_file_in_a_missing_folder_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing/store.db");
    let error = SqliteStore::open(&file, patience::sqlite::patient())
        .await
        .unwrap_err();
    assert_eq!(error.adapter, "sqlite");
}

#[tokio::test]
async fn a_closed_store_is_unavailable() {
    let database = migrated().await;
    let store = PostgresStore::connect(database.url(), patient())
        .await
        .unwrap();
    store.ping().await.unwrap();
    store.close().await;
    assert_eq!(store.ping().await.unwrap_err().adapter, "postgres");
}

#[tokio::test]
async fn a_database_that_only_reads_is_unavailable() {
    let database = migrated().await;
    let mut admin = PgConnection::connect(database.url()).await.unwrap();
    sqlx::raw_sql(
        "do $$ begin
            execute format(
                'alter database %I set default_transaction_read_only = on', current_database()
            );
        end $$",
    )
    .execute(&mut admin)
    .await
    .unwrap();
    let store = PostgresStore::connect(database.url(), patient())
        .await
        .unwrap();
    let error = store.ping().await.unwrap_err();
    assert!(told(&error).contains("read-only transaction"), "{error}");
}

#[tokio::test]
async fn a_broken_connection_is_replaced() {
    let database = migrated().await;
    let store = PostgresStore::connect(database.url(), patient())
        .await
        .unwrap();
    let mut admin = PgConnection::connect(database.url()).await.unwrap();
    sqlx::query(
        "select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'neurocards' and datname = current_database()",
    )
    .execute(&mut admin)
    .await
    .unwrap();
    store.grant(&a_grant(UserId(1), "gift", 1)).await.unwrap();
}

/// Runs a turn of the user 1 that keeps this state.
async fn keep(store: &PostgresStore, body: &str) -> Result<(), CommitError> {
    store.store(&[an_update(1, 1)]).await.unwrap();
    let worker = WorkerId("worker-1".to_owned());
    let claimed = Inbox::claim(store, &worker, 1, Duration::from_mins(1)).await;
    let lease = claimed.unwrap().remove(0).lease;
    let (user, body) = (UserId(1), body.to_owned());
    let turn = Turn {
        state: Some(ConversationState { user, body }),
        ..Turn::default()
    };
    store.commit(&lease, &turn).await
}

#[tokio::test]
async fn what_a_database_can_never_keep_is_told_from_what_it_cannot_just_now() {
    let database = migrated().await;
    let store = PostgresStore::connect(database.url(), patient())
        .await
        .unwrap();
    store.meet(&a_visitor(UserId(1))).await.unwrap();
    let never = keep(&store, "a\0b").await;
    assert!(
        matches!(&never, Err(CommitError::Unavailable(error)) if error.is_lasting),
        "{never:?}"
    );
    store.close().await;
    assert!(!store.ping().await.unwrap_err().is_lasting);
}

fn told(error: &Unavailable) -> String {
    format!("{error} {error:?}")
}
