//! Payments: booked once, whatever the updates do, and the draft goes on.

use neurocards_adapters::telegram::client::RoubleProvider;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{Currency, Packs, PaymentStatus, Price};
use neurocards_fakes::telegram::{Checkout, Delivery, Fault, FaultKind, Person, TelegramHandle};

use super::rig::{PROVIDER_TOKEN, Rig, WITHIN, count, see, texts};
use super::shop::{buy, choose, invoice};
use super::way_to_an_order::to_confirm;

/// A draft that wants five videos and has credits for two.
async fn short_of_credits(person: &Person) -> i64 {
    let confirm = to_confirm(person).await;
    person.press_text(confirm, "Изменить").unwrap();
    let template = see(person, "Какое видео").await;
    person.press_text(template.message_id, "UGC").unwrap();
    let wishes = see(person, "пожелания").await;
    person
        .press_text(wishes.message_id, "Без пожеланий")
        .unwrap();
    let format = see(person, "Формат видео").await;
    person.press_text(format.message_id, "Дальше").unwrap();
    let count = see(person, "Сколько видео").await;
    person.press_text(count.message_id, "5 видео").unwrap();
    see(person, "не хватает 3 кредитов").await.message_id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_on_where_the_payment_met_it() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let count_screen = short_of_credits(&anna).await;
    anna.press_text(count_screen, "Пополнить").unwrap();
    let packs = see(&anna, "💳 Пополнение").await;
    anna.press_text(packs.message_id, "5 кредитов · 200 ⭐")
        .unwrap();
    let bill = invoice(&anna).await;
    let terms = bill.invoice.as_ref().unwrap();
    assert_eq!(
        (terms.title.as_str(), terms.total_amount),
        ("5 кредитов", 200)
    );
    let receipt = anna.pay(bill.message_id).await.unwrap();

    let shown = anna.wait_for(WITHIN, |view| {
        view.message_id > receipt.message_id && view.text.contains("Сколько видео")
    });
    let shown = shown.await.unwrap();
    assert!(shown.text.contains("7 кредитов"), "{}", shown.text);
    assert!(!shown.text.contains("не хватает"), "{}", shown.text);
    anna.press_text(shown.message_id, "5 видео").unwrap();
    let confirm = see(&anna, "Всё готово к съёмке").await;
    let tap = anna.press_text(confirm.message_id, "Запустить").unwrap();
    anna.wait_for_toast(WITHIN, &tap).await.unwrap();
    assert_eq!(rig.orders(7).await[0].jobs.len(), 5);
    assert_eq!(rig.balance(7).await.available, Credits::small(2));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_is_told_of_again_and_again_is_one_purchase() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let again = Fault::payment(Delivery::Repeat { times: 3 });
    rig.telegram.add_fault(again).unwrap();
    let receipt = buy(&anna).await;
    anna.report_payment_again(&receipt.charge_id).unwrap();
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    let payments = rig.payments(7).await;
    assert_eq!(payments.len(), 1);
    assert_eq!(payments[0].charge.as_str(), receipt.charge_id);
    assert_eq!(rig.balance(7).await.available, Credits::small(7));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_in_hand_at_a_kill_is_booked_once_by_the_next_process() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    rig.telegram
        .add_fault(Fault::calls("sendMessage", 1, FaultKind::Hang))
        .unwrap();
    anna.pay(bill.message_id).await.unwrap();
    rig.telegram
        .wait_until(WITHIN, |fake| fake.faults().is_empty().then_some(()))
        .await
        .unwrap();
    rig.kill_bot().await;
    rig.start_bot();
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    assert_eq!(rig.payments(7).await.len(), 1);
    assert_eq!(rig.balance(7).await.available, Credits::small(7));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roubles_are_taken_by_their_provider() {
    let mut rig = Rig::idle().await;
    let lists = [(Currency::Stars, "5=200"), (Currency::Roubles, "5=390")];
    rig.options.packs = Packs::parse(&lists).unwrap();
    rig.options.roubles = Some(RoubleProvider {
        token: PROVIDER_TOKEN.into(),
        vat_code: 1,
    });
    rig.start_bot();
    let anna = rig.guest(7).await;
    anna.say("/balance").unwrap();
    let cabinet = see(&anna, "👤 Кабинет").await;
    anna.press_text(cabinet.message_id, "Пополнить").unwrap();
    let packs = see(&anna, "💳 Пополнение").await;
    anna.press_text(packs.message_id, "в рублях").unwrap();
    let packs = anna.wait_for(WITHIN, |view| view.has_button("390 ₽")).await;
    anna.press_text(packs.unwrap().message_id, "390 ₽").unwrap();
    let bill = invoice(&anna).await;
    anna.pay(bill.message_id).await.unwrap();
    rig.until(async || !rig.payments(7).await.is_empty()).await;
    let payment = &rig.payments(7).await[0];
    assert_eq!(Price::new(Currency::Roubles, 39_000), Ok(payment.price));
    assert!(payment.provider_charge.is_some());
    rig.finish().await;
}

/// The question before it was skipped, so that only the booking can notice.
#[tokio::test(flavor = "multi_thread")]
async fn money_that_fits_no_invoice_is_kept_for_people_and_told_in_words() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let bill = choose(&anna, "5 кредитов").await;
    let forged = |checkout: Checkout| Checkout {
        message_id: Some(bill.message_id),
        skip_pre_checkout: true,
        ..checkout
    };
    let other_amount = Checkout {
        amount: Some(1),
        ..Checkout::default()
    };
    let first = anna.check_out(forged(other_amount)).await.unwrap();
    see(&anna, "не смогла сопоставить").await;
    anna.report_payment_again(&first.charge_id).unwrap();
    let bill = choose(&anna, "10 кредитов").await;
    let other_payload = Checkout {
        message_id: Some(bill.message_id),
        payload: Some("an old shop".to_owned()),
        skip_pre_checkout: true,
        ..Checkout::default()
    };
    let second = anna.check_out(other_payload).await.unwrap();
    let told = || (count(&anna, "Я получила оплату") == 3).then_some(());
    let told = rig.telegram.wait_until(WITHIN, |_| told()).await;
    told.unwrap_or_else(|_| panic!("{:?}", texts(&anna)));

    assert_eq!(rig.payments(7).await, []);
    assert_eq!(rig.balance(7).await.available, Credits::small(2));
    let alarms = rig.alarms().await;
    for charge in [first.charge_id, second.charge_id] {
        let about = alarms.iter().filter(|alarm| alarm.contains(&charge));
        assert_eq!(about.count(), 1, "{alarms:?}");
    }
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_whose_update_was_lost_is_found_at_the_next_start() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    // The comparison at the first start must not be the one that finds it.
    let compared = |fake: &TelegramHandle| (fake.calls("getStarTransactions") > 0).then_some(());
    rig.telegram.wait_until(WITHIN, compared).await.unwrap();
    rig.telegram
        .add_fault(Fault::payment(Delivery::Drop))
        .unwrap();
    let receipt = buy(&anna).await;
    rig.stop_bot().await;
    assert_eq!(rig.payments(7).await, []);
    rig.start_bot();
    rig.until(async || !rig.payments(7).await.is_empty()).await;
    assert_eq!(rig.payments(7).await[0].charge.as_str(), receipt.charge_id);
    assert_eq!(rig.balance(7).await.available, Credits::small(7));
    assert_eq!(rig.payments(7).await[0].status, PaymentStatus::Paid);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_that_cannot_be_sent_is_told_in_words() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    rig.telegram
        .add_fault(Fault::status("sendInvoice", 1, 400))
        .unwrap();
    anna.say("/balance").unwrap();
    let cabinet = see(&anna, "👤 Кабинет").await;
    anna.press_text(cabinet.message_id, "Пополнить").unwrap();
    let packs = see(&anna, "💳 Пополнение").await;
    anna.press_text(packs.message_id, "5 кредитов").unwrap();
    see(&anna, "Не получилось выписать счёт").await;
    rig.finish().await;
}
