//! Replies survive a kill, and are not sent twice.

use std::time::Duration;

use neurocards_core::chat::update::{ClaimedUpdate, Turn, UpdateStage};
use neurocards_core::ports::LeaseError;

use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::an_update;

const REPLIES: [&str; 3] = [
    r#"{"text":"раз"}"#,
    r#"{"text":"два"}"#,
    r#"{"text":"три"}"#,
];

/// Update 10 with its turn committed, which wants three replies.
async fn turned(h: &Harness) -> ClaimedUpdate {
    h.stores.inbox.store(&[an_update(10, 1)]).await.unwrap();
    let claimed = h.claim_update().await;
    let turn = Turn {
        replies: REPLIES.map(ToOwned::to_owned).to_vec(),
        ..Turn::default()
    };
    h.stores.inbox.commit(&claimed.lease, &turn).await.unwrap();
    claimed
}

fn from_reply(next: usize) -> UpdateStage {
    UpdateStage::Turned {
        replies: REPLIES.map(ToOwned::to_owned).to_vec(),
        next,
    }
}

pub async fn replies_are_kept_for_the_next_claim(h: &Harness) {
    turned(h).await;
    h.advance(LEASE_FOR * 2);
    assert_eq!(h.claim_update().await.stage, from_reply(0));
}

pub async fn a_begun_reply_is_not_sent_again(h: &Harness) {
    let claimed = turned(h).await;
    for index in [0, 1] {
        h.stores
            .inbox
            .begin_reply(&claimed.lease, index)
            .await
            .unwrap();
    }
    h.advance(LEASE_FOR * 2);
    let again = h.claim_update().await;
    assert_eq!(again.stage, from_reply(2));
    h.stores.inbox.begin_reply(&again.lease, 2).await.unwrap();
    h.advance(LEASE_FOR * 2);
    assert_eq!(h.claim_update().await.stage, from_reply(3));
}

pub async fn a_reply_that_did_not_go_out_is_begun_again(h: &Harness) {
    let claimed = turned(h).await;
    let inbox = &h.stores.inbox;
    for index in [0, 1] {
        inbox.begin_reply(&claimed.lease, index).await.unwrap();
    }
    inbox.take_back_reply(&claimed.lease, 0).await.unwrap();
    inbox.take_back_reply(&claimed.lease, 1).await.unwrap();
    inbox.take_back_reply(&claimed.lease, 2).await.unwrap();
    h.advance(LEASE_FOR * 2);
    assert_eq!(h.claim_update().await.stage, from_reply(1));
    let stale = inbox.take_back_reply(&claimed.lease, 0).await;
    assert!(matches!(stale, Err(LeaseError::Lost)));
}

pub async fn a_deferred_update_keeps_its_replies(h: &Harness) {
    let claimed = turned(h).await;
    h.stores.inbox.begin_reply(&claimed.lease, 0).await.unwrap();
    h.stores
        .inbox
        .defer(claimed.lease, Duration::from_secs(5))
        .await
        .unwrap();
    assert_eq!(h.claim_updates().await, []);
    h.advance(Duration::from_secs(5));
    assert_eq!(h.claim_update().await.stage, from_reply(1));
}

pub async fn a_lane_waits_until_the_last_reply_is_out(h: &Harness) {
    let claimed = turned(h).await;
    h.stores.inbox.store(&[an_update(11, 1)]).await.unwrap();
    assert_eq!(h.claim_updates().await, []);
    h.stores.inbox.close(claimed.lease).await.unwrap();
    assert_eq!(h.claim_update().await.update.id, 11);
}
