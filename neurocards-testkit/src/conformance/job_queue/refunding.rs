//! An operator ends a job.

use futures::future::{join, join_all};
use neurocards_core::actor::Reason;
use neurocards_core::chat::delivery::DeliveryKind;
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::ledger::{EntryKind, Release};
use neurocards_core::ports::{IdSource, LeaseError};
use neurocards_core::work::failure::Cause;
use neurocards_core::work::job::{AttemptEnd, JobStatus, Progress};
use neurocards_core::work::order::{JobRefunded, NewOrder};
use neurocards_core::work::stage::Stage;

use crate::conformance::Harness;
use crate::factory::{a_prompt, a_refusal, a_video, an_operator, an_order};

fn release(job: JobId) -> Release {
    Release {
        job,
        reason: Reason::of("lost in space"),
        by: an_operator(),
    }
}

async fn refund(h: &Harness, job: JobId) -> JobRefunded {
    h.stores.jobs.refund(&release(job)).await.unwrap()
}

async fn ordered(h: &Harness, videos: usize) -> (UserId, NewOrder) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(videos)).await;
    (user, order)
}

async fn stage(h: &Harness, order: &NewOrder) -> Stage {
    let card = h.stores.jobs.card(order.id).await.unwrap();
    card.unwrap().videos[0].stage
}

pub async fn a_queued_job_can_be_refunded(h: &Harness) {
    let (user, order) = ordered(h, 1).await;
    let id = order.jobs[0];
    assert_eq!(refund(h, id).await, JobRefunded::Now);
    assert_eq!(h.balance(user).await, (5, 0));
    let job = h.job(user, id).await;
    let cause = job.failure.unwrap().cause;
    assert_eq!(
        (job.status, cause),
        (JobStatus::Failed, Cause::EndedByOperator)
    );
    assert_eq!(
        stage(h, &order).await,
        Stage::Failed(Cause::EndedByOperator)
    );
    assert_eq!(h.due().await, 0, "it is never claimed again");
}

pub async fn a_refund_by_a_person_keeps_reason_and_actor(h: &Harness) {
    let (user, order) = ordered(h, 1).await;
    let release = release(order.jobs[0]);
    h.stores.jobs.refund(&release).await.unwrap();
    let entry = h
        .entry(user, &format!("refund:{}", release.job))
        .await
        .unwrap();
    assert_eq!(
        (entry.kind, entry.job),
        (EntryKind::Refund, Some(release.job))
    );
    assert_eq!((entry.reason, entry.actor), (release.reason, release.by));
}

pub async fn a_refunded_job_tells_its_user_once(h: &Harness) {
    let (_, order) = ordered(h, 1).await;
    h.show_cards().await;
    refund(h, order.jobs[0]).await;
    let news = h.next_message().await.unwrap();
    assert!(matches!(
        news.delivery.kind,
        DeliveryKind::Failed { job, cause: Cause::EndedByOperator, .. } if job == order.jobs[0]
    ));
    refund(h, order.jobs[0]).await;
    assert_eq!(h.next_message().await, None);
}

pub async fn a_running_job_can_be_refunded_and_its_worker_is_too_late(h: &Harness) {
    let (user, order) = ordered(h, 1).await;
    let first = h.claim_one().await.lease;
    let token = first.id().token;
    h.begin_attempt(&first, 1).await;
    assert_eq!(refund(h, order.jobs[0]).await, JobRefunded::Now);
    let lease = || neurocards_core::work::job::Lease::granted(order.jobs[0], token);
    let jobs = &h.stores.jobs;
    let late = [
        jobs.complete(lease(), &a_video()).await,
        jobs.fail(lease(), &a_refusal()).await,
        jobs.record(&lease(), &Progress::Prompt(a_prompt())).await,
        jobs.snooze(lease(), std::time::Duration::ZERO).await,
    ];
    assert!(late.iter().all(|it| matches!(it, Err(LeaseError::Lost))));
    let job = h.job(user, order.jobs[0]).await;
    assert_eq!((job.status, job.video), (JobStatus::Failed, None));
    assert_eq!(job.attempts[0].end, Some(AttemptEnd::Failed));
    assert_eq!(h.balance(user).await, (5, 0));
    assert_eq!(h.entries(user, EntryKind::Refund).await, 1);
}

