//! Cancelling what the provider does not know yet.

use std::time::Duration;

use futures::future::join_all;
use neurocards_core::ids::OrderId;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::ports::IdSource;
use neurocards_core::work::job::JobStatus;
use neurocards_core::work::order::CancelledJobs;

use crate::conformance::Harness;
use crate::factory::an_order;

const fn outcome(cancelled: u8, kept: u8) -> CancelledJobs {
    CancelledJobs { cancelled, kept }
}

pub async fn a_cancelled_order_is_refunded(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(3)).await;
    let cancelled = h.stores.jobs.cancel(user, order.id).await.unwrap();
    assert_eq!(cancelled, Some(outcome(3, 0)));
    assert_eq!(h.balance(user).await, (5, 0));
    assert_eq!(h.entries(user, EntryKind::Refund).await, 3);
    for job in order.jobs {
        assert_eq!(h.job(user, job).await.status, JobStatus::Cancelled);
    }
    assert_eq!(h.due().await, 0);
}

pub async fn an_order_cancelled_by_many_taps_is_refunded_once(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(3)).await;
    let taps = join_all((0..5).map(|_| h.stores.jobs.cancel(user, order.id))).await;
    let cancelled = taps.into_iter().map(|it| it.unwrap().unwrap().cancelled);
    assert_eq!(cancelled.sum::<u8>(), 3);
    assert_eq!(h.entries(user, EntryKind::Refund).await, 3);
    let again = h.stores.jobs.cancel(user, order.id).await.unwrap();
    assert_eq!(again, Some(outcome(0, 3)));
}

pub async fn a_running_job_is_not_cancelled(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(3)).await;
    let claimed = h.claim(1).await.remove(0);
    let cancelled = h.stores.jobs.cancel(user, order.id).await.unwrap();
    assert_eq!(cancelled, Some(outcome(2, 1)));
    h.complete(claimed.lease).await;
    assert_eq!(h.balance(user).await, (4, 0));
}

pub async fn a_job_with_an_attempt_is_not_cancelled(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    h.stores
        .jobs
        .snooze(claimed.lease, Duration::ZERO)
        .await
        .unwrap();
    let cancelled = h.stores.jobs.cancel(user, order.id).await.unwrap();
    assert_eq!(cancelled, Some(outcome(0, 1)));
    assert_eq!(h.due().await, 1);
}

pub async fn an_order_of_another_user_is_not_cancelled(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let order = h.place(an_order().of(one)).await;
    let refused = h.stores.jobs.cancel(other, order.id).await.unwrap();
    assert_eq!(refused, None);
    assert_eq!(h.due().await, 1);
}

pub async fn an_unknown_order_is_not_cancelled(h: &Harness) {
    let user = h.user(1, 5).await;
    let unknown = OrderId(h.ids.uuid());
    assert_eq!(h.stores.jobs.cancel(user, unknown).await.unwrap(), None);
}

pub async fn a_cancelled_job_brings_no_bad_news(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    h.stores.jobs.cancel(user, order.id).await.unwrap();
    assert_eq!(h.next_message().await, None);
}
