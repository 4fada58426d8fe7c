//! Bringing a video: never twice by itself, never lost.

use std::time::Duration;

use neurocards_core::chat::delivery::{
    ClaimedDelivery, Deferral, DeliveryEnd, DeliveryKind, DeliveryLease, SentMessage,
};
use neurocards_core::ids::{JobId, MessageId, UserId};
use neurocards_core::ports::{IdSource, LeaseError};
use neurocards_core::work::order::NewOrder;
use neurocards_core::work::stage::Stage;

use crate::conformance::harness::{CARD_PAUSE, sent};
use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_refusal, a_video, an_order};

/// A finished video of user 1, claimed for delivery; its card is shown.
async fn finished(h: &Harness) -> (NewOrder, ClaimedDelivery) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.complete(claimed.lease).await;
    (order, h.next_message().await.expect("the video is due"))
}

async fn stage(h: &Harness, order: &NewOrder) -> Stage {
    let card = h.stores.jobs.card(order.id).await.unwrap().unwrap();
    card.videos[0].stage
}

fn sent_with_file(file_id: &str) -> DeliveryEnd {
    DeliveryEnd::Sent(SentMessage {
        message: MessageId(8),
        file_id: Some(file_id.to_owned()),
    })
}

async fn redeliver(h: &Harness, user: UserId, job: JobId) -> bool {
    h.stores.outbox.redeliver(user, job).await.unwrap()
}

pub async fn a_begun_video_of_a_dead_worker_becomes_unknown(h: &Harness) {
    let (order, claimed) = finished(h).await;
    h.stores.outbox.begin(&claimed.lease).await.unwrap();
    h.advance(LEASE_FOR + Duration::from_secs(1));
    assert_eq!(h.next_message().await, None, "it is not sent again");
    assert_eq!(stage(h, &order).await, Stage::ToFetch);
    let lost = h
        .stores
        .outbox
        .close(claimed.lease, &sent(1), CARD_PAUSE)
        .await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
}

pub async fn a_video_that_became_unknown_makes_its_card_due(h: &Harness) {
    let (_, claimed) = finished(h).await;
    h.show_cards().await;
    h.stores.outbox.begin(&claimed.lease).await.unwrap();
    h.advance(LEASE_FOR * 2);
    // The claim that finds the dead worker may give the card itself, or leave it to the next.
    assert_eq!(h.show_cards().await + h.show_cards().await, 1);
}

pub async fn a_video_that_was_not_begun_is_claimed_again(h: &Harness) {
    let (order, claimed) = finished(h).await;
    h.advance(LEASE_FOR * 2);
    let again = h.next_message().await.unwrap();
    assert_eq!(again.delivery, claimed.delivery);
    assert!(again.lease.token() > claimed.lease.token());
    assert_eq!(stage(h, &order).await, Stage::Ready);
}

pub async fn a_deferred_video_is_not_begun_any_more(h: &Harness) {
    let (order, claimed) = finished(h).await;
    h.stores.outbox.begin(&claimed.lease).await.unwrap();
    h.stores
        .outbox
        .defer(claimed.lease, Duration::ZERO, Deferral::Fault)
        .await
        .unwrap();
    assert!(h.next_message().await.is_some());
    h.advance(LEASE_FOR * 2);
    assert!(h.next_message().await.is_some(), "it was not begun again");
    assert_eq!(stage(h, &order).await, Stage::Ready);
}

pub async fn a_sent_video_is_shown_as_delivered(h: &Harness) {
    let (order, claimed) = finished(h).await;
    h.show_cards().await;
    h.stores.outbox.begin(&claimed.lease).await.unwrap();
    h.close(claimed.lease, &sent(8)).await;
    assert_eq!(stage(h, &order).await, Stage::Delivered);
    assert_eq!(
        h.show_cards().await,
        1,
        "the end of its delivery makes the card due"
    );
}

