//! Consent: asked once per version, enforced everywhere.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::money::credits::Credits;
use neurocards_core::user::Language;

use super::bench::*;
use super::samples::*;
use crate::conversation::*;

fn newcomer() -> TestBench {
    let mut bench = TestBench::new();
    bench.user.consent = None;
    bench
}

#[test]
fn nothing_goes_on_without_consent_in_any_state() {
    for state in every_state() {
        let inputs = [
            Input::Command(Command::Start),
            Input::Command(Command::New),
            Input::Text("текст".to_owned()),
            Input::Other,
            Input::Press(press_on(Button::Create, Surface::Screen)),
            Input::Press(press_on(Button::Launch(confirm().order), Surface::Screen)),
            Input::Press(press_on(Button::AcceptTerms(1), Surface::Screen)),
        ];
        for input in inputs {
            let mut bench = TestBench::at(state.clone());
            bench.user.consent = None;
            let turned = bench.turn(&input);
            assert_eq!(
                shown(&turned).2,
                &Screen::Consent { version: 2 },
                "{input:?}"
            );
            assert_eq!(
                (bench.conversation.state, turned.writes),
                (state.clone(), vec![])
            );
        }
    }
}

#[test]
fn a_new_person_is_welcomed_with_credits_once() {
    let mut bench = newcomer();
    let turned = bench.press(Button::AcceptTerms(2));
    let [Write::Consent { version: 2, .. }, Write::Grant(grant)] = &turned.writes[..] else {
        panic!("{turned:?}");
    };
    assert_eq!(
        (grant.key.to_string().as_str(), grant.amount),
        ("welcome:7", Credits::small(2))
    );
    assert_eq!(
        shown(&turned).2,
        &Screen::Welcome {
            credits: Credits::small(2)
        }
    );

    let mut returned = newcomer();
    returned.found.welcomed = true;
    let turned = returned.press(Button::AcceptTerms(2));
    assert!(matches!(turned.writes[..], [Write::Consent { .. }]));
    let credits = Credits::ZERO;
    assert_eq!(shown(&turned).2, &Screen::Welcome { credits });

    let again = TestBench::new().press(Button::AcceptTerms(2));
    assert_eq!(
        (shown(&again).1, again.writes),
        (Some(Remark::ConsentKnown), vec![])
    );
}

#[test]
fn an_offer_without_welcome_credits_grants_nothing() {
    let mut bench = newcomer();
    bench.offer.welcome_credits = Credits::ZERO;
    let turned = bench.press(Button::AcceptTerms(2));
    assert!(
        matches!(turned.writes[..], [Write::Consent { .. }]),
        "{turned:?}"
    );
}

#[test]
fn a_new_version_is_asked_again_without_losing_the_draft() {
    let mut bench = TestBench::at(State::Confirm(confirm()));
    bench.offer.consent_version = 3;
    assert_eq!(shown(&bench.say("ну")).2, &Screen::Consent { version: 3 });
    let turned = bench.press(Button::AcceptTerms(3));
    assert!(
        matches!(turned.writes[..], [Write::Consent { version: 3, .. }]),
        "{turned:?}"
    );
    assert!(matches!(shown(&turned).2, Screen::Confirm { .. }));
}

#[test]
fn papers_people_and_language_are_there_before_consent() {
    for (command, screen) in [
        (Command::Terms, Screen::Terms),
        (Command::Privacy, Screen::Privacy),
        (Command::Support, Screen::Support),
        (Command::PaySupport, Screen::PaySupport),
        (Command::Language, Screen::Languages),
        (Command::DeleteMe, Screen::DeleteMe),
    ] {
        assert_eq!(shown(&newcomer().command(command)).2, &screen);
    }
    let turned = newcomer().press(Button::Language(Language::En));
    assert_eq!(shown(&turned).2, &Screen::Consent { version: 2 });
    assert_eq!(turned.language, Language::En);
}

#[test]
fn no_photo_is_taken_without_consent() {
    let bench = newcomer();
    let photo = Input::Photo(super::photo::sent(None, None));
    assert_eq!(questions(&bench.conversation, &photo, &bench.context()), []);
}
