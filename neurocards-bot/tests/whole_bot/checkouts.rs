//! The question before a payment: answered in time, and refused in words.

use std::sync::Arc;
use std::time::{Duration, Instant};

use neurocards_core::money::credits::Credits;
use neurocards_core::ports::MockUsers;
use neurocards_fakes::telegram::{
    Checkout, Fault, FaultKind, HumanError, MessageView, Person, Receipt, TelegramHandle,
};
use serde_json::Value;

use super::flaky_inbox::out_of_order;
use super::rig::{Rig, WITHIN, see};
use super::shop::{choose, invoice};
use super::stalled_store::Stall;

/// Telegram gives up after 10 seconds; the bot means to need no more than 3.
const IN_TIME: Duration = Duration::from_secs(6);

fn reason(paid: Result<Receipt, HumanError>) -> String {
    match paid {
        Err(HumanError::PaymentRefused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

/// Pays as if the app had been tampered with.
async fn pay(person: &Person, bill: &MessageView, forged: Checkout) -> String {
    let checkout = Checkout {
        message_id: Some(bill.message_id),
        ..forged
    };
    reason(person.check_out(checkout).await)
}

/// The payload of the newest invoice that the bot sent into a chat.
fn payload(rig: &Rig, chat: i64) -> String {
    let ledger = rig.telegram.ledger();
    let sent = ledger.of("sendInvoice").filter_map(|call| {
        let params: &Value = &call.parameters;
        (params["chat_id"] == chat).then(|| params["payload"].as_str().unwrap().to_owned())
    });
    sent.last().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_invoice_as_it_was_made_is_charged() {
    let rig = Rig::start().await;
    let (anna, boris) = (rig.guest(7).await, rig.guest(8).await);
    let bill = choose(&anna, "5 кредитов").await;
    let other = choose(&boris, "5 кредитов").await;
    let (annas, borises) = (payload(&rig, 7), payload(&rig, 8));
    let cases = [
        (
            "не совпадает",
            Checkout {
                amount: Some(1),
                ..Checkout::default()
            },
        ),
        (
            "не совпадает",
            Checkout {
                currency: Some("RUB".to_owned()),
                ..Checkout::default()
            },
        ),
        (
            "другому человеку",
            Checkout {
                payload: Some(borises),
                ..Checkout::default()
            },
        ),
        (
            "Этого счёта у меня нет",
            Checkout {
                payload: Some("0".repeat(32)),
                ..Checkout::default()
            },
        ),
    ];
    for (words, forged) in cases {
        let told = pay(&anna, &bill, forged).await;
        assert!(told.contains(words), "{told}");
        assert!(told.contains("не списаны"), "{told}");
    }
    anna.pay(bill.message_id).await.unwrap();
    rig.until(async || !rig.payments(7).await.is_empty()).await;
    let paid = Checkout {
        payload: Some(annas),
        ..Checkout::default()
    };
    let next = choose(&anna, "5 кредитов").await;
    assert!(pay(&anna, &next, paid).await.contains("уже оплачен"));
    rig.clock.advance(Duration::from_hours(25));
    let old = pay(&boris, &other, Checkout::default()).await;
    assert!(old.contains("устарел"), "{old}");
    assert_eq!(rig.payments(8).await, []);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_in_the_language_the_person_chose() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    anna.say("/language").unwrap();
    let languages = see(&anna, "Language").await;
    anna.press_text(languages.message_id, "English").unwrap();
    see(&anna, "I’ll speak English from now on").await;
    let forged = Checkout {
        amount: Some(1),
        ..Checkout::default()
    };
    let told = pay(&anna, &bill, forged).await;
    assert!(told.contains("You were not charged"), "{told}");
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_charged_while_a_payment_could_not_be_booked() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    rig.stop_bot().await;
    let mut users = MockUsers::new();
    users.expect_ping().returning(|| Err(out_of_order()));
    users.expect_user().returning(|_| Ok(None));
    rig.stores.users = Arc::new(users);
    rig.start_bot();
    let told = pay(&anna, &bill, Checkout::default()).await;
    assert!(told.contains("не могу проверить счёт"), "{told}");
    assert_eq!(rig.payments(7).await, []);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_invoice_cannot_be_paid() {
    let rig = Rig::start().await;
    let (anna, boris) = (rig.guest(7).await, rig.guest(8).await);
    let bill = choose(&anna, "5 кредитов").await;
    let forwarded = Checkout {
        message_id: Some(bill.message_id),
        forwarded_from: Some(7),
        ..Checkout::default()
    };
    let paid = boris.check_out(forwarded).await;
    assert_eq!(paid.unwrap_err(), HumanError::NoInvoice);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_store_refuses_in_time_and_nothing_is_half_done() {
    let mut rig = Rig::idle().await;
    let stall = Stall::over(&mut rig.stores);
    rig.start_bot();
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    stall.begin();
    let asked = Instant::now();
    let told = reason(anna.pay(bill.message_id).await);
    assert!(asked.elapsed() < IN_TIME, "{:?}", asked.elapsed());
    assert!(told.contains("не могу проверить"), "{told}");

    // An update waits for the inbox now, and the poller behind it: questions are seen all the same.
    anna.say("/help").unwrap();
    let waits = |fake: &TelegramHandle| (fake.pending_updates() > 0).then_some(());
    rig.telegram.wait_until(WITHIN, waits).await.unwrap();
    for _ in 0..2 {
        let asked = Instant::now();
        let told = reason(anna.pay(bill.message_id).await);
        assert!(asked.elapsed() < IN_TIME, "{:?}", asked.elapsed());
        assert!(told.contains("не могу проверить"), "{told}");
    }
    stall.end();
    see(&anna, "Как это работает").await;
    assert_eq!(rig.payments(7).await, []);
    assert_eq!(rig.balance(7).await.available, Credits::small(2));
    let bill = invoice(&anna).await;
    anna.pay(bill.message_id).await.unwrap();
    rig.until(async || rig.balance(7).await.available == Credits::small(7))
        .await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_on_its_way_is_given_again_in_time() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    for (nth, lost) in (1..).zip([FaultKind::Hang, FaultKind::CutBefore, FaultKind::CutAfter]) {
        let bill = choose(&anna, "5 кредитов").await;
        let fault = Fault::calls("answerPreCheckoutQuery", 1, lost);
        rig.telegram.add_fault(fault).unwrap();
        let asked = Instant::now();
        anna.pay(bill.message_id).await.unwrap();
        assert!(asked.elapsed() < IN_TIME, "{:?}", asked.elapsed());
        assert!(rig.telegram.faults().is_empty());
        rig.until(async || rig.payments(7).await.len() == nth).await;
    }
    rig.finish().await;
}
