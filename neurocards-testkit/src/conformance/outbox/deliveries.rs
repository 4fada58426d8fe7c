//! Who delivers what, and in which order.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::future::join_all;
use neurocards_core::chat::delivery::{Deferral, DeliveryEnd, DeliveryKind, DeliveryLease};
use neurocards_core::ports::LeaseError;

use crate::conformance::harness::{CARD_PAUSE, sent, worker};
use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_refusal, an_order};

/// Tries every write under this lease, and asserts that each is lost.
async fn assert_lost(h: &Harness, lease: &DeliveryLease) {
    let outbox = &h.stores.outbox;
    let stale = || DeliveryLease::granted(lease.delivery(), lease.token());
    let outcomes = [
        outbox.begin(lease).await,
        outbox.defer(stale(), Duration::ZERO, Deferral::Fault).await,
        outbox
            .close(stale(), &DeliveryEnd::Blocked, CARD_PAUSE)
            .await,
    ];
    for outcome in outcomes {
        assert!(matches!(outcome, Err(LeaseError::Lost)), "{outcome:?}");
    }
}

pub async fn a_leased_delivery_is_given_to_nobody_else(h: &Harness) {
    h.alarm("one", &[1]).await;
    assert_eq!(h.claim_deliveries().await.len(), 1);
    h.advance(LEASE_FOR / 2);
    let other = h.stores.outbox.claim(&worker(2), 10, LEASE_FOR).await;
    assert_eq!(other.unwrap(), []);
}

pub async fn claimers_at_once_share_the_deliveries_without_overlap(h: &Harness) {
    let chats: Vec<_> = (1..=20).collect();
    h.alarm("all", &chats).await;
    let workers: Vec<_> = (1..=8).map(worker).collect();
    let claims = workers
        .iter()
        .map(|worker| h.stores.outbox.claim(worker, 5, LEASE_FOR));
    let mut claimed = Vec::new();
    for claim in join_all(claims).await {
        claimed.extend(claim.unwrap());
    }
    claimed.extend(h.claim_deliveries().await);
    let ids: BTreeSet<_> = claimed.iter().map(|it| it.delivery.id).collect();
    assert_eq!((claimed.len(), ids.len()), (20, 20));
}

pub async fn one_chat_gets_one_delivery_at_a_time_oldest_first(h: &Harness) {
    for key in ["first", "second", "third"] {
        h.alarm(key, &[1]).await;
        h.advance(Duration::from_secs(1));
    }
    for key in ["first", "second", "third"] {
        let mut claimed = h.claim_deliveries().await;
        assert_eq!(claimed.len(), 1);
        assert_eq!(h.claim_deliveries().await, []);
        let claimed = claimed.remove(0);
        let text = key.to_owned();
        assert_eq!(claimed.delivery.kind, DeliveryKind::Alarm { text });
        h.close(claimed.lease, &sent(1)).await;
    }
}

pub async fn chats_do_not_wait_for_each_other(h: &Harness) {
    h.alarm("first", &[1, 2]).await;
    h.alarm("second", &[1, 2, 3]).await;
    let claimed = h.claim_deliveries().await;
    let chats: BTreeSet<_> = claimed.iter().map(|it| it.delivery.chat.0).collect();
    assert_eq!((claimed.len(), chats), (3, BTreeSet::from([1, 2, 3])));
}

pub async fn a_claim_of_deliveries_takes_no_more_than_its_limit(h: &Harness) {
    h.alarm("all", &[1, 2, 3]).await;
    let claimed = h.stores.outbox.claim(&worker(1), 2, LEASE_FOR).await;
    assert_eq!(claimed.unwrap().len(), 2);
    assert_eq!(h.claim_deliveries().await.len(), 1);
}

pub async fn a_closed_delivery_is_never_claimed_again(h: &Harness) {
    let ends = [
        sent(1),
        DeliveryEnd::Unknown,
        DeliveryEnd::Refused {
            reason: "chat not found".to_owned(),
        },
    ];
    for (chat, end) in (1..).zip(ends) {
        h.alarm(&format!("to {chat}"), &[chat]).await;
        let claimed = h.claim_deliveries().await.remove(0);
        h.close(claimed.lease, &end).await;
    }
    h.advance(LEASE_FOR * 100);
    assert_eq!(h.claim_deliveries().await, []);
}

