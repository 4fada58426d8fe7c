//! The upload host, and photos that are not there.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neurocards_fakes::kie::{Call, FaultKind};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::rig::{Rig, json_of, kling, photo};

async fn hand_over(rig: &Rig, path: &str, body: Value) -> Value {
    let url = format!("{}{path}", rig.kie.upload_url());
    let request = rig.http.post(url).bearer_auth(rig.kie.key()).json(&body);
    json_of(request.send().await.unwrap()).await
}

async fn read(rig: &Rig, url: &str) -> Vec<u8> {
    rig.http
        .get(url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap()
        .to_vec()
}

#[tokio::test]
async fn a_file_comes_in_by_stream_by_base64_and_by_url() {
    let rig = Rig::start().await;
    let streamed = rig.upload().await;
    assert_eq!(read(&rig, &streamed).await, photo());
    let text = STANDARD.encode(photo());
    for data in [text.clone(), format!("data:image/png;base64,{text}")] {
        let body = json!({"base64Data": data, "uploadPath": "p", "fileName": "a.png"});
        let answer = hand_over(&rig, "/api/file-base64-upload", body).await;
        assert_eq!(answer["data"]["mimeType"], "image/png");
        let url = answer["data"]["downloadUrl"].as_str().unwrap();
        assert_eq!(read(&rig, url).await, photo());
    }
    let body = json!({"fileUrl": streamed, "uploadPath": "p"});
    let answer = hand_over(&rig, "/api/file-url-upload", body).await;
    let url = answer["data"]["downloadUrl"].as_str().unwrap();
    assert_ne!(url, streamed);
    assert_eq!(read(&rig, url).await, photo());
    assert_eq!(rig.kie.ledger().uploads.len(), 4);
}

#[tokio::test]
async fn a_missing_parameter_is_told_inside_http_200() {
    let rig = Rig::start().await;
    let form = Form::new().part("file", Part::bytes(photo()));
    let url = format!("{}/api/file-stream-upload", rig.kie.upload_url());
    let request = rig
        .http
        .post(url)
        .bearer_auth(rig.kie.key())
        .multipart(form);
    let answer = json_of(request.send().await.unwrap()).await;
    let msg = "Missing required parameter: uploadPath";
    assert_eq!(answer, json!({"success": false, "code": 400, "msg": msg}));
}

#[tokio::test]
async fn a_repeated_name_overwrites_the_file() {
    let rig = Rig::start().await;
    let mut urls = Vec::new();
    for content in ["one", "two"] {
        let data = STANDARD.encode(content);
        let body = json!({"base64Data": data, "uploadPath": "p", "fileName": "same"});
        let answer = hand_over(&rig, "/api/file-base64-upload", body).await;
        urls.push(answer["data"]["downloadUrl"].as_str().unwrap().to_owned());
    }
    assert_eq!(urls[0], urls[1]);
    assert_eq!(read(&rig, &urls[0]).await, b"two");
}

#[tokio::test]
async fn a_wrong_key_cannot_upload() {
    let rig = Rig::start().await;
    let url = format!("{}/api/file-base64-upload", rig.kie.upload_url());
    let body = json!({"base64Data": "eA==", "uploadPath": "p"});
    let answer = rig
        .http
        .post(url)
        .bearer_auth("wrong")
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(rig.kie.ledger().uploads[0].url, None);
}

#[tokio::test]
async fn an_upload_can_fail_before_and_after_the_file_is_kept() {
    let rig = Rig::start().await;
    rig.kie.fail_next(
        Call::Upload,
        1,
        FaultKind::refuse(500, "Server internal error"),
    );
    let body = json!({"base64Data": "eA==", "uploadPath": "p", "fileName": "x"});
    let refused = hand_over(&rig, "/api/file-base64-upload", body.clone()).await;
    assert_eq!(refused["success"], false);
    rig.kie
        .fail_next(Call::Upload, 1, FaultKind::AcceptThenHttp(502));
    let url = format!("{}/api/file-base64-upload", rig.kie.upload_url());
    let request = rig.http.post(url).bearer_auth(rig.kie.key()).json(&body);
    assert_eq!(request.send().await.unwrap().status(), 502);
    let kept = rig.kie.ledger().uploads[1].url.clone().unwrap();
    assert_eq!(read(&rig, &kept).await, b"x");
}

#[tokio::test]
async fn a_task_with_a_photo_that_is_gone_or_was_never_there_fails() {
    let rig = Rig::start().await;
    let old = rig.upload().await;
    rig.kie.advance(Duration::from_hours(72));
    let unknown = format!("{old}2");
    for url in [&old, &unknown, "https://example.com/a.jpg"] {
        let task = rig.task(&kling(url)).await;
        let record = rig.reach(&task, "fail").await;
        assert_eq!(record["failCode"], "500");
        assert_eq!(record["failMsg"], "Upload failed: Server internal error.");
    }
    let task = rig.task(&rig.request().await).await;
    rig.reach(&task, "success").await;
}
