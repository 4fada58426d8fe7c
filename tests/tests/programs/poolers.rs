//! The programs behind a pooler in transaction mode.

use neurocards_testkit::postgres::{PgBouncer, Sessions, TestDatabase};
use neurocards_tests::{Program, StoreKind, TestBench, TestBenchOptions};

/// Runs a program with the settings of a bench, but on this database; its exit code and words.
async fn run(name: &str, command: &str, url: &str, pooler: &str) -> (i32, String) {
    let bench = TestBench::empty(StoreKind::Sqlite, TestBenchOptions::default()).await;
    let mut environment = bench.environment();
    environment.retain(|(name, _)| *name != "DATABASE_URL");
    let mut variables: Vec<_> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    variables.extend([("DATABASE_URL", url), ("DATABASE_POOLER", pooler)]);
    let output = Program::run(name, &[command], &variables).await;
    let words = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), words)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_programs_start_behind_a_pooler() {
    let database = TestDatabase::create().await;
    let bouncer = PgBouncer::start(Sessions::Shared);
    let url = bouncer.at(database.url());
    for (name, command) in [
        ("neurocards-bot", "migrate"),
        ("neurocards-bot", "migrate"),
        ("neurocards-bot", "check"),
        ("neurocards-worker", "check"),
    ] {
        let (code, words) = run(name, command, &url, "transaction").await;
        assert_eq!(code, 0, "{name} {command}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_told_of_no_pooler_says_how_to_tell_it() {
    let database = TestDatabase::create().await;
    let bouncer = PgBouncer::start(Sessions::Shared);
    let url = bouncer.at(database.url());
    let (code, words) = run("neurocards-bot", "check", &url, "none").await;
    assert_eq!(code, 2, "{words}");
    assert!(words.starts_with("DATABASE_URL is refused: "), "{words}");
    assert!(words.contains("set DATABASE_POOLER=transaction"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_named_with_its_place_and_no_password() {
    let url = "postgres://n:canary@127.0.0.1:1/n";
    let (code, words) = run("neurocards-worker", "check", url, "none").await;
    assert_eq!(code, 2, "{words}");
    let why = "no connection to 127.0.0.1:1: Connection refused";
    assert!(
        words.starts_with("DATABASE_URL is refused: ") && words.contains(why),
        "{words}"
    );
    assert!(!words.contains("canary"), "{words}");
}
