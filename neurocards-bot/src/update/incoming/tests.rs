mod money;

use neurocards_core::chat::button::Button;
use neurocards_core::ids::{MessageId, OrderId, UserId};
use neurocards_core::money::gift::PromoCode;
use serde_json::{Value, json};

use super::*;
use crate::conversation::{Command, Photo, Press, Surface};

const ORDER: &str = "00000000000000000000000000000009";

fn person() -> Value {
    json!({ "id": 7, "is_bot": false, "first_name": "Аня", "language_code": "ru" })
}

fn message(mut content: Value) -> Value {
    let base = json!({
        "message_id": 5,
        "date": 1_767_604_800,
        "from": person(),
        "chat": { "id": 7, "type": "private", "first_name": "Аня" },
    });
    for (key, value) in base.as_object().unwrap() {
        content
            .as_object_mut()
            .unwrap()
            .entry(key)
            .or_insert(value.clone());
    }
    content
}

fn parsed(body: &str) -> ParsedUpdate {
    ParsedUpdate::parse(&RawUpdate {
        id: 3,
        lane: 7,
        body: body.to_owned(),
    })
}

fn read(body: &str) -> Option<Incoming> {
    parsed(body).read()
}

fn input(update: &Value) -> Option<Input> {
    read(&update.to_string()).map(|incoming| incoming.input)
}

fn of(content: Value) -> Option<Input> {
    input(&json!({ "update_id": 1, "message": message(content) }))
}

#[test]
fn what_no_database_keeps_is_dropped_from_what_people_send() {
    let text = of(json!({ "text": "Кружка\u{0} \u{1b}[1mсиняя\r\n1 л" }));
    assert_eq!(text, Some(Input::Text("Кружка [1mсиняя\n1 л".to_owned())));
    let update = json!({ "update_id": 1, "message": message(json!({ "text": "HALF" })) });
    let half = read(&update.to_string().replace("HALF", "a\\ud800b"));
    let Some(Input::Text(text)) = half.map(|incoming| incoming.input) else {
        panic!("half a character spoils no text");
    };
    assert!(text.starts_with('a') && text.ends_with('b'), "{text:?}");
    let photo = of(json!({
        "photo": [{ "file_id": "f", "width": 9, "height": 9 }],
        "caption": "Кружка\u{0}",
    }));
    let Some(Input::Photo(photo)) = photo else {
        panic!("a photo");
    };
    assert_eq!(photo.caption.as_deref(), Some("Кружка"));
}

fn press_under(keyboard: &Value) -> Press {
    let update = json!({ "update_id": 1, "callback_query": {
        "id": "q1",
        "from": person(),
        "chat_instance": "1",
        "data": "1menu",
        "message": message(json!({
            "text": "screen",
            "reply_markup": { "inline_keyboard": [keyboard] },
        })),
    }});
    match input(&update) {
        Some(Input::Press(press)) => press,
        other => panic!("{other:?}"),
    }
}

fn keys(data: &[&str]) -> Value {
    let key = |data: &&str| json!({ "text": "x", "callback_data": data });
    Value::Array(data.iter().map(key).collect())
}

#[test]
fn text_and_commands_are_told_apart() {
    assert_eq!(
        of(json!({ "text": "Кружка" })),
        Some(Input::Text("Кружка".to_owned()))
    );
    assert_eq!(
        of(json!({ "text": "/start ref_1" })),
        Some(Input::Command(Command::Start))
    );
}

#[test]
fn links_and_codes_are_read_from_their_commands() {
    let code = || PromoCode::parse("SPRING").ok();
    for (text, expected) in [
        ("/promo", Input::Command(Command::Promo)),
        ("/promo spring", Input::Promo(code())),
        ("/promo  spring  extra", Input::Promo(code())),
        ("/promo весна", Input::Promo(None)),
        ("/start promo_spring", Input::Promo(code())),
        ("/start promo_", Input::Promo(None)),
        ("/start ref_AAAAAAAAAAc", Input::Referred(UserId(7))),
        ("/start topup", Input::Command(Command::Start)),
    ] {
        assert_eq!(of(json!({ "text": text })), Some(expected), "{text}");
    }
}

#[test]
fn of_a_photo_the_largest_size_is_taken() {
    let size = |id: &str, side: u32| json!({ "file_id": id, "file_unique_id": id, "width": side, "height": side, "file_size": side });
    let photo = of(json!({
        "photo": [size("small", 90), size("large", 1280), size("middle", 320)],
        "caption": "Кружка",
        "media_group_id": "a1",
    }));
    let expected = Photo {
        file_id: "large".to_owned(),
        bytes: Some(1280),
        caption: Some("Кружка".to_owned()),
        album: Some("a1".to_owned()),
        is_doubtful: false,
    };
    assert_eq!(photo, Some(Input::Photo(expected)));
}

