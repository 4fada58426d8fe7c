//! Who gets which job, and in which order.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::future::join_all;
use neurocards_core::ids::UserId;
use neurocards_core::ports::Clock;
use neurocards_core::work::job::{Claimed, JobStatus, LeaseId};

use crate::conformance::harness::worker;
use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::an_order;

fn users(claimed: &[Claimed]) -> Vec<i64> {
    claimed.iter().map(|it| it.job.user.0).collect()
}

pub async fn a_claimed_job_is_running(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    assert_eq!(claimed.job.id, order.jobs[0]);
    assert_eq!(claimed.lease.id().job, claimed.job.id);
    assert_eq!(claimed.job.status, JobStatus::Running);
    assert_eq!(h.job(user, claimed.job.id).await, claimed.job);
}

pub async fn a_claim_tells_the_stores_time(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    h.advance(Duration::from_secs(5));
    let claimed = h.claim_one().await;
    assert_eq!(claimed.now, h.clock.now());
    assert_eq!((claimed.now - claimed.job.created_at).num_seconds(), 5);
}

pub async fn a_leased_job_is_given_to_nobody_else(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    h.claim_one().await;
    h.advance(LEASE_FOR / 2);
    let other = h.stores.jobs.claim(&worker(2), 10, LEASE_FOR).await;
    assert_eq!(other.unwrap(), []);
}

pub async fn claimers_at_once_share_the_jobs_without_overlap(h: &Harness) {
    for id in 1..=4 {
        let user = h.user(id, 5).await;
        h.place(an_order().of(user).videos(5)).await;
    }
    let workers: Vec<_> = (1..=8).map(worker).collect();
    let claims = workers
        .iter()
        .map(|worker| h.stores.jobs.claim(worker, 5, LEASE_FOR));
    let mut claimed: Vec<Claimed> = Vec::new();
    for claim in join_all(claims).await {
        claimed.extend(claim.unwrap());
    }
    claimed.extend(h.claim(100).await);
    let jobs: BTreeSet<_> = claimed.iter().map(|it| it.job.id).collect();
    assert_eq!((claimed.len(), jobs.len()), (20, 20));
}

pub async fn a_claim_takes_no_more_than_its_limit(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).videos(5)).await;
    assert_eq!(h.claim(2).await.len(), 2);
    assert_eq!(h.claim(0).await.len(), 0);
    assert_eq!(h.claim(10).await.len(), 3);
}

pub async fn a_job_is_not_claimed_before_its_time(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.stores
        .jobs
        .snooze(claimed.lease, Duration::from_secs(15))
        .await
        .unwrap();
    h.advance(Duration::from_secs(14));
    assert_eq!(h.due().await, 0);
    h.advance(Duration::from_secs(1));
    assert_eq!(h.due().await, 1);
}

pub async fn an_expired_lease_is_taken_over_and_counts_a_crash(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    for crashes in 0..3 {
        let claimed = h.claim_one().await;
        assert_eq!(claimed.job.crashes, crashes);
        h.advance(LEASE_FOR + Duration::from_secs(1));
    }
    assert_eq!(h.claim_one().await.job.crashes, 3);
}

pub async fn each_claim_has_a_higher_token(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let mut last = i64::MIN;
    for _ in 0..3 {
        let token = h.claim_one().await.lease.id().token;
        assert!(token > last);
        last = token;
        h.advance(LEASE_FOR + Duration::from_secs(1));
    }
}

pub async fn an_extended_lease_is_not_taken_over(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let lease = h.claim_one().await.lease.id();
    for _ in 0..3 {
        h.advance(LEASE_FOR / 2);
        let lost = h.stores.jobs.extend(&[lease], LEASE_FOR).await.unwrap();
        assert_eq!(lost, []);
        assert_eq!(h.due().await, 0);
    }
}

pub async fn an_expired_lease_that_nobody_took_can_be_extended(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.advance(LEASE_FOR * 2);
    let lost = h.stores.jobs.extend(&[claimed.lease.id()], LEASE_FOR).await;
    assert_eq!(lost.unwrap(), []);
    assert_eq!(h.due().await, 0);
    assert_eq!(h.job(user, claimed.job.id).await.crashes, 0);
}

pub async fn lost_leases_are_told_and_the_others_extended(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).videos(3)).await;
    let mut claimed = h.claim(3).await;
    let mut leases: Vec<_> = claimed.iter().map(|it| it.lease.id()).collect();
    let done = claimed.remove(0);
    let lost = leases[0];
    h.complete(done.lease).await;
    let forged = LeaseId {
        token: leases[1].token + 1,
        ..leases[1]
    };
    leases.push(forged);
    h.advance(LEASE_FOR / 2);
    let told = h.stores.jobs.extend(&leases, LEASE_FOR).await.unwrap();
    let told: BTreeSet<_> = told.into_iter().collect();
    assert_eq!(told, BTreeSet::from([lost, forged]));
    h.advance(LEASE_FOR * 3 / 4);
    assert_eq!(h.due().await, 0);
}

pub async fn claims_take_turns_between_users(h: &Harness) {
    let (greedy, modest) = (h.user(1, 20).await, h.user(2, 5).await);
    for _ in 0..3 {
        h.place(an_order().of(greedy).videos(5)).await;
        h.advance(Duration::from_secs(1));
    }
    h.place(an_order().of(modest).videos(3)).await;
    let claimed = h.claim(6).await;
    let of = |user: UserId| claimed.iter().filter(|it| it.job.user == user).count();
    assert_eq!((of(greedy), of(modest)), (3, 3));
}

pub async fn the_user_with_the_fewest_running_jobs_goes_first(h: &Harness) {
    let (one, other) = (h.user(1, 10).await, h.user(2, 10).await);
    h.place(an_order().of(one).videos(5)).await;
    assert_eq!(users(&h.claim(2).await), [1, 1]);
    h.advance(Duration::from_secs(1));
    h.place(an_order().of(other).videos(5)).await;
    assert_eq!(users(&h.claim(2).await), [2, 2]);
    let shared: BTreeSet<_> = users(&h.claim(2).await).into_iter().collect();
    assert_eq!(shared, BTreeSet::from([1, 2]));
}

pub async fn jobs_of_one_user_go_in_the_order_of_their_time(h: &Harness) {
    let user = h.user(1, 10).await;
    let mut placed = Vec::new();
    for _ in 0..3 {
        placed.push(h.place(an_order().of(user)).await.jobs[0]);
        h.advance(Duration::from_secs(1));
    }
    let first = h.claim(1).await.remove(0);
    assert_eq!(first.job.id, placed[0]);
    h.stores
        .jobs
        .snooze(first.lease, Duration::from_secs(1))
        .await
        .unwrap();
    h.advance(Duration::from_secs(10));
    for expected in [placed[1], placed[2], placed[0]] {
        assert_eq!(h.claim(1).await[0].job.id, expected);
    }
}
