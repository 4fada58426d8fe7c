//! Programs killed with SIGKILL, on SQLite and on Postgres.

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold};
use neurocards_fakes::kie::{Call, FaultKind};
use neurocards_tests::{House, HouseOptions, Program, StoreKind, WITHIN, on_both_stores};

on_both_stores!(
    a_worker_killed_while_the_provider_renders_is_followed_by_another,
    a_worker_killed_during_the_submit_makes_no_second_task,
    workers_killed_one_after_another_lose_no_video_and_no_credit,
    a_bot_killed_with_updates_in_hand_answers_each_of_them,
);

async fn a_worker_killed_while_the_provider_renders_is_followed_by_another(kind: StoreKind) {
    let house = House::without_worker(kind, HouseOptions::with_kills()).await;
    let worker = Program::start("neurocards-worker", &house);
    let anna = house.seller(7).await;
    house.kie.hold();
    anna.order("3 видео").await;
    house
        .kie
        .wait_for_tasks(WITHIN, |tasks| tasks.len() == 3)
        .await
        .unwrap();
    worker.kill().await;
    house.kie.release_all();
    let worker = Program::start("neurocards-worker", &house);
    anna.receive(3).await;
    assert!(worker.terminate().await.success());
    assert_eq!(house.kie.creates().len(), 3);
    house.finish().await;
}

async fn a_worker_killed_during_the_submit_makes_no_second_task(kind: StoreKind) {
    let house = House::without_worker(kind, HouseOptions::with_kills()).await;
    let worker = Program::start("neurocards-worker", &house);
    let anna = house.seller(7).await;
    house.kie.fail_next_creates(1, FaultKind::AcceptThenHang);
    house.kie.hold();
    anna.order("1 видео").await;
    house
        .kie
        .wait_for_tasks(WITHIN, |tasks| tasks.len() == 1)
        .await
        .unwrap();
    worker.kill().await;
    let worker = Program::start("neurocards-worker", &house);
    house.kie.release_all();
    anna.receive(1).await;
    assert!(worker.terminate().await.success());
    assert_eq!(house.kie.creates().len(), 1);
    assert_eq!(house.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    house.finish().await;
}

/// Kills two workers in a row that hang in the middle of an upload.
async fn workers_killed_one_after_another_lose_no_video_and_no_credit(kind: StoreKind) {
    let house = House::without_worker(kind, HouseOptions::with_kills()).await;
    let anna = house.seller(7).await;
    house
        .kie
        .fail_next(Call::Upload, 2, FaultKind::AcceptThenHang);
    anna.order("5 видео").await;
    let mut worker = Program::start("neurocards-worker", &house);
    for uploads in [1, 2] {
        let seen = house
            .kie
            .wait_for_ledger(WITHIN, |ledger| ledger.uploads.len() >= uploads)
            .await;
        assert!(seen.is_ok());
        worker.kill().await;
        worker = Program::start("neurocards-worker", &house);
    }
    anna.receive(5).await;
    assert!(worker.terminate().await.success());
    assert_eq!(house.kie.tasks().len(), 5, "five videos, five tasks");
    assert_eq!(house.credits(&anna).await, 1);
    assert_eq!(house.balance(&anna).await.held.get(), 0);
    house.finish().await;
}

async fn a_bot_killed_with_updates_in_hand_answers_each_of_them(kind: StoreKind) {
    let house = House::empty(kind, HouseOptions::default()).await;
    let mut bot = Program::start("neurocards-bot", &house);
    let worker = Program::start("neurocards-worker", &house);
    let anna = house.seller(7).await;
    let confirm = anna.prepare("1 видео").await.message_id;
    bot.kill().await;
    anna.person().press_text(confirm, "Запустить").unwrap();
    bot = Program::start("neurocards-bot", &house);
    anna.receive(1).await;
    bot.kill().await;
    anna.person().say("/balance").unwrap();
    bot = Program::start("neurocards-bot", &house);
    anna.see("Кабинет").await;
    assert!(bot.terminate().await.success());
    assert!(worker.terminate().await.success());
    assert_eq!(house.orders(&anna).await.len(), 1);
    assert_eq!(anna.count("Кабинет"), 1, "{:#?}", anna.texts());
    house.finish().await;
}
