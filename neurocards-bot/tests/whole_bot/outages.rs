//! Telegram takes nothing for a while: what is said is said once it does, and nothing is paid twice.

use std::time::Duration;

use neurocards_fakes::telegram::{Fault, FaultKind, MessageView, Person, TelegramHandle};

use super::rig::{Rig, WITHIN, ask, count, see, texts};
use super::shop::{choose, packs};

/// A bot without patience: whatever cannot be said at once waits in the inbox, where time passes.
async fn impatient() -> Rig {
    let mut rig = Rig::idle().await;
    rig.options.reply_patience = Duration::ZERO;
    rig.start_bot();
    rig
}

fn invoices(person: &Person) -> usize {
    let is_invoice = |view: &MessageView| view.invoice.is_some();
    person.from_bot().into_iter().filter(is_invoice).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_is_shown_after_an_outage_of_any_kind() {
    let rig = impatient().await;
    let anna = rig.guest(7).await;
    for outage in [
        Fault::status("sendMessage", 6, 502),
        Fault::calls("sendMessage", 3, FaultKind::CutBefore),
        Fault::flood("sendMessage", 12),
        Fault::flood("sendMessage", 2_300),
        Fault::status("sendMessage", 2, 401),
    ] {
        rig.telegram.add_fault(outage.clone()).unwrap();
        let help = ask(&anna, "/help", "Как это работает").await;
        let again = |view: &&MessageView| view.message_id > help.message_id;
        assert!(rig.telegram.faults().is_empty(), "{outage:?}");
        assert_eq!(
            anna.from_bot().iter().filter(again).count(),
            0,
            "{outage:?}"
        );
    }
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_made_after_an_outage_of_any_kind() {
    let rig = impatient().await;
    let anna = rig.guest(7).await;
    let menu = ask(&anna, "/menu", "🏠 Меню").await.message_id;
    for (outage, button, words) in [
        (
            Fault::status("editMessageText", 6, 502),
            "Кабинет",
            "👤 Кабинет",
        ),
        (
            Fault::calls("editMessageText", 3, FaultKind::CutBefore),
            "Меню",
            "🏠 Меню",
        ),
        (Fault::flood("editMessageText", 61), "Кабинет", "👤 Кабинет"),
    ] {
        rig.telegram.add_fault(outage.clone()).unwrap();
        anna.press_text(menu, button).unwrap();
        let edited = |view: &MessageView| view.message_id == menu && view.text.contains(words);
        anna.wait_for(WITHIN, edited).await.unwrap();
        assert!(rig.telegram.faults().is_empty(), "{outage:?}");
    }
    rig.finish().await;
}

/// The same with the patience of production, which waits a little before the inbox does.
#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_meets_a_long_flood_limit_waits_in_the_inbox() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    rig.telegram
        .add_fault(Fault::flood("sendMessage", 61))
        .unwrap();
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    rig.telegram
        .add_fault(Fault::flood("sendInvoice", 61))
        .unwrap();
    choose(&anna, "5 кредитов").await;
    assert!(rig.telegram.faults().is_empty());
    assert_eq!((count(&anna, "Как это работает"), invoices(&anna)), (1, 1));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_that_was_not_sent_is_sent_when_it_can_be() {
    let rig = impatient().await;
    let anna = rig.guest(7).await;
    for (nth, outage) in (1..).zip([
        Fault::flood("sendInvoice", 12),
        Fault::flood("sendInvoice", 2_300),
        Fault::status("sendInvoice", 4, 401),
    ]) {
        rig.telegram.add_fault(outage).unwrap();
        choose(&anna, "5 кредитов").await;
        ask(&anna, "/help", "Как это работает").await;
        assert!(rig.telegram.faults().is_empty());
        assert_eq!(invoices(&anna), nth, "{:?}", texts(&anna));
    }
    assert_eq!(count(&anna, "дошёл ли счёт"), 0);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_of_unknown_fate_is_told_and_never_sent_twice() {
    for (fault, arrived) in [(FaultKind::CutAfter, 1), (FaultKind::CutBefore, 0)] {
        let rig = impatient().await;
        let anna = rig.guest(7).await;
        let packs = packs(&anna).await;
        rig.telegram
            .add_fault(Fault::calls("sendInvoice", 1, fault))
            .unwrap();
        rig.telegram
            .add_fault(Fault::status("sendMessage", 3, 502))
            .unwrap();
        anna.press_text(packs, "5 кредитов").unwrap();
        see(&anna, "не знаю, дошёл ли счёт").await;
        ask(&anna, "/help", "Как это работает").await;
        assert_eq!(
            (invoices(&anna), rig.telegram.calls("sendInvoice")),
            (arrived, 1)
        );
        rig.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_people_said_in_an_outage_is_answered_when_it_ends() {
    let rig = impatient().await;
    let mut people = Vec::new();
    for id in 7..15 {
        people.push(rig.guest(id).await);
    }
    rig.telegram
        .add_fault(Fault::status("sendMessage", 60, 502))
        .unwrap();
    for person in &people {
        person.say("/help").unwrap();
    }
    for person in &people {
        see(person, "Как это работает").await;
        assert_eq!(count(person, "Как это работает"), 1);
    }
    let used = |fake: &TelegramHandle| fake.faults().is_empty().then_some(());
    rig.telegram.wait_until(WITHIN, used).await.unwrap();
    rig.finish().await;
}
