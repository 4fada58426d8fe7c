//! A callback wakes a job and names a task; it decides nothing.

use std::time::Duration;

use neurocards_core::ids::{JobId, Nonce, TaskId, UserId};
use neurocards_core::ports::IdSource;
use neurocards_core::work::job::{AttemptEnd, JobStatus, Lease, Progress};

use crate::conformance::Harness;
use crate::factory::{a_refusal, a_retry, an_order};

/// A running job of user 1 with an open attempt: its id, its lease, the attempt's nonce.
async fn submitting(h: &Harness) -> (JobId, Lease, Nonce) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    let nonce = h.ids.nonce();
    let begun = Progress::AttemptBegun {
        no: 1,
        nonce: nonce.clone(),
    };
    h.record(&claimed.lease, begun).await;
    (claimed.job.id, claimed.lease, nonce)
}

fn task(name: &str) -> TaskId {
    TaskId::parse(name).unwrap()
}

async fn wake(h: &Harness, nonce: &Nonce, name: &str) -> bool {
    h.stores.jobs.wake(nonce, &task(name)).await.unwrap()
}

pub async fn a_callback_is_kept_as_a_report_and_makes_its_job_due(h: &Harness) {
    let (job, lease, nonce) = submitting(h).await;
    h.stores
        .jobs
        .snooze(lease, Duration::from_mins(20))
        .await
        .unwrap();
    assert_eq!(h.due().await, 0);
    assert!(wake(h, &nonce, "task-1").await);
    let claimed = h.claim_one().await;
    assert_eq!(claimed.job.id, job);
    let attempt = &claimed.job.attempts[0];
    assert_eq!(
        (&attempt.task, &attempt.reported),
        (&None, &Some(task("task-1")))
    );
}

pub async fn a_callback_leaves_a_stored_task_as_it_is(h: &Harness) {
    let (_, lease, nonce) = submitting(h).await;
    h.record(
        &lease,
        Progress::Submitted {
            task: task("task-1"),
        },
    )
    .await;
    h.stores
        .jobs
        .snooze(lease, Duration::from_mins(20))
        .await
        .unwrap();
    assert!(wake(h, &nonce, "task-2").await);
    let attempt = h.claim_one().await.job.attempts.remove(0);
    assert_eq!(
        (attempt.task, attempt.reported),
        (Some(task("task-1")), None)
    );
}

pub async fn a_callback_leaves_a_running_job_with_its_worker(h: &Harness) {
    let (job, lease, nonce) = submitting(h).await;
    let mut before = h.job(UserId(1), job).await;
    assert!(wake(h, &nonce, "task-1").await);
    before.attempts[0].reported = Some(task("task-1"));
    assert_eq!(h.job(UserId(1), job).await, before);
    assert_eq!(h.due().await, 0);
    h.complete(lease).await;
}

pub async fn a_callback_with_an_unknown_nonce_changes_nothing(h: &Harness) {
    let (job, lease, _) = submitting(h).await;
    h.stores
        .jobs
        .snooze(lease, Duration::from_mins(20))
        .await
        .unwrap();
    let before = h.job(UserId(1), job).await;
    assert!(!wake(h, &h.ids.nonce(), "task-1").await);
    assert_eq!(h.job(UserId(1), job).await, before);
    assert_eq!(h.due().await, 0);
}

pub async fn a_callback_for_a_lost_attempt_leaves_its_open_job_alone(h: &Harness) {
    let (job, lease, nonce) = submitting(h).await;
    let retry = a_retry(Duration::from_mins(20), Some(AttemptEnd::Lost));
    h.stores.jobs.retry(lease, &retry).await.unwrap();
    let before = h.job(UserId(1), job).await;
    assert!(wake(h, &nonce, "task-1").await);
    assert_eq!(h.job(UserId(1), job).await, before);
    assert_eq!(h.due().await, 0);
}

pub async fn a_callback_for_a_declined_attempt_is_not_known(h: &Harness) {
    let (job, lease, nonce) = submitting(h).await;
    let retry = a_retry(Duration::from_mins(20), Some(AttemptEnd::Declined));
    h.stores.jobs.retry(lease, &retry).await.unwrap();
    let before = h.job(UserId(1), job).await;
    assert!(!wake(h, &nonce, "task-1").await);
    assert_eq!(h.job(UserId(1), job).await, before);
}

pub async fn a_callback_for_a_failed_job_leaves_it_as_it_is(h: &Harness) {
    let (job, lease, nonce) = submitting(h).await;
    h.stores.jobs.fail(lease, &a_refusal()).await.unwrap();
    let before = h.job(UserId(1), job).await;
    assert!(wake(h, &nonce, "task-1").await);
    assert_eq!(h.job(UserId(1), job).await, before);
    assert_eq!(h.due().await, 0);
}

pub async fn a_task_belongs_to_one_attempt(h: &Harness) {
    let (_, lease, _) = submitting(h).await;
    let stored = Progress::Submitted {
        task: task("task-1"),
    };
    h.record(&lease, stored.clone()).await;
    h.place(an_order().of(UserId(1))).await;
    let other = h.claim_one().await;
    let nonce = h.ids.nonce();
    let begun = Progress::AttemptBegun {
        no: 1,
        nonce: nonce.clone(),
    };
    h.record(&other.lease, begun).await;
    assert!(!wake(h, &nonce, "task-1").await, "it is another's");
    h.record(&other.lease, stored).await;
    let attempt = h.job(UserId(1), other.job.id).await.attempts.remove(0);
    assert_eq!((attempt.task, attempt.reported), (None, None));
    assert!(wake(h, &nonce, "task-2").await);
}

pub async fn a_thousand_callbacks_end_no_job_and_move_no_money(h: &Harness) {
    let (job, lease, nonce) = submitting(h).await;
    h.stores
        .jobs
        .snooze(lease, Duration::from_mins(20))
        .await
        .unwrap();
    for number in 0..1_000 {
        wake(h, &nonce, &format!("task-{}", number % 7)).await;
    }
    let job = h.job(UserId(1), job).await;
    assert_eq!((job.status, job.faults), (JobStatus::Queued, 0));
    assert_eq!(h.balance(UserId(1)).await, (4, 1));
    assert_eq!(h.due().await, 1);
}
