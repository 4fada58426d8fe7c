//! Videos: uploaded, and sent again by id.

use bytes::Bytes;
use neurocards_adapters::telegram::callback::Button;
use neurocards_adapters::telegram::client::{OutgoingVideo, UPLOAD_MAX_BYTES, VideoSource};
use neurocards_adapters::telegram::errors::CallError;
use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_core::ids::{ChatId, MessageId};
use neurocards_core::ports::SentVideo;
use serde_json::json;

use super::rig::Rig;

fn video(source: VideoSource) -> OutgoingVideo {
    OutgoingVideo {
        chat: ChatId(7),
        source,
        seconds: 15,
        width: 720,
        height: 1280,
        caption: Html::text("Готово & ждёт"),
        keyboard: Keyboard::new().row([Key::button("Меню", Button::Menu)]),
    }
}

pub(crate) fn known() -> OutgoingVideo {
    video(VideoSource::Known("BAAC1".to_owned()))
}

pub(crate) fn uploaded(bytes: Bytes) -> OutgoingVideo {
    let thumbnail = Some(Bytes::from_static(b"small picture"));
    video(VideoSource::Upload { bytes, thumbnail })
}

/// The value of a form's field, or the bytes of a file in it as text.
fn field<'a>(body: &'a str, name: &str) -> &'a str {
    let after = body
        .split_once(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("{name}"));
    let (_, value) = after.1.split_once("\r\n\r\n").unwrap();
    value.split_once("\r\n--").unwrap().0
}

#[tokio::test]
async fn an_upload_carries_everything_a_chat_needs_to_play_it_in_place() {
    // A video without a MIME type, which is optional, is a video nevertheless.
    let rig = Rig::ok(json!({ "message_id": 5, "video": { "file_id": "BAAC1" } })).await;
    let sent = rig
        .client
        .send_video(&uploaded(Bytes::from_static(b"film")))
        .await
        .unwrap();
    let expected = SentVideo {
        message: MessageId(5),
        file_id: Some("BAAC1".to_owned()),
    };
    assert_eq!(sent, expected);
    let request = rig.request().await;
    assert!(request.url.path().ends_with("/SendVideo"));
    let body = String::from_utf8(request.body).unwrap();
    for (name, value) in [
        ("chat_id", "7"),
        ("duration", "15"),
        ("width", "720"),
        ("height", "1280"),
        ("supports_streaming", "true"),
        ("caption", "Готово &amp; ждёт"),
        ("parse_mode", "HTML"),
    ] {
        assert_eq!(field(&body, name), value, "{name}");
    }
    for (name, bytes) in [("video", "film"), ("thumbnail", "small picture")] {
        let part = field(&body, name).strip_prefix("attach://").unwrap();
        assert_eq!(field(&body, part), bytes, "{name}");
    }
    assert!(body.contains("filename=\"video.mp4\""));
    assert!(field(&body, "reply_markup").contains("\"callback_data\":\"1menu\""));
}

#[tokio::test]
async fn a_known_video_is_sent_by_its_id_alone() {
    let rig = Rig::ok(json!({ "message_id": 6 })).await;
    let sent = rig.client.send_video(&known()).await.unwrap();
    assert_eq!((sent.message, sent.file_id), (MessageId(6), None));
    let (method, body) = rig.call().await;
    assert_eq!(method, "sendvideo");
    assert_eq!(body["video"], "BAAC1");
    assert_eq!(body.get("thumbnail"), None);
}

#[tokio::test]
async fn a_video_over_50_mb_is_refused_before_it_is_sent() {
    let rig = Rig::ok(json!(true)).await;
    let film = Bytes::from(vec![0; UPLOAD_MAX_BYTES + 1]);
    let error = rig.client.send_video(&uploaded(film)).await.unwrap_err();
    assert!(matches!(&error, CallError::Unsendable(why) if why.contains("52428801 bytes")));
    assert_eq!(rig.server.received_requests().await.unwrap().len(), 0);
}
