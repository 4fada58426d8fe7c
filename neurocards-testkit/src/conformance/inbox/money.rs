//! Money that a turn moves, all or nothing with the rest of it.

use neurocards_core::actor::Actor;
use neurocards_core::chat::update::Write;
use neurocards_core::ids::UserId;
use neurocards_core::money::booking::ChargeRefusal;
use neurocards_core::money::gift::{PromoCode, PromoRefusal};
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::money::payment::{AskedRefund, Charge, Invoice, PaymentStatus};
use neurocards_core::ports::{AskRefundError, BookError, CommitError, RedeemError};
use neurocards_core::user::Language;

use crate::conformance::Harness;
use crate::conformance::money::NO_REWARDS;
use crate::factory::{a_charge, a_grant, a_refund_of, an_invoice, an_order, stars};

fn book(charge: Charge) -> Write {
    let rules = NO_REWARDS;
    Write::Book { charge, rules }
}

fn redeem(user: UserId) -> Write {
    let code = PromoCode::parse("SPRING").unwrap();
    Write::Redeem { user, code }
}

/// A write that shows whether its turn was committed.
fn speak_english(user: UserId) -> Write {
    let language = Language::En;
    Write::Language { user, language }
}

async fn speaks_english(h: &Harness, user: UserId) -> bool {
    let known = h.stores.users.user(user).await.unwrap();
    known.unwrap().language == Language::En
}

pub async fn a_turn_offers_an_invoice(h: &Harness) {
    let user = h.user(1, 0).await;
    let invoice: Invoice = an_invoice(user, 5, &h.ids);
    let offer = Write::Offer(invoice.clone());
    h.turn(user, vec![offer.clone(), offer]).await.unwrap();
    let found = h.stores.payments.invoice(invoice.id).await.unwrap();
    assert_eq!(found.unwrap().invoice, invoice);
}

pub async fn a_turn_books_a_charge_once(h: &Harness) {
    let user = h.user(1, 0).await;
    let charge = a_charge(&h.offer(user, 5).await, "c1");
    for _ in 0..2 {
        h.turn(user, vec![book(charge.clone())]).await.unwrap();
    }
    h.book(&charge).await.unwrap();
    assert_eq!(h.balance(user).await, (5, 0));
    assert_eq!(h.entries(user, EntryKind::Purchase).await, 1);
    assert_eq!(h.news().await.len(), 1);
}

pub async fn a_turn_with_a_charge_that_cannot_be_booked_writes_nothing(h: &Harness) {
    let user = h.user(1, 0).await;
    let charge = Charge {
        price: stars(1),
        ..a_charge(&h.offer(user, 5).await, "c1")
    };
    let writes = vec![speak_english(user), book(charge)];
    let refused = h.turn(user, writes).await;
    let wrong = matches!(
        refused,
        Err(CommitError::Book(BookError::Refused(
            ChargeRefusal::WrongPrice { .. }
        )))
    );
    assert!(wrong, "{refused:?}");
    assert!(!speaks_english(h, user).await);
    assert_eq!(h.balance(user).await, (0, 0));
}

pub async fn a_turn_spends_what_it_books(h: &Harness) {
    let user = h.user(1, 0).await;
    let charge = a_charge(&h.offer(user, 5).await, "c1");
    let order = an_order().of(user).videos(5).build(&h.ids);
    let writes = vec![book(charge), Write::Place(Box::new(order))];
    h.turn(user, writes).await.unwrap();
    assert_eq!(h.balance(user).await, (0, 5));
}

pub async fn a_turn_whose_order_is_refused_books_nothing(h: &Harness) {
    let user = h.user(1, 0).await;
    let charge = a_charge(&h.offer(user, 3).await, "c1");
    let order = an_order().of(user).videos(5).build(&h.ids);
    let writes = vec![book(charge.clone()), Write::Place(Box::new(order))];
    assert!(matches!(
        h.turn(user, writes).await,
        Err(CommitError::Place(_))
    ));
    assert_eq!(h.stores.payments.payment(&charge.id).await.unwrap(), None);
    assert_eq!((h.balance(user).await, h.news().await.len()), ((0, 0), 0));
}

pub async fn a_turn_redeems_a_promo_code(h: &Harness) {
    let user = h.user(1, 0).await;
    h.promo("SPRING", 3, 5).await;
    h.turn(user, vec![redeem(user)]).await.unwrap();
    assert_eq!(h.balance(user).await, (3, 0));
    let writes = vec![speak_english(user), redeem(user)];
    let refused = h.turn(user, writes).await;
    let redeemed = PromoRefusal::Redeemed;
    assert!(matches!(
        refused,
        Err(CommitError::Redeem(RedeemError::Refused(refusal))) if refusal == redeemed
    ));
    assert!(!speaks_english(h, user).await);
}

pub async fn a_turn_asks_for_money_back(h: &Harness) {
    let user = h.user(1, 0).await;
    h.pay(user, 5, "c1").await;
    let refund = AskedRefund {
        owner: Some(user),
        by: Actor::User,
        ..a_refund_of("c1")
    };
    for _ in 0..2 {
        let wish = Write::AskRefund(refund.clone());
        h.turn(user, vec![wish]).await.unwrap();
    }
    assert_eq!(h.status("c1").await, PaymentStatus::RefundAsked);
    assert_eq!(h.balance(user).await, (0, 0));
}

pub async fn a_turn_that_asks_for_anothers_money_writes_nothing(h: &Harness) {
    let (user, other) = (h.user(1, 0).await, h.user(2, 0).await);
    h.pay(user, 5, "c1").await;
    let theft = AskedRefund {
        owner: Some(other),
        by: Actor::User,
        ..a_refund_of("c1")
    };
    let writes = vec![speak_english(other), Write::AskRefund(theft)];
    let refused = h.turn(other, writes).await;
    let unknown = matches!(
        refused,
        Err(CommitError::AskRefund(AskRefundError::Unknown(_)))
    );
    assert!(unknown, "{refused:?}");
    assert!(!speaks_english(h, other).await);
    assert_eq!(h.balance(user).await, (5, 0));
}

pub async fn a_welcome_is_given_once_for_ever(h: &Harness) {
    let user = h.user(1, 0).await;
    let welcome = a_grant(user, "welcome:1", 2);
    for _ in 0..2 {
        let writes = vec![Write::Grant(welcome.clone())];
        h.turn(user, writes).await.unwrap();
        h.advance(std::time::Duration::from_hours(24 * 400));
    }
    assert_eq!(h.balance(user).await, (2, 0));
    h.place(an_order().of(user)).await;
    h.turn(user, vec![Write::Grant(welcome)]).await.unwrap();
    assert_eq!(h.balance(user).await, (1, 1));
}
