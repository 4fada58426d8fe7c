//! Updates from their arrival to the moment somebody handles them.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::future::join_all;
use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease, UpdateStage};
use neurocards_core::ports::LeaseError;

use crate::conformance::harness::worker;
use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::an_update;

async fn store(h: &Harness, updates: &[(i64, i64)]) -> usize {
    let updates: Vec<_> = updates
        .iter()
        .map(|(id, lane)| an_update(*id, *lane))
        .collect();
    h.stores.inbox.store(&updates).await.unwrap()
}

fn ids(claimed: &[ClaimedUpdate]) -> Vec<i64> {
    let mut ids: Vec<_> = claimed.iter().map(|it| it.update.id).collect();
    ids.sort_unstable();
    ids
}

pub async fn an_update_stored_twice_is_handled_once(h: &Harness) {
    assert_eq!(store(h, &[(10, 1)]).await, 1);
    assert_eq!(store(h, &[(10, 1), (11, 2)]).await, 1);
    let claimed = h.claim_updates().await;
    assert_eq!(ids(&claimed), [10, 11]);
    for claimed in claimed {
        h.stores.inbox.close(claimed.lease).await.unwrap();
    }
    assert_eq!(store(h, &[(10, 1), (11, 2)]).await, 0);
    assert_eq!(h.claim_updates().await, []);
}

pub async fn copies_of_one_update_at_once_are_one_update(h: &Harness) {
    let update = [an_update(10, 1)];
    let stored = join_all((0..10).map(|_| h.stores.inbox.store(&update))).await;
    assert_eq!(stored.into_iter().map(Result::unwrap).sum::<usize>(), 1);
    assert_eq!(h.claim_updates().await.len(), 1);
}

pub async fn a_known_update_is_left_as_it_is(h: &Harness) {
    store(h, &[(10, 1)]).await;
    let forged = RawUpdate {
        lane: 2,
        body: "{}".to_owned(),
        ..an_update(10, 1)
    };
    assert_eq!(h.stores.inbox.store(&[forged]).await.unwrap(), 0);
    assert_eq!(h.claim_update().await.update, an_update(10, 1));
}

pub async fn storing_nothing_is_nothing(h: &Harness) {
    assert_eq!(store(h, &[]).await, 0);
    assert_eq!(h.claim_updates().await, []);
}

pub async fn an_update_comes_back_as_it_was(h: &Harness) {
    let body = format!(
        r#"{{"text":"ё 🙂 \\u0041 '--","pad":"{}"}}"#,
        "x".repeat(200_000)
    );
    let update = RawUpdate {
        id: 7,
        lane: 0,
        body,
    };
    h.stores
        .inbox
        .store(std::slice::from_ref(&update))
        .await
        .unwrap();
    let claimed = h.claim_update().await;
    assert_eq!(claimed.update, update);
    assert_eq!((claimed.stage, claimed.crashes), (UpdateStage::Received, 0));
    assert_eq!(claimed.lease.update(), 7);
}

pub async fn updates_of_one_lane_are_handled_one_at_a_time_in_order(h: &Harness) {
    store(h, &[(12, 1), (10, 1), (11, 1)]).await;
    for id in [10, 11, 12] {
        let claimed = h.claim_update().await;
        assert_eq!(claimed.update.id, id);
        assert_eq!(h.claim_updates().await, [], "the lane is busy");
        h.stores.inbox.close(claimed.lease).await.unwrap();
    }
}

pub async fn lanes_do_not_wait_for_each_other(h: &Harness) {
    store(h, &[(10, 1), (11, 1), (12, 2), (13, 3), (14, 3)]).await;
    assert_eq!(ids(&h.claim_updates().await), [10, 12, 13]);
}

pub async fn a_claim_of_updates_takes_no_more_than_its_limit(h: &Harness) {
    store(h, &[(10, 1), (11, 2), (12, 3)]).await;
    let claimed = h
        .stores
        .inbox
        .claim(&worker(1), 2, LEASE_FOR)
        .await
        .unwrap();
    assert_eq!(claimed.len(), 2);
    assert_eq!(h.claim_updates().await.len(), 1);
}

