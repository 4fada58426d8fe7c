//! Tasks that finish after they were given up.

use std::time::Duration;

use neurocards_core::actor::Reason;
use neurocards_core::chat::delivery::DeliveryKind;
use neurocards_core::ids::{JobId, Nonce, TaskId, UserId};
use neurocards_core::money::ledger::Release;
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::{IdSource, LeaseError};
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use neurocards_core::work::job::{AttemptEnd, JobStatus, Lease, Progress};
use neurocards_core::work::late_task::{ClaimedLateTask, LateTaskEnd, LateTaskLease};

use super::harness::{Harness, LEASE_FOR, sent};
use crate::factory::{a_prompt, a_refusal, a_retry, a_video, an_operator, an_order};

/// A running job of user 1 with an open attempt: its id, its lease, the attempt's nonce.
async fn submitting(h: &Harness) -> (JobId, Lease, Nonce) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.record(&claimed.lease, Progress::Prompt(a_prompt())).await;
    let nonce = h.ids.nonce();
    let begun = Progress::AttemptBegun {
        no: 1,
        nonce: nonce.clone(),
    };
    h.record(&claimed.lease, begun).await;
    (claimed.job.id, claimed.lease, nonce)
}

fn task() -> TaskId {
    TaskId::parse("task-1").unwrap()
}

fn too_late() -> Failure {
    Failure::new(ErrorClass::Temporary, Cause::TooLate, "no end in sight")
}

async fn claim(h: &Harness) -> Vec<ClaimedLateTask> {
    let claimed = h.stores.late_tasks.claim(10, LEASE_FOR).await;
    claimed.unwrap()
}

/// A job that was refunded at its deadline while its task was at work.
async fn given_up(h: &Harness) -> (JobId, Nonce) {
    let (job, lease, nonce) = submitting(h).await;
    h.record(&lease, Progress::Submitted { task: task() }).await;
    h.stores.jobs.fail(lease, &too_late()).await.unwrap();
    (job, nonce)
}

pub async fn a_task_at_work_when_its_job_ends_is_looked_after(h: &Harness) {
    let (job, nonce) = given_up(h).await;
    let claimed = claim(h).await;
    assert_eq!(claimed.len(), 1);
    let late = &claimed[0].late;
    assert_eq!((late.job, &late.nonce, &late.task), (job, &nonce, &task()));
    assert_eq!(late.prompt, a_prompt().text);
    assert_eq!(claimed[0].now, late.since);
    assert_eq!(claim(h).await, [], "it is leased");
}

pub async fn a_job_that_its_user_made_impossible_leaves_no_task(h: &Harness) {
    let (_, lease, _) = submitting(h).await;
    h.record(&lease, Progress::Submitted { task: task() }).await;
    h.stores.jobs.fail(lease, &a_refusal()).await.unwrap();
    assert_eq!(claim(h).await, []);
}

pub async fn a_callback_that_is_the_first_to_tell_of_a_lost_task_is_kept(h: &Harness) {
    let (job, lease, nonce) = submitting(h).await;
    let lost = a_retry(Duration::ZERO, Some(AttemptEnd::Lost));
    h.stores.jobs.retry(lease, &lost).await.unwrap();
    for _ in 0..2 {
        assert!(h.stores.jobs.wake(&nonce, &task()).await.unwrap());
    }
    assert_eq!(claim(h).await, [], "its job goes on");
    let lease = h.claim_one().await.lease;
    h.stores.jobs.fail(lease, &too_late()).await.unwrap();
    let claimed = claim(h).await;
    assert_eq!(claimed.len(), 1);
    assert_eq!((claimed[0].late.job, &claimed[0].late.task), (job, &task()));
}