pub async fn a_video_of_unknown_fate_can_be_fetched(h: &Harness) {
    let (order, claimed) = finished(h).await;
    h.stores.outbox.begin(&claimed.lease).await.unwrap();
    h.close(claimed.lease, &DeliveryEnd::Unknown).await;
    assert_eq!(stage(h, &order).await, Stage::ToFetch);
    assert_eq!(h.show_cards().await, 1);
    assert!(redeliver(h, order.user, order.jobs[0]).await);
    let again = h.next_message().await.unwrap();
    assert_ne!(again.delivery.id, claimed.delivery.id);
    h.close(again.lease, &sent(9)).await;
    assert_eq!(stage(h, &order).await, Stage::Delivered);
}

pub async fn a_video_sent_again_needs_no_bytes(h: &Harness) {
    let (order, claimed) = finished(h).await;
    h.close(claimed.lease, &sent_with_file("file-1")).await;
    assert!(redeliver(h, order.user, order.jobs[0]).await);
    let again = h.next_message().await.unwrap();
    let DeliveryKind::Video(message) = again.delivery.kind else {
        panic!("a video is due");
    };
    assert_eq!((message.job, message.video), (order.jobs[0], a_video()));
    assert_eq!(message.file_id.as_deref(), Some("file-1"));
}

pub async fn a_video_under_way_is_not_delivered_twice(h: &Harness) {
    let (order, claimed) = finished(h).await;
    let job = order.jobs[0];
    assert!(!redeliver(h, order.user, job).await, "it is leased");
    h.stores
        .outbox
        .defer(claimed.lease, Duration::from_secs(30), Deferral::Fault)
        .await
        .unwrap();
    assert!(!redeliver(h, order.user, job).await, "it waits");
    h.advance(Duration::from_secs(30));
    let claimed = h.next_message().await.unwrap();
    h.close(claimed.lease, &sent(8)).await;
    assert!(redeliver(h, order.user, job).await);
    assert!(
        !redeliver(h, order.user, job).await,
        "it is asked for already"
    );
    assert!(h.next_message().await.is_some());
}

pub async fn a_video_of_another_user_is_not_redelivered(h: &Harness) {
    let (order, claimed) = finished(h).await;
    h.close(claimed.lease, &sent(8)).await;
    h.show_cards().await;
    let other = h.user(2, 0).await;
    assert!(!redeliver(h, other, order.jobs[0]).await);
    assert!(!redeliver(h, order.user, JobId(h.ids.uuid())).await);
    assert_eq!(h.next_message().await, None);
}

pub async fn a_job_without_a_video_is_not_redelivered(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    assert!(!redeliver(h, user, order.jobs[0]).await);
    let claimed = h.claim_one().await;
    assert!(!redeliver(h, user, order.jobs[0]).await);
    h.stores
        .jobs
        .fail(claimed.lease, &a_refusal())
        .await
        .unwrap();
    assert!(!redeliver(h, user, order.jobs[0]).await);
}

pub async fn a_delivery_that_fails_moves_no_money(h: &Harness) {
    let user = h.user(1, 5).await;
    for end in [
        DeliveryEnd::Unknown,
        DeliveryEnd::Refused {
            reason: "too large".to_owned(),
        },
        DeliveryEnd::Blocked,
    ] {
        h.place(an_order().of(user)).await;
        let claimed = h.claim_one().await;
        h.complete(claimed.lease).await;
        let video = h.next_message().await.unwrap();
        h.close(video.lease, &end).await;
    }
    assert_eq!(h.balance(user).await, (2, 0));
    assert_eq!(h.due().await, 0);
}

pub async fn a_blocked_users_video_stays_in_the_gallery(h: &Harness) {
    let (order, claimed) = finished(h).await;
    h.close(claimed.lease, &DeliveryEnd::Blocked).await;
    let videos = h
        .stores
        .jobs
        .videos(order.user, crate::conformance::harness::WHOLE)
        .await;
    assert_eq!(videos.unwrap()[0].id, order.jobs[0]);
    assert_eq!(stage(h, &order).await, Stage::ToFetch);
}

pub async fn a_closed_videos_lease_cannot_begin(h: &Harness) {
    let (_, claimed) = finished(h).await;
    let stale = DeliveryLease::granted(claimed.lease.delivery(), claimed.lease.token());
    h.close(claimed.lease, &sent(8)).await;
    let lost = h.stores.outbox.begin(&stale).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
}
