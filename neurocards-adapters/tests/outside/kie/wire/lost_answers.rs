//! createTask has no idempotency key: whatever happens to the answer, no second request is sent.

use neurocards_core::ports::{SubmitError, VideoGenerator};
use neurocards_core::work::failure::ErrorClass;
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use super::raw_server::{RawServer, Then};
use super::world::{creating, envelope, kie, request, requests};
use crate::silence::Silence;

async fn submit(uri: &str) -> Result<neurocards_core::ids::TaskId, SubmitError> {
    kie(uri).submit(&request("kling-3.0/video", 5)).await
}

async fn assert_unknown_and_sent_once(server: &MockServer) {
    let outcome = submit(&server.uri()).await;
    assert!(
        matches!(outcome, Err(SubmitError::Unknown(_))),
        "{outcome:?}"
    );
    assert_eq!(requests(server).await, 1);
}

#[tokio::test]
async fn an_answer_that_proves_nothing_is_unknown_and_never_sent_again() {
    let html = "<html><title>502 Bad Gateway</title></html>";
    for answer in [
        ResponseTemplate::new(500).set_body_json(json!({"code": 500, "msg": "internal error"})),
        ResponseTemplate::new(502).set_body_string(html),
        ResponseTemplate::new(524).set_body_string("error code: 524"),
        ResponseTemplate::new(503),
        ResponseTemplate::new(200).set_body_string(html),
        ResponseTemplate::new(200),
        ResponseTemplate::new(403).set_body_string("error code: 1010"),
        ResponseTemplate::new(302).insert_header("location", "/api/v1/jobs/createTask"),
        envelope(200, "success", &Value::Null),
        envelope(200, "success", &json!({"taskId": ""})),
        envelope(200, "success", &json!({"taskId": 17})),
        envelope(500, "internal error", &json!({"taskId": "abc"})),
    ] {
        assert_unknown_and_sent_once(&creating(answer).await).await;
    }
}

#[tokio::test]
async fn no_answer_is_unknown_and_never_sent_again() {
    assert_unknown_and_sent_once(&creating(Silence::begin()).await).await;
}

#[tokio::test]
async fn an_answer_cut_on_the_way_is_unknown_and_never_sent_again() {
    let cut =
        b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"code\":200,\"data\":{\"ta".to_vec();
    for then in [
        Then::Close,
        Then::Write(b"HTTP/1.1 2".to_vec()),
        Then::Write(cut.clone()),
        Then::Write(b"no HTTP at all\r\n\r\n".to_vec()),
        Then::Hang(Vec::new()),
        Then::Hang(cut),
    ] {
        let server = RawServer::start(then.clone()).await;
        let outcome = submit(&server.uri).await;
        assert!(
            matches!(outcome, Err(SubmitError::Unknown(_))),
            "{then:?}: {outcome:?}"
        );
        assert_eq!(server.seen(), 1, "{then:?}");
    }
}

#[tokio::test]
async fn an_endless_answer_is_unknown() {
    let server = creating(ResponseTemplate::new(200).set_body_bytes(vec![b' '; 2_000_000])).await;
    let outcome = submit(&server.uri()).await;
    assert!(
        matches!(outcome, Err(SubmitError::Unknown(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_request_that_never_left_is_refused_and_may_be_repeated() {
    // Bound and not listening: nobody answers there, and no other test gets the port.
    let nobody = tokio::net::TcpSocket::new_v4().unwrap();
    nobody.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let nobody_there = format!("http://{}", nobody.local_addr().unwrap());
    for uri in [nobody_there.as_str(), "http://nobody.invalid"] {
        let outcome = submit(uri).await;
        assert!(
            matches!(&outcome, Err(SubmitError::Rejected(failure))
                if failure.class == ErrorClass::Temporary),
            "{outcome:?}"
        );
        let shown = format!("{outcome:?}");
        assert!(!shown.contains("key-1"), "{shown}");
    }
}

#[tokio::test]
async fn a_connection_that_fails_its_handshake_is_refused_and_may_be_repeated() {
    let server = RawServer::start(Then::Write(b"this is no TLS".to_vec())).await;
    let outcome = submit(&server.uri.replace("http://", "https://")).await;
    assert!(
        matches!(&outcome, Err(SubmitError::Rejected(failure))
            if failure.class == ErrorClass::Temporary),
        "{outcome:?}"
    );
}
