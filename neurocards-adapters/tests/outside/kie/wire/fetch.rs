use futures::TryStreamExt;
use neurocards_adapters::kie::Kie;
use neurocards_core::ports::{FetchError, RemoteVideo, VideoGenerator};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::raw_server::{RawServer, Then};
use super::world::options;

fn film(length: usize) -> Vec<u8> {
    let mut film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    film.resize(length, 7);
    film
}

/// Reads a video whole, with room for 64 kB.
async fn fetch(url: String) -> Result<Vec<u8>, FetchError> {
    let mut options = options("http://127.0.0.1:9");
    options.max_video_bytes = 64 * 1024;
    let kie = Kie::new(options).unwrap();
    let video = RemoteVideo { url, spent: None };
    let stream = kie.fetch(&video).await?;
    stream
        .try_fold(Vec::new(), |mut all, piece| async move {
            all.extend_from_slice(&piece);
            Ok(all)
        })
        .await
}

async fn serving(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/v.mp4"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn a_video_is_read_whole_and_no_key_is_shown_to_its_host() {
    let server = serving(ResponseTemplate::new(200).set_body_bytes(film(60_000))).await;
    let read = fetch(format!("{}/v.mp4", server.uri())).await.unwrap();
    assert_eq!(read, film(60_000));
    let sent = &server.received_requests().await.unwrap()[0];
    assert!(!sent.headers.contains_key("authorization"));
    assert!(!format!("{sent:?}").contains("key-1"));
}

#[tokio::test]
async fn what_is_no_video_is_refused() {
    for body in [&b"<html>404</html>"[..], b"", b"\xff\xd8\xff\xe0 a photo"] {
        let server = serving(ResponseTemplate::new(200).set_body_bytes(body)).await;
        let outcome = fetch(format!("{}/v.mp4", server.uri())).await;
        assert!(
            matches!(outcome, Err(FetchError::Unusable(_))),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_status_that_may_pass_is_told_from_one_that_will_not() {
    let server = serving(ResponseTemplate::new(404)).await;
    let gone = fetch(format!("{}/v.mp4", server.uri())).await;
    assert!(matches!(gone, Err(FetchError::Unusable(_))), "{gone:?}");
    let server = serving(ResponseTemplate::new(503)).await;
    let down = fetch(format!("{}/v.mp4", server.uri())).await;
    assert!(matches!(down, Err(FetchError::Interrupted(_))), "{down:?}");
}

#[tokio::test]
async fn a_video_that_is_too_large_is_refused_with_and_without_a_stated_length() {
    let server = serving(ResponseTemplate::new(200).set_body_bytes(film(65_537))).await;
    let stated = fetch(format!("{}/v.mp4", server.uri())).await;
    assert!(matches!(stated, Err(FetchError::Unusable(_))), "{stated:?}");

    let mut endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    endless.extend(film(1_000_000));
    let server = RawServer::start(Then::Write(endless)).await;
    let unstated = fetch(format!("{}/v.mp4", server.uri)).await;
    assert!(
        matches!(unstated, Err(FetchError::Unusable(_))),
        "{unstated:?}"
    );
}

#[tokio::test]
async fn a_video_that_is_cut_or_stops_ends_with_an_error() {
    let mut cut = b"HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n".to_vec();
    cut.extend(film(30_000));
    for then in [Then::Write(cut.clone()), Then::Hang(cut)] {
        let server = RawServer::start(then).await;
        let outcome = fetch(format!("{}/v.mp4", server.uri)).await;
        assert!(
            matches!(outcome, Err(FetchError::Interrupted(_))),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn one_redirect_is_followed_and_checked() {
    let to = |place: &str| ResponseTemplate::new(302).insert_header("location", place);
    let server = serving(ResponseTemplate::new(200).set_body_bytes(film(100))).await;
    for (from, place) in [
        ("/once", "/v.mp4"),
        ("/twice", "/once"),
        ("/file", "file:///etc/passwd"),
        ("/inside", "http://169.254.169.254/latest/meta-data"),
        ("/nowhere", ""),
    ] {
        Mock::given(path(from))
            .respond_with(to(place))
            .mount(&server)
            .await;
    }
    assert!(fetch(format!("{}/once", server.uri())).await.is_ok());
    for bad in ["/twice", "/file", "/inside", "/nowhere"] {
        let outcome = fetch(format!("{}{bad}", server.uri())).await;
        assert!(
            matches!(outcome, Err(FetchError::Unusable(_))),
            "{bad}: {outcome:?}"
        );
    }
}
