//! Credits that are given, once per key.

use futures::future::join_all;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::UserId;
use neurocards_core::money::account::AccountError;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{EntryKind, Grant, Written};
use neurocards_core::ports::LedgerError;

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;
use crate::factory::{a_grant, a_purchase, an_order};

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
    assert!(matches!(conflict, Err(LedgerError::KeyConflict(key)) if key.to_string() == "key"));
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
    let longest = "k".repeat(EntryKey::MAX_LEN);
    for bad in ["", &format!("{longest}k")] {
        let refused = h.stores.ledger.grant(&a_grant(user, bad, 1)).await;
        assert!(matches!(
            refused,
            Err(LedgerError::Account(AccountError::Key))
        ));
    }
    let grant = a_grant(user, &longest, 1);
    assert_eq!(h.stores.ledger.grant(&grant).await.unwrap(), Written::New);
    assert_eq!(h.balance(user).await, (1, 0));
}

pub async fn a_key_is_known_once_its_entry_is_written(h: &Harness) {
    let user = h.user(1, 0).await;
    let has = async |key: &str| h.stores.ledger.has(&EntryKey::parse(key)).await.unwrap();
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
    assert!(matches!(
        refused,
        Err(LedgerError::Account(AccountError::Amount(Credits::ZERO)))
    ));
    assert_eq!(h.entries(user, EntryKind::Grant).await, 0);
}

pub async fn a_grant_beyond_the_maximum_writes_nothing(h: &Harness) {
    let user = h.user(1, 1).await;
    let all = Grant {
        amount: Credits::MAX,
        ..a_grant(user, "all", 0)
    };
    let refused = h.stores.ledger.grant(&all).await;
    assert!(matches!(
        refused,
        Err(LedgerError::Account(AccountError::Amount(Credits::MAX)))
    ));
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
    assert_eq!(entry.key.to_string(), "sorry:1");
    assert_eq!((entry.user, entry.kind), (user, EntryKind::Grant));
    assert_eq!((entry.amount, entry.job), (grant.amount, None));
    assert_eq!((entry.reason, entry.actor), (grant.reason, grant.by));
}
