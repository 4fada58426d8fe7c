mod money;

use neurocards_core::ids::OrderId;
use neurocards_core::money::gift::PromoCode;
use serde_json::{Value, json};

use super::*;
use crate::conversation::Command;

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
        bytes: 1280,
        caption: Some("Кружка".to_owned()),
        album: Some("a1".to_owned()),
    };
    assert_eq!(photo, Some(Input::Photo(expected)));
}

#[test]
fn a_file_is_a_photo_only_if_it_is_an_image() {
    let file = |mime: Option<&str>| {
        let mut document = json!({ "file_id": "d", "file_unique_id": "d", "file_size": 10 });
        if let Some(mime) = mime {
            document["mime_type"] = json!(mime);
        }
        of(json!({ "document": document }))
    };
    assert!(matches!(file(Some("image/png")), Some(Input::Photo(_))));
    assert_eq!(file(Some("application/pdf")), Some(Input::Other));
    assert_eq!(file(None), Some(Input::Other));
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

#[test]
fn a_language_we_do_not_speak_becomes_english() {
    for (tag, expected) in [
        (Some("ru"), Language::Ru),
        (Some("ru-RU"), Language::Ru),
        (Some("en-GB"), Language::En),
        (Some("de"), Language::En),
        (None, Language::Ru),
    ] {
        assert_eq!(language(tag), expected);
    }
}
