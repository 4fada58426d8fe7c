//! `fsck` proves the books from a shell.

use neurocards_testkit::postgres::TestDatabase;
use neurocards_tests::{StoreKind, TestBench, TestBenchOptions, on_both_stores};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::shell::Shell;

on_both_stores!(
    sound_books_are_told_with_exit_code_0,
    a_damaged_row_is_named_with_exit_code_1,
);

#[tokio::test(flavor = "multi_thread")]
async fn a_mistyped_path_is_no_sound_database() {
    let folder = tempfile::tempdir().unwrap();
    let typo = folder.path().join("typo.db");
    let said = Shell::at(&format!("sqlite://{}", typo.display()))
        .run("fsck")
        .await;
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("neurocards-bot migrate"), "{said:?}");
    assert!(!typo.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_file_is_no_sound_database() {
    let empty = tempfile::NamedTempFile::new().unwrap();
    refused_until_migrated(&format!("sqlite://{}", empty.path().display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_server_is_no_sound_database() {
    let empty = TestDatabase::create().await;
    refused_until_migrated(empty.url()).await;
}

async fn refused_until_migrated(url: &str) {
    let shell = Shell::at(url);
    for command in ["fsck", "ledger balance 7"] {
        let said = shell.run(command).await;
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.err.contains("neurocards-bot migrate"), "{said:?}");
    }
    assert_eq!(shell.run("migrate").await.code, 0);
    assert_eq!(shell.ask("fsck").await["sound"], true);
}

async fn sound_books_are_told_with_exit_code_0(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    anna.order("3 видео").await;
    anna.receive(3).await;
    let shell = Shell::of(&bench);
    assert_eq!(
        shell.ask("fsck").await,
        json!({"sound": true, "violations": []})
    );
    let said = shell.run("fsck").await;
    assert_eq!(
        (said.code, said.out.trim()),
        (0, "the books are sound: invariants 1 to 5 and 9 hold")
    );
    bench.finish().await;
}

/// Past every guard of the database, as only a person with all rights can be.
async fn a_damaged_row_is_named_with_exit_code_1(kind: StoreKind) {
    let bench = TestBench::without_worker(kind, TestBenchOptions::default()).await;
    bench.seller(7).await;
    bench.seller(8).await;
    damage(
        kind,
        &bench,
        "update accounts set balance = balance + 1 where user_id = 7",
    )
    .await;
    let shell = Shell::of(&bench);
    let said = shell.run("fsck --json").await;
    assert_eq!(said.code, 1, "{said:?}");
    let found: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(found["sound"], false);
    let violations = found["violations"].as_array().unwrap();
    assert!(
        violations.iter().all(|row| row["invariant"] == 1),
        "{violations:?}"
    );
    assert!(
        violations
            .iter()
            .all(|row| row["what"].as_str().unwrap().contains("user 7")),
        "{violations:?}"
    );
    damage(
        kind,
        &bench,
        "update accounts set balance = balance - 1 where user_id = 7",
    )
    .await;
    assert_eq!(shell.run("fsck").await.code, 0);
    bench.finish().await;
}

async fn damage(kind: StoreKind, bench: &TestBench, sql: &'static str) {
    let environment = bench.environment();
    let (_, url) = environment
        .iter()
        .find(|(name, _)| *name == "DATABASE_URL")
        .unwrap();
    match kind {
        StoreKind::Postgres => {
            let mut db = PgConnection::connect(url).await.unwrap();
            let unguarded = "set session_replication_role = replica";
            sqlx::query(unguarded).execute(&mut db).await.unwrap();
            sqlx::query(sql).execute(&mut db).await.unwrap();
        }
        StoreKind::Sqlite => {
            let mut db = SqliteConnection::connect(url).await.unwrap();
            let guards = "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'accounts'";
            let guards: Vec<(String, String)> =
                sqlx::query_as(guards).fetch_all(&mut db).await.unwrap();
            for (name, _) in &guards {
                let drop = format!("drop trigger {name}");
                sqlx::query(AssertSqlSafe(drop))
                    .execute(&mut db)
                    .await
                    .unwrap();
            }
            sqlx::query(sql).execute(&mut db).await.unwrap();
            for (_, create) in guards {
                sqlx::query(AssertSqlSafe(create))
                    .execute(&mut db)
                    .await
                    .unwrap();
            }
        }
    }
}
