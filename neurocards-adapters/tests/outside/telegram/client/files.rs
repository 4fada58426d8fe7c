//! Downloads of files that people sent.

use neurocards_adapters::telegram::client::{DOWNLOAD_MAX_BYTES, DownloadError};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::rig::{PATIENT, Rig, TOKEN, client, refusal};

async fn serving(file: Value, bytes: &[u8]) -> Rig {
    let server = MockServer::start().await;
    let body = json!({ "ok": true, "result": file });
    let asked = Mock::given(method("POST")).and(path(format!("/bot{TOKEN}/GetFile")));
    asked
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(&server)
        .await;
    let fetched =
        Mock::given(method("GET")).and(path(format!("/file/bot{TOKEN}/photos/file_1.jpg")));
    fetched
        .respond_with(ResponseTemplate::new(200).set_body_bytes(bytes))
        .mount(&server)
        .await;
    let client = client(&server.uri(), PATIENT);
    Rig { server, client }
}

#[tokio::test]
async fn a_file_is_asked_for_and_fetched() {
    let rig = serving(json!({ "file_path": "photos/file_1.jpg" }), b"bytes").await;
    let bytes = rig.client.download("id1", 5).await.unwrap();
    assert_eq!(bytes, "bytes");
    let requests = rig.server.received_requests().await.unwrap();
    assert_eq!(
        requests[0].body_json::<Value>().unwrap(),
        json!({ "file_id": "id1" })
    );
}

#[tokio::test]
async fn a_file_that_is_said_to_be_too_long_is_not_fetched() {
    let rig = serving(
        json!({ "file_path": "photos/file_1.jpg", "file_size": 6 }),
        b"bytes!",
    )
    .await;
    let error = rig.client.download("id1", 5).await.unwrap_err();
    assert_eq!(error, DownloadError::TooLong { max_bytes: 5 });
    rig.request().await;
}

#[tokio::test]
async fn a_file_that_is_longer_than_it_was_said_to_be_is_given_up() {
    let rig = serving(
        json!({ "file_path": "photos/file_1.jpg", "file_size": 5 }),
        b"bytes!",
    )
    .await;
    let error = rig.client.download("id1", 5).await.unwrap_err();
    assert_eq!(error, DownloadError::TooLong { max_bytes: 5 });
}

#[tokio::test]
async fn a_file_over_20_mb_is_told_apart_from_a_lost_one() {
    let rig = Rig::with(PATIENT, refusal(400, "Bad Request: file is too big")).await;
    let error = rig.client.download("id1", usize::MAX).await.unwrap_err();
    let max_bytes = DOWNLOAD_MAX_BYTES;
    assert_eq!(error, DownloadError::TooLong { max_bytes });
    let rig = Rig::with(PATIENT, refusal(400, "Bad Request: invalid file_id")).await;
    let error = rig.client.download("id1", 5).await.unwrap_err();
    assert!(matches!(error, DownloadError::Gone(_)), "{error}");
}