pub async fn the_answer_to_a_submit_that_comes_after_the_end_is_kept(h: &Harness) {
    let (_, lease, _) = submitting(h).await;
    let stale = Lease::granted(lease.id().job, lease.id().token);
    h.stores.jobs.fail(lease, &too_late()).await.unwrap();
    let late = Progress::Submitted { task: task() };
    let lost = h.stores.jobs.record(&stale, &late).await;
    assert!(matches!(lost, Err(LeaseError::Lost)), "{lost:?}");
    assert_eq!(claim(h).await.len(), 1);
}

pub async fn a_gift_is_one_message_and_moves_no_credit(h: &Harness) {
    let (job, _) = given_up(h).await;
    h.show_failure().await;
    let balance = h.balance(UserId(1)).await;
    let before = h.job(UserId(1), job).await;
    let claimed = claim(h).await.remove(0);
    let gift = LateTaskEnd::Gift(a_video());
    let spent = ProviderCredits::from_f64(57.5).ok();
    let closed = h.stores.late_tasks.close(claimed.lease, &gift, spent).await;
    closed.unwrap();
    let message = h.next_message().await.unwrap();
    let DeliveryKind::Video(video) = &message.delivery.kind else {
        panic!("a video is due, not {:?}", message.delivery.kind);
    };
    assert!(video.is_gift);
    assert_eq!(
        (video.job, &video.video, &video.file_id),
        (job, &a_video(), &None)
    );
    h.close(message.lease, &sent(7)).await;
    assert_eq!(h.next_message().await, None);
    assert_eq!(h.balance(UserId(1)).await, balance);
    let after = h.job(UserId(1), job).await;
    assert_eq!((after.status, &after.video), (JobStatus::Failed, &None));
    assert_eq!(after.attempts[0].spent, spent);
    assert_eq!(after.attempts[0].end, before.attempts[0].end);
    assert!(!h.stores.outbox.redeliver(UserId(1), job).await.unwrap());
}

pub async fn a_late_task_that_came_to_nothing_is_over(h: &Harness) {
    given_up(h).await;
    h.show_failure().await;
    let claimed = claim(h).await.remove(0);
    let closed = h
        .stores
        .late_tasks
        .close(claimed.lease, &LateTaskEnd::Nothing, None)
        .await;
    closed.unwrap();
    h.advance(LEASE_FOR * 100);
    assert_eq!(claim(h).await, []);
    assert_eq!(h.next_message().await, None);
}

pub async fn a_late_task_comes_back_after_its_pause_and_after_a_lapsed_lease(h: &Harness) {
    given_up(h).await;
    let first = claim(h).await.remove(0).lease;
    h.stores
        .late_tasks
        .put_back(first, Duration::from_mins(1))
        .await
        .unwrap();
    h.advance(Duration::from_secs(59));
    assert_eq!(claim(h).await, []);
    h.advance(Duration::from_secs(1));
    let second = claim(h).await.remove(0).lease;
    h.advance(LEASE_FOR * 2);
    let third = claim(h).await.remove(0).lease;
    let stale = || LateTaskLease::granted(second.nonce().clone(), second.token());
    let late_tasks = &h.stores.late_tasks;
    let put_back = late_tasks.put_back(stale(), Duration::ZERO).await;
    assert!(matches!(put_back, Err(LeaseError::Lost)), "{put_back:?}");
    let gift = LateTaskEnd::Gift(a_video());
    let closed = late_tasks.close(stale(), &gift, None).await;
    assert!(matches!(closed, Err(LeaseError::Lost)), "{closed:?}");
    late_tasks
        .close(third, &LateTaskEnd::Nothing, None)
        .await
        .unwrap();
}

pub async fn a_job_that_an_operator_ends_leaves_its_task(h: &Harness) {
    let (job, lease, _) = submitting(h).await;
    h.record(&lease, Progress::Submitted { task: task() }).await;
    let refund = Release {
        job,
        reason: Reason::of("lost in space"),
        by: an_operator(),
    };
    h.stores.jobs.refund(&refund).await.unwrap();
    assert_eq!(claim(h).await.len(), 1);
}
