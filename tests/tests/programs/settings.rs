//! A wrong setting is one message that names it, and exit code 2.

use neurocards_tests::{Program, StoreKind, TestBench, TestBenchOptions};

/// Runs a program; answers its exit code and what it said on standard error.
async fn said(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
    let output = Program::run(name, arguments, variables).await;
    let words = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), words)
}

#[tokio::test]
async fn a_missing_variable_is_one_line_that_names_it() {
    for (name, variable) in [
        ("neurocards-bot", "BOT_TOKEN"),
        ("neurocards-worker", "KIE_API_KEYS"),
    ] {
        let (code, words) = said(name, &[], &[]).await;
        assert_eq!(code, 2);
        assert_eq!(words.lines().count(), 1, "{words}");
        assert!(
            words.starts_with(&format!("{variable} is missing: expected")),
            "{words}"
        );
    }
}

#[tokio::test]
async fn a_malformed_variable_is_named_with_what_is_expected() {
    let (code, words) = said("neurocards-worker", &[], &[("LEASE_SECS", "soon")]).await;
    assert_eq!(code, 2);
    assert!(
        words.contains("LEASE_SECS is \"soon\": expected seconds"),
        "{words}"
    );
}

#[tokio::test]
async fn a_malformed_secret_is_not_repeated() {
    let variables = [("DATABASE_URL", "mysql://user:canary@host/db")];
    let (code, words) = said("neurocards-bot", &["migrate"], &variables).await;
    assert_eq!(code, 2);
    assert!(words.starts_with("DATABASE_URL is (hidden)"), "{words}");
    assert!(!words.contains("canary"), "{words}");
}

#[tokio::test]
async fn migrate_needs_only_the_database_and_may_be_repeated() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("new/books.sqlite").display());
    for _ in 0..2 {
        let output = Program::run("neurocards-bot", &["migrate"], &[("DATABASE_URL", &url)]).await;
        assert!(output.status.success(), "{output:?}");
    }
}

#[tokio::test]
async fn help_names_every_variable_of_the_program() {
    use neurocards_adapters::settings::variables;

    let programs = [
        ("neurocards-bot", variables::bot()),
        ("neurocards-worker", variables::worker()),
    ];
    for (name, variables) in programs {
        let output = Program::run(name, &["--help"], &[]).await;
        let help = String::from_utf8(output.stdout).unwrap();
        for variable in variables {
            assert!(
                help.contains(variable.name),
                "{name} --help lacks {}",
                variable.name
            );
        }
    }
}

/// What `check` says with the settings of a bench, of which one is another.
async fn checked(name: &str, variable: &str, value: &str) -> (i32, String) {
    let bench = TestBench::empty(StoreKind::Sqlite, TestBenchOptions::default()).await;
    let mut environment = bench.environment();
    environment.retain(|(name, _)| *name != variable);
    let mut variables: Vec<_> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    variables.push((variable, value));
    said(name, &["check"], &variables).await
}

#[tokio::test]
async fn check_makes_no_database_and_says_that_there_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("missing");
    let url = format!("sqlite://{}", folder.join("books.sqlite").display());
    for name in ["neurocards-bot", "neurocards-worker"] {
        let (code, words) = checked(name, "DATABASE_URL", &url).await;
        assert_eq!(code, 1, "{words}");
        assert!(words.contains("there is no database yet at"), "{words}");
    }
    assert!(!folder.exists());
}

#[tokio::test]
async fn check_names_a_schema_that_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("empty.sqlite");
    std::fs::write(&file, "").unwrap();
    let url = format!("sqlite://{}", file.display());
    let (code, words) = checked("neurocards-bot", "DATABASE_URL", &url).await;
    assert_eq!(code, 1, "{words}");
    assert!(words.contains("its schema is missing or older"), "{words}");
}

#[tokio::test]
async fn check_names_a_media_store_that_keeps_nothing() {
    for name in ["neurocards-bot", "neurocards-worker"] {
        let (code, words) = checked(name, "MEDIA_URL", "file:///proc").await;
        assert_eq!(code, 1, "{words}");
        assert!(words.starts_with("the media store: "), "{words}");
    }
}