#[test]
fn a_file_may_be_a_photo_whatever_it_calls_itself() {
    let file = |mime: Option<&str>| {
        let mut document = json!({ "file_id": "d", "file_unique_id": "d", "file_size": 10 });
        if let Some(mime) = mime {
            document["mime_type"] = json!(mime);
        }
        of(json!({ "document": document }))
    };
    for (mime, doubtful) in [
        (Some("image/png"), false),
        (Some("IMAGE/JPEG"), false),
        (Some("image"), true),
        (Some("application/octet-stream"), true),
        (None, true),
    ] {
        let Some(Input::Photo(photo)) = file(mime) else {
            panic!("{mime:?}");
        };
        assert_eq!(photo.is_doubtful, doubtful, "{mime:?}");
        assert_eq!((photo.file_id.as_str(), photo.bytes), ("d", Some(10)));
    }
    let animation = json!({ "animation": {}, "document": { "file_id": "d" } });
    assert_eq!(of(animation), Some(Input::Other));
}

/// Messages that people really sent, and how each must be read.
#[test]
fn what_no_library_foresees_is_read_all_the_same() {
    let text = Input::Text("Кружка".to_owned());
    let photo = |id: &str, bytes, caption: Option<&str>, is_doubtful| {
        Input::Photo(Photo {
            file_id: id.to_owned(),
            bytes: Some(bytes),
            caption: caption.map(ToOwned::to_owned),
            album: None,
            is_doubtful,
        })
    };
    for (update, expected) in [
        (
            include_str!("tests/date-in-text.json"),
            Input::Text("Скидка 5 мая".to_owned()),
        ),
        (include_str!("tests/dice.json"), Input::Other),
        (
            include_str!("tests/file-with-odd-mime.json"),
            photo("f", 1000, None, true),
        ),
        (
            include_str!("tests/jpeg-as-octet-stream.json"),
            photo("f", 1000, None, true),
        ),
        (
            include_str!("tests/reply-from-a-channel-text.json"),
            text.clone(),
        ),
        (
            include_str!("tests/reply-from-another-chat-photo.json"),
            photo("l", 100_000, Some("Кружка"), false),
        ),
        (
            include_str!("tests/reply-from-another-chat-text.json"),
            text,
        ),
        (include_str!("tests/rich-message.json"), Input::Other),
        (include_str!("tests/voice-without-mime.json"), Input::Other),
    ] {
        assert_eq!(
            read(update).map(|incoming| incoming.input),
            Some(expected),
            "{update}"
        );
    }
}

#[test]
fn whatever_a_person_can_send_is_heard() {
    for field in [
        "animation",
        "audio",
        "checklist",
        "contact",
        "dice",
        "game",
        "gift",
        "giveaway",
        "invoice",
        "live_photo",
        "location",
        "paid_media",
        "poll",
        "rich_message",
        "sticker",
        "story",
        "venue",
        "video",
        "video_note",
        "voice",
        "a_kind_of_the_next_year",
    ] {
        for odd in [
            json!({}),
            json!({ "id": 1.5 }),
            json!([null]),
            json!(1),
            json!("x"),
        ] {
            assert_eq!(of(json!({ field: odd })), Some(Input::Other), "{field}");
        }
    }
    for nothing_readable in [
        json!({}),
        json!({ "text": 5 }),
        json!({ "photo": [{ "width": 5 }] }),
    ] {
        assert_eq!(of(nothing_readable), Some(Input::Other));
    }
}

#[test]
fn what_telegram_writes_by_itself_is_not_for_us() {
    for field in [
        "pinned_message",
        "forum_topic_created",
        "message_auto_delete_timer_changed",
    ] {
        assert_eq!(of(json!({ field: {} })), None, "{field}");
    }
}

#[test]
fn odd_fields_beside_a_text_spoil_nothing() {
    for field in [
        "from",
        "date",
        "message_id",
        "entities",
        "reply_markup",
        "via_bot",
        "quote",
    ] {
        for odd in [
            json!("x"),
            json!(-1.5),
            json!([{}]),
            json!({ "id": "x" }),
            json!(null),
        ] {
            let text = of(json!({ "text": "Кружка", field: odd }));
            assert_eq!(
                text,
                Some(Input::Text("Кружка".to_owned())),
                "{field}: {odd}"
            );
        }
    }
}

