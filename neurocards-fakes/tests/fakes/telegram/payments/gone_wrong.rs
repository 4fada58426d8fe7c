//! Payments that meet a fault on the way.

use std::time::Duration;

use neurocards_fakes::telegram::{
    Delivery, FakeTelegram, Fault, FaultKind, HumanError, TelegramHandle, User,
};
use serde_json::{Value, json};

use super::{paid, payments};
use crate::telegram::rig::{Rig, SOON};

async fn listed(rig: &Rig) -> usize {
    let list = rig.ok("getStarTransactions", json!({})).await;
    list["transactions"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_payment_whose_update_is_lost_is_only_in_the_list() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::payment(Delivery::Drop)).unwrap();
    rig.anna.say("это доходит").unwrap();
    rig.drain_updates().await;
    let receipt = paid(&rig).await;
    assert!(rig.drain_updates().await.is_empty());
    let seen = rig.anna.messages().pop().unwrap();
    assert_eq!(seen.payment.unwrap().charge_id, receipt.charge_id);
    assert_eq!(listed(&rig).await, 1);
    paid(&rig).await;
    assert_eq!(payments(&rig.drain_updates().await).len(), 1);
}

#[tokio::test]
async fn a_payment_is_delivered_many_times_as_one_message() {
    let rig = Rig::new().await;
    let thrice = Fault::payment(Delivery::Repeat { times: 3 });
    rig.fake.add_fault(thrice).unwrap();
    paid(&rig).await;
    let updates = rig.drain_updates().await;
    let seen = payments(&updates);
    assert_eq!(seen.len(), 3);
    assert!(
        seen.windows(2)
            .all(|pair| pair[0].0 != pair[1].0 && pair[0].1 == pair[1].1)
    );
    let ids: Vec<&Value> = updates
        .iter()
        .map(|u| &u["message"]["message_id"])
        .collect();
    assert_eq!(ids[ids.len() - 1], ids[ids.len() - 3]);
    assert_eq!(listed(&rig).await, 1);
}

#[tokio::test]
async fn a_payment_comes_late_by_the_calendar() {
    let rig = Rig::new().await;
    rig.drain_updates().await;
    let late = Fault::payment(Delivery::Late { secs: Some(60) });
    rig.fake.add_fault(late).unwrap();
    paid(&rig).await;
    rig.fake.advance(Duration::from_secs(59));
    assert!(rig.drain_updates().await.is_empty());
    let poll = rig.ok("getUpdates", json!({"timeout": 50}));
    let advance = async { rig.fake.advance(Duration::from_secs(1)) };
    let (updates, ()) = tokio::join!(poll, advance);
    assert_eq!(payments(updates.as_array().unwrap()).len(), 1);
}

#[tokio::test]
async fn a_payment_waits_until_it_is_released() {
    let rig = Rig::new().await;
    let late = Fault::payment(Delivery::Late { secs: None });
    rig.fake.add_fault(late).unwrap();
    paid(&rig).await;
    rig.fake.advance(Duration::from_hours(1));
    assert!(payments(&rig.drain_updates().await).is_empty());
    rig.fake.release_updates();
    assert_eq!(payments(&rig.drain_updates().await).len(), 1);
}

#[tokio::test]
async fn a_payment_that_comes_late_by_the_clock_wakes_the_poller() {
    let fake = FakeTelegram::start().await.unwrap();
    let anna = fake.add_user(User::new(7, "Анна", "ru"));
    let late = Fault::deliver(Delivery::Late { secs: Some(1) }, 1);
    fake.add_fault(late).unwrap();
    anna.start(None).unwrap();
    assert_eq!(fake.pending_updates(), 0);
    let arrived = |fake: &TelegramHandle| (fake.pending_updates() == 1).then_some(());
    fake.wait_until(SOON, arrived).await.unwrap();
}

#[tokio::test]
async fn telegram_gives_stars_back_on_its_own_once() {
    let rig = Rig::new().await;
    let receipt = paid(&rig).await;
    rig.drain_updates().await;
    rig.anna.get_refund(&receipt.charge_id).unwrap();
    let told = rig.drain_updates().await;
    let refunded = &told[0]["message"]["refunded_payment"];
    assert_eq!(refunded["telegram_payment_charge_id"], receipt.charge_id);
    assert_eq!((listed(&rig).await, rig.fake.stars()), (2, 0));
    let again = rig.anna.get_refund(&receipt.charge_id);
    assert!(matches!(again, Err(HumanError::Impossible(_))));
    let refund = json!({"user_id": 7, "telegram_payment_charge_id": receipt.charge_id});
    let refusal = rig.refusal("refundStarPayment", refund).await;
    assert_eq!(refusal, "Bad Request: CHARGE_ALREADY_REFUNDED");
}

#[tokio::test]
async fn a_refund_whose_answer_is_cut_has_happened_and_one_with_a_502_has_not() {
    let rig = Rig::new().await;
    for (fault_kind, refunded) in [(FaultKind::CutAfter, true), (FaultKind::CutBefore, false)] {
        let refund = json!({"user_id": 7,
            "telegram_payment_charge_id": paid(&rig).await.charge_id});
        let fault = Fault::calls("refundStarPayment", 1, fault_kind);
        rig.fake.add_fault(fault).unwrap();
        let call = rig.http.post(rig.method_url("refundStarPayment"));
        call.json(&refund).send().await.unwrap_err();
        let second = rig.body("refundStarPayment", refund).await;
        assert_eq!(second["ok"], !refunded, "{second}");
    }
    let refund = json!({"user_id": 7, "telegram_payment_charge_id": paid(&rig).await.charge_id});
    let down = Fault::status("refundStarPayment", 1, 502);
    rig.fake.add_fault(down).unwrap();
    assert_eq!(
        rig.refusal("refundStarPayment", refund.clone()).await,
        "Bad Gateway"
    );
    rig.ok("refundStarPayment", refund).await;
}

#[tokio::test]
async fn a_refund_is_for_the_one_who_paid() {
    let rig = Rig::new().await;
    let charge = paid(&rig).await.charge_id;
    for (user, charge) in [(8, charge.as_str()), (7, "stxNONE")] {
        let refund = json!({"user_id": user, "telegram_payment_charge_id": charge});
        let refusal = rig.refusal("refundStarPayment", refund).await;
        assert_eq!(refusal, "Bad Request: CHARGE_NOT_FOUND");
    }
}
