//! Alarms that are told to operators.

use neurocards_core::chat::delivery::DeliveryKind;
use neurocards_core::ids::{ChatId, UserId};

use crate::conformance::harness::sent;
use crate::conformance::{Harness, LEASE_FOR};

pub async fn an_alarm_is_told_once_per_key_and_chat(h: &Harness) {
    let alarm = async |key, chats: &[i64]| {
        let chats: Vec<_> = chats.iter().copied().map(ChatId).collect();
        h.stores
            .outbox
            .alarm(key, &chats, "деньги кончились")
            .await
            .unwrap();
    };
    alarm("billing:1", &[1, 2]).await;
    alarm("billing:1", &[1, 2, 3]).await;
    let mut told = Vec::new();
    for claimed in h.claim_deliveries().await {
        let text = "деньги кончились".to_owned();
        assert_eq!(claimed.delivery.kind, DeliveryKind::Alarm { text });
        assert_eq!(claimed.delivery.user, UserId(claimed.delivery.chat.0));
        told.push(claimed.delivery.chat.0);
        h.close(claimed.lease, &sent(1)).await;
    }
    told.sort_unstable();
    assert_eq!(told, [1, 2, 3]);
    alarm("billing:1", &[1, 2, 3]).await;
    assert_eq!(h.claim_deliveries().await, []);
    alarm("billing:2", &[1]).await;
    assert_eq!(h.claim_deliveries().await.len(), 1);
}

pub async fn a_begun_notice_of_a_dead_worker_is_not_sent_again(h: &Harness) {
    h.stores
        .outbox
        .alarm("key", &[ChatId(1)], "text")
        .await
        .unwrap();
    let claimed = h.claim_deliveries().await.remove(0);
    h.stores.outbox.begin(&claimed.lease).await.unwrap();
    h.advance(LEASE_FOR * 2);
    assert_eq!(h.claim_deliveries().await, []);
    h.advance(LEASE_FOR * 2);
    assert_eq!(h.claim_deliveries().await, []);
}
