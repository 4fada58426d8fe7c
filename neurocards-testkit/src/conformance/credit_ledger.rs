//! Money in, and the account of it.

use std::collections::BTreeSet;

use futures::future::join_all;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::credits::Credits;
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::ledger::{Balance, Entry, EntryKind, Grant, Page, Written};
use neurocards_core::ports::LedgerError;

use super::Harness;
use super::harness::WHOLE;
use crate::factory::{a_chargeback, a_grant, a_purchase, a_refusal, a_video, an_order};

pub async fn an_unknown_user_has_nothing(h: &Harness) {
    let balance = h.stores.ledger.balance(UserId(404)).await.unwrap();
    assert_eq!(balance, Balance::default());
}

pub async fn a_grant_is_written_once_per_key(h: &Harness) {
    let user = h.user(1, 0).await;
    let grant = a_grant(user, "welcome", 3);
    assert_eq!(h.stores.ledger.grant(&grant).await.unwrap(), Written::New);
    let again = h.stores.ledger.grant(&grant).await.unwrap();
    assert_eq!(again, Written::Existing);
    assert_eq!(h.balance(user).await, (3, 0));
    assert_eq!(h.entries(user, EntryKind::Grant).await, 1);
}

pub async fn copies_of_one_grant_at_once_are_one_grant(h: &Harness) {
    let user = h.user(1, 0).await;
    let grant = a_grant(user, "welcome", 3);
    let written = join_all((0..10).map(|_| h.stores.ledger.grant(&grant))).await;
    let new = written.iter().filter(|it| matches!(it, Ok(Written::New)));
    assert_eq!(new.count(), 1);
    assert_eq!(h.balance(user).await, (3, 0));
}

pub async fn a_key_of_another_user_is_a_conflict(h: &Harness) {
    let (one, other) = (h.user(1, 0).await, h.user(2, 0).await);
    h.stores
        .ledger
        .grant(&a_grant(one, "key", 3))
        .await
        .unwrap();
    let conflict = h.stores.ledger.grant(&a_grant(other, "key", 3)).await;
    assert!(matches!(conflict, Err(LedgerError::KeyConflict(key)) if key.contains("key")));
    assert_eq!(h.balance(other).await, (0, 0));
}

pub async fn a_key_with_another_amount_is_a_conflict(h: &Harness) {
    let user = h.user(1, 0).await;
    h.stores
        .ledger
        .grant(&a_grant(user, "key", 3))
        .await
        .unwrap();
    let conflict = h.stores.ledger.grant(&a_grant(user, "key", 4)).await;
    assert!(matches!(conflict, Err(LedgerError::KeyConflict(_))));
    assert_eq!(h.balance(user).await, (3, 0));
}

pub async fn a_key_of_another_kind_is_a_conflict(h: &Harness) {
    let user = h.user(1, 0).await;
    let grant = a_grant(user, "purchase:charge-1", 3);
    h.stores.ledger.grant(&grant).await.unwrap();
    let purchase = a_purchase(user, "charge-1", 3);
    let conflict = h.stores.ledger.purchase(&purchase).await;
    assert!(matches!(conflict, Err(LedgerError::KeyConflict(_))));
    assert_eq!(h.balance(user).await, (3, 0));
}

pub async fn a_key_has_one_byte_to_its_maximum(h: &Harness) {
    let user = h.user(1, 0).await;
    let longest = "k".repeat(Entry::KEY_MAX_LEN);
    for bad in ["", &format!("{longest}k")] {
        let refused = h.stores.ledger.grant(&a_grant(user, bad, 1)).await;
        assert!(matches!(refused, Err(LedgerError::Key)));
    }
    let grant = a_grant(user, &longest, 1);
    assert_eq!(h.stores.ledger.grant(&grant).await.unwrap(), Written::New);
    assert_eq!(h.balance(user).await, (1, 0));
}

pub async fn the_longest_charge_can_be_bought_and_taken_back(h: &Harness) {
    let user = h.user(1, 0).await;
    let charge = "c".repeat(ChargeId::MAX_LEN);
    let purchase = a_purchase(user, &charge, 3);
    h.stores.ledger.purchase(&purchase).await.unwrap();
    let chargeback = a_chargeback(&charge);
    h.stores.ledger.chargeback(&chargeback).await.unwrap();
    assert_eq!(h.balance(user).await, (0, 0));
}

pub async fn a_key_is_known_once_its_entry_is_written(h: &Harness) {
    let user = h.user(1, 0).await;
    let has = async |key: &str| h.stores.ledger.has(key).await.unwrap();
    assert!(!has("gift").await);
    let grant = a_grant(user, "gift", 3);
    h.stores.ledger.grant(&grant).await.unwrap();
    assert!(has("gift").await);
    assert!(!has("gif").await && !has("gift%").await);
    let job = h.place(an_order().of(user)).await.jobs[0];
    assert!(has(&format!("hold:{job}")).await);
    assert!(!has(&format!("refund:{job}")).await);
}

