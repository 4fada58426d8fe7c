//! Refunds on their way: due until they end, once.

use std::time::Duration;

use futures::future::join;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::{Currency, DueRefund, PaymentStatus, RefundEnd};
use neurocards_core::ports::Clock;

use crate::conformance::Harness;
use crate::factory::{an_operator, an_order};

/// A user who paid 5 credits with `c1` and asked for the money back.
async fn asked(h: &Harness) -> UserId {
    let user = h.user(1, 0).await;
    h.pay(user, 5, "c1").await;
    h.ask_refund("c1").await;
    h.news().await;
    user
}

async fn end(h: &Harness, end: RefundEnd) -> bool {
    h.end_refund("c1", end, Actor::System).await
}

async fn due(h: &Harness, limit: u16) -> Vec<String> {
    let due = h.stores.payments.refunds_due(Currency::Stars, 0, limit);
    names(&due.await.unwrap())
}

fn names(due: &[DueRefund]) -> Vec<String> {
    let names = due.iter().map(|it| it.payment.charge.to_string());
    names.collect()
}

fn refused() -> RefundEnd {
    RefundEnd::Refused(Reason::of("CHARGE_NOT_FOUND"))
}

pub async fn refunds_are_due_oldest_first_until_they_end(h: &Harness) {
    let user = h.user(1, 0).await;
    for name in ["c1", "c2", "c3", "kept"] {
        h.pay(user, 5, name).await;
    }
    for name in ["c1", "c2", "c3"] {
        h.ask_refund(name).await;
    }
    assert_eq!(due(h, 100).await, ["c1", "c2", "c3"]);
    assert_eq!(due(h, 2).await, ["c1", "c2"]);
    let roubles = h
        .stores
        .payments
        .refunds_due(Currency::Roubles, 0, 100)
        .await;
    assert_eq!(roubles.unwrap(), []);
    assert!(end(h, RefundEnd::Done).await);
    assert_eq!(due(h, 100).await, ["c2", "c3"]);
}

pub async fn due_refunds_are_paged_and_say_when_they_were_asked(h: &Harness) {
    let user = h.user(1, 0).await;
    for name in ["c1", "c2", "c3"] {
        h.pay(user, 5, name).await;
    }
    let mut asked = Vec::new();
    for name in ["c3", "c1"] {
        h.clock.advance(Duration::from_mins(7));
        h.ask_refund(name).await;
        asked.push(h.clock.now());
    }
    h.clock.advance(Duration::from_mins(7));
    let after = async |after| {
        let due = h.stores.payments.refunds_due(Currency::Stars, after, 1);
        due.await.unwrap()
    };
    let first = after(0).await;
    let second = after(first[0].payment.no).await;
    assert_eq!(
        (names(&first), first[0].asked_at),
        (vec!["c1".to_owned()], asked[1])
    );
    assert_eq!(
        (names(&second), second[0].asked_at),
        (vec!["c3".to_owned()], asked[0])
    );
    assert_eq!(after(second[0].payment.no).await, []);
}

pub async fn a_done_refund_ends_once_with_news(h: &Harness) {
    let user = asked(h).await;
    assert!(end(h, RefundEnd::Done).await);
    let payment = h.payment("c1").await;
    assert_eq!(payment.status, PaymentStatus::Refunded);
    assert_eq!(payment.refunded_at, Some(h.clock.now()));
    let news = MoneyNews::Refunded {
        charge: payment.charge,
        credits: Credits::small(5),
        price: payment.price,
    };
    assert_eq!(h.news().await, [(user, news)]);
    for again in [RefundEnd::Done, refused()] {
        assert!(!end(h, again).await);
    }
    assert_eq!((h.balance(user).await, h.news().await.len()), ((0, 0), 0));
}

pub async fn a_refused_refund_gives_the_credits_back_once(h: &Harness) {
    let user = asked(h).await;
    assert!(end(h, refused()).await);
    let payment = h.payment("c1").await;
    assert_eq!(payment.status, PaymentStatus::RefundRefused);
    assert_eq!(payment.refunded_at, None);
    let entry = h.entry(user, "refund_refused:c1").await.unwrap();
    assert_eq!(
        (entry.kind, entry.amount),
        (EntryKind::Grant, payment.credits)
    );
    assert_eq!(entry.reason.as_str(), "CHARGE_NOT_FOUND");
    let news = MoneyNews::RefundRefused {
        charge: payment.charge,
        credits: payment.credits,
    };
    assert_eq!(h.news().await, [(user, news)]);
    for again in [RefundEnd::Done, refused()] {
        assert!(!end(h, again).await);
    }
    assert_eq!(h.balance(user).await, (5, 0));
    assert_eq!((due(h, 9).await.len(), h.news().await.len()), (0, 0));
}

pub async fn a_refused_refund_cannot_be_asked_again(h: &Harness) {
    let user = asked(h).await;
    end(h, refused()).await;
    h.ask_refund("c1").await;
    assert_eq!((h.balance(user).await, due(h, 9).await.len()), ((5, 0), 0));
}

pub async fn credits_of_a_refused_refund_can_be_spent(h: &Harness) {
    let user = asked(h).await;
    end(h, refused()).await;
    h.place(an_order().of(user).videos(5)).await;
    assert_eq!(h.balance(user).await, (0, 5));
}

pub async fn a_refund_that_nobody_asked_does_not_end(h: &Harness) {
    let user = h.user(1, 0).await;
    assert!(!end(h, RefundEnd::Done).await);
    h.pay(user, 5, "c1").await;
    h.news().await;
    for untimely in [RefundEnd::Done, refused()] {
        assert!(!end(h, untimely).await);
    }
    assert_eq!(h.status("c1").await, PaymentStatus::Paid);
    assert_eq!((h.balance(user).await, h.news().await.len()), ((5, 0), 0));
}

pub async fn of_two_ends_of_a_refund_at_once_one_counts(h: &Harness) {
    let user = asked(h).await;
    let (done, gave_back) = join(end(h, RefundEnd::Done), end(h, refused())).await;
    assert_ne!(done, gave_back);
    let left = if done { 0 } else { 5 };
    assert_eq!(h.balance(user).await, (left, 0));
    assert_eq!(h.news().await.len(), 1);
}

pub async fn a_refund_made_by_hand_ends_it(h: &Harness) {
    let user = asked(h).await;
    let by_hand = RefundEnd::ByHand(Reason::of("by bank transfer"));
    assert!(h.end_refund("c1", by_hand, an_operator()).await);
    assert_eq!(h.status("c1").await, PaymentStatus::Refunded);
    assert_eq!((h.balance(user).await, h.news().await.len()), ((0, 0), 1));
}

pub async fn a_refund_that_a_person_refuses_is_told_as_that_alone(h: &Harness) {
    let user = asked(h).await;
    assert!(h.end_refund("c1", refused(), an_operator()).await);
    let entry = h.entry(user, "refund_refused:c1").await.unwrap();
    assert_eq!(entry.actor, an_operator());
    let news = h.news().await;
    assert!(matches!(&news[..], [(_, MoneyNews::RefundRefused { .. })]));
}
