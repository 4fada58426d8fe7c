//! Buttons that name things: for their owner, whatever their age.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::money::payment::Currency;
use neurocards_core::work::brief::VideoCount;

use super::bench::*;
use super::launch::placed;
use super::money::*;
use super::samples::*;
use crate::conversation::*;

fn on_a_video(button: Button) -> Input {
    Input::Press(press_on(button, Surface::Lasting))
}

/// Fault 14 of the original: "make another" was broken and had no owner check.
#[test]
fn another_video_restores_the_product_for_its_owner_only() {
    let button = Button::Another(product().id);
    let mut bench = TestBench::new();
    assert_eq!(
        questions(&bench.conversation, &on_a_video(button), &bench.context()),
        [Question::Product(product().id)]
    );
    bench.found.product = Some(product());
    bench.turn(&on_a_video(button));
    assert!(matches!(&bench.conversation.state, State::Template(at) if at.product == product()));

    let mut stranger = TestBench::new();
    let turned = stranger.turn(&on_a_video(button));
    assert_eq!(toasted(&turned), Some(Toast::NoProduct));
    assert_eq!(
        (stranger.conversation.state, turned.writes),
        (State::Menu, vec![])
    );
}

#[test]
fn one_more_variant_is_the_same_brief_once_with_an_order_of_its_own() {
    let mut bench = TestBench::new();
    bench.found.order = Some(placed());
    let turned = bench.turn(&on_a_video(Button::Variant(id(31))));
    assert_eq!(shown(&turned).0, None, "the video's message stays");
    let State::Confirm(at) = &bench.conversation.state else {
        panic!("{turned:?}");
    };
    assert_eq!((at.count, &at.brief), (VideoCount::One, &brief()));
    assert_ne!(at.order, placed().id);

    let turned = TestBench::new().turn(&on_a_video(Button::Variant(id(31))));
    assert_eq!(toasted(&turned), Some(Toast::NoVideo));
}

#[test]
fn a_video_that_is_not_theirs_or_not_ready_is_not_sent() {
    let turned = TestBench::new().turn(&on_a_video(Button::Fetch(id(31))));
    assert_eq!(
        (toasted(&turned), turned.writes),
        (Some(Toast::NoVideo), vec![])
    );
}

#[test]
fn every_write_names_the_person_who_asked() {
    let launch = press_on(Button::Launch(confirm().order), Surface::Lasting);
    let inputs = [
        Input::Text("текст".to_owned()),
        Input::Blocked(true),
        Input::Press(launch),
        on_a_video(Button::AcceptTerms(2)),
        on_a_video(Button::Language(neurocards_core::user::Language::En)),
        on_a_video(Button::Pack(Currency::Stars, 5)),
        on_a_video(Button::RefundNow(17)),
        Input::Paid(charge()),
        Input::Promo(Some(promo().code)),
    ];
    for (state, input) in every_state()
        .iter()
        .flat_map(|state| inputs.iter().map(move |i| (state, i)))
    {
        let mut bench = TestBench::at(state.clone());
        bench.user.blocked = true;
        bench.found.payment = Some(payment());
        bench.found.promo = Some(promo());
        for write in bench.turn(input).writes {
            assert_eq!(owner(&write), bench.user.id, "{write:?}");
        }
    }
}

fn owner(write: &Write) -> neurocards_core::ids::UserId {
    match write {
        Write::Consent { user, .. }
        | Write::Language { user, .. }
        | Write::Blocked { user, .. }
        | Write::Cancel { user, .. }
        | Write::Redeem { user, .. }
        | Write::Redeliver { user, .. } => *user,
        Write::Grant(grant) => grant.user,
        Write::Offer(invoice) => invoice.user,
        Write::Book { charge, .. } => charge.payer,
        Write::AskRefund(refund) => refund.owner.expect("users name themselves"),
        Write::Refer { friend, .. } => *friend,
        Write::Product(product) => product.user,
        Write::Place(order) => order.user,
    }
}
