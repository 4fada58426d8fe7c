//! What the card of an order shows.

use std::time::Duration;

use neurocards_core::ids::{ChatId, OrderId, UserId};
use neurocards_core::ports::{Clock, IdSource};
use neurocards_core::work::failure::Cause;
use neurocards_core::work::job::{AttemptEnd, Progress};
use neurocards_core::work::order::NewOrder;
use neurocards_core::work::stage::Stage;

use crate::conformance::Harness;
use crate::factory::{a_prompt, a_refusal, a_retry, a_video, an_order};

async fn stages(h: &Harness, order: OrderId) -> Vec<Stage> {
    let videos = h.card(order).await.videos;
    videos.into_iter().map(|video| video.stage).collect()
}

pub async fn a_card_shows_what_was_ordered(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(3)).await;
    h.advance(Duration::from_secs(2));
    let card = h.card(order.id).await;
    assert_eq!(
        (card.order, card.user, card.chat),
        (order.id, user, ChatId(1))
    );
    assert_eq!((card.product, card.price), (order.product.id, order.price));
    assert_eq!(card.template, order.brief.scenario.template());
    assert_eq!((card.language, card.message), (order.language, None));
    assert_eq!((card.now - card.placed_at).num_seconds(), 2);
    assert_eq!(card.now, h.clock.now());
    let jobs: Vec<_> = card.videos.iter().map(|video| video.job).collect();
    assert_eq!(jobs, order.jobs);
    let begins = card.headline.trim_end_matches('…');
    assert!(!begins.is_empty() && order.product.description.as_str().starts_with(begins));
}

pub async fn an_unknown_order_has_no_card(h: &Harness) {
    let unknown = OrderId(h.ids.uuid());
    assert_eq!(h.stores.jobs.card(unknown).await.unwrap(), None);
}

pub async fn a_queued_video_shows_its_place(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let first = h.place(an_order().of(one).videos(3)).await;
    h.advance(Duration::from_secs(1));
    let second = h.place(an_order().of(other)).await;
    let place = |place| Stage::Queued { place };
    assert_eq!(stages(h, first.id).await, [place(1), place(2), place(3)]);
    assert_eq!(stages(h, second.id).await, [place(4)]);
    h.stores.jobs.cancel(one, first.id).await.unwrap();
    assert_eq!(stages(h, second.id).await, [place(1)]);
}

pub async fn a_video_shows_how_far_it_is(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await.id;
    let claimed = h.claim_one().await;
    assert_eq!(stages(h, order).await, [Stage::Writing]);
    h.record(&claimed.lease, Progress::Prompt(a_prompt())).await;
    assert_eq!(stages(h, order).await, [Stage::Preparing]);
    h.begin_attempt(&claimed.lease, 1).await;
    assert_eq!(stages(h, order).await, [Stage::Rendering]);
    assert_eq!(h.card(order).await.videos[0].attempts, 1);
    h.stores
        .jobs
        .snooze(claimed.lease, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(stages(h, order).await, [Stage::Rendering]);
    let claimed = h.claim_one().await;
    h.stores
        .jobs
        .complete(claimed.lease, &a_video())
        .await
        .unwrap();
    assert_eq!(stages(h, order).await, [Stage::Ready]);
}

pub async fn a_video_between_attempts_shows_that_it_is_tried_again(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await.id;
    let claimed = h.claim_one().await;
    h.record(&claimed.lease, Progress::Prompt(a_prompt())).await;
    h.begin_attempt(&claimed.lease, 1).await;
    let retry = a_retry(Duration::from_secs(20), Some(AttemptEnd::Failed));
    h.stores.jobs.retry(claimed.lease, &retry).await.unwrap();
    assert_eq!(stages(h, order).await, [Stage::Retrying]);
}

pub async fn a_held_video_shows_that_it_waits(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await.id;
    h.stores.jobs.hold(Duration::from_mins(5)).await.unwrap();
    assert_eq!(stages(h, order).await, [Stage::Waiting]);
}

pub async fn a_failed_video_shows_its_cause(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await.id;
    let claimed = h.claim_one().await;
    h.stores
        .jobs
        .fail(claimed.lease, &a_refusal())
        .await
        .unwrap();
    assert_eq!(
        stages(h, order).await,
        [Stage::Failed(Cause::ContentRefused)]
    );
}

pub async fn a_cancelled_video_shows_it(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await.id;
    h.stores.jobs.cancel(user, order).await.unwrap();
    assert_eq!(stages(h, order).await, [Stage::Cancelled]);
}

/// A placed order whose first card was shown.
async fn shown(h: &Harness) -> NewOrder {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    assert_eq!(h.show_cards().await, 1);
    assert_eq!(h.show_cards().await, 0);
    order
}

pub async fn each_step_of_a_job_makes_its_card_due(h: &Harness) {
    shown(h).await;
    let claimed = h.claim_one().await;
    assert_eq!(h.show_cards().await, 1, "claimed");
    h.record(&claimed.lease, Progress::Prompt(a_prompt())).await;
    assert_eq!(h.show_cards().await, 1, "prompt written");
    h.begin_attempt(&claimed.lease, 1).await;
    assert_eq!(h.show_cards().await, 1, "attempt begun");
    h.stores
        .jobs
        .snooze(claimed.lease, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(h.show_cards().await, 1, "snoozed");
    let claimed = h.claim_one().await;
    assert_eq!(h.show_cards().await, 1, "claimed again");
    let retry = a_retry(Duration::ZERO, Some(AttemptEnd::Failed));
    h.stores.jobs.retry(claimed.lease, &retry).await.unwrap();
    assert_eq!(h.show_cards().await, 1, "put back");
}

pub async fn the_end_of_a_job_makes_its_card_due(h: &Harness) {
    let order = shown(h).await;
    let claimed = h.claim_one().await;
    h.show_cards().await;
    h.stores
        .jobs
        .complete(claimed.lease, &a_video())
        .await
        .unwrap();
    let first = h.claim_deliveries().await.remove(0);
    let kind = neurocards_core::chat::delivery::DeliveryKind::Card { order: order.id };
    let second = async || {
        h.close(first.lease, &crate::conformance::harness::sent(1))
            .await;
        h.claim_deliveries().await.remove(0).delivery.kind
    };
    assert!(first.delivery.kind == kind || second().await == kind);
}

pub async fn a_cancelled_order_makes_its_card_due(h: &Harness) {
    let order = shown(h).await;
    h.stores.jobs.cancel(UserId(1), order.id).await.unwrap();
    assert_eq!(h.show_cards().await, 1);
}

pub async fn a_refused_write_makes_no_card_due(h: &Harness) {
    shown(h).await;
    let claimed = h.claim_one().await;
    h.show_cards().await;
    let id = claimed.lease.id();
    let stale = neurocards_core::work::job::Lease::granted(id.job, id.token - 1);
    assert!(h.stores.jobs.snooze(stale, Duration::ZERO).await.is_err());
    assert_eq!(h.show_cards().await, 0);
}
