//! What operators are told of payments that are not Telegram's.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use neurocards_core::money::payment::PaymentStatus;
use neurocards_core::ports::{MockOutbox, Unavailable};
use neurocards_fakes::telegram::{Checkout, Delivery, Fault, Person};
use neurocards_testkit::factory::an_order;
use neurocards_testkit::ids::SeededIds;

use super::rig::Rig;
use super::shop::{buy, choose};

/// Somebody pays an amount that was never asked, and the bot is not told.
async fn pay_strangely(rig: &Rig, person: &Person) -> String {
    let lost = Fault::payment(Delivery::Drop);
    rig.telegram.add_fault(lost).unwrap();
    let bill = choose(person, "5 кредитов").await;
    let forged = Checkout {
        message_id: Some(bill.message_id),
        skip_pre_checkout: true,
        amount: Some(1),
        ..Checkout::default()
    };
    person.check_out(forged).await.unwrap().charge_id
}

/// Waits for an alarm about the charge; `told` gets every alarm on the way.
async fn until_told(rig: &Rig, charge: &str, told: &mut Vec<String>) {
    let about = async || {
        told.extend(rig.alarms().await);
        told.iter().any(|alarm| alarm.contains(charge))
    };
    rig.until(about).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standing_difference_is_told_once_and_hides_no_later_one() {
    let mut rig = Rig::idle().await;
    rig.options.reconcile_every = Duration::from_millis(20);
    rig.start_bot();
    let anna = rig.guest(7).await;
    let mut told = Vec::new();
    let mut charges = Vec::new();
    for _ in 0..3 {
        let charge = pay_strangely(&rig, &anna).await;
        until_told(&rig, &charge, &mut told).await;
        charges.push(charge);
    }
    for charge in charges {
        let about = told.iter().filter(|alarm| alarm.contains(&charge));
        assert_eq!(about.count(), 1, "{told:?}");
    }
    rig.finish().await;
}

/// An outbox that fails at first, and what operators are told after that.
fn deaf_at_first() -> (MockOutbox, Arc<Mutex<Vec<String>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = told.clone();
    let mut outbox = MockOutbox::new();
    let failing = outbox.expect_alarm().times(1);
    failing.returning(|_, _, _| Err(Unavailable::new("outbox", "scripted")));
    outbox.expect_alarm().returning(move |_, _, text| {
        heard.lock().unwrap().push(text.to_owned());
        Ok(())
    });
    (outbox, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loss_is_told_although_the_first_alarm_failed() {
    let mut rig = Rig::idle().await;
    let (outbox, told) = deaf_at_first();
    rig.stores.outbox = Arc::new(outbox);
    rig.start_bot();
    let anna = rig.guest(7).await;
    let charge = buy(&anna).await.charge_id;
    rig.until(async || !rig.payments(7).await.is_empty()).await;
    let order = an_order().of(rig.payments(7).await[0].user).priced(3);
    let order = order.build(&SeededIds::new(2));
    rig.stores.jobs.place(&order).await.unwrap();
    anna.get_refund(&charge).unwrap();
    rig.until(async || !told.lock().unwrap().is_empty()).await;
    assert!(told.lock().unwrap()[0].contains(&charge), "{told:?}");
    assert_eq!(rig.payments(7).await[0].status, PaymentStatus::Refunded);
    rig.finish().await;
}
