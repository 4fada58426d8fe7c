use std::time::Duration;

use futures::future::join_all;
use neurocards_core::chat::alarm::{Alarm, AlarmKind, REPEATED_AFTER, SETTLED_AFTER, StoredAlarm};
use neurocards_core::chat::delivery::DeliveryKind;
use neurocards_core::ids::ChatId;

use super::harness::{Harness, LEASE_FOR, WHOLE, sent};

const ADMINS: [ChatId; 2] = [ChatId(1), ChatId(2)];

async fn raise(h: &Harness, kind: AlarmKind, text: &str) {
    let alarm = Alarm::new(kind, text);
    h.stores.alarms.raise(&alarm).await.unwrap();
}

/// Tells the admins and sends them what is due; gives the texts that the first of them reads.
async fn told(h: &Harness) -> Vec<String> {
    h.stores.alarms.tell(&ADMINS).await.unwrap();
    let mut texts = Vec::new();
    loop {
        let claimed = h.claim_deliveries().await;
        if claimed.is_empty() {
            return texts;
        }
        for claimed in claimed {
            let DeliveryKind::Alarm { text } = claimed.delivery.kind else {
                panic!("only alarms are due");
            };
            if claimed.delivery.chat == ADMINS[0] {
                texts.push(text);
            }
            h.close(claimed.lease, &sent(1)).await;
        }
    }
}

async fn standing(h: &Harness) -> Vec<StoredAlarm> {
    h.stores.alarms.standing(WHOLE).await.unwrap()
}

pub async fn an_alarm_is_told_once_however_often_its_cause_is_seen(h: &Harness) {
    for _ in 0..3 {
        raise(h, AlarmKind::MediaStore, "the disk is full").await;
        h.advance(Duration::from_secs(10));
    }
    assert_eq!(told(h).await, ["the disk is full"]);
    raise(h, AlarmKind::MediaStore, "the disk is full").await;
    assert_eq!(told(h).await, [""; 0]);
    let standing = standing(h).await;
    assert_eq!(standing.len(), 1);
    assert_eq!(
        (standing[0].key.as_str(), standing[0].seen),
        ("media_store", 4)
    );
    let span = standing[0].last_at - standing[0].first_at;
    assert_eq!(span.num_seconds(), 30);
}

pub async fn an_alarm_reaches_every_admin_in_their_language(h: &Harness) {
    h.user(1, 0).await;
    raise(h, AlarmKind::TextModel, "деньги кончились").await;
    h.stores.alarms.tell(&ADMINS).await.unwrap();
    let mut claimed = h.claim_deliveries().await;
    claimed.sort_by_key(|it| it.delivery.chat);
    let chats: Vec<_> = claimed.iter().map(|it| it.delivery.chat).collect();
    assert_eq!(chats, ADMINS);
    for claimed in &claimed {
        let text = "деньги кончились".to_owned();
        assert_eq!(claimed.delivery.kind, DeliveryKind::Alarm { text });
    }
}

pub async fn an_alarm_that_stands_is_told_again_every_day(h: &Harness) {
    raise(h, AlarmKind::ProviderAccount, "no money").await;
    assert_eq!(told(h).await.len(), 1);
    for _ in 0..2 {
        h.advance(REPEATED_AFTER / 2);
        assert_eq!(told(h).await, [""; 0]);
        h.advance(REPEATED_AFTER / 2);
        let again = told(h).await;
        assert_eq!(again.len(), 1);
        assert!(again[0].starts_with("Still so since "), "{again:?}");
        assert!(again[0].ends_with("no money"), "{again:?}");
    }
}

pub async fn the_end_of_an_alarm_is_told_once_it_has_settled(h: &Harness) {
    raise(h, AlarmKind::ProviderAccount, "no money").await;
    assert_eq!(told(h).await.len(), 1);
    h.advance(Duration::from_mins(50));
    assert!(h.stores.alarms.end("provider_account").await.unwrap());
    assert_eq!(standing(h).await, []);
    assert_eq!(told(h).await, [""; 0]);
    h.advance(SETTLED_AFTER);
    assert_eq!(told(h).await, ["All well again after 50 min 0 s: no money"]);
    h.advance(REPEATED_AFTER * 3);
    assert_eq!(told(h).await, [""; 0]);
    assert!(!h.stores.alarms.end("provider_account").await.unwrap());
}

pub async fn a_cause_that_comes_and_goes_is_one_alarm(h: &Harness) {
    for _ in 0..5 {
        raise(h, AlarmKind::MediaStore, "the disk is full").await;
        h.stores.alarms.tell(&ADMINS).await.unwrap();
        h.stores.alarms.end("media_store").await.unwrap();
        h.advance(SETTLED_AFTER / 2);
        h.stores.alarms.tell(&ADMINS).await.unwrap();
    }
    assert_eq!(told(h).await, ["the disk is full"]);
    h.advance(SETTLED_AFTER);
    assert_eq!(told(h).await.len(), 1, "the end");
    raise(h, AlarmKind::MediaStore, "the disk is full again").await;
    assert_eq!(told(h).await, ["the disk is full again"]);
    assert_eq!(standing(h).await[0].seen, 1);
}

pub async fn an_alarm_that_ended_before_anybody_was_told_is_told(h: &Harness) {
    raise(h, AlarmKind::TextModel, "slow").await;
    h.stores.alarms.end("text_model").await.unwrap();
    assert_eq!(told(h).await, ["slow"]);
    h.advance(SETTLED_AFTER);
    assert_eq!(told(h).await, ["All well again after 0 s: slow"]);
}

