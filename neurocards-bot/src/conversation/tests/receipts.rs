//! Receipts, and the way to one's money back.

use chrono::{DateTime, TimeDelta};
use neurocards_core::actor::Actor;
use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::Write;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{PaymentStatus, RefundRefusal};
use neurocards_core::page::Page;

use super::bench::*;
use super::money::*;
use crate::conversation::*;

fn with_a_payment() -> TestBench {
    let mut bench = TestBench::new();
    bench.found.payment = Some(payment());
    bench
}

fn receipt(refusal: Option<RefundRefusal>) -> Screen {
    Screen::Receipt {
        payment: payment(),
        refusal,
    }
}

#[test]
fn receipts_are_paged_like_every_list() {
    let mut bench = TestBench::new();
    let press = Input::Press(press_on(Button::Receipts(1), Surface::Screen));
    let page = Page {
        offset: 6,
        limit: 7,
    };
    let asked = questions(&bench.conversation, &press, &bench.context());
    assert_eq!(asked, [Question::Payments(page)]);
    bench.found.payments = vec![payment(); 7];
    let turned = bench.turn(&press);
    let Screen::Receipts {
        page: 1,
        rows,
        more: true,
    } = shown(&turned).2
    else {
        panic!("{turned:?}");
    };
    assert_eq!(rows.len(), 6);
}

#[test]
fn an_unspent_payment_is_given_back_after_a_second_press() {
    let mut bench = with_a_payment();
    assert_eq!(shown(&bench.press(Button::Receipt(17))).2, &receipt(None));
    let confirm = bench.press(Button::Refund(17));
    assert_eq!(confirm.writes, []);
    assert!(matches!(shown(&confirm).2, Screen::RefundConfirm { .. }));
    let turned = bench.press(Button::RefundNow(17));
    let [Write::AskRefund(asked)] = &turned.writes[..] else {
        panic!("{turned:?}");
    };
    assert_eq!(asked.charge, payment().charge);
    assert_eq!(
        (asked.owner, &asked.by),
        (Some(bench.user.id), &Actor::User)
    );
    let shown = shown(&turned);
    assert_eq!(shown.1, Some(Remark::RefundAsked));
    let Screen::Receipt { payment, .. } = shown.2 else {
        panic!("{turned:?}");
    };
    assert_eq!(payment.status, PaymentStatus::RefundAsked);
}

#[test]
fn what_may_not_be_given_back_says_why_on_every_press() {
    let mut spent = with_a_payment();
    spent.balance.available = Credits::small(4);
    let mut old = with_a_payment();
    old.found.payment.as_mut().unwrap().booked_at = DateTime::UNIX_EPOCH - TimeDelta::days(15);
    let mut off = with_a_payment();
    off.offer.self_refund.within = std::time::Duration::ZERO;
    let mut over = with_a_payment();
    over.found.payment = Some(payment_that_is(PaymentStatus::Refunded));
    for (bench, why) in [
        (&mut spent, RefundRefusal::Spent),
        (&mut old, RefundRefusal::TooLate),
        (&mut off, RefundRefusal::TooLate),
        (&mut over, RefundRefusal::Over),
    ] {
        for button in [
            Button::Receipt(17),
            Button::Refund(17),
            Button::RefundNow(17),
        ] {
            let turned = bench.press(button);
            assert_eq!(turned.writes, []);
            assert!(
                matches!(shown(&turned).2, Screen::Receipt { refusal: Some(told), .. } if *told == why),
                "{turned:?}"
            );
        }
    }
}

#[test]
fn a_payment_of_somebody_else_is_no_payment() {
    for button in [
        Button::Receipt(17),
        Button::Refund(17),
        Button::RefundNow(17),
    ] {
        let turned = TestBench::new().press(button);
        assert_eq!(
            (toasted(&turned), turned.writes),
            (Some(Toast::NoPayment), vec![])
        );
    }
}

#[test]
fn a_refund_that_the_store_refuses_is_told_where_it_was_asked() {
    let press = || Input::Press(press_on(Button::RefundNow(17), Surface::Screen));
    let mut bench = with_a_payment();
    let spent = Declined::Refund(RefundRefusal::Spent);
    let turned = bench.turn(&declined(press(), spent));
    assert_eq!(turned.writes, []);
    assert_eq!(shown(&turned).2, &receipt(Some(RefundRefusal::Spent)));
    let unknown = Declined::Refund(RefundRefusal::Unknown);
    let turned = bench.turn(&declined(press(), unknown));
    assert_eq!(toasted(&turned), Some(Toast::NoPayment));
}
