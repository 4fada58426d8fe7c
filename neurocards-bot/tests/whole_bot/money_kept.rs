//! Money in updates that nobody can handle: booked all the same, or told to operators.

use std::sync::Arc;

use neurocards_core::chat::update::RawUpdate;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::PaymentStatus;
use neurocards_core::ports::{CommitError, MockUsers};
use neurocards_fakes::telegram::Checkout;

use super::flaky_inbox::out_of_order;
use super::rig::{Rig, WITHIN, ask, count, see};
use super::shop::{buy, choose};

/// As many processes as an update may kill.
const TOO_MANY: u16 = 3;

/// Stores a service message of user 7 as if Telegram had sent it.
async fn store(rig: &Rig, id: i64, service: &str) {
    let body = format!(
        r#"{{"update_id":{id},"message":{{"message_id":{id},"date":1767604800,
        "from":{{"id":7,"is_bot":false,"first_name":"A","language_code":"ru"}},
        "chat":{{"id":7,"type":"private","first_name":"A"}},{service}}}}}"#
    );
    let update = RawUpdate { id, lane: 7, body };
    rig.stores.inbox.store(&[update]).await.unwrap();
}

async fn alarms_about(rig: &Rig, charge: &str) -> usize {
    let alarms = rig.alarms().await;
    alarms.iter().filter(|alarm| alarm.contains(charge)).count()
}

async fn booked(rig: &Rig) {
    rig.until(async || !rig.payments(7).await.is_empty()).await;
    assert_eq!(rig.balance(7).await.available, Credits::small(7));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_booked_however_many_processes_died_before() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    rig.inbox.count_crashes(TOO_MANY);
    anna.pay(bill.message_id).await.unwrap();
    booked(&rig).await;
    rig.inbox.count_crashes(0);
    ask(&anna, "/help", "Как это работает").await;
    assert_eq!(count(&anna, "не справилась"), 0);
    assert!(rig.alarms().await.is_empty());
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_waits_for_a_store_that_does_not_take_it() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    rig.inbox.count_crashes(TOO_MANY);
    for _ in 0..10 {
        rig.inbox
            .fail_commit(CommitError::Unavailable(out_of_order()));
    }
    anna.pay(bill.message_id).await.unwrap();
    booked(&rig).await;
    assert!(!rig.inbox.has_faults());
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_makes_our_code_panic_is_booked() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    rig.stop_bot().await;
    let mut users = MockUsers::new();
    users.expect_ping().returning(|| Ok(()));
    users.expect_user().returning(|_| Ok(None));
    users.expect_meet().returning(|_| panic!("scripted"));
    rig.stores.users = Arc::new(users);
    rig.start_bot();
    anna.pay(bill.message_id).await.unwrap();
    booked(&rig).await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_is_given_up_is_an_alarm_before_it_is_closed() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    rig.inbox.count_crashes(TOO_MANY);
    let forged = Checkout {
        message_id: Some(bill.message_id),
        amount: Some(1),
        skip_pre_checkout: true,
        ..Checkout::default()
    };
    let charge = anna.check_out(forged).await.unwrap().charge_id;
    see(&anna, "не смогла сопоставить").await;
    assert_eq!(rig.payments(7).await, []);
    assert_eq!(alarms_about(&rig, &charge).await, 1);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_taken_over_however_many_processes_died_before() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let receipt = buy(&anna).await;
    booked(&rig).await;
    rig.inbox.count_crashes(TOO_MANY);
    anna.get_refund(&receipt.charge_id).unwrap();
    rig.until(async || rig.payments(7).await[0].status == PaymentStatus::Refunded)
        .await;
    assert_eq!(rig.balance(7).await.available, Credits::small(2));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_that_is_none_is_an_alarm_and_books_nothing() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let amounts = [
        "0",
        "-200",
        "9223372036854775808",
        "1e999",
        "200.5",
        r#""200""#,
    ];
    for (id, amount) in (900_000..).zip(amounts) {
        let paid = format!(
            r#""successful_payment":{{"currency":"XTR","total_amount":{amount},
            "invoice_payload":"{}","telegram_payment_charge_id":"stx{id}",
            "provider_payment_charge_id":""}}"#,
            "0".repeat(32)
        );
        store(&rig, id, &paid).await;
    }
    let told = || (count(&anna, "Я получила оплату") == amounts.len()).then_some(());
    rig.telegram.wait_until(WITHIN, |_| told()).await.unwrap();
    assert_eq!(rig.payments(7).await, []);
    let alarms = rig.alarms().await;
    for (id, amount) in (900_000..).zip(amounts) {
        let name = format!("stx{id}");
        let about = alarms.iter().filter(|alarm| alarm.contains(&name));
        let told: Vec<&String> = about.collect();
        assert_eq!(told.len(), 1, "{alarms:?}");
        assert!(told[0].contains(amount), "{}", told[0]);
    }
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_cannot_be_read_at_all_is_an_alarm() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    store(&rig, 900_000, r#""successful_payment":7"#).await;
    store(&rig, 900_001, r#""refunded_payment":{"total_amount":1}"#).await;
    let mut alarms = Vec::new();
    rig.until(async || {
        alarms.extend(rig.alarms().await);
        alarms.len() >= 2
    })
    .await;
    ask(&anna, "/help", "Как это работает").await;
    assert_eq!(
        count(&anna, "Я получила оплату"),
        1,
        "a refund is no payment"
    );
    for (name, what) in [
        ("of update 900000", "A payment came"),
        ("of update 900001", "Money was given back"),
    ] {
        let about = alarms.iter().filter(|alarm| alarm.contains(name));
        let told: Vec<&String> = about.collect();
        assert_eq!(told.len(), 1, "{alarms:?}");
        assert!(told[0].starts_with(what), "{}", told[0]);
    }
    rig.finish().await;
}
