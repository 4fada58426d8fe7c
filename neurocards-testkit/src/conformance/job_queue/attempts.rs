//! Facts on the way to a video, and evidence that comes late.

use std::time::Duration;

use neurocards_core::ids::TaskId;
use neurocards_core::ports::{IdSource, LeaseError};
use neurocards_core::work::job::{AttemptEnd, JobStatus, Lease, Progress, RemotePhoto};

use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_prompt, a_refusal, a_retry, an_order};

fn task(name: &str) -> TaskId {
    TaskId::parse(name).unwrap()
}

fn submitted(name: &str) -> Progress {
    Progress::Submitted { task: task(name) }
}

pub async fn a_prompt_is_kept(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.record(&claimed.lease, Progress::Prompt(a_prompt())).await;
    assert_eq!(h.job(user, claimed.job.id).await.prompt, Some(a_prompt()));
}

pub async fn a_photo_is_kept_with_its_time(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.advance(Duration::from_secs(2));
    let url = "https://files.example/1.jpg".to_owned();
    h.record(&claimed.lease, Progress::Photo { url: url.clone() })
        .await;
    let uploaded_at = claimed.now + Duration::from_secs(2);
    let expected = RemotePhoto { url, uploaded_at };
    assert_eq!(
        h.job(user, claimed.job.id).await.remote_photo,
        Some(expected)
    );
}

pub async fn an_attempt_is_kept_before_its_submit(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    let nonce = h.ids.nonce();
    let begun = Progress::AttemptBegun {
        no: 1,
        nonce: nonce.clone(),
    };
    h.record(&claimed.lease, begun).await;
    let attempts = h.job(user, claimed.job.id).await.attempts;
    assert_eq!(attempts.len(), 1);
    let attempt = &attempts[0];
    assert_eq!((attempt.no, &attempt.nonce), (1, &nonce));
    assert_eq!(attempt.begun_at, claimed.now);
    assert_eq!(
        (&attempt.task, &attempt.reported, attempt.end),
        (&None, &None, None)
    );
}

pub async fn a_second_attempt_is_refused_while_one_is_open(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    let second = Progress::AttemptBegun {
        no: 2,
        nonce: h.ids.nonce(),
    };
    let refused = h.stores.jobs.record(&claimed.lease, &second).await;
    assert!(matches!(refused, Err(LeaseError::Lost)));
    assert_eq!(h.job(user, claimed.job.id).await.attempts.len(), 1);
}

pub async fn a_retry_ends_the_open_attempt_if_told_so(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let ends = [AttemptEnd::Declined, AttemptEnd::Failed, AttemptEnd::Lost];
    for (no, end) in (1..).zip(ends) {
        let claimed = h.claim_one().await;
        h.begin_attempt(&claimed.lease, no).await;
        let retry = a_retry(Duration::ZERO, Some(end));
        h.stores.jobs.retry(claimed.lease, &retry).await.unwrap();
    }
    let job = h.claim_one().await.job;
    let told: Vec<_> = job.attempts.iter().map(|it| (it.no, it.end)).collect();
    assert_eq!(
        told,
        [(1, Some(ends[0])), (2, Some(ends[1])), (3, Some(ends[2]))]
    );
}

pub async fn a_retry_without_an_end_leaves_the_attempt_open(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    let retry = a_retry(Duration::ZERO, None);
    h.stores.jobs.retry(claimed.lease, &retry).await.unwrap();
    assert!(h.claim_one().await.job.open_attempt().is_some());
}

pub async fn a_task_is_kept_for_the_open_attempt(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    let retry = a_retry(Duration::ZERO, Some(AttemptEnd::Failed));
    h.stores.jobs.retry(claimed.lease, &retry).await.unwrap();
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 2).await;
    h.record(&claimed.lease, submitted("task-2")).await;
    let tasks = h.job(user, claimed.job.id).await.attempts;
    let tasks: Vec<_> = tasks.into_iter().map(|it| it.task).collect();
    assert_eq!(tasks, [None, Some(task("task-2"))]);
}

pub async fn a_stored_task_is_never_replaced(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    h.record(&claimed.lease, submitted("task-1")).await;
    // Whether the second answer is an error is left open; what is stored is not.
    let _ = h
        .stores
        .jobs
        .record(&claimed.lease, &submitted("task-2"))
        .await;
    let attempts = h.job(user, claimed.job.id).await.attempts;
    assert_eq!(attempts[0].task, Some(task("task-1")));
}

/// A job whose first worker began an attempt and then slept through its lease.
async fn overslept(h: &Harness) -> (Lease, Lease) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let first = h.claim_one().await;
    h.begin_attempt(&first.lease, 1).await;
    h.advance(LEASE_FOR * 2);
    (first.lease, h.claim_one().await.lease)
}

pub async fn late_evidence_of_a_task_is_kept_under_a_lost_lease(h: &Harness) {
    let (stale, _live) = overslept(h).await;
    let user = neurocards_core::ids::UserId(1);
    let before = h.job(user, stale.id().job).await;
    let lost = h.stores.jobs.record(&stale, &submitted("task-1")).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
    let mut expected = before;
    expected.attempts[0].task = Some(task("task-1"));
    assert_eq!(h.job(user, stale.id().job).await, expected);
}

pub async fn late_evidence_of_a_task_is_kept_for_a_put_back_job(h: &Harness) {
    let (stale, live) = overslept(h).await;
    h.stores
        .jobs
        .snooze(live, Duration::from_hours(1))
        .await
        .unwrap();
    let lost = h.stores.jobs.record(&stale, &submitted("task-1")).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
    let job = h.job(neurocards_core::ids::UserId(1), stale.id().job).await;
    assert_eq!(job.attempts[0].task, Some(task("task-1")));
    assert_eq!(job.status, JobStatus::Queued);
    assert_eq!(h.due().await, 0, "evidence wakes nobody");
}

pub async fn late_evidence_of_a_task_is_kept_for_a_failed_job(h: &Harness) {
    let (stale, live) = overslept(h).await;
    h.stores.jobs.fail(live, &a_refusal()).await.unwrap();
    let lost = h.stores.jobs.record(&stale, &submitted("task-1")).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
    let job = h.job(neurocards_core::ids::UserId(1), stale.id().job).await;
    assert_eq!(job.attempts[0].task, Some(task("task-1")));
    assert_eq!(job.attempts[0].end, Some(AttemptEnd::Failed));
    assert_eq!(job.status, JobStatus::Failed);
}
