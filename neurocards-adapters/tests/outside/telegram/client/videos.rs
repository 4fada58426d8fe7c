//! Videos: uploaded, and sent again by id.

use bytes::Bytes;
use neurocards_adapters::telegram::client::{TelegramClient, UPLOAD_MAX_BYTES, VideoSource};
use neurocards_adapters::telegram::errors::CallError;
use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_core::chat::button::Button;
use neurocards_core::chat::delivery::SentMessage;
use neurocards_core::ids::{ChatId, MessageId};
use neurocards_core::work::media::{MediaKey, MediaKind, StoredVideo};
use serde_json::json;

use super::rig::Rig;

/// Sends a film of 15 s from `source`.
async fn send(client: &TelegramClient, source: VideoSource) -> Result<SentMessage, CallError> {
    let film = StoredVideo {
        key: MediaKey::of(b"film", MediaKind::Mp4),
        bytes: 4,
        seconds: 15,
        width: 720,
        height: 1280,
    };
    let keyboard = Keyboard::new().row([Key::button("Меню", Button::Menu)]);
    let caption = Html::text("Готово & ждёт");
    let chat = ChatId(7);
    client
        .send_video(chat, source, &film, &caption, &keyboard)
        .await
}

pub(crate) async fn send_known(client: &TelegramClient) -> Result<SentMessage, CallError> {
    send(client, VideoSource::Known("BAAC1".to_owned())).await
}

pub(crate) async fn upload(
    client: &TelegramClient,
    bytes: Bytes,
) -> Result<SentMessage, CallError> {
    let thumbnail = Some(Bytes::from_static(b"small picture"));
    send(client, VideoSource::Upload { bytes, thumbnail }).await
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
    let film = Bytes::from_static(b"film");
    let sent = upload(&rig.client, film).await.unwrap();
    let expected = SentMessage {
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
    let sent = send_known(&rig.client).await.unwrap();
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
    let error = upload(&rig.client, film).await.unwrap_err();
    assert!(matches!(&error, CallError::Unsendable(why) if why.contains("52428801 bytes")));
    assert_eq!(rig.server.received_requests().await.unwrap().len(), 0);
}
