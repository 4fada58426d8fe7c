//! Paying for credits with Stars and roubles, and getting money back.

use neurocards_core::ids::ChargeId;
use neurocards_core::money::ledger::EntryKind::{self, Capture, Chargeback, Grant, Hold, Purchase};
use neurocards_core::money::payment::PaymentStatus;
use neurocards_fakes::telegram::{Checkout, Delivery, Fault, FaultKind, HumanError};
use neurocards_tests::{Seller, StoreKind, TestBench, TestBenchOptions, WITHIN, on_both_stores};

on_both_stores!(
    a_seller_with_too_few_credits_pays_and_the_draft_goes_on,
    a_pack_can_be_paid_in_roubles,
    a_payment_that_is_reported_many_times_is_one_purchase,
    a_payment_whose_update_was_lost_is_found_at_the_next_start,
    an_invoice_is_paid_by_nobody_else_and_at_no_other_price,
    a_charge_that_fits_no_invoice_is_told_and_books_nothing,
    a_seller_takes_unspent_stars_back,
    spent_credits_are_not_given_back,
    a_refund_goes_through_once_whatever_dies_in_between,
    a_refund_that_telegram_made_on_its_own_takes_the_credits_back,
);

async fn poor(kind: StoreKind) -> (TestBench, Seller) {
    let options = TestBenchOptions {
        welcome_credits: 1,
        ..TestBenchOptions::default()
    };
    let bench = TestBench::with(kind, options).await;
    let anna = bench.seller(7).await;
    (bench, anna)
}

async fn a_seller_with_too_few_credits_pays_and_the_draft_goes_on(kind: StoreKind) {
    let (bench, anna) = poor(kind).await;
    anna.person()
        .send_photo(neurocards_tests::photo(), Some("Кружка"))
        .unwrap();
    anna.decide().await;
    anna.press("Сколько видео", "3 видео").await;
    anna.press("не хватает", "Пополнить").await;
    let invoice = anna.take_invoice("5 кредитов").await;
    let receipt = anna.person().pay(invoice).await.unwrap();
    assert_eq!(
        (receipt.currency.as_str(), receipt.total_amount),
        ("XTR", 200)
    );
    let told = anna.see("Оплата прошла").await;
    assert!(told.text.contains(&receipt.charge_id), "{}", told.text);
    assert!(told.text.contains("6 кредитов"), "{}", told.text);
    let goes_on = |view: &neurocards_fakes::telegram::MessageView| {
        view.message_id > invoice && view.text.contains("Сколько видео")
    };
    let count = anna.see_that("the draft", goes_on).await;
    anna.person()
        .press_text(count.message_id, "3 видео")
        .unwrap();
    let confirm = anna.see("Всё готово к съёмке").await;
    anna.person()
        .press_text(confirm.message_id, "Запустить")
        .unwrap();
    anna.receive(3).await;
    let mut kinds = bench.entry_kinds(&anna).await;
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [Grant, Purchase, Hold, Hold, Hold, Capture, Capture, Capture]
    );
    assert_eq!(bench.credits(&anna).await, 3);
    bench.finish().await;
}

async fn a_pack_can_be_paid_in_roubles(kind: StoreKind) {
    let (bench, anna) = poor(kind).await;
    anna.open_top_up().await;
    anna.press("Пополнение", "в рублях").await;
    let invoice = anna.take_invoice("690 ₽").await;
    let receipt = anna.person().pay(invoice).await.unwrap();
    assert_eq!(
        (receipt.currency.as_str(), receipt.total_amount),
        ("RUB", 69_000)
    );
    anna.see("Оплата прошла").await;
    assert_eq!(bench.credits(&anna).await, 11);
    let payment = bench.payment(&receipt.charge_id).await;
    assert!(payment.provider_charge.is_some());
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Purchase]);
    bench.finish().await;
}

