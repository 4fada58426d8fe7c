//! Stars on their way back.

use std::time::Duration;

use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::PaymentStatus;
use neurocards_fakes::telegram::{Fault, FaultKind, Person};
use neurocards_testkit::factory::an_order;
use neurocards_testkit::ids::SeededIds;

use super::rig::{Rig, ask, see};
use super::shop::buy;

/// From the cabinet to the receipt of the only payment.
async fn to_receipt(person: &Person) -> i64 {
    person.say("/paysupport").unwrap();
    let help = see(person, "Вопросы об оплате").await;
    person.press_text(help.message_id, "Чеки").unwrap();
    let list = see(person, "🧾 Чеки").await;
    person.press_text(list.message_id, "200 ⭐").unwrap();
    see(person, "Номер платежа").await.message_id
}

/// The payment of this rig's only buyer, once it is booked.
async fn bought(rig: &Rig, person: &Person) -> String {
    let receipt = buy(person).await;
    rig.until(async || !rig.payments(7).await.is_empty()).await;
    receipt.charge_id
}

/// Credits of user 7 go into an order.
async fn spend(rig: &Rig, credits: u16) {
    let order = an_order().of(UserId(7)).priced(credits);
    let order = order.build(&SeededIds::new(2));
    rig.stores.jobs.place(&order).await.unwrap();
}

async fn refunded(rig: &Rig) {
    let refunded = async || rig.payments(7).await[0].status == PaymentStatus::Refunded;
    rig.until(refunded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_takes_an_unspent_payment_back() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    bought(&rig, &anna).await;
    assert_eq!(rig.telegram.stars(), 200);
    let receipt = to_receipt(&anna).await;
    anna.press_text(receipt, "Вернуть 200 ⭐").unwrap();
    see(&anna, "Вернуть 200 ⭐?").await;
    anna.press_text(receipt, "Да, вернуть").unwrap();
    see(&anna, "Возвращаю").await;
    refunded(&rig).await;
    assert_eq!(rig.telegram.stars(), 0);
    assert_eq!(rig.balance(7).await.available, Credits::small(2));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_telegram_does_not_answer_is_asked_until_it_does() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    bought(&rig, &anna).await;
    for fault in [
        Fault::status("refundStarPayment", 2, 502),
        Fault::calls("refundStarPayment", 1, FaultKind::CutAfter),
    ] {
        rig.telegram.add_fault(fault).unwrap();
    }
    let receipt = to_receipt(&anna).await;
    anna.press_text(receipt, "Вернуть 200 ⭐").unwrap();
    see(&anna, "Вернуть 200 ⭐?").await;
    anna.press_text(receipt, "Да, вернуть").unwrap();
    refunded(&rig).await;
    assert_eq!(rig.telegram.stars(), 0);
    assert_eq!(rig.balance(7).await.available, Credits::small(2));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_spent_before_the_last_press_are_not_paid_for_twice() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    bought(&rig, &anna).await;
    let receipt = to_receipt(&anna).await;
    anna.press_text(receipt, "Вернуть 200 ⭐").unwrap();
    let sure = see(&anna, "Вернуть 200 ⭐?").await;
    spend(&rig, 3).await;
    anna.press_text(sure.message_id, "Да, вернуть").unwrap();
    see(&anna, "Сейчас их меньше").await;
    assert_eq!(rig.payments(7).await[0].status, PaymentStatus::Paid);
    assert_eq!(rig.balance(7).await.available, Credits::small(4));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_telegram_makes_on_its_own_takes_the_credits() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let charge = bought(&rig, &anna).await;
    anna.get_refund(&charge).unwrap();
    refunded(&rig).await;
    assert_eq!(rig.balance(7).await.available, Credits::small(2));
    ask(&anna, "/help", "Как это работает").await;
    assert_eq!(rig.alarms().await, Vec::<String>::new());
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_spent_credits_is_a_loss_that_operators_are_told_of() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let charge = bought(&rig, &anna).await;
    spend(&rig, 3).await;
    anna.get_refund(&charge).unwrap();
    refunded(&rig).await;
    assert_eq!(rig.balance(7).await.available, Credits::ZERO);
    let mut alarms = Vec::new();
    let told = async || {
        alarms.extend(rig.alarms().await);
        !alarms.is_empty()
    };
    rig.until(told).await;
    assert!(alarms[0].contains(&charge), "{alarms:?}");
    rig.finish().await;
}

/// Anna has asked for her Stars back.
async fn asked(rig: &Rig, anna: &Person) {
    let receipt = to_receipt(anna).await;
    anna.press_text(receipt, "Вернуть 200 ⭐").unwrap();
    see(anna, "Вернуть 200 ⭐?").await;
    anna.press_text(receipt, "Да, вернуть").unwrap();
    let asked = async || rig.payments(7).await[0].status == PaymentStatus::RefundAsked;
    rig.until(asked).await;
}

/// Everything that operators were told until the refund was done, which it is once nothing is wrong.
async fn told_until_done(rig: &Rig, mut told: Vec<String>) -> Vec<String> {
    rig.telegram.clear_faults();
    refunded(rig).await;
    told.extend(rig.alarms().await);
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_the_bot_has_no_stars_for_is_told_at_once() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let charge = bought(&rig, &anna).await;
    let short = FaultKind::Refuse {
        code: 400,
        description: Some("Bad Request: BALANCE_TOO_LOW".to_owned()),
        retry_after: None,
    };
    let short = Fault::calls("refundStarPayment", 1_000, short);
    rig.telegram.add_fault(short).unwrap();
    asked(&rig, &anna).await;
    rig.until(async || rig.telegram.calls("refundStarPayment") > 2)
        .await;
    let told = told_until_done(&rig, vec![]).await;
    assert_eq!(told.len(), 1, "{told:?}");
    for words in [
        charge.as_str(),
        "BALANCE_TOO_LOW",
        "pay an invoice of the bot",
    ] {
        assert!(told[0].contains(words), "{told:?}");
    }
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_has_no_answer_for_an_hour_is_told_once() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let charge = bought(&rig, &anna).await;
    let silent = Fault::status("refundStarPayment", 1_000, 502);
    rig.telegram.add_fault(silent).unwrap();
    asked(&rig, &anna).await;
    rig.until(async || rig.telegram.calls("refundStarPayment") > 1)
        .await;
    assert_eq!(rig.alarms().await, Vec::<String>::new());
    rig.clock.advance(Duration::from_mins(61));
    let mut told = Vec::new();
    let heard = async || {
        told.extend(rig.alarms().await);
        !told.is_empty()
    };
    rig.until(heard).await;
    let before = rig.telegram.calls("refundStarPayment");
    rig.until(async || rig.telegram.calls("refundStarPayment") > before)
        .await;
    let told = told_until_done(&rig, told).await;
    assert_eq!(told.len(), 1, "{told:?}");
    for words in [charge.as_str(), "502", "waits since"] {
        assert!(told[0].contains(words), "{told:?}");
    }
    rig.finish().await;
}
