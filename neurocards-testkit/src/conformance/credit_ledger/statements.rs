//! What the ledger tells of an account.

use std::collections::BTreeSet;

use neurocards_core::ids::UserId;
use neurocards_core::money::ledger::Balance;
use neurocards_core::page::Page;

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;
use crate::factory::{a_grant, a_refusal, an_order};

pub async fn an_unknown_user_has_nothing(h: &Harness) {
    let balance = h.stores.ledger.balance(UserId(404)).await.unwrap();
    assert_eq!(balance, Balance::default());
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
    h.complete(claimed.lease).await;
    assert_eq!(h.balance(user).await, (2, 2));
}

pub async fn every_entry_of_a_job_says_who_and_why(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(3)).await;
    let mut claimed = h.claim(2).await;
    let (done, failed) = (claimed.remove(0).lease, claimed.remove(0).lease);
    h.complete(done).await;
    h.stores.jobs.fail(failed, &a_refusal()).await.unwrap();
    h.stores.jobs.cancel(user, order.id).await.unwrap();
    let mut actors = BTreeSet::new();
    for entry in h.stores.ledger.statement(user, WHOLE).await.unwrap() {
        assert!(!entry.reason.as_str().is_empty());
        if let Some(job) = entry.job {
            assert_eq!(
                entry.key.to_string(),
                format!("{}:{job}", entry.kind.as_str())
            );
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
