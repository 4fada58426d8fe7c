use std::time::Duration;

use bytes::Bytes;
use neurocards_adapters::http::{self, Deadlines};
use neurocards_adapters::media::{MediaOptions, OpenMediaError, open};
use neurocards_core::ports::MediaStore;
use neurocards_core::work::media::MediaKind;

use super::contract::keeps_its_promises;
use super::s3_server;

fn options(address: &str, endpoint: &str) -> MediaOptions {
    let mut options = MediaOptions::at(address.parse().unwrap());
    options.s3_endpoint = Some(endpoint.parse().unwrap());
    options.s3_access_key_id = Some("id".to_owned());
    options.s3_secret_access_key = Some("canary-secret".into());
    options
}

#[tokio::test]
async fn a_store_in_s3_keeps_its_promises() {
    let server = s3_server::start().await;
    let store = open(&options("s3://films/below/this", &server.uri())).unwrap();
    keeps_its_promises(&store).await;
    for sent in server.received_requests().await.unwrap() {
        // A deletion names its keys in the body.
        let names = format!("{}{}", sent.url.path(), String::from_utf8_lossy(&sent.body));
        assert!(names.contains("below/this/"), "{}", sent.url);
        assert!(!format!("{sent:?}").contains("canary-secret"));
    }
}

#[tokio::test]
async fn a_file_says_what_it_is_and_its_link_opens_without_our_key() {
    let server = s3_server::start().await;
    let store = open(&options("s3://films", &server.uri())).unwrap();
    let bytes = Bytes::from_static(b"a film");
    let key = store.put(bytes.clone(), MediaKind::Mp4).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let put = requests.iter().find(|sent| sent.method == "PUT").unwrap();
    assert_eq!(put.headers["content-type"], "video/mp4");

    let link = store
        .url(&key, Duration::from_hours(1))
        .await
        .unwrap()
        .unwrap();
    assert!(link.contains("X-Amz-Expires=3600"), "{link}");
    let client = http::client(Deadlines::within(Duration::from_mins(1))).unwrap();
    let read = client.get(&link).send().await.unwrap();
    assert_eq!(read.bytes().await.unwrap(), bytes);
}

#[test]
fn s3_without_a_key_or_a_bucket_is_refused_by_name() {
    let keyless = open(&MediaOptions::at("s3://films".parse().unwrap()));
    assert!(matches!(
        keyless,
        Err(OpenMediaError::NoKey("S3_ACCESS_KEY_ID"))
    ));
    let nowhere = open(&options("s3:///films", "http://127.0.0.1:9"));
    assert!(matches!(nowhere, Err(OpenMediaError::Scheme(_))));
    let shown = format!("{:?}", options("s3://films", "http://127.0.0.1:9"));
    assert!(!shown.contains("canary-secret"), "{shown}");
}
