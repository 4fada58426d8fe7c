//! What the tasks of a job took from our account at the provider.

use std::time::Duration;

use neurocards_core::ids::{TaskId, UserId};
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::LeaseError;
use neurocards_core::work::job::{AttemptEnd, Claimed, Job, Lease, Progress};

use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_refusal, a_retry, a_video, an_order};

const USER: UserId = UserId(1);

fn credits(amount: &str) -> ProviderCredits {
    ProviderCredits::parse(amount).unwrap()
}

fn spent(amount: &str) -> Progress {
    let spent = credits(amount);
    Progress::Spent { spent }
}

/// What each attempt of the job took, oldest first.
fn told(job: &Job) -> Vec<Option<ProviderCredits>> {
    job.attempts.iter().map(|attempt| attempt.spent).collect()
}

async fn submit(h: &Harness, lease: &Lease, no: u16) {
    h.begin_attempt(lease, no).await;
    let task = TaskId::parse(format!("task-{no}")).unwrap();
    h.record(lease, Progress::Submitted { task }).await;
}

/// A leased job with one task.
async fn submitted(h: &Harness) -> Claimed {
    let user = h.user(USER.0, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    submit(h, &claimed.lease, 1).await;
    claimed
}

/// Ends the open attempt and claims the job again.
async fn tried_again(h: &Harness, lease: Lease) -> Lease {
    let retry = a_retry(Duration::ZERO, Some(AttemptEnd::Failed));
    h.stores.jobs.retry(lease, &retry).await.unwrap();
    h.claim_one().await.lease
}

/// A job with one task whose first worker slept through its lease.
async fn overslept(h: &Harness) -> (Lease, Lease) {
    let first = submitted(h).await.lease;
    h.advance(LEASE_FOR * 2);
    (first, h.claim_one().await.lease)
}

/// The answer to evidence under a lost lease, which is lost and kept all the same.
async fn record_late(h: &Harness, stale: &Lease, amount: &str) {
    let lost = h.stores.jobs.record(stale, &spent(amount)).await;
    assert!(matches!(lost, Err(LeaseError::Lost)), "{lost:?}");
}

pub async fn what_a_task_took_shows_in_its_job(h: &Harness) {
    let claimed = submitted(h).await;
    assert_eq!(told(&h.job(USER, claimed.job.id).await), [None]);
    h.record(&claimed.lease, spent("12.5")).await;
    let mut job = h.job(USER, claimed.job.id).await;
    assert_eq!(told(&job), [Some(credits("12.5"))]);
    let jobs = &h.stores.jobs;
    jobs.complete(claimed.lease, &a_video()).await.unwrap();
    job = h.job(USER, job.id).await;
    assert_eq!(told(&job), [Some(credits("12.5"))]);
}

pub async fn every_amount_is_kept_to_the_thousandth(h: &Harness) {
    let claimed = submitted(h).await;
    for amount in ["0", "0.001", "5916.25", "1000000000"] {
        h.record(&claimed.lease, spent(amount)).await;
        let job = h.job(USER, claimed.job.id).await;
        assert_eq!(told(&job), [Some(credits(amount))]);
    }
}

pub async fn the_newest_amount_of_a_task_counts(h: &Harness) {
    let claimed = submitted(h).await;
    for amount in ["70", "0", "0", "12.5"] {
        h.record(&claimed.lease, spent(amount)).await;
    }
    let job = h.job(USER, claimed.job.id).await;
    assert_eq!(told(&job), [Some(credits("12.5"))]);
}

pub async fn each_attempt_has_an_amount_of_its_own(h: &Harness) {
    let claimed = submitted(h).await;
    h.record(&claimed.lease, spent("70")).await;
    let lease = tried_again(h, claimed.lease).await;
    submit(h, &lease, 2).await;
    h.record(&lease, spent("12.5")).await;
    let job = h.job(USER, claimed.job.id).await;
    assert_eq!(told(&job), [Some(credits("70")), Some(credits("12.5"))]);
}

pub async fn an_attempt_without_a_task_takes_nothing(h: &Harness) {
    let claimed = submitted(h).await;
    let lease = tried_again(h, claimed.lease).await;
    h.begin_attempt(&lease, 2).await;
    h.record(&lease, spent("70")).await;
    let job = h.job(USER, claimed.job.id).await;
    assert_eq!(told(&job), [Some(credits("70")), None]);
}

pub async fn late_evidence_of_an_amount_is_kept_under_a_lost_lease(h: &Harness) {
    let (stale, _live) = overslept(h).await;
    let mut expected = h.job(USER, stale.id().job).await;
    record_late(h, &stale, "70").await;
    expected.attempts[0].spent = Some(credits("70"));
    assert_eq!(h.job(USER, stale.id().job).await, expected);
}

pub async fn late_evidence_of_an_amount_is_kept_for_a_failed_job(h: &Harness) {
    let (stale, live) = overslept(h).await;
    h.stores.jobs.fail(live, &a_refusal()).await.unwrap();
    let mut expected = h.job(USER, stale.id().job).await;
    record_late(h, &stale, "70").await;
    expected.attempts[0].spent = Some(credits("70"));
    assert_eq!(h.job(USER, stale.id().job).await, expected);
}

pub async fn late_evidence_of_an_amount_leaves_later_attempts_alone(h: &Harness) {
    let (stale, live) = overslept(h).await;
    let next = tried_again(h, live).await;
    submit(h, &next, 2).await;
    record_late(h, &stale, "70").await;
    let job = h.job(USER, stale.id().job).await;
    assert_eq!(told(&job), [Some(credits("70")), None]);
}
