//! From the confirm screen to the card.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::card::{Card, CardVideo};
use neurocards_core::chat::update::Write;
use neurocards_core::ids::MessageId;
use neurocards_core::money::credits::Credits;
use neurocards_core::work::order::Order;
use neurocards_core::work::stage::Stage;

use super::bench::*;
use super::samples::*;
use crate::conversation::*;

pub(super) fn placed() -> Order {
    let at = confirm();
    Order {
        id: at.order,
        user: product().user,
        chat: TestBench::new().user.chat,
        product: at.product,
        brief: at.brief,
        jobs: vec![id(31)],
        price: Credits::small(1),
        placed_at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn launch() -> Input {
    let order = confirm().order;
    Input::Press(press_on(Button::Launch(order), Surface::Confirm(order)))
}

fn places(turned: &Turned) -> usize {
    let place = |write: &&Write| matches!(write, Write::Place(_));
    turned.writes.iter().filter(place).count()
}

/// Fault 6 of the original: a double tap charged twice.
#[test]
fn a_double_tap_places_one_order() {
    let mut bench = TestBench::at(State::Confirm(confirm()));
    let first = bench.turn(&launch());
    let [Write::Place(order)] = &first.writes[..] else {
        panic!("{first:?}");
    };
    assert_eq!((order.id, order.jobs.len()), (confirm().order, 3));
    assert_eq!(order.total(), Some(Credits::small(3)));
    bench.found.order = Some(placed());
    let second = bench.turn(&launch());
    assert_eq!(
        (places(&second), toasted(&second)),
        (0, Some(Toast::AlreadyLaunched))
    );
}

#[test]
fn two_taps_turned_from_the_same_state_name_the_same_order() {
    let orders: Vec<_> = (0..2)
        .map(|_| {
            let mut bench = TestBench::at(State::Confirm(confirm()));
            let Some(Write::Place(order)) = bench.turn(&launch()).writes.pop() else {
                panic!("placed");
            };
            order.id
        })
        .collect();
    assert_eq!(orders[0], orders[1]);
}

/// Fault 7 of the original: eight notifications for one order.
#[test]
fn a_launch_says_nothing_but_a_toast_and_makes_its_message_the_card() {
    let mut bench = TestBench::at(State::Confirm(confirm()));
    let turned = bench.turn(&launch());
    let [
        Reply::Toast {
            callback,
            toast: Some(Toast::Launched),
        },
        Reply::Card { edit, order: shown },
    ] = &turned.replies[..]
    else {
        panic!("{turned:?}");
    };
    assert_eq!(callback, "cb");
    let [Write::Place(order)] = &turned.writes[..] else {
        panic!("{turned:?}");
    };
    assert_eq!(order.card_message, Some(MessageId(55)));
    assert_eq!((*edit, *shown), (MessageId(55), order.id));
    assert_eq!(bench.conversation.state, State::Menu);
}

#[test]
fn a_card_is_never_edited_into_a_screen() {
    let order = confirm().order;
    for surface in [Surface::Confirm(order), Surface::Lasting] {
        let mut bench = TestBench::at(State::Menu);
        bench.found.order = Some(placed());
        let turned = bench.turn(&Input::Press(press_on(Button::Menu, surface)));
        assert_eq!(shown(&turned).0, None, "{surface:?}");
    }
}

#[test]
fn an_order_the_store_finds_too_dear_goes_back_to_the_count_with_its_draft() {
    let mut bench = TestBench::at(State::Confirm(confirm()));
    bench.balance.available = Credits::small(1);
    let turned = bench.turn(&declined(launch(), Declined::TooFew));
    let (edit, _, screen) = shown(&turned);
    assert_eq!(edit, Some(MessageId(55)));
    assert!(matches!(
        screen,
        Screen::Count {
            shortage: Some(_),
            ..
        }
    ));
    assert_eq!(places(&turned), 0);
    assert!(matches!(&bench.conversation.state, State::Count(at) if at.product == product()));
}

#[test]
fn a_balance_that_fell_since_the_confirm_screen_places_nothing() {
    let mut bench = TestBench::at(State::Confirm(confirm()));
    bench.balance.available = Credits::small(2);
    let turned = bench.turn(&launch());
    assert_eq!(places(&turned), 0);
    assert!(matches!(
        shown(&turned).2,
        Screen::Count {
            shortage: Some(_),
            ..
        }
    ));
}

#[test]
fn a_dropped_draft_is_not_placed_by_its_old_button() {
    let mut bench = TestBench::at(State::Confirm(confirm()));
    bench.press(Button::CancelDraft);
    let turned = bench.turn(&launch());
    assert_eq!((places(&turned), toasted(&turned)), (0, Some(Toast::Stale)));
}

#[test]
fn an_order_is_cancelled_only_while_something_of_it_can_be() {
    let card = |has_open_attempt| Card {
        order: confirm().order,
        user: product().user,
        chat: TestBench::new().user.chat,
        message: None,
        product: product().id,
        headline: "Кружка".to_owned(),
        template: brief().scenario.template(),
        language: TestBench::new().user.language,
        price: Credits::small(1),
        placed_at: chrono::DateTime::UNIX_EPOCH,
        now: chrono::DateTime::UNIX_EPOCH,
        videos: vec![CardVideo {
            job: id(31),
            stage: Stage::Queued { place: 1 },
            attempts: 1,
            has_open_attempt,
        }],
    };
    for (found, toast, writes) in [
        (Some(card(false)), Toast::Cancelling, 1),
        (Some(card(true)), Toast::TooLateToCancel, 0),
        (None, Toast::Stale, 0),
    ] {
        let mut bench = TestBench::new();
        bench.found.card = found;
        let button = Button::CancelOrder(confirm().order);
        let turned = bench.turn(&Input::Press(press_on(button, Surface::Lasting)));
        assert_eq!(
            (toasted(&turned), turned.writes.len()),
            (Some(toast), writes)
        );
    }
}
