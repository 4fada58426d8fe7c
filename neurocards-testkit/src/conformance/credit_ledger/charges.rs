//! Credits that are paid for and taken back, once per charge.

use futures::future::join_all;
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::money::account::AccountError;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::{EntryKind, Written};
use neurocards_core::ports::LedgerError;

use crate::conformance::Harness;
use crate::factory::{a_chargeback, a_purchase, an_order};

pub async fn the_longest_charge_can_be_bought_and_taken_back(h: &Harness) {
    let user = h.user(1, 0).await;
    let charge = "c".repeat(ChargeId::MAX_LEN);
    let purchase = a_purchase(user, &charge, 3);
    h.stores.ledger.purchase(&purchase).await.unwrap();
    let chargeback = a_chargeback(&charge);
    h.stores.ledger.chargeback(&chargeback).await.unwrap();
    assert_eq!(h.balance(user).await, (0, 0));
}

pub async fn a_purchase_is_credited_once_per_charge(h: &Harness) {
    let user = h.user(1, 0).await;
    let payment = a_purchase(user, "charge-1", 10);
    assert_eq!(
        h.stores.ledger.purchase(&payment).await.unwrap(),
        Written::New
    );
    let again = h.stores.ledger.purchase(&payment).await.unwrap();
    assert_eq!(again, Written::Existing);
    assert_eq!(h.balance(user).await, (10, 0));
}

pub async fn copies_of_one_payment_at_once_are_one_purchase(h: &Harness) {
    let user = h.user(1, 0).await;
    let payment = a_purchase(user, "charge-1", 10);
    let written = join_all((0..10).map(|_| h.stores.ledger.purchase(&payment))).await;
    let new = written.iter().filter(|it| matches!(it, Ok(Written::New)));
    assert_eq!(new.count(), 1);
    assert_eq!(h.balance(user).await, (10, 0));
}

pub async fn a_payment_of_a_stranger_is_credited(h: &Harness) {
    let stranger = UserId(5);
    h.remember(stranger);
    let payment = a_purchase(stranger, "charge-1", 10);
    let written = h.stores.ledger.purchase(&payment).await.unwrap();
    assert_eq!(written, Written::New);
    assert_eq!(h.balance(stranger).await, (10, 0));
    h.user(5, 0).await;
    assert_eq!(h.balance(stranger).await, (10, 0));
}

pub async fn a_charge_of_another_user_is_a_conflict(h: &Harness) {
    let (one, other) = (h.user(1, 0).await, h.user(2, 0).await);
    let payment = a_purchase(one, "charge-1", 10);
    h.stores.ledger.purchase(&payment).await.unwrap();
    let conflict = h
        .stores
        .ledger
        .purchase(&a_purchase(other, "charge-1", 10))
        .await;
    assert!(matches!(conflict, Err(LedgerError::KeyConflict(_))));
    assert_eq!(h.balance(other).await, (0, 0));
}

pub async fn a_chargeback_takes_the_credits_back_once(h: &Harness) {
    let user = h.user(1, 2).await;
    h.stores
        .ledger
        .purchase(&a_purchase(user, "charge-1", 10))
        .await
        .unwrap();
    let first = h
        .stores
        .ledger
        .chargeback(&a_chargeback("charge-1"))
        .await
        .unwrap();
    let again = h
        .stores
        .ledger
        .chargeback(&a_chargeback("charge-1"))
        .await
        .unwrap();
    assert_eq!((first, again), (Written::New, Written::Existing));
    assert_eq!(h.balance(user).await, (2, 0));
    assert_eq!(h.entries(user, EntryKind::Chargeback).await, 1);
}

pub async fn a_chargeback_of_spent_credits_writes_nothing(h: &Harness) {
    let user = h.user(1, 0).await;
    h.stores
        .ledger
        .purchase(&a_purchase(user, "charge-1", 3))
        .await
        .unwrap();
    h.place(an_order().of(user)).await;
    let refused = h.stores.ledger.chargeback(&a_chargeback("charge-1")).await;
    let (has, lacks) = (Credits::small(2), Credits::small(3));
    assert!(matches!(
        refused,
        Err(LedgerError::Account(AccountError::Insufficient { balance, needed })) if (balance, needed) == (has, lacks)
    ));
    assert_eq!(h.balance(user).await, (2, 1));
}

pub async fn a_chargeback_of_an_unknown_charge_is_named(h: &Harness) {
    let refused = h.stores.ledger.chargeback(&a_chargeback("charge-9")).await;
    assert!(
        matches!(refused, Err(LedgerError::UnknownCharge(charge)) if charge.as_str() == "charge-9")
    );
}

pub async fn a_purchase_charged_back_is_not_credited_again(h: &Harness) {
    let user = h.user(1, 0).await;
    let payment = a_purchase(user, "charge-1", 10);
    h.stores.ledger.purchase(&payment).await.unwrap();
    h.stores
        .ledger
        .chargeback(&a_chargeback("charge-1"))
        .await
        .unwrap();
    let again = h.stores.ledger.purchase(&payment).await.unwrap();
    assert_eq!(again, Written::Existing);
    assert_eq!(h.balance(user).await, (0, 0));
}

pub async fn chargebacks_of_one_charge_at_once_are_one(h: &Harness) {
    let user = h.user(1, 20).await;
    let purchase = a_purchase(user, "charge-1", 10);
    h.stores.ledger.purchase(&purchase).await.unwrap();
    let chargeback = a_chargeback("charge-1");
    let written = join_all((0..10).map(|_| h.stores.ledger.chargeback(&chargeback))).await;
    let new = written.iter().filter(|it| matches!(it, Ok(Written::New)));
    assert_eq!(new.count(), 1);
    assert!(written.iter().all(Result::is_ok));
    assert_eq!(h.balance(user).await, (20, 0));
}
