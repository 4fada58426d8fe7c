use std::collections::BTreeSet;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};

use crate::patience::sqlite::patient;
use crate::statements::{sources, spelled, statements};

#[path = "../../src/sqlite/words.rs"]
mod words;

/// An audit looks at every row. The one row of the hold and that of the list of Stars need no index,
/// nor do migrations and the few rows that a release cannot read.
fn may_scan(statement: &str, table: &str) -> bool {
    statement.starts_with("-- audit.")
        || statement.starts_with("-- entries.audit")
        || [
            "submission_hold",
            "star_list",
            "set_aside",
            "_sqlx_migrations",
        ]
        .contains(&table)
}

/// A file with the schema of the store.
async fn schema(folder: &tempfile::TempDir) -> SqliteConnection {
    let file = folder.path().join("store.db");
    let store = neurocards_adapters::sqlite::SqliteStore::open(&file, patient()).await;
    store.unwrap().migrate().await.unwrap();
    // Plans name the look for children of a new parent row, which is skipped when it runs.
    let rows = SqliteConnectOptions::new()
        .filename(&file)
        .foreign_keys(false);
    rows.connect().await.unwrap()
}

async fn names(rows: &mut SqliteConnection, sql: &'static str) -> BTreeSet<String> {
    let names: Vec<String> = sqlx::query_scalar(sql).fetch_all(rows).await.unwrap();
    names.into_iter().collect()
}

/// The steps of a statement that read a whole table, or an index that holds all of it.
async fn scans(rows: &mut SqliteConnection, statement: &str) -> Vec<String> {
    let tables = names(rows, "select name from sqlite_schema where type = 'table'").await;
    let partial = "select name from sqlite_schema where type = 'index' and sql like '% where %'";
    let partial = names(rows, partial).await;
    let explain = AssertSqlSafe(format!("explain query plan {statement}"));
    let plan = sqlx::query_as::<_, (i64, i64, i64, String)>(explain);
    let steps = plan.fetch_all(rows).await.unwrap();
    let scans = steps.into_iter().filter(|(.., step)| {
        let words: Vec<_> = step.split(' ').collect();
        let reads_all = words[0] == "SCAN" && tables.contains(words[1]);
        let index = words.iter().position(|word| *word == "INDEX");
        let by_partial = index.is_some_and(|at| partial.contains(words[at + 1]));
        reads_all && !by_partial && !may_scan(statement, words[1])
    });
    scans.map(|(.., step)| step).collect()
}

/// A million old orders must not slow a statement down. Both dialects have the same indexes, and
/// SQLite's plans depend on nothing else.
#[tokio::test]
async fn no_statement_reads_a_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = schema(&folder).await;
    for file in sources("sqlite") {
        for statement in statements(&file) {
            let statement = spelled(&statement, &words::WORDS);
            let scans = scans(&mut rows, &statement).await;
            assert!(scans.is_empty(), "{statement}\n{scans:?}");
        }
    }
}
