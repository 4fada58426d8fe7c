//! The one message per order, edited as often as the order changes.

use std::time::Duration;

use neurocards_core::chat::delivery::{ClaimedDelivery, Deferral, DeliveryEnd, DeliveryKind};
use neurocards_core::ids::{MessageId, OrderId};
use neurocards_core::ports::{IdSource, LeaseError};
use neurocards_core::work::job::Progress;
use neurocards_core::work::order::NewOrder;

use crate::conformance::harness::{CARD_PAUSE, sent};
use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_prompt, an_order};

/// A new order of user 1 whose card is claimed.
async fn placed(h: &Harness) -> (NewOrder, ClaimedDelivery) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user).videos(3)).await;
    let card = h.claim_deliveries().await.remove(0);
    assert_eq!(card.delivery.kind, DeliveryKind::Card { order: order.id });
    (order, card)
}

async fn message(h: &Harness, order: OrderId) -> Option<MessageId> {
    h.stores.jobs.card(order).await.unwrap().unwrap().message
}

pub async fn a_card_unchanged_while_it_was_sent_is_done(h: &Harness) {
    let (_, card) = placed(h).await;
    h.close(card.lease, &sent(7)).await;
    h.advance(CARD_PAUSE * 10);
    assert_eq!(h.claim_deliveries().await, []);
}

pub async fn a_card_changed_while_it_was_sent_is_due_again(h: &Harness) {
    let (_, card) = placed(h).await;
    h.claim(1).await;
    h.close(card.lease, &sent(7)).await;
    assert_eq!(h.claim_deliveries().await, [], "not before the pause");
    h.advance(CARD_PAUSE);
    let again = h.claim_deliveries().await.remove(0);
    assert_eq!(again.delivery.id, card.delivery.id);
    h.close(again.lease, &sent(7)).await;
    h.advance(CARD_PAUSE);
    assert_eq!(h.claim_deliveries().await, []);
}

pub async fn a_card_changed_later_is_due_again(h: &Harness) {
    let (_, card) = placed(h).await;
    h.close(card.lease, &sent(7)).await;
    h.advance(Duration::from_mins(1));
    h.claim(1).await;
    assert_eq!(h.show_cards().await, 1);
}

pub async fn many_changes_are_one_edit(h: &Harness) {
    let (_, card) = placed(h).await;
    let mut claimed = h.claim(3).await;
    let lease = claimed.remove(0).lease;
    h.record(&lease, Progress::Prompt(a_prompt())).await;
    h.begin_attempt(&lease, 1).await;
    h.close(card.lease, &sent(7)).await;
    h.advance(CARD_PAUSE);
    assert_eq!(h.show_cards().await, 1);
}

pub async fn a_sent_card_becomes_the_orders_card_message(h: &Harness) {
    let (order, card) = placed(h).await;
    assert_eq!(message(h, order.id).await, None);
    h.close(card.lease, &sent(7)).await;
    assert_eq!(message(h, order.id).await, Some(MessageId(7)));
}

pub async fn a_kept_card_message_is_the_one_to_edit(h: &Harness) {
    let (order, _) = placed(h).await;
    let keep = |id| h.stores.outbox.keep_card_message(order.id, MessageId(id));
    keep(41).await.unwrap();
    keep(42).await.unwrap();
    assert_eq!(message(h, order.id).await, Some(MessageId(42)));
    let unknown = OrderId(h.ids.uuid());
    let ignored = h
        .stores
        .outbox
        .keep_card_message(unknown, MessageId(1))
        .await;
    assert!(ignored.is_ok());
}

pub async fn a_card_of_a_dead_worker_is_claimed_again_even_if_begun(h: &Harness) {
    let (_, card) = placed(h).await;
    h.stores.outbox.begin(&card.lease).await.unwrap();
    h.advance(LEASE_FOR * 2);
    let again = h.claim_deliveries().await.remove(0);
    assert_eq!(again.delivery.id, card.delivery.id);
    assert!(!card.delivery.in_doubt && again.delivery.in_doubt);
    let lost = h
        .stores
        .outbox
        .close(card.lease, &sent(7), CARD_PAUSE)
        .await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
}

pub async fn a_card_in_doubt_stays_so_until_its_end_is_known(h: &Harness) {
    let (_, card) = placed(h).await;
    h.stores.outbox.begin(&card.lease).await.unwrap();
    h.close(card.lease, &DeliveryEnd::Unknown).await;
    for (end, in_doubt) in [
        (DeliveryEnd::Unknown, true),
        (sent(7), true),
        (sent(7), false),
    ] {
        h.claim(1).await;
        h.advance(CARD_PAUSE + LEASE_FOR * 2);
        let again = h.claim_deliveries().await.remove(0);
        assert_eq!(again.delivery.in_doubt, in_doubt, "{end:?}");
        h.close(again.lease, &end).await;
    }
}

pub async fn a_deferred_card_is_in_no_doubt(h: &Harness) {
    let (_, card) = placed(h).await;
    h.stores.outbox.begin(&card.lease).await.unwrap();
    let outbox = &h.stores.outbox;
    let deferred = outbox.defer(card.lease, Duration::ZERO, Deferral::Fault);
    deferred.await.unwrap();
    assert!(!h.claim_deliveries().await.remove(0).delivery.in_doubt);
}

pub async fn a_deferred_card_comes_back(h: &Harness) {
    let (_, card) = placed(h).await;
    h.stores
        .outbox
        .defer(card.lease, Duration::from_secs(30), Deferral::Fault)
        .await
        .unwrap();
    assert_eq!(h.claim_deliveries().await, []);
    h.advance(Duration::from_secs(30));
    assert_eq!(h.claim_deliveries().await.len(), 1);
}

pub async fn each_order_has_its_own_card(h: &Harness) {
    let (first, card) = placed(h).await;
    h.close(card.lease, &sent(7)).await;
    let second = h.place(an_order().of(first.user)).await;
    let card = h.claim_deliveries().await.remove(0);
    assert_eq!(card.delivery.kind, DeliveryKind::Card { order: second.id });
    h.close(card.lease, &sent(8)).await;
    assert_eq!(message(h, first.id).await, Some(MessageId(7)));
    assert_eq!(message(h, second.id).await, Some(MessageId(8)));
}
