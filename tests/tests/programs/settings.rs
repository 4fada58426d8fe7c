//! A wrong setting is one message that names it, and exit code 2.

use neurocards_tests::{Program, StoreKind, TestBench, TestBenchOptions};

/// Runs a program; answers its exit code and what it said on standard error.
async fn said(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
    let output = Program::run(name, arguments, variables).await;
    let words = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), words)
}

#[tokio::test]
async fn every_missing_variable_is_one_line_that_names_it() {
    for (name, missing) in [
        ("neurocards-bot", &["BOT_TOKEN", "DATABASE_URL"][..]),
        (
            "neurocards-worker",
            &[
                "BOT_TOKEN",
                "DATABASE_URL",
                "KIE_API_KEYS",
                "OPENAI_API_KEY",
            ],
        ),
    ] {
        let (code, words) = said(name, &[], &[]).await;
        assert_eq!(code, 2);
        assert_eq!(words.lines().count(), missing.len(), "{words}");
        for (line, variable) in words.lines().zip(missing) {
            let begins = format!("{variable} is missing: expected");
            assert!(line.starts_with(&begins), "{words}");
        }
    }
}

#[tokio::test]
async fn every_malformed_variable_is_told_at_once_with_what_is_expected() {
    let variables = [
        ("BOT_TOKEN", "hello"),
        ("DATABASE_URL", "sqlite:///nowhere/books.sqlite"),
        ("SUPPORT_URL", "garbage"),
        ("HTTP_LISTEN", "here"),
        ("UPDATE_LEASE_SECS", "soon"),
    ];
    let (code, words) = said("neurocards-bot", &[], &variables).await;
    assert_eq!(code, 2, "{words}");
    let expected = [
        "BOT_TOKEN is (hidden): expected a bot token from @BotFather, as 123456:ABC-DEF",
        "SUPPORT_URL is \"garbage\": expected an http(s) URL",
        "HTTP_LISTEN is \"here\": expected an address and port, as 0.0.0.0:8080",
        "UPDATE_LEASE_SECS is \"soon\": expected seconds, more than 0, fractions allowed",
    ];
    assert_eq!(words.lines().collect::<Vec<_>>(), expected);
    assert!(!std::path::Path::new("/nowhere").exists());
}

/// Contradictions, too: none hides another.
#[tokio::test]
async fn every_contradiction_is_told_at_once() {
    let variables = [
        ("LEASE_SECS", "2"),
        ("KIE_SUBMIT_TIMEOUT_SECS", "1200"),
        ("BOT_TOKEN", "1:A"),
        ("DATABASE_URL", "sqlite:///nowhere/books.sqlite"),
        ("KIE_API_KEYS", "a"),
        ("OPENAI_API_KEY", "b"),
    ];
    let (code, words) = said("neurocards-worker", &[], &variables).await;
    assert_eq!(code, 2, "{words}");
    let names = words.lines().filter_map(|line| line.split(' ').next());
    let expected = ["HEARTBEAT_SECS", "RECONCILE_WINDOW_SECS"];
    assert_eq!(names.collect::<Vec<_>>(), expected, "{words}");
}

#[tokio::test]
async fn a_name_that_is_close_to_one_of_ours_is_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("books.sqlite").display());
    let variables = [
        ("DATABASE_URL", url.as_str()),
        ("KIE_API_KEY", "canary"),
        ("PGHOST", "elsewhere"),
    ];
    let (code, words) = said("neurocards-bot", &["migrate"], &variables).await;
    assert_eq!(code, 0, "{words}");
    assert!(
        words.contains("KIE_API_KEY is no variable of ours: did you mean KIE_API_KEYS?"),
        "{words}"
    );
    assert!(
        !words.contains("PGHOST") && !words.contains("canary"),
        "{words}"
    );
}

#[tokio::test]
async fn an_address_that_is_taken_is_named_with_its_variable() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (name, variable) in [
        ("neurocards-bot", "HTTP_LISTEN"),
        ("neurocards-worker", "WORKER_HTTP_LISTEN"),
    ] {
        let (code, words) = started(name, variable, &address).await;
        assert_eq!(code, 2, "{words}");
        let last = words.lines().last().unwrap();
        let begins = format!("{variable} is refused: cannot listen at {address}: ");
        assert!(last.starts_with(&begins), "{words}");
    }
}

#[tokio::test]
async fn a_token_that_telegram_refuses_is_named_and_not_repeated() {
    for name in ["neurocards-bot", "neurocards-worker"] {
        let (code, words) = started(name, "BOT_TOKEN", "7:canary").await;
        assert_eq!(code, 2, "{words}");
        let last = words.lines().last().unwrap();
        assert!(
            last.starts_with("BOT_TOKEN is refused: Telegram answered 401"),
            "{words}"
        );
        assert!(!words.contains("canary"), "{words}");
    }
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

/// What a program says that must not start: with the settings of a bench, of which one is another.
async fn started(name: &str, variable: &str, value: &str) -> (i32, String) {
    with_another(name, &[], variable, value).await
}

/// What `check` says with the settings of a bench, of which one is another.
async fn checked(name: &str, variable: &str, value: &str) -> (i32, String) {
    with_another(name, &["check"], variable, value).await
}

async fn with_another(
    name: &str,
    arguments: &[&str],
    variable: &str,
    value: &str,
) -> (i32, String) {
    let bench = TestBench::empty(StoreKind::Sqlite, TestBenchOptions::default()).await;
    let mut environment = bench.environment();
    environment.retain(|(name, _)| *name != variable);
    let mut variables: Vec<_> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    variables.push((variable, value));
    said(name, arguments, &variables).await
}

#[tokio::test]
async fn check_reads_the_variables_of_both_programs() {
    for name in ["neurocards-bot", "neurocards-worker"] {
        for variable in [
            "SUPPORT_URL",
            "STAR_USD",
            "ROUBLE_USD",
            "KIE_CREDIT_USD",
            "PACKS_ROUBLES",
            "HTTP_LISTEN",
            "WORKER_HTTP_LISTEN",
            "LEASE_SECS",
            "UPDATE_LEASE_SECS",
            "ADMIN_IDS",
            "OPENAI_BASE_URL",
        ] {
            let (code, words) = checked(name, variable, "garbage").await;
            assert_eq!(code, 2, "{name} {variable}: {words}");
            let begins = format!("{variable} is \"garbage\": expected");
            assert!(words.starts_with(&begins), "{name} {variable}: {words}");
        }
    }
}

#[tokio::test]
async fn check_tells_what_is_set_in_vain() {
    for name in ["neurocards-bot", "neurocards-worker"] {
        let (code, words) = checked(name, "PACKS_ROUBLES", "5=390").await;
        assert_eq!(code, 0, "{words}");
        assert!(
            words.contains("PACKS_ROUBLES is set and of no use"),
            "{words}"
        );
    }
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