async fn a_payment_that_is_reported_many_times_is_one_purchase(kind: StoreKind) {
    let (bench, anna) = poor(kind).await;
    let repeat = Fault::payment(Delivery::Repeat { times: 20 });
    bench.telegram.add_fault(repeat).unwrap();
    let receipt = anna.buy("5 кредитов").await;
    for _ in 0..5 {
        anna.person()
            .report_payment_again(&receipt.charge_id)
            .unwrap();
    }
    anna.see("Оплата прошла").await;
    anna.catch_up().await;
    bench.deliver_to(&anna).await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Purchase]);
    assert_eq!(anna.count("Оплата прошла"), 1);
    bench.finish().await;
}

async fn a_payment_whose_update_was_lost_is_found_at_the_next_start(kind: StoreKind) {
    let (mut bench, anna) = poor(kind).await;
    // The comparison at the first start must not be the one that finds it.
    let compared = bench.telegram.wait_until(WITHIN, |telegram| {
        (telegram.calls("getStarTransactions") > 0).then_some(())
    });
    compared.await.unwrap();
    bench
        .telegram
        .add_fault(Fault::payment(Delivery::Drop))
        .unwrap();
    let receipt = anna.buy("5 кредитов").await;
    anna.catch_up().await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant]);
    bench.kill_bot().await;
    bench.start_bot();
    let told = anna.see("Оплата прошла").await;
    assert!(told.text.contains(&receipt.charge_id), "{}", told.text);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Purchase]);
    assert_eq!(bench.credits(&anna).await, 6);
    bench.finish().await;
}

async fn an_invoice_is_paid_by_nobody_else_and_at_no_other_price(kind: StoreKind) {
    let (bench, anna) = poor(kind).await;
    let boris = bench.seller(8).await;
    anna.open_top_up().await;
    let invoice = anna.take_invoice("5 кредитов").await;
    let honest = Checkout {
        message_id: Some(invoice),
        ..Checkout::default()
    };
    let payload = Some("5-credits-for-me".to_owned());
    let dollars = Some("USD".to_owned());
    for (forged, word) in [
        (
            Checkout {
                amount: Some(1),
                ..honest.clone()
            },
            "Сумма",
        ),
        (
            Checkout {
                amount: Some(-200),
                ..honest.clone()
            },
            "Сумма",
        ),
        (
            Checkout {
                amount: Some(i64::MAX),
                ..honest.clone()
            },
            "Сумма",
        ),
        (
            Checkout {
                currency: dollars,
                ..honest.clone()
            },
            "Сумма",
        ),
        (
            Checkout {
                payload,
                ..honest.clone()
            },
            "счёта у меня нет",
        ),
    ] {
        let refused = anna.person().check_out(forged).await.unwrap_err();
        let HumanError::PaymentRefused(reason) = refused else {
            panic!("{refused:?}");
        };
        assert!(reason.contains(word), "{reason}");
    }
    let payload = payload_of_the_last_invoice(&bench, &anna);
    let stolen = Checkout {
        payload,
        ..boris_invoice(&boris).await
    };
    let refused = boris.person().check_out(stolen).await.unwrap_err();
    assert!(
        matches!(&refused, HumanError::PaymentRefused(why) if why.contains("другому")),
        "{refused:?}"
    );
    for seller in [&anna, &boris] {
        assert_eq!(bench.entry_kinds(seller).await, [Grant]);
    }
    anna.person().pay(invoice).await.unwrap();
    anna.see("Оплата прошла").await;
    bench.finish().await;
}

fn payload_of_the_last_invoice(bench: &TestBench, seller: &Seller) -> Option<String> {
    bench.telegram.with_ledger(|ledger| {
        let sent = ledger
            .of("sendInvoice")
            .filter(|call| call.chat == Some(seller.user().0));
        let payload = &sent.last()?.parameters["payload"];
        Some(payload.as_str()?.to_owned())
    })
}