pub async fn claimers_at_once_share_the_updates_without_overlap(h: &Harness) {
    let updates: Vec<_> = (1..=20).map(|id| (id, id % 10)).collect();
    store(h, &updates).await;
    let workers: Vec<_> = (1..=8).map(worker).collect();
    let claims = workers
        .iter()
        .map(|worker| h.stores.inbox.claim(worker, 3, LEASE_FOR));
    let mut claimed = Vec::new();
    for claim in join_all(claims).await {
        claimed.extend(claim.unwrap());
    }
    claimed.extend(h.claim_updates().await);
    let lanes: BTreeSet<_> = claimed.iter().map(|it| it.update.lane).collect();
    assert_eq!((claimed.len(), lanes.len()), (10, 10));
    assert!(
        claimed.iter().all(|it| it.update.id <= 10),
        "the oldest of each lane"
    );
}

pub async fn an_expired_update_is_claimed_again_and_counts_a_crash(h: &Harness) {
    store(h, &[(10, 1)]).await;
    for crashes in 0..3 {
        assert_eq!(h.claim_update().await.crashes, crashes);
        h.advance(LEASE_FOR / 2);
        assert_eq!(h.claim_updates().await, []);
        h.advance(LEASE_FOR);
    }
}

pub async fn a_crash_after_the_turn_is_not_counted(h: &Harness) {
    store(h, &[(10, 1)]).await;
    let claimed = h.claim_update().await;
    h.stores
        .inbox
        .commit(&claimed.lease, &Turn::default())
        .await
        .unwrap();
    h.advance(LEASE_FOR * 2);
    assert_eq!(h.claim_update().await.crashes, 0);
}

pub async fn a_closed_update_is_never_claimed(h: &Harness) {
    store(h, &[(10, 1)]).await;
    let claimed = h.claim_update().await;
    h.stores.inbox.close(claimed.lease).await.unwrap();
    h.advance(LEASE_FOR * 100);
    assert_eq!(h.claim_updates().await, []);
}

pub async fn a_deferred_update_keeps_its_lane_waiting(h: &Harness) {
    store(h, &[(10, 1), (11, 1), (12, 2)]).await;
    let mut claimed = h.claim_updates().await;
    claimed.sort_by_key(|it| it.update.id);
    let pause = Duration::from_secs(10);
    h.stores
        .inbox
        .defer(claimed.remove(0).lease, pause)
        .await
        .unwrap();
    assert_eq!(h.claim_updates().await, []);
    h.advance(pause);
    let again = h.claim_update().await;
    assert_eq!((again.update.id, again.crashes), (10, 0));
}

pub async fn a_stale_update_lease_changes_nothing(h: &Harness) {
    store(h, &[(10, 1)]).await;
    let first = h.claim_update().await.lease;
    h.advance(LEASE_FOR * 2);
    let second = h.claim_update().await.lease;
    assert!(second.token() > first.token());
    let stale = || UpdateLease::granted(first.update(), first.token());
    let outcomes = [
        h.stores.inbox.defer(stale(), Duration::ZERO).await,
        h.stores.inbox.close(stale()).await,
        h.stores.inbox.begin_reply(&first, 0).await,
    ];
    for outcome in outcomes {
        assert!(matches!(outcome, Err(LeaseError::Lost)), "{outcome:?}");
    }
    assert_eq!(h.claim_updates().await, []);
    h.stores.inbox.close(second).await.unwrap();
}

pub async fn an_expired_update_lease_that_nobody_took_still_holds(h: &Harness) {
    store(h, &[(10, 1)]).await;
    let claimed = h.claim_update().await;
    h.advance(LEASE_FOR * 2);
    h.stores
        .inbox
        .commit(&claimed.lease, &Turn::default())
        .await
        .unwrap();
    h.stores.inbox.close(claimed.lease).await.unwrap();
    assert_eq!(h.claim_updates().await, []);
}

pub async fn old_closed_updates_are_removed_and_open_ones_never(h: &Harness) {
    let keep_for = Duration::from_hours(48);
    store(h, &[(10, 1), (11, 2)]).await;
    let mut claimed = h.claim_updates().await;
    claimed.sort_by_key(|it| it.update.id);
    h.stores.inbox.close(claimed.remove(0).lease).await.unwrap();
    assert_eq!(h.stores.inbox.prune(keep_for).await.unwrap(), 0);
    h.advance(keep_for * 2);
    assert_eq!(h.stores.inbox.prune(keep_for).await.unwrap(), 1);
    assert_eq!(h.stores.inbox.prune(keep_for).await.unwrap(), 0);
    assert_eq!(h.claim_update().await.update.id, 11);
}
