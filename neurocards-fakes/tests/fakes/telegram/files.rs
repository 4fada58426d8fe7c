//! Uploads, file ids and downloads.

use image::ImageFormat;
use neurocards_fakes::telegram::Attachment;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::telegram::rig::{Rig, picture};

fn form(field: &str, bytes: Vec<u8>) -> Form {
    let part = Part::bytes(bytes).file_name("file.bin");
    Form::new()
        .text("chat_id", "7")
        .text(field.to_owned(), "attach://x")
        .part("x", part)
}

#[tokio::test]
async fn a_persons_photo_becomes_jpeg_sizes_and_a_document_keeps_its_bytes() {
    let rig = Rig::new().await;
    let png = picture(3000, 1500, ImageFormat::Png);
    rig.anna.send_photo(png.clone(), Some("Кружка")).unwrap();
    rig.anna
        .send_document("mug.png", "image/png", png.clone(), None)
        .unwrap();
    let updates = rig.drain_updates().await;
    let photo = updates[1]["message"]["photo"].as_array().unwrap().clone();
    let sides: Vec<_> = photo
        .iter()
        .map(|size| (&size["width"], &size["height"]))
        .collect();
    assert_eq!(
        sides,
        [
            (&json!(320), &json!(160)),
            (&json!(800), &json!(400)),
            (&json!(1280), &json!(640))
        ]
    );
    let largest = download(&rig, &photo[2]["file_id"]).await;
    assert_eq!(image::guess_format(&largest).unwrap(), ImageFormat::Jpeg);
    assert_eq!(
        download(&rig, &updates[2]["message"]["document"]["file_id"]).await,
        png
    );
}

async fn download(rig: &Rig, file_id: &Value) -> Vec<u8> {
    let file = rig.ok("getFile", json!({"file_id": file_id})).await;
    let path = file["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot{}/{path}", rig.fake.url(), rig.fake.token());
    let answer = rig.http.get(url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn files_above_20_mb_cannot_be_downloaded_by_the_bot() {
    let rig = Rig::new().await;
    let bytes = vec![0; (20 << 20) + 1];
    rig.anna
        .send_document("a.bin", "application/octet-stream", bytes, None)
        .unwrap();
    let updates = rig.drain_updates().await;
    let id = &updates[1]["message"]["document"]["file_id"];
    let refusal = rig.refusal("getFile", json!({"file_id": id})).await;
    assert_eq!(refusal, "Bad Request: file is too big");
}

#[tokio::test]
async fn an_uploaded_video_is_sent_again_by_its_file_id_and_seen_by_the_person() {
    let rig = Rig::new().await;
    let body = rig
        .multipart("sendVideo", form("video", b"not really mp4".to_vec()))
        .await;
    let id = body["result"]["video"]["file_id"].clone();
    assert_eq!(body["result"]["video"]["mime_type"], "video/mp4");
    rig.ok("sendVideo", json!({"chat_id": 7, "video": id}))
        .await;
    let videos = rig.anna.videos();
    assert_eq!(videos.len(), 2);
    let url = format!(
        "{}{}",
        rig.fake.url(),
        videos[1].media.as_ref().unwrap().url
    );
    let bytes = rig.download(&url).await;
    assert_eq!(bytes, b"not really mp4");
}

#[tokio::test]
async fn wrong_files_are_refused_in_telegrams_words() {
    let rig = Rig::new().await;
    let wrong = "Bad Request: wrong file identifier/HTTP URL specified";
    assert_eq!(
        rig.refusal("sendVideo", json!({"chat_id": 7, "video": "zzz"}))
            .await,
        wrong
    );
    let missing = json!({"chat_id": 7, "video": "attach://nothing"});
    assert_eq!(rig.refusal("sendVideo", missing).await, wrong);
    let body = rig
        .multipart("sendDocument", form("document", b"a".to_vec()))
        .await;
    let id = &body["result"]["document"]["file_id"];
    let refusal = rig
        .refusal("sendVideo", json!({"chat_id": 7, "video": id}))
        .await;
    assert_eq!(
        refusal,
        "Bad Request: can't use file of type Document as Video"
    );
    let body = rig
        .multipart("sendPhoto", form("photo", b"no picture".to_vec()))
        .await;
    assert_eq!(body["description"], "Bad Request: IMAGE_PROCESS_FAILED");
    let body = rig.multipart("sendVideo", form("video", Vec::new())).await;
    assert_eq!(body["description"], "Bad Request: file must be non-empty");
}

#[tokio::test]
async fn a_thumbnail_must_be_a_small_jpeg() {
    let rig = Rig::new().await;
    for (thumbnail, fits) in [
        (picture(320, 180, ImageFormat::Jpeg), true),
        (picture(321, 180, ImageFormat::Jpeg), false),
        (picture(320, 180, ImageFormat::Png), false),
    ] {
        let form = form("video", b"video".to_vec())
            .text("thumbnail", "attach://t")
            .part("t", Part::bytes(thumbnail).file_name("t.jpg"));
        assert_eq!(rig.multipart("sendVideo", form).await["ok"], fits);
    }
}

#[tokio::test]
async fn uploads_end_at_50_mb() {
    let rig = Rig::new().await;
    let body = rig
        .multipart("sendVideo", form("video", vec![0; (50 << 20) + 1]))
        .await;
    assert_eq!(body["description"], "Request Entity Too Large");
}

#[tokio::test]
async fn an_album_has_2_to_10_items_and_one_group_id() {
    let rig = Rig::new().await;
    let photo = || Attachment::Photo(picture(20, 20, ImageFormat::Png).into());
    rig.anna
        .send_album(vec![photo(), photo()], Some("Две"))
        .unwrap();
    assert!(rig.anna.send_album(vec![photo()], None).is_err());
    let updates = rig.drain_updates().await;
    let (first, second) = (&updates[1]["message"], &updates[2]["message"]);
    assert_eq!(first["media_group_id"], second["media_group_id"]);
    assert_eq!(
        (&first["caption"], &second["caption"]),
        (&json!("Две"), &Value::Null)
    );
    let id = &first["photo"][0]["file_id"];
    let item = json!({"type": "photo", "media": id});
    let one = json!({"chat_id": 7, "media": [item]});
    let refusal = rig.refusal("sendMediaGroup", one).await;
    assert!(refusal.contains("allowed 2..10"), "{refusal}");
    let two = json!({"chat_id": 7, "media": [item, item]});
    assert_eq!(
        rig.ok("sendMediaGroup", two)
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn a_text_can_be_edited_into_a_video_and_its_caption_changed() {
    let rig = Rig::new().await;
    let sent = rig
        .multipart("sendVideo", form("video", b"v".to_vec()))
        .await;
    let id = rig.message_with(&["a"]).await;
    let media = json!({"type": "video", "media": sent["result"]["video"]["file_id"],
        "caption": "<i>Вот</i>", "parse_mode": "HTML"});
    let edit = json!({"chat_id": 7, "message_id": id, "media": media});
    let edited = rig.ok("editMessageMedia", edit).await;
    assert_eq!(edited["caption"], "Вот");
    let caption = json!({"chat_id": 7, "message_id": id, "caption": "Ещё"});
    assert_eq!(
        rig.ok("editMessageCaption", caption).await["caption"],
        "Ещё"
    );
    let text = json!({"chat_id": 7, "message_id": id, "text": "a"});
    let refusal = rig.refusal("editMessageText", text).await;
    assert_eq!(
        refusal,
        "Bad Request: there is no text in the message to edit"
    );
}