async fn boris_invoice(boris: &Seller) -> Checkout {
    boris.open_top_up().await;
    Checkout {
        message_id: Some(boris.take_invoice("5 кредитов").await),
        ..Checkout::default()
    }
}

async fn a_charge_that_fits_no_invoice_is_told_and_books_nothing(kind: StoreKind) {
    let (bench, anna) = poor(kind).await;
    anna.open_top_up().await;
    let invoice = anna.take_invoice("5 кредитов").await;
    let forged = Checkout {
        message_id: Some(invoice),
        amount: Some(1),
        skip_pre_checkout: true,
        ..Checkout::default()
    };
    anna.person().check_out(forged).await.unwrap();
    anna.see("не смогла сопоставить").await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant]);
    bench.finish_with_differences(1).await;
}

async fn a_seller_takes_unspent_stars_back(kind: StoreKind) {
    let (bench, anna) = poor(kind).await;
    let receipt = anna.buy("5 кредитов").await;
    anna.see("Оплата прошла").await;
    anna.ask_money_back().await;
    anna.see("Деньги возвращены").await;
    assert_eq!(bench.credits(&anna).await, 1);
    assert_eq!(
        bench.entry_kinds(&anna).await,
        [Grant, Purchase, Chargeback]
    );
    let payment = bench.payment(&receipt.charge_id).await;
    assert_eq!(payment.status, PaymentStatus::Refunded);
    assert_eq!(bench.telegram.calls("refundStarPayment"), 1);
    bench.finish().await;
}

async fn spent_credits_are_not_given_back(kind: StoreKind) {
    let (bench, anna) = poor(kind).await;
    anna.buy("5 кредитов").await;
    anna.see("Оплата прошла").await;
    anna.order("3 видео").await;
    anna.receive(3).await;
    anna.open_receipt().await;
    let receipt = anna.see("Вернуть можно, пока").await;
    assert!(!receipt.has_button("Вернуть"));
    assert!(!bench.entry_kinds(&anna).await.contains(&Chargeback));
    bench.finish().await;
}

/// Telegram does the refund, the answer is cut, the bot is killed.
async fn a_refund_goes_through_once_whatever_dies_in_between(kind: StoreKind) {
    let (mut bench, anna) = poor(kind).await;
    let receipt = anna.buy("5 кредитов").await;
    anna.see("Оплата прошла").await;
    let cut = Fault::calls("refundStarPayment", 1, FaultKind::CutAfter);
    bench.telegram.add_fault(cut).unwrap();
    anna.ask_money_back().await;
    let called = bench.telegram.wait_until(WITHIN, |telegram| {
        (telegram.calls("refundStarPayment") > 0).then_some(())
    });
    called.await.unwrap();
    bench.kill_bot().await;
    bench.start_bot();
    anna.see("Деньги возвращены").await;
    assert_eq!(
        bench.entry_kinds(&anna).await,
        [Grant, Purchase, Chargeback]
    );
    assert_eq!(
        bench.payment(&receipt.charge_id).await.status,
        PaymentStatus::Refunded
    );
    bench.deliver_to(&anna).await;
    assert_eq!(anna.count("Деньги возвращены"), 1);
    bench.finish().await;
}

async fn a_refund_that_telegram_made_on_its_own_takes_the_credits_back(kind: StoreKind) {
    let (bench, anna) = poor(kind).await;
    let receipt = anna.buy("5 кредитов").await;
    anna.see("Оплата прошла").await;
    anna.person().get_refund(&receipt.charge_id).unwrap();
    anna.see("Деньги возвращены").await;
    assert_eq!(bench.credits(&anna).await, 1);
    let kinds: Vec<EntryKind> = bench.entry_kinds(&anna).await;
    assert_eq!(kinds, [Grant, Purchase, Chargeback]);
    let charge = ChargeId::parse(receipt.charge_id).unwrap();
    let payment = bench
        .stores
        .payments
        .payment(&charge)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(payment.status, PaymentStatus::Refunded);
    bench.finish().await;
}
