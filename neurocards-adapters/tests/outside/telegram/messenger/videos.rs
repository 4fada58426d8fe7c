//! Finished videos in the chat.

use bytes::Bytes;
use neurocards_core::chat::button::Button;
use neurocards_core::ports::{SendError, VideoFiles};
use neurocards_fakes::telegram::{Fault, FaultKind, TelegramHandle};

use super::rig::{ANNA, JOB, PRODUCT, Rig, files, film, presses};
use crate::telegram::WITHIN;

#[tokio::test]
async fn a_video_plays_in_place_and_leads_on() {
    let rig = Rig::start().await;
    let sent = rig.send(&film(), Some(files())).await.unwrap();
    let shown = rig.anna.videos().remove(0);
    assert_eq!(shown.message_id, i64::from(sent.message.0));
    assert_eq!(shown.text, "🎬 Ваше видео готово!");
    let media = shown.media.clone().unwrap();
    assert_eq!(
        (media.width, media.height, media.duration_secs),
        (720, 1280, 15)
    );
    assert!(media.thumbnail_url.is_some());
    assert_eq!(sent.file_id, Some(media.file_id));
    let expected = [Button::Another(PRODUCT), Button::Variant(JOB), Button::Menu];
    assert_eq!(presses(&shown), expected);
    rig.finish().await;
}

#[tokio::test]
async fn a_video_that_was_sent_before_is_sent_without_bytes() {
    let rig = Rig::start().await;
    let mut again = film();
    again.file_id = rig.send(&film(), Some(files())).await.unwrap().file_id;
    let sent = rig.send(&again, None).await.unwrap();
    assert_eq!(sent.file_id, again.file_id);
    assert_eq!(rig.anna.videos().len(), 2);
    rig.finish().await;
}

#[tokio::test]
async fn an_id_that_telegram_forgot_is_replaced_by_an_upload() {
    let rig = Rig::start().await;
    let mut video = film();
    video.file_id = Some("of-another-bot".to_owned());
    let sent = rig.send(&video, Some(files())).await.unwrap();
    assert!(sent.file_id.is_some());
    let error = rig.send(&video, None).await.unwrap_err();
    assert!(matches!(error, SendError::Forgotten(_)), "{error}");
    assert_eq!(rig.anna.videos().len(), 1);
    rig.finish().await;
}

#[tokio::test]
async fn the_chat_shows_that_a_video_is_being_uploaded() {
    let rig = Rig::start().await;
    let endless = Fault::calls("sendVideo", 1, FaultKind::Hang);
    rig.telegram.add_fault(endless).unwrap();
    let is_shown = |fake: &TelegramHandle| (fake.calls("sendChatAction") > 0).then_some(());
    let film = film();
    tokio::select! {
        sent = rig.send(&film, Some(files())) => panic!("{sent:?}"),
        shown = rig.telegram.wait_until(WITHIN, is_shown) => shown.unwrap(),
    }
    let ledger = rig.telegram.ledger();
    let action = ledger.of("sendChatAction").next().unwrap();
    assert_eq!(action.parameters["action"], "upload_video");
    rig.finish().await;
}

#[tokio::test]
async fn a_photo_that_cannot_be_read_costs_the_thumbnail_only() {
    let rig = Rig::start().await;
    let photo = Some(Bytes::from_static(b"no photo"));
    let files = VideoFiles { photo, ..files() };
    rig.send(&film(), Some(files)).await.unwrap();
    assert_eq!(
        rig.anna.videos()[0].media.clone().unwrap().thumbnail_url,
        None
    );
    rig.finish().await;
}

#[tokio::test]
async fn a_video_over_50_mb_is_refused_with_its_size() {
    let rig = Rig::start().await;
    let video = Bytes::from(vec![0; (50 << 20) + 1]);
    let files = VideoFiles { video, ..files() };
    let error = rig.send(&film(), Some(files)).await.unwrap_err();
    assert!(
        matches!(&error, SendError::Refused(why) if why.contains("52428801 bytes")),
        "{error}"
    );
    assert_eq!(rig.telegram.ledger().effects("sendVideo", ANNA), 0);
    rig.finish().await;
}