pub async fn a_job_is_refunded_once_by_many_at_once(h: &Harness) {
    let (user, order) = ordered(h, 1).await;
    let outcomes = join_all((0..10).map(|_| refund(h, order.jobs[0]))).await;
    let now = outcomes.iter().filter(|it| **it == JobRefunded::Now);
    assert_eq!(now.count(), 1);
    let before = outcomes.iter().filter(|it| **it == JobRefunded::Before);
    assert_eq!(before.count(), 9);
    assert_eq!(h.balance(user).await, (5, 0));
    assert_eq!(h.entries(user, EntryKind::Refund).await, 1);
}

pub async fn of_a_video_and_a_refund_at_once_one_counts(h: &Harness) {
    for _ in 0..5 {
        let user = h.user(1, 5).await;
        let order = h.place(an_order().of(user)).await;
        let lease = h.claim_one().await.lease;
        let video = a_video();
        let ends = join(
            refund(h, order.jobs[0]),
            h.stores.jobs.complete(lease, &video),
        );
        let (refunded, completed) = ends.await;
        let expected = if completed.is_ok() {
            (JobRefunded::Captured, JobStatus::Succeeded)
        } else {
            (JobRefunded::Now, JobStatus::Failed)
        };
        let status = h.job(user, order.jobs[0]).await.status;
        assert_eq!((refunded, status), expected);
    }
}

pub async fn a_job_with_its_video_is_not_refunded(h: &Harness) {
    let (user, order) = ordered(h, 1).await;
    let lease = h.claim_one().await.lease;
    h.complete(lease).await;
    assert_eq!(refund(h, order.jobs[0]).await, JobRefunded::Captured);
    assert_eq!(h.balance(user).await, (4, 0));
    let job = h.job(user, order.jobs[0]).await;
    assert_eq!((job.status, job.failure), (JobStatus::Succeeded, None));
}

pub async fn a_job_that_failed_or_was_cancelled_was_refunded_before(h: &Harness) {
    let (user, failed) = ordered(h, 1).await;
    let lease = h.claim_one().await.lease;
    h.stores.jobs.fail(lease, &a_refusal()).await.unwrap();
    let cancelled = h.place(an_order().of(user)).await;
    h.stores.jobs.cancel(user, cancelled.id).await.unwrap();
    for order in [&failed, &cancelled] {
        assert_eq!(refund(h, order.jobs[0]).await, JobRefunded::Before);
    }
    assert_eq!(h.balance(user).await, (5, 0));
    let cause = h.job(user, failed.jobs[0]).await.failure.unwrap().cause;
    assert_eq!(cause, a_refusal().cause);
}

pub async fn an_unknown_job_is_not_refunded(h: &Harness) {
    let unknown = JobId(h.ids.uuid());
    assert_eq!(refund(h, unknown).await, JobRefunded::Unknown);
}

pub async fn a_refunded_jobs_order_goes_on_and_its_card_is_due(h: &Harness) {
    let (user, order) = ordered(h, 3).await;
    h.show_cards().await;
    refund(h, order.jobs[0]).await;
    assert_eq!(h.balance(user).await, (3, 2));
    let kinds = h.claim_deliveries().await.into_iter();
    let mut kinds = kinds.map(|it| it.delivery.kind);
    assert!(kinds.any(|kind| matches!(
        kind,
        DeliveryKind::Card { .. } | DeliveryKind::Failed { .. }
    )));
    assert_eq!(h.due().await, 2);
}
