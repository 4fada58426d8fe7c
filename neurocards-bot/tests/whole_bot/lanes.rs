//! People do not wait for each other; updates of one person keep their order.

use neurocards_fakes::telegram::{Delivery, Fault, FaultKind};

use super::rig::{Rig, WITHIN, ask, count, see, texts};

#[tokio::test(flavor = "multi_thread")]
async fn updates_of_one_person_are_answered_in_their_order() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let before = texts(&anna).len();
    for _ in 0..5 {
        anna.say("/balance").unwrap();
        anna.say("/terms").unwrap();
    }
    anna.say("/privacy").unwrap();
    see(&anna, "Конфиденциальность").await;
    let said = &texts(&anna)[before..];
    let expected: Vec<_> = (0..10)
        .map(|n| {
            if n % 2 == 0 {
                "👤 Кабинет"
            } else {
                "📄 Условия"
            }
        })
        .chain(["🔒 Конфиденциальность"])
        .collect();
    assert_eq!(said, expected);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_whose_chat_hangs_holds_nobody_else() {
    let mut rig = Rig::start().await;
    let (anna, boris) = (rig.guest(7).await, rig.guest(8).await);
    rig.telegram
        .add_fault(Fault::calls("sendMessage", 1, FaultKind::Hang).in_chat(7))
        .unwrap();
    anna.say("/help").unwrap();
    rig.telegram
        .wait_until(WITHIN, |fake| fake.faults().is_empty().then_some(()))
        .await
        .unwrap();
    boris.say("/help").unwrap();
    see(&boris, "Как это работает").await;
    assert_eq!(count(&anna, "Как это работает"), 0);
    rig.kill_bot().await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_comes_twice_is_handled_once() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    rig.telegram
        .add_fault(Fault::deliver(Delivery::Duplicate, 1))
        .unwrap();
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    anna.say("/balance").unwrap();
    see(&anna, "Кабинет").await;
    assert_eq!(count(&anna, "Как это работает"), 1, "{:?}", texts(&anna));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_meets_a_flood_limit_is_sent_once_it_is_over() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    rig.telegram
        .add_fault(Fault::flood("sendMessage", 1))
        .unwrap();
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    assert_eq!(count(&anna, "Как это работает"), 1);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_killed_too_many_processes_is_closed_with_an_apology() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    for _ in 0..3 {
        rig.telegram
            .add_fault(Fault::calls("getFile", 1, FaultKind::Hang))
            .unwrap();
    }
    anna.send_photo(super::rig::photo(), None).unwrap();
    for left in (0..3).rev() {
        let used = |fake: &neurocards_fakes::telegram::TelegramHandle| {
            (fake.faults().len() == left).then_some(())
        };
        rig.telegram.wait_until(WITHIN, used).await.unwrap();
        rig.kill_bot().await;
        rig.start_bot();
    }
    see(&anna, "не справилась").await;
    ask(&anna, "/menu", "🏠 Меню").await;
    rig.finish().await;
}