pub async fn an_alarm_ends_by_itself_when_it_is_not_raised_again(h: &Harness) {
    raise(h, AlarmKind::VideosFail, "the model is gone").await;
    assert_eq!(told(h).await.len(), 1);
    h.advance(Duration::from_mins(59));
    raise(h, AlarmKind::VideosFail, "the model is gone").await;
    h.advance(Duration::from_mins(59));
    assert_eq!(told(h).await, [""; 0]);
    assert_eq!(standing(h).await.len(), 1);
    h.advance(Duration::from_mins(1));
    h.stores.alarms.tell(&ADMINS).await.unwrap();
    assert_eq!(standing(h).await, []);
    h.advance(SETTLED_AFTER);
    assert_eq!(
        told(h).await,
        ["All well again after 1 h 59 min: the model is gone"]
    );
}

pub async fn news_is_told_once_and_does_not_stand(h: &Harness) {
    for _ in 0..3 {
        let news = Alarm::about(AlarmKind::UpdatePassedOver, &17, "update 17");
        h.stores.alarms.raise(&news).await.unwrap();
    }
    assert_eq!(told(h).await, ["update 17"]);
    assert_eq!(standing(h).await, []);
    let again = Alarm::about(AlarmKind::UpdatePassedOver, &17, "update 17");
    let other = Alarm::about(AlarmKind::UpdatePassedOver, &18, "update 18");
    h.stores.alarms.raise(&again).await.unwrap();
    h.stores.alarms.raise(&other).await.unwrap();
    h.advance(REPEATED_AFTER * 2);
    assert_eq!(told(h).await, ["update 18"]);
}

pub async fn alarms_wait_for_an_admin(h: &Harness) {
    raise(h, AlarmKind::MediaStore, "the disk is full").await;
    h.stores.alarms.tell(&[]).await.unwrap();
    h.advance(REPEATED_AFTER * 2);
    assert_eq!(told(h).await, ["the disk is full"]);
}

pub async fn programs_that_look_at_once_tell_an_alarm_once(h: &Harness) {
    raise(h, AlarmKind::MediaStore, "the disk is full").await;
    let at_once = (0..8).map(|_| h.stores.alarms.tell(&ADMINS));
    for told in join_all(at_once).await {
        told.unwrap();
    }
    let claimed = h.claim_deliveries().await;
    assert_eq!(claimed.len(), ADMINS.len());
    for claimed in claimed {
        h.close(claimed.lease, &sent(1)).await;
    }
    assert_eq!(h.claim_deliveries().await, []);
}

pub async fn an_alarm_whose_sender_died_is_sent_again(h: &Harness) {
    h.alarm("one", &[1]).await;
    let first = h.claim_deliveries().await.remove(0).lease;
    h.stores.outbox.begin(&first).await.unwrap();
    h.advance(LEASE_FOR * 2);
    let again = h.claim_deliveries().await;
    assert_eq!(again.len(), 1, "twice is better than never");
}

pub async fn a_message_that_did_not_arrive_is_replaced_by_the_newer_one(h: &Harness) {
    raise(h, AlarmKind::MediaStore, "the disk is full").await;
    h.stores.alarms.tell(&[ChatId(1)]).await.unwrap();
    let on_its_way = h.claim_deliveries().await.remove(0);
    h.stores.alarms.end("media_store").await.unwrap();
    h.advance(SETTLED_AFTER);
    h.stores.alarms.tell(&[ChatId(1)]).await.unwrap();
    let lost = h.stores.outbox.begin(&on_its_way.lease).await;
    assert!(lost.is_err(), "the older message is not sent any more");
    let due = h.claim_deliveries().await;
    assert_eq!(due.len(), 1);
    let DeliveryKind::Alarm { text } = &due[0].delivery.kind else {
        panic!("an alarm is due");
    };
    assert!(text.starts_with("All well again"), "{text}");
}

pub async fn what_was_not_seen_by_who_sees_all_is_gone(h: &Harness) {
    for charge in ["a", "b", "c"] {
        let differs = Alarm::about(AlarmKind::PaymentDiffers, charge, charge);
        h.stores.alarms.raise(&differs).await.unwrap();
    }
    raise(h, AlarmKind::MediaStore, "another kind").await;
    let seen = ["payment_differs:b".to_owned()];
    let kind = AlarmKind::PaymentDiffers;
    h.stores.alarms.end_others(kind, &seen).await.unwrap();
    let left: Vec<_> = standing(h).await.into_iter().map(|it| it.key).collect();
    assert_eq!(left, ["media_store", "payment_differs:b"]);
}

pub async fn the_gravest_alarm_is_listed_first_then_the_newest(h: &Harness) {
    raise(h, AlarmKind::DeliveryRefused, "a warning").await;
    for kind in [AlarmKind::TextModel, AlarmKind::RefundWaits] {
        raise(h, kind, "an error").await;
        h.advance(Duration::from_secs(1));
    }
    raise(h, AlarmKind::ProviderAccount, "critical").await;
    let keys: Vec<_> = standing(h).await.into_iter().map(|it| it.key).collect();
    assert_eq!(
        keys,
        [
            "provider_account",
            "refund_waits",
            "text_model",
            "delivery_refused"
        ]
    );
}

pub async fn an_unreachable_admin_is_told_when_they_return(h: &Harness) {
    let admin = h.user(1, 0).await;
    h.set_blocked(admin, true).await;
    raise(h, AlarmKind::MediaStore, "the disk is full").await;
    h.stores.alarms.tell(&[ChatId(1)]).await.unwrap();
    assert_eq!(h.claim_deliveries().await, []);
    h.advance(REPEATED_AFTER * 2);
    h.set_blocked(admin, false).await;
    let claimed = h.claim_deliveries().await.remove(0);
    h.close(claimed.lease, &sent(1)).await;
    assert_eq!(h.claim_deliveries().await, []);
}
