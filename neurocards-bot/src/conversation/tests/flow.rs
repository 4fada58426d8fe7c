//! From the photo to the confirm screen.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::Currency;
use neurocards_core::work::brief::{Scenario, Template, VideoCount};
use neurocards_core::work::product::Description;

use super::bench::*;
use super::samples::*;
use crate::conversation::*;

#[test]
fn a_description_makes_the_product_and_leads_to_the_template() {
    let mut bench = TestBench::at(State::Description(AskDescription { photo: photo() }));
    let turned = bench.say("  Кружка 300 мл  ");
    let [Write::Product(made)] = &turned.writes[..] else {
        panic!("{turned:?}");
    };
    assert_eq!((made.user, &made.photo), (bench.user.id, &photo()));
    assert_eq!(
        made.description,
        Description::parse("Кружка 300 мл").unwrap()
    );
    assert!(matches!(shown(&turned).2, Screen::Template { .. }));
}

#[test]
fn a_text_that_does_not_fit_is_told_and_loses_nothing() {
    let long = "я".repeat(4_001);
    for (text, remark) in [
        ("  \n", Remark::TextEmpty),
        (
            long.as_str(),
            Remark::TextTooLong {
                len: 4_001,
                max: 4_000,
            },
        ),
    ] {
        let mut bench = TestBench::at(State::Description(AskDescription { photo: photo() }));
        let before = bench.conversation.clone();
        let turned = bench.say(text);
        assert_eq!(shown(&turned).1, Some(remark));
        assert_eq!(bench.conversation, before);
    }
}

#[test]
fn each_template_leads_to_its_own_question() {
    for (template, expected) in [
        (Template::Ugc, Screen::Wishes { style: Style::Ugc }),
        (Template::Ad, Screen::Wishes { style: Style::Ad }),
        (Template::Own, Screen::PromptWanted),
    ] {
        let mut bench = TestBench::at(State::Template(AskTemplate { product: product() }));
        let turned = bench.press(Button::Template(template));
        assert_eq!(shown(&turned).2, &expected);
    }
}

/// Fault 15 of the original: "нет" meant none, and `NOW()` became SQL.
#[test]
fn a_wish_is_taken_literally_and_only_a_dash_means_none() {
    for (text, kept) in [
        ("нет", Some("нет")),
        ("Нет людей, нет текста", Some("Нет людей, нет текста")),
        ("NOW()", Some("NOW()")),
        ("-- drop table", Some("-- drop table")),
        ("- без музыки", Some("- без музыки")),
        ("null", Some("null")),
        ("-", None),
        (" - ", None),
    ] {
        let mut bench = TestBench::at(State::Wishes(AskWishes {
            product: product(),
            style: Style::Ad,
        }));
        bench.say(text);
        let State::Format(at) = bench.conversation.state else {
            panic!("{text}");
        };
        assert_eq!(
            at.scenario
                .wishes()
                .map(neurocards_core::work::brief::Wishes::as_str),
            kept,
            "{text}"
        );
    }
}

#[test]
fn the_button_means_no_wishes() {
    let mut bench = TestBench::at(State::Wishes(AskWishes {
        product: product(),
        style: Style::Ugc,
    }));
    bench.press(Button::NoWishes);
    let State::Format(at) = bench.conversation.state else {
        panic!("{:?}", bench.conversation);
    };
    assert_eq!(at.scenario, Scenario::Ugc { wishes: None });
}

#[test]
fn an_own_prompt_is_echoed_replaced_by_typing_and_approved() {
    let mut bench = TestBench::at(State::OwnPrompt(AskPrompt {
        product: product(),
        prompt: None,
    }));
    for text in ["<b>первый</b>", "второй"] {
        let turned = bench.say(text);
        let Screen::PromptShown { prompt } = shown(&turned).2 else {
            panic!("{turned:?}");
        };
        assert_eq!(prompt.as_str(), text);
    }
    bench.press(Button::ApprovePrompt);
    let State::Format(at) = bench.conversation.state else {
        panic!("{:?}", bench.conversation);
    };
    assert!(matches!(at.scenario, Scenario::Own { prompt } if prompt.as_str() == "второй"));
}

