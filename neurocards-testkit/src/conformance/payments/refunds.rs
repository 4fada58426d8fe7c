//! Refunds that are asked for.

use futures::future::{join, join_all};
use neurocards_core::actor::Actor;
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::{EntryKind, Written};
use neurocards_core::money::payment::{AskedRefund, PaymentStatus};
use neurocards_core::ports::AskRefundError;

use crate::conformance::Harness;
use crate::factory::{a_charge_id, a_refund_of, an_order};

async fn ask(h: &Harness, refund: &AskedRefund) -> Result<Written, AskRefundError> {
    h.stores.payments.ask_refund(refund).await
}

/// The wish of `user` to have the money of `c1` back.
fn wish_of(user: UserId) -> AskedRefund {
    AskedRefund {
        owner: Some(user),
        by: Actor::User,
        ..a_refund_of("c1")
    }
}

pub async fn an_asked_refund_takes_the_credits_back(h: &Harness) {
    let user = h.user(1, 2).await;
    h.pay(user, 5, "c1").await;
    h.news().await;
    let refund = a_refund_of("c1");
    assert_eq!(ask(h, &refund).await.unwrap(), Written::New);
    assert_eq!(h.balance(user).await, (2, 0));
    assert_eq!(h.status("c1").await, PaymentStatus::RefundAsked);
    let entry = h.entry(user, "chargeback:c1").await.unwrap();
    assert_eq!(
        (entry.kind, entry.amount),
        (EntryKind::Chargeback, Credits::small(5))
    );
    assert_eq!((entry.reason, entry.actor), (refund.reason, refund.by));
    assert_eq!(h.news().await, [], "the money is not back yet");
}

pub async fn a_refund_asked_again_writes_nothing(h: &Harness) {
    let user = h.user(1, 20).await;
    h.pay(user, 5, "c1").await;
    ask(h, &a_refund_of("c1")).await.unwrap();
    for again in [a_refund_of("c1"), wish_of(user)] {
        assert_eq!(ask(h, &again).await.unwrap(), Written::Existing);
    }
    assert_eq!(h.balance(user).await, (20, 0));
    assert_eq!(h.entries(user, EntryKind::Chargeback).await, 1);
}

pub async fn copies_of_one_wish_at_once_take_the_credits_once(h: &Harness) {
    let user = h.user(1, 20).await;
    h.pay(user, 5, "c1").await;
    let wish = wish_of(user);
    let written = join_all((0..10).map(|_| ask(h, &wish))).await;
    let new = written.iter().filter(|it| matches!(it, Ok(Written::New)));
    assert_eq!(new.count(), 1);
    assert!(written.iter().all(Result::is_ok));
    assert_eq!(h.balance(user).await, (20, 0));
}

pub async fn a_refund_of_spent_or_held_credits_writes_nothing(h: &Harness) {
    let user = h.user(1, 0).await;
    h.pay(user, 5, "c1").await;
    h.place(an_order().of(user)).await;
    let refused = ask(h, &wish_of(user)).await;
    let (has, lacks) = (Credits::small(4), Credits::small(5));
    assert!(matches!(
        refused,
        Err(AskRefundError::Insufficient { balance, needed }) if (balance, needed) == (has, lacks)
    ));
    assert_eq!(h.balance(user).await, (4, 1));
    assert_eq!(h.status("c1").await, PaymentStatus::Paid);
}

pub async fn a_payment_of_another_is_unknown_to_whoever_asks(h: &Harness) {
    let (user, other) = (h.user(1, 0).await, h.user(2, 9).await);
    h.pay(user, 5, "c1").await;
    let stranger = wish_of(other);
    let refused = ask(h, &stranger).await;
    assert!(matches!(refused, Err(AskRefundError::Unknown(of)) if of == stranger.charge));
    assert_eq!(h.balance(user).await, (5, 0));
    ask(h, &wish_of(user)).await.unwrap();
    let refused = ask(h, &stranger).await;
    assert!(matches!(refused, Err(AskRefundError::Unknown(_))));
}

pub async fn a_refund_of_an_unknown_charge_is_refused(h: &Harness) {
    let refused = ask(h, &a_refund_of("c9")).await;
    assert!(matches!(refused, Err(AskRefundError::Unknown(of)) if of == a_charge_id("c9")));
}

pub async fn a_charge_booked_again_after_its_refund_gives_nothing(h: &Harness) {
    let user = h.user(1, 0).await;
    let paid = h.pay(user, 5, "c1").await;
    ask(h, &a_refund_of("c1")).await.unwrap();
    let charge = neurocards_core::money::payment::Charge {
        id: paid.charge,
        provider_id: None,
        payer: user,
        invoice: paid.invoice,
        price: paid.price,
    };
    let again = h.book(&charge).await.unwrap();
    assert_eq!(again.payment().status, PaymentStatus::RefundAsked);
    assert_eq!(h.balance(user).await, (0, 0));
}

pub async fn a_refund_and_an_order_at_once_never_spend_twice(h: &Harness) {
    for round in 0..5 {
        let user = h.user(round + 1, 0).await;
        let name = format!("c{round}");
        h.pay(user, 5, &name).await;
        let order = an_order().of(user).videos(5).build(&h.ids);
        let refund = a_refund_of(&name);
        let (asked, placed) = join(ask(h, &refund), h.stores.jobs.place(&order)).await;
        assert_ne!(asked.is_ok(), placed.is_ok(), "one of both got the credits");
    }
}