#[test]
fn a_press_is_heard_whatever_its_message_holds() {
    let odd = message(
        json!({ "rich_message": 7, "reply_markup": { "inline_keyboard": [[
        { "text": "x", "callback_data": "1menu", "style": { "of": "next year" } },
        { "text": "y", "copy_text": 5 },
    ]] } }),
    );
    let update = json!({ "update_id": 1, "callback_query": {
        "id": "q1", "from": { "id": 7 }, "data": "1menu", "message": odd,
    }});
    let Some(Input::Press(press)) = input(&update) else {
        panic!("heard");
    };
    assert_eq!(press.button, Some(Button::Menu));
    assert_eq!(
        (press.message, press.surface),
        (Some(MessageId(5)), Surface::Screen)
    );
}

#[test]
fn an_answer_belongs_to_the_topic_of_what_it_answers() {
    let written = message(json!({ "text": "x", "message_thread_id": 9 }));
    let topic = |update: Value| parsed(&update.to_string()).topic();
    assert_eq!(topic(json!({ "message": written })), Some(TopicId(9)));
    assert_eq!(
        topic(json!({ "callback_query": { "message": written } })),
        Some(TopicId(9))
    );
    assert_eq!(
        topic(json!({ "message": message(json!({ "text": "x" })) })),
        None
    );
    assert_eq!(topic(json!({ "my_chat_member": written })), None);
}

#[test]
fn only_private_chats_and_people_are_heard() {
    let group = json!({ "id": -5, "type": "group", "title": "g" });
    assert_eq!(of(json!({ "text": "x", "chat": group })), None);
    let bot = json!({ "id": 8, "is_bot": true, "first_name": "b" });
    assert_eq!(of(json!({ "text": "x", "from": bot })), None);
}

#[test]
fn what_nobody_foresaw_is_not_for_us() {
    for body in [
        "",
        "{}",
        "{\"update_id\":1}",
        "{\"update_id\":1,\"message\":{}}",
        "[]",
    ] {
        assert_eq!(read(body), None, "{body}");
    }
}

#[test]
fn a_message_tells_by_its_buttons_what_it_is() {
    let video = format!("1another:{ORDER}");
    let fetch = format!("1fetch:{ORDER}");
    let launch = format!("1launch:{ORDER}");
    let order: OrderId = ORDER.parse().unwrap();
    for (data, surface) in [
        (vec!["1menu"], Surface::Screen),
        (vec!["1create", "1products:0", "1support"], Surface::Screen),
        (vec![fetch.as_str(), "1cabinet", "1menu"], Surface::Screen),
        (
            vec![launch.as_str(), "1edit", "1drop", "1menu"],
            Surface::Confirm(order),
        ),
        (vec![video.as_str(), "1menu"], Surface::Lasting),
        (vec![fetch.as_str()], Surface::Lasting),
        (vec!["1create", "1menu"], Surface::Lasting),
        (vec!["0menu"], Surface::Lasting),
    ] {
        assert_eq!(press_under(&keys(&data)).surface, surface, "{data:?}");
    }
}

#[test]
fn a_press_under_a_message_too_old_to_be_told_is_heard() {
    let update = json!({ "update_id": 1, "callback_query": {
        "id": "q1", "from": person(), "chat_instance": "1", "data": "old",
        "message": { "message_id": 5, "date": 0, "chat": { "id": 7, "type": "private", "first_name": "A" } },
    }});
    let Some(Input::Press(press)) = input(&update) else {
        panic!("heard");
    };
    assert_eq!(
        (press.message, press.button, press.surface),
        (None, None, Surface::Lasting)
    );
}

#[test]
fn blocking_and_coming_back_are_heard() {
    for (status, blocked) in [("kicked", true), ("member", false)] {
        let member = |status: &str| {
            let bot = json!({ "id": 9, "is_bot": true, "first_name": "b" });
            match status {
                "kicked" => json!({ "user": bot, "status": status, "until_date": 0 }),
                _ => json!({ "user": bot, "status": status }),
            }
        };
        let update = json!({ "update_id": 1, "my_chat_member": {
            "chat": { "id": 7, "type": "private", "first_name": "A" },
            "from": person(), "date": 1_767_604_800,
            "old_chat_member": member("member"), "new_chat_member": member(status),
        }});
        assert_eq!(input(&update), Some(Input::Blocked(blocked)));
    }
}
