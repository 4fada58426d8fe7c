//! Pages of products and videos.

use neurocards_core::chat::button::Button;
use neurocards_core::page::Page;

use super::bench::*;
use super::samples::*;
use crate::conversation::*;

#[test]
fn a_page_asks_for_one_row_more_and_shows_whether_another_follows() {
    let mut bench = TestBench::new();
    let press = Input::Press(press_on(Button::Products(2), Surface::Screen));
    assert_eq!(
        questions(&bench.conversation, &press, &bench.context()),
        [Question::Products(Page {
            offset: 12,
            limit: 7
        })]
    );
    for (found, rows, more) in [(7, 6, true), (6, 6, false), (0, 0, false)] {
        bench.found.products = vec![product(); found];
        let turned = bench.turn(&press);
        let Screen::Products {
            page: 2,
            rows: shown,
            more: follows,
        } = shown(&turned).2
        else {
            panic!("{turned:?}");
        };
        assert_eq!((shown.len(), *follows), (rows, more));
    }
}

#[test]
fn every_list_a_command_opens_asks_for_its_first_page() {
    for (command, question) in [
        (
            Command::History,
            Question::Statement(Page {
                offset: 0,
                limit: 9,
            }),
        ),
        (
            Command::Products,
            Question::Products(Page {
                offset: 0,
                limit: 7,
            }),
        ),
        (
            Command::Videos,
            Question::Videos(Page {
                offset: 0,
                limit: 7,
            }),
        ),
    ] {
        assert_eq!(
            questions(
                &Conversation::default(),
                &Input::Command(command),
                &TestBench::new().context()
            ),
            [question]
        );
    }
}

#[test]
fn the_confirm_screen_knows_how_long_the_model_takes() {
    let mut bench = TestBench::at(State::Count(count()));
    let model = brief().format.model;
    let press = Input::Press(press_on(
        Button::Count(neurocards_core::work::brief::VideoCount::One),
        Surface::Screen,
    ));
    assert_eq!(
        questions(&bench.conversation, &press, &bench.context()),
        [Question::Wait(model.clone())]
    );
    let median = std::time::Duration::from_secs(77);
    bench.found.waits = vec![(model, median)];
    let turned = bench.turn(&press);
    assert!(matches!(shown(&turned).2, Screen::Confirm { wait, .. } if *wait == median));
}
