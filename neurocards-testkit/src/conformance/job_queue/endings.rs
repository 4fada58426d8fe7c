//! The end of a job: either your video or your credit, never both, never neither.

use futures::future::join;
use neurocards_core::chat::delivery::{DeliveryKind, VideoMessage};
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::ports::LeaseError;
use neurocards_core::work::failure::Cause;
use neurocards_core::work::job::{AttemptEnd, JobStatus, Lease};

use crate::conformance::harness::sent;
use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_refusal, a_video, an_order};

pub async fn a_completed_job_is_captured_once(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).priced(2)).await;
    let claimed = h.claim_one().await;
    let again = Lease::granted(claimed.job.id, claimed.lease.id().token);
    h.complete(claimed.lease).await;
    let lost = h.stores.jobs.complete(again, &a_video()).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
    assert_eq!(h.entries(user, EntryKind::Capture).await, 1);
    assert_eq!(h.entries(user, EntryKind::Refund).await, 0);
    assert_eq!(h.balance(user).await, (3, 0));
}

pub async fn a_completed_job_keeps_its_video(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.complete(claimed.lease).await;
    let job = h.job(user, claimed.job.id).await;
    assert_eq!(
        (job.status, job.video),
        (JobStatus::Succeeded, Some(a_video()))
    );
}

pub async fn a_completed_job_has_one_delivery_of_its_video(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.complete(claimed.lease).await;
    let claimed = h.next_message().await.unwrap();
    let expected = DeliveryKind::Video(VideoMessage {
        order: order.id,
        job: order.jobs[0],
        product: order.product.id,
        video: a_video(),
        photo: order.product.photo,
        file_id: None,
        is_gift: false,
    });
    assert_eq!(claimed.delivery.kind, expected);
    assert_eq!(
        (claimed.delivery.user, claimed.delivery.chat),
        (user, order.chat)
    );
    assert_eq!(claimed.delivery.deferrals, 0);
    h.close(claimed.lease, &sent(1)).await;
    assert_eq!(h.next_message().await, None);
}

pub async fn a_failed_job_refunds_once(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).priced(2)).await;
    let claimed = h.claim_one().await;
    let again = Lease::granted(claimed.job.id, claimed.lease.id().token);
    h.stores
        .jobs
        .fail(claimed.lease, &a_refusal())
        .await
        .unwrap();
    let lost = h.stores.jobs.fail(again, &a_refusal()).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
    assert_eq!(h.entries(user, EntryKind::Refund).await, 1);
    assert_eq!(h.balance(user).await, (5, 0));
}

pub async fn a_failed_job_refunds_once_even_if_two_workers_finish_it(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let first = h.claim_one().await;
    h.advance(LEASE_FOR * 2);
    let second = h.claim_one().await;
    let refusal = a_refusal();
    let (one, other) = join(
        h.stores.jobs.fail(first.lease, &refusal),
        h.stores.jobs.fail(second.lease, &refusal),
    )
    .await;
    assert!(matches!(one, Err(LeaseError::Lost)) && other.is_ok());
    assert_eq!(h.entries(user, EntryKind::Refund).await, 1);
    assert_eq!(h.balance(user).await, (5, 0));
}

pub async fn of_two_ends_at_once_one_counts(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    let again = Lease::granted(claimed.job.id, claimed.lease.id().token);
    let (video, refusal) = (a_video(), a_refusal());
    let (completed, failed) = join(
        h.stores.jobs.complete(claimed.lease, &video),
        h.stores.jobs.fail(again, &refusal),
    )
    .await;
    assert!(completed.is_ok() != failed.is_ok());
    let ends = h.entries(user, EntryKind::Capture).await + h.entries(user, EntryKind::Refund).await;
    assert_eq!(ends, 1);
}

pub async fn a_failed_job_keeps_its_failure_and_has_no_video(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.stores
        .jobs
        .fail(claimed.lease, &a_refusal())
        .await
        .unwrap();
    let job = h.job(user, claimed.job.id).await;
    assert_eq!(
        (job.status, job.failure),
        (JobStatus::Failed, Some(a_refusal()))
    );
    assert_eq!(job.video, None);
}

pub async fn a_failed_job_ends_its_open_attempt_as_failed(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    h.stores
        .jobs
        .fail(claimed.lease, &a_refusal())
        .await
        .unwrap();
    let job = h.job(user, claimed.job.id).await;
    assert_eq!(job.attempts[0].end, Some(AttemptEnd::Failed));
}

pub async fn a_failed_job_tells_its_user_once(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.stores
        .jobs
        .fail(claimed.lease, &a_refusal())
        .await
        .unwrap();
    let claimed = h.next_message().await.unwrap();
    let expected = DeliveryKind::Failed {
        order: order.id,
        job: order.jobs[0],
        product: order.product.id,
        variant: 0,
        cause: Cause::ContentRefused,
    };
    assert_eq!(claimed.delivery.kind, expected);
    h.close(claimed.lease, &sent(1)).await;
    assert_eq!(h.next_message().await, None);
}

pub async fn a_final_job_is_never_claimed(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).videos(3)).await;
    let mut claimed = h.claim(3).await.into_iter();
    let (one, two) = (claimed.next().unwrap(), claimed.next().unwrap());
    h.complete(one.lease).await;
    h.stores.jobs.fail(two.lease, &a_refusal()).await.unwrap();
    let last = claimed.next().unwrap().job.id;
    h.advance(LEASE_FOR * 100);
    assert_eq!(h.claim_one().await.job.id, last);
}

pub async fn jobs_of_one_order_end_on_their_own(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(3)).await;
    let mut claimed = h.claim(2).await.into_iter();
    let (one, two) = (claimed.next().unwrap(), claimed.next().unwrap());
    h.complete(one.lease).await;
    h.stores.jobs.fail(two.lease, &a_refusal()).await.unwrap();
    assert_eq!(h.balance(user).await, (3, 1));
    let left = order
        .jobs
        .iter()
        .find(|id| ![one.job.id, two.job.id].contains(id));
    let left = h.job(user, *left.unwrap()).await;
    assert_eq!(left.status, JobStatus::Queued);
}
