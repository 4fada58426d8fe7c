//! What is kept between two updates.

use super::bench::*;
use super::samples::*;
use crate::conversation::*;

#[test]
fn every_state_survives_a_restart() {
    for state in every_state() {
        let kept = Conversation {
            state,
            format: Some(brief().format),
            album: Some(Album {
                id: "a".to_owned(),
                told: true,
            }),
            promo: Some(super::money::promo().code),
        };
        let text = kept.write().unwrap();
        assert!(text.len() <= 64 * 1024);
        assert_eq!(Conversation::read(Some(&text)), kept);
    }
}

#[test]
fn the_longest_state_fits_its_row() {
    let longest = "я".repeat(4_000);
    let mut at = confirm();
    at.product.description = neurocards_core::work::product::Description::parse(&longest).unwrap();
    let kept = Conversation {
        state: State::Confirm(at),
        ..Conversation::default()
    };
    assert!(kept.write().unwrap().len() <= 64 * 1024);
}

/// Written by earlier releases: these rows exist, so they are read for ever.
#[test]
fn states_of_earlier_releases_are_read() {
    const PHOTO: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.jpg";
    let product = format!(
        r#"{{"id":"00000000-0000-0000-0000-000000000001","user":7,"photo":"{PHOTO}","description":"Кружка"}}"#
    );
    let format = r#"{"model":"kling-3.0/video","seconds":15,"aspect":"9:16"}"#;
    let brief = format!(r#"{{"scenario":{{"template":"ad","wishes":null}},"format":{format}}}"#);
    let corpus = [
        r#"{"v":1,"state":{"at":"menu"}}"#.to_owned(),
        format!(r#"{{"v":1,"state":{{"at":"photo"}},"format":{format}}}"#),
        format!(
            r#"{{"v":1,"state":{{"at":"description","photo":"{PHOTO}"}},"album":{{"id":"1","told":false}}}}"#
        ),
        format!(r#"{{"v":1,"state":{{"at":"template","product":{product}}}}}"#),
        format!(r#"{{"v":1,"state":{{"at":"wishes","product":{product},"style":"ugc"}}}}"#),
        format!(r#"{{"v":1,"state":{{"at":"own_prompt","product":{product},"prompt":"p"}}}}"#),
        format!(
            r#"{{"v":1,"state":{{"at":"format","product":{product},"scenario":{{"template":"own","prompt":"p"}},"format":{format}}}}}"#
        ),
        format!(
            r#"{{"v":1,"state":{{"at":"count","product":{product},"brief":{brief},"wanted":5}}}}"#
        ),
        format!(
            r#"{{"v":1,"state":{{"at":"confirm","order":"00000000-0000-0000-0000-000000000009","product":{product},"brief":{brief},"count":3}}}}"#
        ),
    ];
    for text in &corpus {
        let read = Conversation::read(Some(text));
        assert_ne!(read.state, State::Lost, "{text}");
        assert_eq!(&read.write().unwrap(), text);
    }
}

#[test]
fn a_state_that_cannot_be_read_becomes_the_menu_with_a_kind_word() {
    for text in [
        "",
        "null",
        "{}",
        r#"{"v":2,"state":{"at":"menu"}}"#,
        r#"{"v":1,"state":{"at":"x"}}"#,
    ] {
        let mut bench = TestBench::new();
        bench.conversation = Conversation::read(Some(text));
        let turned = bench.say("привет");
        assert_eq!(shown(&turned).1, Some(Remark::Lost), "{text}");
        assert!(matches!(shown(&turned).2, Screen::Menu { .. }));
        assert_eq!(bench.conversation.state, State::Menu);
    }
    assert_eq!(Conversation::read(None).state, State::Menu);
}

#[test]
fn replies_survive_a_restart() {
    let edit = Some(neurocards_core::ids::MessageId(3));
    for screen in every_screen() {
        let remark = Some(Remark::TextTooLong { len: 2, max: 1 });
        let reply = Reply::Show {
            edit,
            remark,
            screen,
            resume: true,
        };
        let text = serde_json::to_string(&reply).unwrap();
        assert_eq!(serde_json::from_str::<Reply>(&text).unwrap(), reply);
    }
}
