//! A wrong setting is one message that names it, and exit code 2.

use neurocards_tests::Program;

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