#[test]
fn a_format_is_chosen_on_one_message_and_remembered() {
    let format = brief().format;
    let mut bench = TestBench::at(State::Format(AskFormat {
        product: product(),
        scenario: brief().scenario,
        format,
    }));
    let turned = bench.press(Button::Model(2));
    assert_eq!(
        shown(&turned).0,
        press_on(Button::Menu, Surface::Screen).message
    );
    bench.press(Button::Seconds(5));
    bench.press(Button::ApproveFormat);
    let usual = bench.conversation.usual_format(&bench.offer.catalogue);
    assert_eq!(
        (usual.model.0.as_str(), usual.seconds),
        ("wan/2-7-image-to-video", 5)
    );
    bench.conversation.state = State::Wishes(AskWishes {
        product: product(),
        style: Style::Ad,
    });
    bench.press(Button::NoWishes);
    assert!(matches!(bench.conversation.state, State::Format(at) if at.format == usual));
}

#[test]
fn a_format_that_left_the_catalogue_is_told_and_replaced() {
    let mut gone = brief();
    gone.format.model.0 = "sora-2".to_owned();
    let at_format = AskFormat {
        product: product(),
        scenario: gone.scenario.clone(),
        format: gone.format.clone(),
    };
    let at_count = AskCount {
        brief: gone,
        ..count()
    };
    for (state, button) in [
        (State::Format(at_format), Button::ApproveFormat),
        (State::Count(at_count), Button::Count(VideoCount::One)),
    ] {
        let mut bench = TestBench::at(state);
        let turned = bench.press(button);
        assert_eq!(shown(&turned).1, Some(Remark::FormatGone));
        assert!(matches!(bench.conversation.state, State::Format(_)));
    }
}

#[test]
fn the_order_id_is_minted_before_its_button_is_shown_and_costs_are_told() {
    let mut bench = TestBench::at(State::Count(count()));
    let minted = bench.context().ids.order;
    let turned = bench.press(Button::Count(VideoCount::Five));
    let Screen::Confirm {
        order, cost, left, ..
    } = shown(&turned).2
    else {
        panic!("{turned:?}");
    };
    assert_eq!(
        (*order, *cost, *left),
        (minted, Credits::small(5), Credits::small(5))
    );
    assert!(matches!(&bench.conversation.state, State::Confirm(at) if at.order == minted));
    assert_eq!(turned.writes, []);
}

#[test]
fn too_few_credits_are_told_and_the_draft_survives_the_payment() {
    let mut bench = TestBench::at(State::Count(count()));
    bench.balance.available = Credits::small(2);
    let turned = bench.press(Button::Count(VideoCount::Five));
    let Screen::Count {
        shortage: Some(shortage),
        ..
    } = shown(&turned).2
    else {
        panic!("{turned:?}");
    };
    assert_eq!(
        (shortage.needed, shortage.missing),
        (Credits::small(5), Credits::small(3))
    );
    bench.press(Button::TopUp(Currency::Stars));
    bench.balance.available = Credits::small(7);
    let turned = bench.press(Button::Continue);
    assert!(matches!(
        shown(&turned).2,
        Screen::Count { shortage: None, .. }
    ));
    bench.press(Button::Count(VideoCount::Five));
    assert!(matches!(&bench.conversation.state, State::Confirm(at) if at.product == product()));
}

#[test]
fn the_draft_can_be_changed_or_dropped_before_it_is_placed() {
    let mut bench = TestBench::at(State::Confirm(confirm()));
    bench.press(Button::EditOrder);
    assert!(matches!(&bench.conversation.state, State::Template(at) if at.product == product()));
    let mut bench = TestBench::at(State::Confirm(confirm()));
    let turned = bench.press(Button::CancelDraft);
    assert_eq!(
        (shown(&turned).1, &bench.conversation.state),
        (Some(Remark::Dropped), &State::Menu)
    );
}
