//! What operators are told of payments that are not Telegram's.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use neurocards_core::money::payment::PaymentStatus;
use neurocards_core::page::Page;
use neurocards_core::ports::{MockAlarms, Unavailable};
use neurocards_fakes::telegram::{Checkout, Delivery, Fault, Person, TelegramHandle};
use neurocards_testkit::factory::an_order;
use neurocards_testkit::ids::SeededIds;

use super::rig::{Rig, WITHIN};
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

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_that_never_ends_is_an_alarm_until_one_does() {
    let mut rig = Rig::idle().await;
    rig.options.reconcile_every = Duration::from_millis(20);
    let silence = Fault::status("getStarTransactions", u32::MAX, 502);
    rig.telegram.add_fault(silence).unwrap();
    rig.start_bot();
    let compared = |fake: &TelegramHandle| (fake.calls("getStarTransactions") > 3).then_some(());
    rig.telegram.wait_until(WITHIN, compared).await.unwrap();
    assert_eq!(
        standing(&rig).await,
        Vec::<String>::new(),
        "it is not a day yet"
    );
    rig.clock.advance(Duration::from_hours(25));
    rig.until(async || standing(&rig).await == ["payments_uncompared"])
        .await;
    rig.telegram.clear_faults();
    rig.until(async || standing(&rig).await.is_empty()).await;
    rig.finish().await;
}

/// The keys of the alarms that stand.
async fn standing(rig: &Rig) -> Vec<String> {
    let page = Page {
        offset: 0,
        limit: 100,
    };
    let alarms = rig.stores.alarms.standing(page).await.unwrap();
    alarms.into_iter().map(|alarm| alarm.key).collect()
}

/// Alarms that are not stored at first, and what is raised after that.
fn deaf_at_first() -> (MockAlarms, Arc<Mutex<Vec<String>>>) {
    let raised = Arc::new(Mutex::new(Vec::new()));
    let heard = raised.clone();
    let mut alarms = MockAlarms::new();
    let failing = alarms.expect_raise().times(1);
    failing.returning(|_| Err(Unavailable::new("alarms", "scripted")));
    alarms.expect_raise().returning(move |alarm| {
        heard.lock().unwrap().push(alarm.text.clone());
        Ok(())
    });
    alarms.expect_tell().returning(|_| Ok(()));
    alarms.expect_end().returning(|_| Ok(false));
    alarms.expect_end_others().returning(|_, _| Ok(()));
    (alarms, raised)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loss_is_told_although_the_first_alarm_failed() {
    let mut rig = Rig::idle().await;
    let (alarms, told) = deaf_at_first();
    rig.stores.alarms = Arc::new(alarms);
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
