//! Holding back new submissions while our account at the provider is out of order.

use std::time::Duration;

use neurocards_core::work::job::AttemptEnd;

use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_retry, an_order};

const HOLD: Duration = Duration::from_mins(5);

pub async fn held_jobs_are_not_claimed_until_the_hold_ends(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    h.stores.jobs.hold(HOLD).await.unwrap();
    assert_eq!(h.due().await, 0);
    h.advance(HOLD * 9 / 10);
    assert_eq!(h.due().await, 0);
    h.advance(HOLD / 10);
    assert_eq!(h.due().await, 1);
}

pub async fn a_hold_of_nothing_ends_the_hold(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    h.stores.jobs.hold(HOLD).await.unwrap();
    h.stores.jobs.hold(Duration::ZERO).await.unwrap();
    assert_eq!(h.due().await, 1);
}

pub async fn a_new_hold_counts_from_now(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    h.stores.jobs.hold(HOLD).await.unwrap();
    h.advance(HOLD / 2);
    h.stores.jobs.hold(HOLD).await.unwrap();
    h.advance(HOLD * 3 / 4);
    assert_eq!(h.due().await, 0);
    h.advance(HOLD);
    assert_eq!(h.due().await, 1);
}

pub async fn a_shorter_hold_does_not_shorten_the_one_that_stands(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    h.stores.jobs.hold(HOLD).await.unwrap();
    h.stores.jobs.hold(HOLD / 10).await.unwrap();
    h.advance(HOLD * 9 / 10);
    assert_eq!(h.due().await, 0);
    h.advance(HOLD / 10);
    assert_eq!(h.due().await, 1);
}

pub async fn a_job_with_an_open_attempt_goes_on_under_a_hold(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    h.stores
        .jobs
        .snooze(claimed.lease, Duration::ZERO)
        .await
        .unwrap();
    h.stores.jobs.hold(HOLD).await.unwrap();
    assert_eq!(h.due().await, 1);
}

pub async fn a_job_between_attempts_is_held(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    let retry = a_retry(Duration::ZERO, Some(AttemptEnd::Declined));
    h.stores.jobs.retry(claimed.lease, &retry).await.unwrap();
    h.stores.jobs.hold(HOLD).await.unwrap();
    assert_eq!(h.due().await, 0);
}

pub async fn a_held_job_is_due_at_its_deadline(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).within(Duration::from_hours(1)))
        .await;
    h.stores.jobs.hold(Duration::from_hours(24)).await.unwrap();
    h.advance(Duration::from_secs(3_599));
    assert_eq!(h.due().await, 0);
    h.advance(Duration::from_secs(1));
    assert_eq!(h.due().await, 1);
}

pub async fn a_dead_workers_job_without_an_attempt_is_held(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    h.claim_one().await;
    h.stores.jobs.hold(HOLD).await.unwrap();
    h.advance(LEASE_FOR * 2);
    assert_eq!(h.due().await, 0);
    h.advance(HOLD);
    assert_eq!(h.due().await, 1);
}