pub async fn a_grant_of_nothing_is_refused(h: &Harness) {
    let user = h.user(1, 0).await;
    let refused = h.stores.ledger.grant(&a_grant(user, "nothing", 0)).await;
    assert!(matches!(refused, Err(LedgerError::Amount(amount)) if amount.is_zero()));
    assert_eq!(h.entries(user, EntryKind::Grant).await, 0);
}

pub async fn a_grant_beyond_the_maximum_writes_nothing(h: &Harness) {
    let user = h.user(1, 1).await;
    let all = Grant {
        amount: Credits::MAX,
        ..a_grant(user, "all", 0)
    };
    let refused = h.stores.ledger.grant(&all).await;
    assert!(matches!(refused, Err(LedgerError::Amount(Credits::MAX))));
    assert_eq!(h.balance(user).await, (1, 0));
}

pub async fn a_grant_keeps_its_key_reason_and_actor(h: &Harness) {
    let user = h.user(1, 0).await;
    let grant = Grant {
        reason: Reason::of("за терпение"),
        by: Actor::Admin(UserId(99)),
        ..a_grant(user, "sorry:1", 2)
    };
    h.stores.ledger.grant(&grant).await.unwrap();
    let entry = h
        .stores
        .ledger
        .statement(user, WHOLE)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(entry.key, "sorry:1");
    assert_eq!((entry.user, entry.kind), (user, EntryKind::Grant));
    assert_eq!((entry.amount, entry.job), (grant.amount, None));
    assert_eq!((entry.reason, entry.actor), (grant.reason, grant.by));
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
        Err(LedgerError::Insufficient { balance, needed }) if (balance, needed) == (has, lacks)
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

pub async fn a_statement_is_newest_first_and_paged(h: &Harness) {
    let user = h.user(1, 0).await;
    for amount in 1..=5 {
        let grant = a_grant(user, &format!("gift:{amount}"), amount);
        h.stores.ledger.grant(&grant).await.unwrap();
    }
    let amounts = async |offset, limit| {
        let page = Page { offset, limit };
        let entries = h.stores.ledger.statement(user, page).await.unwrap();
        let amounts = entries.into_iter().map(|entry| entry.amount.get());
        amounts.collect::<Vec<_>>()
    };
    assert_eq!(amounts(0, 2).await, [5, 4]);
    assert_eq!(amounts(2, 2).await, [3, 2]);
    assert_eq!(amounts(4, 2).await, [1]);
    assert_eq!(amounts(5, 2).await, [0; 0]);
}

pub async fn a_statement_shows_no_entries_of_others(h: &Harness) {
    let (one, other) = (h.user(1, 3).await, h.user(2, 4).await);
    for user in [one, other] {
        let entries = h.stores.ledger.statement(user, WHOLE).await.unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].user, user);
    }
}

pub async fn every_entry_tells_the_balance_after_it(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).videos(3).priced(1)).await;
    let entries = h.stores.ledger.statement(user, WHOLE).await.unwrap();
    let after = entries.iter().map(|entry| entry.balance_after.get());
    assert_eq!(after.collect::<Vec<_>>(), [2, 3, 4, 5]);
}

pub async fn held_credits_cannot_be_spent_and_are_told(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).videos(3)).await;
    assert_eq!(h.balance(user).await, (2, 3));
    let claimed = h.claim(1).await.remove(0);
    h.stores
        .jobs
        .complete(claimed.lease, &a_video())
        .await
        .unwrap();
    assert_eq!(h.balance(user).await, (2, 2));
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

pub async fn every_entry_of_a_job_says_who_and_why(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(3)).await;
    let mut claimed = h.claim(2).await;
    let (done, failed) = (claimed.remove(0).lease, claimed.remove(0).lease);
    h.stores.jobs.complete(done, &a_video()).await.unwrap();
    h.stores.jobs.fail(failed, &a_refusal()).await.unwrap();
    h.stores.jobs.cancel(user, order.id).await.unwrap();
    let mut actors = BTreeSet::new();
    for entry in h.stores.ledger.statement(user, WHOLE).await.unwrap() {
        assert!(!entry.reason.as_str().is_empty());
        if let Some(job) = entry.job {
            assert_eq!(entry.key, format!("{}:{job}", entry.kind.as_str()));
            actors.insert(format!("{} by {}", entry.kind.as_str(), entry.actor));
        }
    }
    let expected = [
        "capture by system",
        "hold by user",
        "refund by system",
        "refund by user",
    ];
    assert!(actors.iter().eq(expected), "{actors:?}");
}
