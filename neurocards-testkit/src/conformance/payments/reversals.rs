//! Money that the provider gave back and nobody here had asked for.

use futures::future::{join, join_all};
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::{PaymentStatus, RefundEnd, Reversed};
use neurocards_core::ports::Clock;

use crate::conformance::Harness;
use crate::factory::{a_chargeback, a_refund_of, an_order};

/// A user who paid 5 credits with `c1` and has its receipt.
async fn paid(h: &Harness) -> UserId {
    let user = h.user(1, 0).await;
    h.pay(user, 5, "c1").await;
    h.news().await;
    user
}

const fn reversed(taken: u16, missing: u16) -> Reversed {
    Reversed {
        taken: Credits::small(taken),
        missing: Credits::small(missing),
        rewards_stay: false,
    }
}

pub async fn a_reversal_takes_the_credits_back_with_news(h: &Harness) {
    let user = paid(h).await;
    assert_eq!(h.reverse("c1").await, Some(reversed(5, 0)));
    assert_eq!(h.balance(user).await, (0, 0));
    let payment = h.payment("c1").await;
    assert_eq!(payment.status, PaymentStatus::Refunded);
    assert_eq!(payment.refunded_at, Some(h.clock.now()));
    let entry = h.entry(user, "chargeback:c1").await.unwrap();
    assert_eq!(
        (entry.kind, entry.actor),
        (EntryKind::Chargeback, Actor::System)
    );
    assert_eq!(entry.reason.as_str(), "a dispute");
    let news = MoneyNews::Refunded {
        charge: payment.charge,
        credits: Credits::small(5),
        price: payment.price,
    };
    assert_eq!(h.news().await, [(user, news)]);
}

pub async fn a_reversal_takes_what_is_left_and_tells_the_loss(h: &Harness) {
    let user = paid(h).await;
    h.place(an_order().of(user).videos(3)).await;
    assert_eq!(h.reverse("c1").await, Some(reversed(2, 3)));
    assert_eq!(h.balance(user).await, (0, 3), "what is held stays held");
    let told = h.news().await;
    assert!(matches!(
        &told[..],
        [(_, MoneyNews::Refunded { credits, .. })] if *credits == Credits::small(2)
    ));
}

pub async fn a_reversal_of_spent_credits_takes_nothing(h: &Harness) {
    let user = paid(h).await;
    h.place(an_order().of(user).videos(5)).await;
    assert_eq!(h.reverse("c1").await, Some(reversed(0, 5)));
    assert_eq!(h.balance(user).await, (0, 5));
    assert_eq!(h.entries(user, EntryKind::Chargeback).await, 0);
    assert_eq!(h.status("c1").await, PaymentStatus::Refunded);
}

pub async fn a_reversal_takes_no_more_than_the_payment_bought(h: &Harness) {
    let user = paid(h).await;
    h.pay(user, 10, "c2").await;
    assert_eq!(h.reverse("c1").await, Some(reversed(5, 0)));
    assert_eq!(h.balance(user).await, (10, 0));
}

pub async fn a_reversal_is_made_once(h: &Harness) {
    let user = paid(h).await;
    h.pay(user, 10, "c2").await;
    let made = join_all((0..10).map(|_| h.reverse("c1"))).await;
    assert_eq!(made, [Some(reversed(5, 0)); 10]);
    assert_eq!(h.balance(user).await, (10, 0));
    assert_eq!(
        (
            h.entries(user, EntryKind::Chargeback).await,
            h.news().await.len()
        ),
        (1, 2)
    );
}

pub async fn a_reversal_answers_the_same_whenever_it_is_repeated(h: &Harness) {
    let user = paid(h).await;
    h.place(an_order().of(user).videos(5)).await;
    h.pay(user, 5, "c2").await;
    h.place(an_order().of(user).videos(3)).await;
    h.pay(user, 5, "c3").await;
    h.ask_refund("c3").await;
    h.end_refund(
        "c3",
        RefundEnd::Refused(Reason::of("not now")),
        Actor::System,
    )
    .await;
    h.place(an_order().of(user).videos(5)).await;
    for (charge, made) in [("c1", (2, 3)), ("c2", (0, 5)), ("c3", (0, 5))] {
        assert_eq!(h.reverse(charge).await, Some(reversed(made.0, made.1)));
    }
    h.news().await;
    h.pay(user, 5, "c4").await;
    for (charge, made) in [("c1", (2, 3)), ("c2", (0, 5)), ("c3", (0, 5))] {
        assert_eq!(h.reverse(charge).await, Some(reversed(made.0, made.1)));
    }
    assert_eq!(h.balance(user).await, (5, 13));
    assert_eq!(h.news().await.len(), 1, "only the receipt");
}

