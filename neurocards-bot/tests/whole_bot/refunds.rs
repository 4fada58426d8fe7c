//! Stars on their way back.

use neurocards_core::credits::Credits;
use neurocards_core::ids::UserId;
use neurocards_core::payment::PaymentStatus;
use neurocards_testkit::factory::an_order;
use neurocards_testkit::fake_telegram::{Fault, Misfortune, Person};
use neurocards_testkit::ids::SeededIds;

use super::rig::{Rig, see};
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
        Fault::calls("refundStarPayment", 1, Misfortune::CutAfter),
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
