//! Buying credits: from a pack to the draft that goes on.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{Currency, Invoice, Price};
use neurocards_core::work::brief::VideoCount;

use super::bench::*;
use super::money::*;
use super::samples::*;
use crate::conversation::*;

/// Too poor for the five videos that were wanted.
fn short_of_credits() -> TestBench {
    let mut bench = TestBench::at(State::Count(AskCount {
        wanted: Some(VideoCount::Five),
        ..count()
    }));
    bench.balance.available = Credits::small(2);
    bench
}

fn paid() -> Input {
    Input::Paid(charge())
}

#[test]
fn a_pack_becomes_an_invoice_that_is_kept_before_it_is_sent() {
    for (button, credits, price) in [
        (Button::Pack(Currency::Stars, 10), 10, stars(350)),
        (
            Button::Pack(Currency::Roubles, 5),
            5,
            Price::new(Currency::Roubles, 39_000).unwrap(),
        ),
    ] {
        let mut bench = short_of_credits();
        let before = bench.conversation.clone();
        let turned = bench.press(button);
        let [Write::Offer(offer)] = &turned.writes[..] else {
            panic!("{turned:?}");
        };
        let expected = Invoice {
            id: id(109),
            user: bench.user.id,
            credits: Credits::small(credits),
            price,
        };
        assert_eq!(offer, &expected);
        assert_eq!(turned.replies[1..], [Reply::Invoice(expected)]);
        assert_eq!(bench.conversation, before, "the draft waits");
    }
}

#[test]
fn a_pack_that_is_not_sold_is_not_billed() {
    for button in [
        Button::Pack(Currency::Stars, 7),
        Button::Pack(Currency::Roubles, 10),
    ] {
        let turned = TestBench::new().press(button);
        assert_eq!(turned.writes, []);
        assert_eq!(shown(&turned).1, Some(Remark::PackGone));
        assert!(matches!(shown(&turned).2, Screen::TopUp { .. }));
    }
}

#[test]
fn a_payment_shows_every_draft_where_it_was() {
    for state in every_state() {
        let mut bench = TestBench::at(state.clone());
        bench.found.invoice = Some(invoice());
        let turned = bench.turn(&paid());
        assert!(
            matches!(&turned.writes[..], [Write::Book { charge, .. }] if *charge == self::charge())
        );
        let mut richer = TestBench::at(state.clone());
        richer.balance.available = Credits::small(15);
        assert_eq!(shown(&turned).2, &state.screen(&richer.context()));
        assert_eq!(bench.conversation.state, state);
    }
}

#[test]
fn a_payment_for_a_draft_makes_it_affordable() {
    let mut bench = short_of_credits();
    bench.found.invoice = Some(invoice());
    let turned = bench.turn(&paid());
    let Screen::Count {
        balance, shortage, ..
    } = shown(&turned).2
    else {
        panic!("{turned:?}");
    };
    assert_eq!((*balance, *shortage), (Credits::small(7), None));
}

#[test]
fn a_charge_that_comes_again_is_not_counted_again() {
    let mut bench = TestBench::new();
    bench.found.invoice = Some(invoice());
    bench.found.payment = Some(payment());
    let turned = bench.turn(&paid());
    let balance = Credits::small(10);
    assert_eq!(shown(&turned).2, &Screen::Menu { balance });
}

#[test]
fn a_charge_asks_for_its_payment_and_its_invoice() {
    let asked = questions(
        &Conversation::default(),
        &paid(),
        &TestBench::new().context(),
    );
    let charge = charge();
    assert_eq!(asked, [Question::Charge(charge.id, charge.invoice)]);
}

#[test]
fn a_payment_is_booked_whatever_terms_wait() {
    let mut bench = short_of_credits();
    bench.offer.consent_version = 3;
    let turned = bench.turn(&paid());
    assert!(matches!(&turned.writes[..], [Write::Book { .. }]));
    assert!(matches!(shown(&turned).2, Screen::Consent { version: 3 }));
}

fn paid_strangely() -> Input {
    Input::PaidStrangely(StrangeCharge {
        charge: "stx1".to_owned(),
        why: "user 7 paid with a payload that is none of ours".to_owned(),
    })
}

#[test]
fn money_that_fits_no_invoice_is_told_and_changes_nothing() {
    for input in [paid_strangely(), declined(paid(), Declined::Unmatched)] {
        for consent in [2, 3] {
            let mut bench = short_of_credits();
            bench.offer.consent_version = consent;
            let before = bench.conversation.clone();
            let turned = bench.turn(&input);
            assert_eq!(turned.writes, []);
            assert_eq!(
                (shown(&turned).1, shown(&turned).2),
                (Some(Remark::PaymentUnmatched), &Screen::PaySupport)
            );
            assert_eq!(bench.conversation, before);
        }
    }
}