pub async fn a_reversal_tells_of_rewards_that_stay_unless_a_person_decided_it(h: &Harness) {
    let referrer = h.user(1, 0).await;
    let rules = ReferralRules {
        credits: Credits::small(2),
        friends_max: 2,
    };
    for (id, charge) in [(2, "c2"), (3, "c3")] {
        let friend = h.user(id, 0).await;
        h.refer(friend, referrer).await;
        assert!(h.pay_under(&rules, friend, 5, charge).await.rewarded);
    }
    let stays = Reversed {
        rewards_stay: true,
        ..reversed(5, 0)
    };
    h.ask_refund("c3").await;
    for _ in 0..2 {
        assert_eq!(h.reverse("c2").await, Some(stays));
        assert_eq!(h.reverse("c3").await, Some(reversed(5, 0)));
    }
}

pub async fn a_reversal_of_an_unknown_charge_is_nothing(h: &Harness) {
    assert_eq!(h.reverse("c1").await, None);
}

pub async fn a_reversal_of_an_asked_refund_ends_it(h: &Harness) {
    let user = paid(h).await;
    h.ask_refund("c1").await;
    assert_eq!(h.reverse("c1").await, Some(reversed(5, 0)));
    assert_eq!(h.status("c1").await, PaymentStatus::Refunded);
    assert_eq!(h.balance(user).await, (0, 0));
    assert_eq!(h.entries(user, EntryKind::Chargeback).await, 1);
    assert_eq!(h.news().await.len(), 1);
}

pub async fn a_reversal_after_a_done_refund_writes_nothing(h: &Harness) {
    let user = paid(h).await;
    h.ask_refund("c1").await;
    assert!(h.end_refund("c1", RefundEnd::Done, Actor::System).await);
    h.news().await;
    assert_eq!(h.reverse("c1").await, Some(reversed(5, 0)));
    assert_eq!((h.balance(user).await, h.news().await.len()), ((0, 0), 0));
}

pub async fn a_reversal_after_a_refused_refund_takes_the_credits_again(h: &Harness) {
    let user = paid(h).await;
    h.ask_refund("c1").await;
    let refused = RefundEnd::Refused(Reason::of("not now"));
    assert!(h.end_refund("c1", refused, Actor::System).await);
    h.place(an_order().of(user)).await;
    assert_eq!(h.reverse("c1").await, Some(reversed(4, 1)));
    assert_eq!(h.balance(user).await, (0, 1));
    let entry = h.entry(user, "reversal:c1").await.unwrap();
    assert_eq!(
        (entry.kind, entry.amount),
        (EntryKind::Chargeback, Credits::small(4))
    );
    assert_eq!(h.status("c1").await, PaymentStatus::Refunded);
}

pub async fn a_reversal_and_an_asked_refund_at_once_take_the_credits_once(h: &Harness) {
    let user = paid(h).await;
    h.pay(user, 5, "c2").await;
    let refund = a_refund_of("c1");
    let (asked, made) = join(h.stores.payments.ask_refund(&refund), h.reverse("c1")).await;
    assert!(asked.is_ok());
    assert_eq!(made, Some(reversed(5, 0)));
    assert_eq!(h.balance(user).await, (5, 0));
    assert_eq!(h.status("c1").await, PaymentStatus::Refunded);
}

pub async fn credits_that_the_ledger_took_back_are_not_taken_again(h: &Harness) {
    let user = paid(h).await;
    h.pay(user, 5, "c2").await;
    for charge in ["c1", "c2"] {
        let chargeback = a_chargeback(charge);
        h.stores.ledger.chargeback(&chargeback).await.unwrap();
    }
    assert_eq!(h.reverse("c1").await, Some(reversed(5, 0)));
    h.ask_refund("c2").await;
    assert_eq!(h.status("c2").await, PaymentStatus::RefundAsked);
    assert_eq!(h.balance(user).await, (0, 0));
    assert_eq!(h.entries(user, EntryKind::Chargeback).await, 2);
}
