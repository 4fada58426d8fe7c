use std::path::Path;

use neurocards_adapters::postgres::{MigrationError, PostgresStore};
use neurocards_adapters::sqlite::SqliteStore;
use neurocards_testkit::postgres::TestDatabase;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

use crate::patience;

/// A migration of the future.
const NEWER: &str = "insert into _sqlx_migrations
    (version, description, installed_on, success, checksum, execution_time)
    values (9999, 'tomorrow', current_timestamp, true, '', 0)";

#[test]
fn both_dialects_have_the_same_migrations() {
    let names = |dialect: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("migrations")
            .join(dialect);
        let mut names: Vec<_> = folder
            .read_dir()
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    assert!(!names("postgres").is_empty());
    assert_eq!(names("postgres"), names("sqlite"));
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_by_postgres() {
    let database = TestDatabase::create().await;
    let store = PostgresStore::connect(database.url(), patience::postgres::patient())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    sqlx::query(NEWER).execute(&mut rows).await.unwrap();
    let refused = store.migrate().await.unwrap_err();
    assert!(
        matches!(refused, MigrationError::Newer(9999)),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("newer version"));
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused_by_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.db");
    let store = SqliteStore::open(&file, patience::sqlite::patient())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    let mut rows = SqliteConnectOptions::new()
        .filename(&file)
        .connect()
        .await
        .unwrap();
    sqlx::query(NEWER).execute(&mut rows).await.unwrap();
    let refused = store.migrate().await.unwrap_err();
    assert!(
        matches!(refused, MigrationError::Newer(9999)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn programs_that_start_together_migrate_once() {
    let database = TestDatabase::create().await;
    let start = async || {
        let store = PostgresStore::connect(database.url(), patience::postgres::patient())
            .await
            .unwrap();
        store.migrate().await
    };
    let (one, two, three) = tokio::join!(start(), start(), start());
    assert!(
        one.is_ok() && two.is_ok() && three.is_ok(),
        "{one:?} {two:?} {three:?}"
    );
}

#[tokio::test]
async fn programs_that_open_one_new_file_together_migrate_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.db");
    let start = async || {
        let store = SqliteStore::open(&file, patience::sqlite::patient())
            .await
            .unwrap();
        store.migrate().await
    };
    let (one, two, three) = tokio::join!(start(), start(), start());
    assert!(
        one.is_ok() && two.is_ok() && three.is_ok(),
        "{one:?} {two:?} {three:?}"
    );
}
