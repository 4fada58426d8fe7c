use bytes::Bytes;
use image::{ImageFormat, RgbImage};
use neurocards_core::ports::VideoGenerator;
use neurocards_core::work::failure::{Cause, ErrorClass};
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::world::{envelope, format, kie, requests, with_key};

const UPLOAD: &str = "/api/file-stream-upload";

fn photo() -> Bytes {
    let mut photo = std::io::Cursor::new(Vec::new());
    RgbImage::new(800, 600)
        .write_to(&mut photo, ImageFormat::Png)
        .unwrap();
    photo.into_inner().into()
}

fn stored(url: &str) -> ResponseTemplate {
    let data = json!({"downloadUrl": url, "fileName": "x.jpg"});
    ResponseTemplate::new(200)
        .set_body_json(json!({"success": true, "code": 200, "msg": "ok", "data": data}))
}

/// The file and its name as they arrived.
async fn received(server: &MockServer, number: usize) -> (String, image::DynamicImage) {
    let body = server.received_requests().await.unwrap()[number]
        .body
        .clone();
    let text = String::from_utf8_lossy(&body).into_owned();
    let name = text.split("filename=\"").nth(1).unwrap();
    let name = name.split('"').next().unwrap().to_owned();
    let start = body
        .windows(3)
        .position(|part| part == b"\xff\xd8\xff")
        .unwrap();
    (name, image::load_from_memory(&body[start..]).unwrap())
}

#[tokio::test]
async fn a_photo_arrives_prepared_under_a_fresh_name() {
    let server = MockServer::start().await;
    with_key("key-1")
        .and(method("POST"))
        .and(path(UPLOAD))
        .respond_with(stored("https://tempfile.redpandaai.co/kieai/1/x.jpg"))
        .mount(&server)
        .await;
    let kie = kie(&server.uri());
    for _ in 0..2 {
        let url = kie.upload(photo(), &format("kling-3.0/video", 5)).await;
        assert_eq!(
            url.as_deref(),
            Ok("https://tempfile.redpandaai.co/kieai/1/x.jpg")
        );
    }
    let (first, picture) = received(&server, 0).await;
    let (second, _) = received(&server, 1).await;
    assert_eq!((picture.width(), picture.height()), (1_080, 1_920));
    assert_ne!(first, second);
    let random = first.strip_suffix(".jpg").unwrap_or_default();
    assert_eq!(random.len(), 32, "{first}");
}

#[tokio::test]
async fn a_bad_photo_is_told_and_not_sent() {
    let server = MockServer::start().await;
    let failure = kie(&server.uri())
        .upload(Bytes::from_static(b"GIF89a"), &format("kling-3.0/video", 5))
        .await
        .unwrap_err();
    assert_eq!(
        (failure.class, failure.cause),
        (ErrorClass::User, Cause::PhotoUnusable)
    );
    assert_eq!(requests(&server).await, 0);
}

#[tokio::test]
async fn an_upload_without_an_address_is_no_success() {
    for answer in [
        stored(""),
        stored("javascript:alert(1)"),
        envelope(200, "success", &json!({"downloadUrl": "https://a.example/x.jpg"})),
        ResponseTemplate::new(200).set_body_json(json!({"success": false, "code": 400,
                                                        "msg": "Missing required parameter: file"})),
        ResponseTemplate::new(500),
    ] {
        let server = MockServer::start().await;
        Mock::given(path(UPLOAD))
            .respond_with(answer)
            .mount(&server)
            .await;
        let outcome = kie(&server.uri())
            .upload(photo(), &format("kling-3.0/video", 5))
            .await;
        assert!(outcome.is_err(), "{outcome:?}");
    }
}
