//! What holds in every state: commands, text where a button is expected, stale buttons.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::user::Language;
use neurocards_core::work::brief::{Template, VideoCount};

use super::bench::*;
use super::samples::*;
use crate::conversation::*;

#[test]
fn every_command_is_answered_in_every_state() {
    for state in every_state() {
        for command in Command::ALL.into_iter().chain([Command::Unknown]) {
            let turned = TestBench::at(state.clone()).command(command);
            shown(&turned);
        }
    }
}

#[test]
fn looking_at_the_cabinet_does_not_lose_the_draft() {
    for command in [
        Command::Balance,
        Command::History,
        Command::Help,
        Command::Language,
    ] {
        let mut bench = TestBench::at(State::Confirm(confirm()));
        let turned = bench.command(command);
        let leads_back = |reply: &Reply| matches!(reply, Reply::Show { resume: true, .. });
        assert!(turned.replies.iter().all(leads_back));
        assert_eq!(bench.conversation.state, State::Confirm(confirm()));
        assert!(matches!(
            shown(&bench.press(Button::Continue)).2,
            Screen::Confirm { .. }
        ));
    }
}

#[test]
fn text_stickers_and_unknown_buttons_get_an_answer_in_every_state() {
    let unknown = Press {
        button: None,
        ..press_on(Button::Menu, Surface::Screen)
    };
    for state in every_state() {
        for input in [
            Input::Text("текст".to_owned()),
            Input::Text(String::new()),
            Input::Other,
            Input::Press(unknown.clone()),
        ] {
            let turned = TestBench::at(state.clone()).turn(&input);
            shown(&turned);
        }
    }
}

#[test]
fn a_button_of_another_state_changes_nothing_and_shows_where_we_are() {
    let foreign = [
        Button::Template(Template::Ugc),
        Button::NoWishes,
        Button::ApprovePrompt,
        Button::EditPrompt,
        Button::Model(0),
        Button::Seconds(5),
        Button::ApproveFormat,
        Button::Count(VideoCount::One),
        Button::EditOrder,
        Button::CancelDraft,
    ];
    for button in foreign {
        let mut bench = TestBench::at(State::Photo);
        let turned = bench.press(button);
        assert_eq!(toasted(&turned), Some(Toast::Stale), "{button:?}");
        assert!(matches!(shown(&turned).2, Screen::Photo { .. }));
        assert_eq!(
            (&bench.conversation.state, turned.writes),
            (&State::Photo, vec![])
        );
    }
}

#[test]
fn a_double_tap_on_a_step_changes_no_draft_and_sends_no_second_message() {
    let mut bench = TestBench::at(State::Template(AskTemplate { product: product() }));
    bench.press(Button::Template(Template::Ugc));
    let after = bench.conversation.clone();
    let turned = bench.press(Button::Template(Template::Ugc));
    assert_eq!(bench.conversation, after);
    let (edit, _, screen) = shown(&turned);
    assert!(edit.is_some(), "an edit that changes nothing");
    assert_eq!(screen, &Screen::Wishes { style: Style::Ugc });
}

#[test]
fn every_press_is_answered_once_and_first() {
    for state in every_state() {
        for button in [
            Button::Menu,
            Button::Create,
            Button::NoWishes,
            Button::Cabinet,
        ] {
            let turned = TestBench::at(state.clone()).press(button);
            toasted(&turned);
            let toasts = turned
                .replies
                .iter()
                .filter(|reply| matches!(reply, Reply::Toast { .. }));
            assert_eq!(toasts.count(), 1);
        }
    }
}

#[test]
fn the_way_to_the_menu_works_in_every_state() {
    for state in every_state() {
        let mut bench = TestBench::at(state);
        let turned = bench.press(Button::Menu);
        assert!(matches!(shown(&turned).2, Screen::Menu { .. }));
        assert_eq!(bench.conversation.state, State::Menu);
    }
}

#[test]
fn a_chosen_language_is_spoken_at_once() {
    let mut bench = TestBench::at(State::Photo);
    let turned = bench.press(Button::Language(Language::En));
    assert_eq!(turned.language, Language::En);
    assert!(matches!(
        turned.writes[..],
        [Write::Language {
            language: Language::En,
            ..
        }]
    ));
    assert!(matches!(shown(&turned).2, Screen::Photo { .. }));
}

#[test]
fn a_person_who_blocked_the_bot_is_noted_in_silence_and_known_when_they_return() {
    let turned = TestBench::at(State::Photo).turn(&Input::Blocked(true));
    assert!(matches!(
        turned.writes[..],
        [Write::Blocked { blocked: true, .. }]
    ));
    assert_eq!(turned.replies, []);
    let mut back = TestBench::new();
    back.user.blocked = true;
    let turned = back.say("я вернулась");
    assert!(matches!(
        turned.writes[0],
        Write::Blocked { blocked: false, .. }
    ));
    shown(&turned);
}
