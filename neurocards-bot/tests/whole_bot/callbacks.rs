//! The provider's callbacks: they wake a job, and nothing else.

use std::sync::Arc;

use neurocards_adapters::kie::callback::CallbackKey;
use neurocards_bot::callbacks;
use neurocards_core::ids::{Nonce, TaskId};
use neurocards_core::ports::MockJobQueue;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const NONCE: u128 = 0xfeed;

fn key() -> CallbackKey {
    CallbackKey::of(&"42:TEST".into())
}

/// One callback to `jobs`; the whole answer.
async fn call(jobs: MockJobQueue, path: &str, body: &str) -> String {
    let routes = callbacks(Arc::new(jobs), key());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, routes).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: bot\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();
    answer
}

fn waking(known: bool) -> MockJobQueue {
    let mut jobs = MockJobQueue::new();
    jobs.expect_wake()
        .withf(|nonce, task| {
            *nonce == Nonce::from_bits(NONCE) && *task == TaskId::parse("task-1").unwrap()
        })
        .once()
        .returning(move |_, _| Ok(known));
    jobs
}

/// Any question to these jobs is a panic.
fn unasked() -> MockJobQueue {
    MockJobQueue::new()
}

/// The path of an attempt's callback, as its provider was told.
fn path() -> String {
    format!("/{}", key().path(&Nonce::from_bits(NONCE)))
}

#[tokio::test]
async fn a_callback_wakes_its_job_in_both_spellings() {
    for body in [
        r#"{"code":200,"data":{"taskId":"task-1","state":"fail"}}"#,
        r#"{"code":501,"msg":"x","data":{"task_id":"task-1"}}"#,
    ] {
        let answer = call(waking(true), &path(), body).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(
            answer.ends_with(r#"{"code":200,"msg":"success"}"#),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn an_attempt_nobody_has_is_not_found() {
    let body = r#"{"data":{"taskId":"task-1"}}"#;
    let answer = call(waking(false), &path(), body).await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
}

/// Whether an attempt is known, nobody learns who cannot name its address.
#[tokio::test]
async fn a_stranger_is_refused_before_anything_is_looked_up() {
    let body = r#"{"data":{"taskId":"task-1"}}"#;
    let of_this_key = path();
    let nonce = Nonce::from_bits(NONCE);
    let of_another_bot = CallbackKey::of(&"43:TEST".into()).path(&nonce);
    let of_the_last_release = format!("/kie/cb/{}", nonce.expose());
    let mut answers = Vec::new();
    for path in [
        "/kie/cb/no-nonce/no-code".to_owned(),
        of_the_last_release.clone(),
        format!("{of_the_last_release}/"),
        format!("{of_the_last_release}/{}", "0".repeat(64)),
        format!("/{of_another_bot}"),
        of_this_key[..of_this_key.len() - 1].to_owned(),
        of_this_key.to_uppercase().replace("/KIE/CB/", "/kie/cb/"),
        format!("{of_this_key}0"),
        format!("{of_this_key}/"),
    ] {
        let answer = call(unasked(), &path, body).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        let is_date = |line: &&str| !line.starts_with("date:");
        answers.push(
            answer
                .lines()
                .filter(is_date)
                .collect::<Vec<_>>()
                .join("\n"),
        );
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "all are answered alike: {answers:#?}");
}

#[tokio::test]
async fn a_body_that_names_no_task_wakes_nobody() {
    for body in [
        "",
        "{}",
        "[]",
        r#"{"data":{"taskId":""}}"#,
        r#"{"data":{"taskId":7}}"#,
    ] {
        let answer = call(unasked(), &path(), body).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{body}: {answer}");
    }
}

#[tokio::test]
async fn an_endless_body_is_refused() {
    let body = "x".repeat(256 * 1024 + 1);
    let answer = call(unasked(), &path(), &body).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}