pub async fn a_deferred_delivery_comes_back_after_its_pause_and_counts(h: &Harness) {
    h.alarm("one", &[1]).await;
    for deferrals in 0..3 {
        let claimed = h.claim_deliveries().await.remove(0);
        assert_eq!(claimed.delivery.deferrals, deferrals);
        let pause = Duration::from_secs(30);
        h.defer(claimed.lease, pause, Deferral::Fault).await;
        h.advance(Duration::from_secs(29));
        assert_eq!(h.claim_deliveries().await, []);
        h.advance(Duration::from_secs(1));
    }
    assert_eq!(h.claim_deliveries().await[0].delivery.deferrals, 3);
}

pub async fn a_stale_delivery_lease_changes_nothing(h: &Harness) {
    h.user(1, 0).await;
    h.alarm("one", &[1]).await;
    let first = h.claim_deliveries().await.remove(0).lease;
    h.advance(LEASE_FOR * 2);
    let second = h.claim_deliveries().await.remove(0).lease;
    assert!(second.token() > first.token());
    assert_lost(h, &first).await;
    let closed = DeliveryLease::granted(second.delivery(), second.token());
    h.close(second, &sent(1)).await;
    assert_lost(h, &closed).await;
    let user = h.stores.users.user(neurocards_core::ids::UserId(1)).await;
    assert!(!user.unwrap().unwrap().blocked, "a lost end blocks nobody");
}

pub async fn a_lease_of_a_deferred_delivery_changes_nothing(h: &Harness) {
    h.alarm("one", &[1]).await;
    let lease = h.claim_deliveries().await.remove(0).lease;
    let stale = DeliveryLease::granted(lease.delivery(), lease.token());
    let pause = Duration::from_secs(30);
    h.defer(lease, pause, Deferral::Fault).await;
    assert_lost(h, &stale).await;
}

pub async fn an_expired_delivery_lease_that_nobody_took_still_holds(h: &Harness) {
    h.alarm("one", &[1]).await;
    let lease = h.claim_deliveries().await.remove(0).lease;
    h.advance(LEASE_FOR * 2);
    h.stores.outbox.begin(&lease).await.unwrap();
    h.close(lease, &sent(1)).await;
    assert_eq!(h.claim_deliveries().await, []);
}

pub async fn a_blocked_user_gets_nothing_until_they_return(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let card = h.claim_deliveries().await.remove(0);
    h.close(card.lease, &DeliveryEnd::Blocked).await;
    let known = h.stores.users.user(user).await.unwrap().unwrap();
    assert!(known.blocked);
    h.claim_one().await;
    assert_eq!(h.claim_deliveries().await, []);
    h.set_blocked(user, false).await;
    assert_eq!(h.claim_deliveries().await.len(), 1);
}

pub async fn a_blocked_user_holds_up_nobody_else(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    h.set_blocked(one, true).await;
    h.place(an_order().of(one)).await;
    h.place(an_order().of(other)).await;
    let claimed = h.claim_deliveries().await;
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].delivery.user, other);
}

pub async fn a_pause_that_the_chat_asked_for_is_no_fault(h: &Harness) {
    h.alarm("one", &[1]).await;
    for _ in 0..40 {
        let claimed = h.claim_deliveries().await.remove(0);
        assert_eq!(claimed.delivery.deferrals, 0);
        let pause = Duration::from_secs(30);
        h.defer(claimed.lease, pause, Deferral::Asked).await;
        assert_eq!(h.claim_deliveries().await, []);
        h.advance(pause);
    }
}

pub async fn a_begun_notice_of_a_dead_worker_is_not_sent_again(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let lease = h.claim_one().await.lease;
    h.stores.jobs.fail(lease, &a_refusal()).await.unwrap();
    let notice = h.next_message().await.unwrap();
    h.stores.outbox.begin(&notice.lease).await.unwrap();
    for _ in 0..2 {
        h.advance(LEASE_FOR * 2);
        assert_eq!(h.next_message().await, None);
    }
}
