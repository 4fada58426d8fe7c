//! Sends to Telegram that fail.

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold};
use neurocards_fakes::telegram::{Delivery, Fault, FaultKind};
use neurocards_tests::{StoreKind, TestBench, on_both_stores};

on_both_stores!(
    a_video_whose_answer_is_lost_is_neither_refunded_nor_sent_again,
    a_video_that_meets_the_flood_limit_arrives_once,
    a_person_who_blocked_the_bot_is_not_refunded_and_finds_the_video_later,
    a_video_that_telegram_forgot_comes_from_our_own_copy,
);

async fn a_video_whose_answer_is_lost_is_neither_refunded_nor_sent_again(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench
        .telegram
        .add_fault(Fault::calls("sendVideo", 1, FaultKind::CutAfter))
        .unwrap();
    let card = anna.order("1 видео").await;
    let offered = anna.see_that("a button to fetch it", |view| {
        view.message_id == card && view.has_button("Получить")
    });
    offered.await;
    assert_eq!(
        bench
            .telegram
            .with_ledger(|ledger| ledger.effects("sendVideo", 7)),
        1
    );
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    assert_eq!(bench.kie.creates().len(), 1);
    anna.person().press_text(card, "Получить").unwrap();
    anna.receive(2).await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn a_video_that_meets_the_flood_limit_arrives_once(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench
        .telegram
        .add_fault(Fault::flood("sendVideo", 1))
        .unwrap();
    anna.order("1 видео").await;
    anna.receive(1).await;
    assert_eq!(
        bench
            .telegram
            .with_ledger(|ledger| ledger.effects("sendVideo", 7)),
        1
    );
    bench.finish().await;
}

async fn a_person_who_blocked_the_bot_is_not_refunded_and_finds_the_video_later(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.kie.hold();
    anna.order("1 видео").await;
    bench.wait_for_tasks(1).await;
    // Nothing but a refused send tells of it, so that none is on its way once it is known.
    let untold = Fault::deliver(Delivery::Drop, 1).to_updates("my_chat_member");
    bench.telegram.add_fault(untold).unwrap();
    anna.person().block();
    bench.kie.release_all();
    let users = &bench.stores.users;
    let filmed_in_vain = async || {
        users.user(anna.user()).await.unwrap().unwrap().blocked
            && bench.entry_kinds(&anna).await == [Grant, Hold, Capture]
    };
    bench.until(filmed_in_vain).await;
    anna.person().unblock();
    anna.person().say("/videos").unwrap();
    let list = anna.see("Мои видео").await;
    let video = list.keyboard[0][0].text.clone();
    anna.person().press_text(list.message_id, &video).unwrap();
    anna.receive(1).await;
    bench.finish().await;
}

async fn a_video_that_telegram_forgot_comes_from_our_own_copy(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    anna.order("1 видео").await;
    anna.receive(1).await;
    let forgotten = FaultKind::Refuse {
        code: 400,
        description: Some("Bad Request: wrong file identifier/HTTP URL specified".to_owned()),
        retry_after: None,
    };
    bench
        .telegram
        .add_fault(Fault::calls("sendVideo", 1, forgotten))
        .unwrap();
    anna.person().say("/videos").unwrap();
    let list = anna.see("Мои видео").await;
    let video = list.keyboard[0][0].text.clone();
    anna.person().press_text(list.message_id, &video).unwrap();
    anna.receive(2).await;
    bench.finish().await;
}
