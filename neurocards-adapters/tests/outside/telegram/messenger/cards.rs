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
    let message = rig.messenger.show_card(&card).await.unwrap();
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
        assert_eq!(rig.messenger.show_card(&card).await.unwrap(), message);
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
    card.message = Some(rig.messenger.show_card(&card).await.unwrap());
    card.now += TimeDelta::hours(5);
    assert_eq!(
        rig.messenger.show_card(&card).await.unwrap(),
        card.message.unwrap()
    );
    let shown = rig.anna.from_bot();
    assert_eq!((shown.len(), shown[0].edit_count), (1, 0));
    let expected = [Button::Fetch(JOB), Button::Another(PRODUCT), Button::Menu];
    assert_eq!(presses(&shown[0]), expected);
    rig.finish().await;
}

#[tokio::test]
async fn a_card_that_was_deleted_is_sent_anew() {
    let rig = Rig::start().await;
    let mut card = card(&[Stage::Rendering]);
    let first = rig.messenger.show_card(&card).await.unwrap();
    let gone = json!({ "chat_id": ANNA, "message_id": first.0 });
    rig.client
        .call::<Value>("deleteMessage", &gone)
        .await
        .unwrap();
    card.message = Some(first);
    let second = rig.messenger.show_card(&card).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(
        rig.anna
            .from_bot()
            .iter()
            .filter(|message| !message.deleted)
            .count(),
        1
    );
    rig.finish().await;
}
