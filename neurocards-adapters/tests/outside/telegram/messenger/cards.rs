//! The one message per order.

use chrono::TimeDelta;
use neurocards_core::chat::button::Button;
use neurocards_core::ports::Messenger;
use neurocards_core::work::stage::Stage;
use serde_json::{Value, json};

use super::rig::{ANNA, JOB, ORDER, PRODUCT, Rig, card, presses};

#[tokio::test]
async fn an_order_has_one_message_from_queue_to_end() {
    let rig = Rig::start().await;
    let mut card = card(&[Stage::Queued { place: 1 }]);
    let message = rig.messenger.send_card(&card).await.unwrap();
    card.message = Some(message);
    let shown = rig.anna.from_bot().remove(0);
    assert!(
        shown.text.contains("📦 Товар: Кружка <b>&amp; ложка"),
        "{}",
        shown.text
    );
    assert_eq!(presses(&shown), [Button::CancelOrder(ORDER)]);
    for stage in [
        Stage::Writing,
        Stage::Rendering,
        Stage::Ready,
        Stage::Delivered,
    ] {
        card.videos[0].stage = stage;
        card.videos[0].attempts = u16::from(stage != Stage::Writing);
        card.now += TimeDelta::minutes(1);
        assert!(rig.messenger.edit_card(&card, message).await.unwrap());
    }
    let shown = rig.anna.from_bot();
    assert_eq!((shown.len(), shown[0].edit_count), (1, 4));
    assert_eq!(presses(&shown[0]), [Button::Another(PRODUCT), Button::Menu]);
    rig.finish().await;
}

#[tokio::test]
async fn the_same_state_shown_again_changes_nothing() {
    let rig = Rig::start().await;
    let mut card = card(&[Stage::ToFetch, Stage::Cancelled]);
    let message = rig.messenger.send_card(&card).await.unwrap();
    card.now += TimeDelta::hours(5);
    assert!(rig.messenger.edit_card(&card, message).await.unwrap());
    let shown = rig.anna.from_bot();
    assert_eq!((shown.len(), shown[0].edit_count), (1, 0));
    let expected = [Button::Fetch(JOB), Button::Another(PRODUCT), Button::Menu];
    assert_eq!(presses(&shown[0]), expected);
    rig.finish().await;
}

#[tokio::test]
async fn a_card_that_was_deleted_is_gone() {
    let rig = Rig::start().await;
    let card = card(&[Stage::Rendering]);
    let message = rig.messenger.send_card(&card).await.unwrap();
    let gone = json!({ "chat_id": ANNA, "message_id": message.0 });
    rig.client
        .call::<Value>("deleteMessage", &gone)
        .await
        .unwrap();
    assert!(!rig.messenger.edit_card(&card, message).await.unwrap());
    rig.finish().await;
}
