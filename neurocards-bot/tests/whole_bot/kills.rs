//! A killed bot neither loses nor repeats an update.

use neurocards_fakes::telegram::{Fault, FaultKind};

use super::rig::{Rig, WITHIN, ask, count, photo, see, texts};
use super::shop::{choose, packs};
use super::way_to_an_order::to_confirm;

#[tokio::test(flavor = "multi_thread")]
async fn an_update_in_hand_at_a_kill_is_handled_by_the_next_process() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    rig.telegram
        .add_fault(Fault::calls("getFile", 1, FaultKind::Hang))
        .unwrap();
    anna.send_photo(photo(), None).unwrap();
    rig.telegram
        .wait_until(WITHIN, |fake| fake.faults().is_empty().then_some(()))
        .await
        .unwrap();
    rig.kill_bot().await;
    rig.start_bot();
    see(&anna, "Расскажите о товаре").await;
    anna.say("Кружка").unwrap();
    see(&anna, "Какое видео").await;
    assert_eq!(count(&anna, "Расскажите о товаре"), 1, "{:?}", texts(&anna));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_nobody_knows_to_have_arrived_is_shown_again() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    for (command, words) in [
        ("/help", "Как это работает"),
        ("/privacy", "Конфиденциальность"),
    ] {
        let fault = Fault::calls("sendMessage", 1, FaultKind::Hang);
        rig.telegram.add_fault(fault).unwrap();
        anna.say(command).unwrap();
        rig.telegram
            .wait_until(WITHIN, |fake| fake.faults().is_empty().then_some(()))
            .await
            .unwrap();
        rig.kill_bot().await;
        rig.start_bot();
        see(&anna, words).await;
        ask(&anna, "/balance", "Кабинет").await;
        assert_eq!(count(&anna, words), 1, "{:?}", texts(&anna));
    }
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_nobody_knows_to_have_arrived_is_told_and_not_sent_again() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let packs = packs(&anna).await;
    let fault = Fault::calls("sendInvoice", 1, FaultKind::Hang);
    rig.telegram.add_fault(fault).unwrap();
    anna.press_text(packs, "5 кредитов").unwrap();
    rig.telegram
        .wait_until(WITHIN, |fake| fake.faults().is_empty().then_some(()))
        .await
        .unwrap();
    rig.kill_bot().await;
    rig.start_bot();
    see(&anna, "не знаю, дошёл ли счёт").await;
    ask(&anna, "/help", "Как это работает").await;
    assert_eq!(rig.telegram.calls("sendInvoice"), 1);
    choose(&anna, "5 кредитов").await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_toast_was_cut_by_a_kill_is_placed_once() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let confirm = to_confirm(&anna).await;
    rig.telegram
        .add_fault(Fault::calls("answerCallbackQuery", 1, FaultKind::Hang))
        .unwrap();
    anna.press_text(confirm, "Запустить").unwrap();
    rig.telegram
        .wait_until(WITHIN, |fake| fake.faults().is_empty().then_some(()))
        .await
        .unwrap();
    rig.kill_bot().await;
    rig.start_bot();
    let again = anna.press_text(confirm, "Запустить").unwrap();
    let word = anna.wait_for_toast(WITHIN, &again).await.unwrap().text;
    assert!(word.unwrap().contains("уже запущен"));
    assert_eq!(rig.orders(7).await.len(), 1);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_on_where_it_was_after_a_restart() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    anna.send_photo(photo(), None).unwrap();
    see(&anna, "Расскажите о товаре").await;
    rig.stop_bot().await;
    anna.say("Кружка").unwrap();
    rig.start_bot();
    see(&anna, "Какое видео").await;
    rig.finish().await;
}
