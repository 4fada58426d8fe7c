//! The provider's callbacks: they wake a job, and nothing else.

use std::sync::Arc;

use neurocards_bot::routes;
use neurocards_core::ids::{Nonce, TaskId};
use neurocards_core::ports::{MockJobQueue, Stores};
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::model::MemoryStore;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const NONCE: u128 = 0xfeed;

/// One request to the routes over `stores`; its whole answer.
async fn ask(stores: Stores, method: &str, path: &str, body: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, routes(stores)).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: bot\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();
    answer
}

fn stores() -> Stores {
    MemoryStore::stores(HandClock::new())
}

fn waking(known: bool) -> Stores {
    let mut jobs = MockJobQueue::new();
    jobs.expect_wake()
        .withf(|nonce, task| {
            *nonce == Nonce::from_bits(NONCE) && *task == TaskId::parse("task-1").unwrap()
        })
        .once()
        .returning(move |_, _| Ok(known));
    Stores {
        jobs: Arc::new(jobs),
        ..stores()
    }
}

fn path() -> String {
    format!("/kie/cb/{}", Nonce::from_bits(NONCE).expose())
}

#[tokio::test]
async fn a_callback_wakes_its_job_in_both_spellings() {
    for body in [
        r#"{"code":200,"data":{"taskId":"task-1","state":"fail"}}"#,
        r#"{"code":501,"msg":"x","data":{"task_id":"task-1"}}"#,
    ] {
        let answer = ask(waking(true), "POST", &path(), body).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(
            answer.ends_with(r#"{"code":200,"msg":"success"}"#),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_nonce_nobody_has_is_not_found() {
    let body = r#"{"data":{"taskId":"task-1"}}"#;
    let answer = ask(waking(false), "POST", &path(), body).await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    let answer = ask(stores(), "POST", "/kie/cb/no-nonce", body).await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
}

#[tokio::test]
async fn a_body_that_names_no_task_wakes_nobody() {
    let mut jobs = MockJobQueue::new();
    jobs.expect_wake().never();
    let jobs = Arc::new(jobs);
    for body in [
        "",
        "{}",
        "[]",
        r#"{"data":{"taskId":""}}"#,
        r#"{"data":{"taskId":7}}"#,
    ] {
        let stores = Stores {
            jobs: jobs.clone(),
            ..stores()
        };
        let answer = ask(stores, "POST", &path(), body).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{body}: {answer}");
    }
}

#[tokio::test]
async fn an_endless_body_is_refused() {
    let body = "x".repeat(256 * 1024 + 1);
    let answer = ask(stores(), "POST", &path(), &body).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn health_and_readiness_are_told() {
    for path in ["/healthz", "/readyz"] {
        let answer = ask(stores(), "GET", path, "").await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}
