//! Hints that there is work. These cases run in real time: what they wait for must come, within a
//! minute, or they fail.

use std::time::Duration;

use neurocards_core::ports::Topic;
use tokio::time::timeout;

use super::Harness;
use crate::factory::{an_order, an_update};

/// A wait that lasts this long was not ended by a hint.
const FOREVER: Duration = Duration::from_mins(10);
/// A hint comes sooner than this.
const SOON: Duration = Duration::from_mins(1);

/// Asserts that a wait begun now is ended by a hint.
async fn assert_woken(h: &Harness, topic: Topic) {
    let woken = timeout(SOON, h.stores.wake_up.wait(topic, FOREVER)).await;
    assert!(woken.is_ok(), "no hint for {topic:?}");
}

/// Ends a wait, so that what was announced before it does not count.
async fn drain(h: &Harness, topic: Topic) {
    h.stores
        .wake_up
        .wait(topic, Duration::from_millis(20))
        .await;
}

pub async fn a_wait_ends_at_its_limit(h: &Harness) {
    for topic in [Topic::Jobs, Topic::Deliveries, Topic::Updates] {
        let wait = h.stores.wake_up.wait(topic, Duration::from_millis(20));
        assert!(timeout(SOON, wait).await.is_ok(), "{topic:?}");
    }
}

pub async fn work_announced_before_a_wait_ends_it_at_once(h: &Harness) {
    let user = h.user(1, 5).await;
    drain(h, Topic::Jobs).await;
    h.place(an_order().of(user)).await;
    assert_woken(h, Topic::Jobs).await;
}

pub async fn work_announced_during_a_wait_ends_it(h: &Harness) {
    let user = h.user(1, 5).await;
    drain(h, Topic::Jobs).await;
    let order = an_order().of(user).build(&h.ids);
    let (placed, ()) = tokio::join!(h.stores.jobs.place(&order), assert_woken(h, Topic::Jobs));
    placed.unwrap();
}

pub async fn a_delivery_that_became_due_is_announced(h: &Harness) {
    drain(h, Topic::Deliveries).await;
    h.alarm("key", &[1]).await;
    assert_woken(h, Topic::Deliveries).await;
}

pub async fn an_update_that_came_in_is_announced(h: &Harness) {
    drain(h, Topic::Updates).await;
    h.stores.inbox.store(&[an_update(10, 1)]).await.unwrap();
    assert_woken(h, Topic::Updates).await;
}

pub async fn a_callback_is_announced(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    let begun = h.begin_attempt(&claimed.lease, 1).await;
    h.stores.jobs.snooze(claimed.lease, FOREVER).await.unwrap();
    drain(h, Topic::Jobs).await;
    drain(h, Topic::Jobs).await;
    let neurocards_core::work::job::Progress::AttemptBegun { nonce, .. } = begun else {
        panic!("an attempt was begun");
    };
    let task = neurocards_core::ids::TaskId::parse("task-1").unwrap();
    assert!(h.stores.jobs.wake(&nonce, &task).await.unwrap());
    assert_woken(h, Topic::Jobs).await;
}
