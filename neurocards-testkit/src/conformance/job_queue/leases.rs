//! What a lease allows, and what a stale one cannot do.

use std::time::Duration;

use neurocards_core::ports::LeaseError;
use neurocards_core::work::job::{AttemptEnd, Claimed, JobStatus, Lease, LeaseId, Progress};

use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_fault, a_prompt, a_refusal, a_retry, a_video, an_order};

const LATER: Duration = Duration::from_secs(20);

/// Tries every write under this lease, and asserts that each is lost and changes nothing.
async fn assert_lost(h: &Harness, lease: LeaseId, owner: neurocards_core::ids::UserId) {
    let before = (h.job(owner, lease.job).await, h.balance(owner).await);
    let stale = || Lease::granted(lease.job, lease.token);
    let (jobs, nonce) = (
        &h.stores.jobs,
        neurocards_core::ports::IdSource::nonce(&h.ids),
    );
    let outcomes = [
        jobs.record(&stale(), &Progress::Prompt(a_prompt())).await,
        jobs.record(
            &stale(),
            &Progress::Photo {
                url: "https://up/1.jpg".to_owned(),
            },
        )
        .await,
        jobs.record(&stale(), &Progress::AttemptBegun { no: 9, nonce })
            .await,
        jobs.snooze(stale(), LATER).await,
        jobs.retry(stale(), &a_retry(LATER, Some(AttemptEnd::Failed)))
            .await,
        jobs.complete(stale(), &a_video()).await,
        jobs.fail(stale(), &a_refusal()).await,
    ];
    for (number, outcome) in outcomes.into_iter().enumerate() {
        assert!(
            matches!(outcome, Err(LeaseError::Lost)),
            "write {number}: {outcome:?}"
        );
    }
    let after = (h.job(owner, lease.job).await, h.balance(owner).await);
    assert_eq!(before, after);
}

async fn claimed_job(h: &Harness) -> Claimed {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    h.claim_one().await
}

pub async fn a_stale_lease_changes_nothing(h: &Harness) {
    let first = claimed_job(h).await;
    h.begin_attempt(&first.lease, 1).await;
    h.advance(LEASE_FOR + LATER);
    let second = h.claim_one().await;
    assert_lost(h, first.lease.id(), first.job.user).await;
    h.record(&second.lease, Progress::Prompt(a_prompt())).await;
}

pub async fn a_lease_of_a_put_back_job_changes_nothing(h: &Harness) {
    let claimed = claimed_job(h).await;
    let stale = claimed.lease.id();
    h.stores.jobs.snooze(claimed.lease, LATER).await.unwrap();
    assert_lost(h, stale, claimed.job.user).await;
}

pub async fn a_lease_of_a_final_job_changes_nothing(h: &Harness) {
    let claimed = claimed_job(h).await;
    let stale = claimed.lease.id();
    h.complete(claimed.lease).await;
    assert_lost(h, stale, claimed.job.user).await;
    assert_eq!(
        h.job(claimed.job.user, stale.job).await.status,
        JobStatus::Succeeded
    );
}

pub async fn a_token_that_was_never_granted_changes_nothing(h: &Harness) {
    let claimed = claimed_job(h).await;
    let token = claimed.lease.id().token;
    for forged in [token + 1, token - 1, 0, -1] {
        let job = claimed.job.id;
        assert_lost(h, LeaseId { job, token: forged }, claimed.job.user).await;
    }
}

pub async fn a_lease_of_an_unknown_job_is_lost(h: &Harness) {
    let claimed = claimed_job(h).await;
    let unknown = neurocards_core::ids::JobId(neurocards_core::ports::IdSource::uuid(&h.ids));
    let lease = Lease::granted(unknown, claimed.lease.id().token);
    let lost = h.stores.jobs.fail(lease, &a_refusal()).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
}

pub async fn an_expired_lease_that_nobody_took_still_holds(h: &Harness) {
    let claimed = claimed_job(h).await;
    h.advance(LEASE_FOR * 10);
    h.record(&claimed.lease, Progress::Prompt(a_prompt())).await;
    h.complete(claimed.lease).await;
    assert_eq!(h.due().await, 0);
}

pub async fn a_put_back_job_is_queued(h: &Harness) {
    let claimed = claimed_job(h).await;
    h.stores.jobs.snooze(claimed.lease, LATER).await.unwrap();
    let job = h.job(claimed.job.user, claimed.job.id).await;
    assert_eq!(job.status, JobStatus::Queued);
    h.advance(LATER);
    let claimed = h.claim_one().await;
    assert_eq!(claimed.job.crashes, 0, "a released lease is no crash");
}

pub async fn a_retry_counts_a_fault_and_keeps_its_failure(h: &Harness) {
    let mut claimed = claimed_job(h).await;
    for faults in 1..=3 {
        h.stores
            .jobs
            .retry(claimed.lease, &a_retry(LATER, None))
            .await
            .unwrap();
        assert_eq!(h.due().await, 0);
        h.advance(LATER);
        claimed = h.claim_one().await;
        assert_eq!(claimed.job.faults, faults);
        assert_eq!(claimed.job.failure, Some(a_fault()));
    }
}

pub async fn a_snooze_leaves_faults_as_they_are(h: &Harness) {
    let claimed = claimed_job(h).await;
    h.stores
        .jobs
        .retry(claimed.lease, &a_retry(LATER, None))
        .await
        .unwrap();
    h.advance(LATER);
    let claimed = h.claim_one().await;
    h.stores.jobs.snooze(claimed.lease, LATER).await.unwrap();
    let job = h.job(claimed.job.user, claimed.job.id).await;
    assert_eq!((job.faults, job.failure), (1, Some(a_fault())));
}

pub async fn a_release_ends_the_row_of_crashes(h: &Harness) {
    claimed_job(h).await;
    h.advance(LEASE_FOR + LATER);
    let second = h.claim_one().await;
    assert_eq!(second.job.crashes, 1);
    h.stores
        .jobs
        .snooze(second.lease, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(h.claim_one().await.job.crashes, 0);
}

pub async fn a_stored_fact_clears_faults_and_crashes(h: &Harness) {
    let first = claimed_job(h).await;
    h.stores
        .jobs
        .retry(first.lease, &a_retry(LATER, None))
        .await
        .unwrap();
    h.advance(LATER);
    h.claim_one().await;
    h.advance(LEASE_FOR + LATER);
    let third = h.claim_one().await;
    assert_eq!((third.job.faults, third.job.crashes), (1, 1));
    h.record(&third.lease, Progress::Prompt(a_prompt())).await;
    let job = h.job(third.job.user, third.job.id).await;
    assert_eq!((job.faults, job.crashes), (0, 0));
}
