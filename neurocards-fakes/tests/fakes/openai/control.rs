//! The ledger, and faults over HTTP.

use image::ImageFormat;
use neurocards_fakes::openai::Fault;
use serde_json::{Value, json};

use crate::openai::rig::{Rig, data_url, photo, saying, showing};

#[tokio::test]
async fn the_ledger_keeps_requests_without_key_and_photo() {
    let rig = Rig::new().await;
    let bytes = photo(ImageFormat::Jpeg);
    rig.ok(&showing(&data_url("image/jpeg", &bytes))).await;
    rig.refusal(&json!({"model": "gpt-5"})).await;
    assert_eq!(rig.fake.calls(), 2);

    let ledger = rig.fake.ledger();
    let call = &ledger.calls[0];
    let image_url = &call.body["input"][0]["content"][1]["image_url"];
    let expected = format!("data:image/jpeg;base64,<{} bytes>", bytes.len());
    assert_eq!(*image_url, expected);
    assert_eq!((call.photos[0].width, call.photos[0].height), (40, 30));
    assert_eq!(call.photos[0].size_bytes, bytes.len());
    assert_eq!((call.seq, call.status, call.faulty), (1, Some(200), false));
    assert_eq!(ledger.calls[1].status, Some(400));

    let url = rig.control_url("ledger");
    let text = rig
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(!text.contains(rig.fake.key()));
    assert!(text.contains("Кружка"));
}

#[tokio::test]
async fn a_call_without_a_key_is_in_the_ledger_too() {
    let rig = Rig::new().await;
    let url = format!("{}/responses", rig.fake.url());
    rig.http
        .post(url)
        .json(&saying("Mug"))
        .send()
        .await
        .unwrap();
    let ledger = rig.fake.ledger();
    assert_eq!(ledger.calls[0].status, Some(401));
    assert!(ledger.calls[0].body.is_null());
}

#[tokio::test]
async fn faults_are_scripted_listed_and_cleared_over_http() {
    let rig = Rig::new().await;
    let url = rig.control_url("faults");
    let fault = json!({"times": null, "then": {"error": {"code": "server_error"}}});
    let added = rig.http.post(&url).json(&fault).send().await.unwrap();
    assert_eq!(added.status(), 204);
    let listed: Vec<Fault> = rig
        .http
        .get(&url)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(listed, rig.fake.faults());
    assert_eq!(rig.ask(&saying("Mug")).await.0, 500);
    rig.http.delete(&url).send().await.unwrap();
    rig.ok(&saying("Mug")).await;
}

#[tokio::test]
async fn a_misspelt_fault_is_refused() {
    let rig = Rig::new().await;
    let url = rig.control_url("faults");
    let cases: [Value; 2] = [
        json!({"then": "explode"}),
        json!({"time": 1, "then": "refusal"}),
    ];
    for fault in cases {
        let sent = rig.http.post(&url).json(&fault).send().await.unwrap();
        assert_eq!(sent.status(), 422);
    }
    assert!(rig.fake.faults().is_empty());
}

#[tokio::test]
async fn the_ledger_outlives_the_server() {
    let rig = Rig::new().await;
    let handle = rig.fake.handle();
    rig.ok(&saying("Mug")).await;
    let url = format!("{}/models", rig.fake.url());
    rig.fake.stop().await;
    rig.http.get(url).send().await.unwrap_err();
    assert_eq!(handle.calls(), 1);
}
