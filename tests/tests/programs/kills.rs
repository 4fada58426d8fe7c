//! Programs killed with SIGKILL, on SQLite and on Postgres.

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold};
use neurocards_fakes::kie::{Call, FaultKind};
use neurocards_tests::{Program, StoreKind, TestBench, TestBenchOptions, WITHIN, on_both_stores};

on_both_stores!(
    a_worker_killed_while_the_provider_renders_is_followed_by_another,
    a_worker_killed_during_the_submit_makes_no_second_task,
    workers_killed_one_after_another_lose_no_video_and_no_credit,
    a_bot_killed_with_updates_in_hand_answers_each_of_them,
);

async fn a_worker_killed_while_the_provider_renders_is_followed_by_another(kind: StoreKind) {
    let bench = TestBench::without_worker(kind, TestBenchOptions::with_kills()).await;
    let worker = Program::start("neurocards-worker", &bench);
    let anna = bench.seller(7).await;
    bench.kie.hold();
    anna.order("3 видео").await;
    bench.wait_for_tasks(3).await;
    worker.kill().await;
    bench.kie.release_all();
    let worker = Program::start("neurocards-worker", &bench);
    anna.receive(3).await;
    assert!(worker.terminate().await.success());
    assert_eq!(bench.kie.creates().len(), 3);
    bench.finish().await;
}

async fn a_worker_killed_during_the_submit_makes_no_second_task(kind: StoreKind) {
    let bench = TestBench::without_worker(kind, TestBenchOptions::with_kills()).await;
    let worker = Program::start("neurocards-worker", &bench);
    let anna = bench.seller(7).await;
    bench.kie.fail_next_creates(1, FaultKind::AcceptThenHang);
    bench.kie.hold();
    anna.order("1 видео").await;
    bench.wait_for_tasks(1).await;
    worker.kill().await;
    let worker = Program::start("neurocards-worker", &bench);
    bench.kie.release_all();
    anna.receive(1).await;
    assert!(worker.terminate().await.success());
    assert_eq!(bench.kie.creates().len(), 1);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

/// Kills two workers in a row that hang in the middle of an upload.
async fn workers_killed_one_after_another_lose_no_video_and_no_credit(kind: StoreKind) {
    let bench = TestBench::without_worker(kind, TestBenchOptions::with_kills()).await;
    let anna = bench.seller(7).await;
    bench
        .kie
        .fail_next(Call::Upload, 2, FaultKind::AcceptThenHang);
    anna.order("5 видео").await;
    let mut worker = Program::start("neurocards-worker", &bench);
    for uploads in [1, 2] {
        let seen = bench
            .kie
            .wait_for_ledger(WITHIN, |ledger| ledger.uploads.len() >= uploads)
            .await;
        assert!(seen.is_ok());
        worker.kill().await;
        worker = Program::start("neurocards-worker", &bench);
    }
    anna.receive(5).await;
    assert!(worker.terminate().await.success());
    assert_eq!(bench.kie.tasks().len(), 5, "five videos, five tasks");
    assert_eq!(bench.credits(&anna).await, 1);
    assert_eq!(bench.balance(&anna).await.held.get(), 0);
    bench.finish().await;
}

async fn a_bot_killed_with_updates_in_hand_answers_each_of_them(kind: StoreKind) {
    let bench = TestBench::empty(kind, TestBenchOptions::default()).await;
    let mut bot = Program::start("neurocards-bot", &bench);
    let worker = Program::start("neurocards-worker", &bench);
    let anna = bench.seller(7).await;
    let confirm = anna.prepare("1 видео").await.message_id;
    bot.kill().await;
    anna.person().press_text(confirm, "Запустить").unwrap();
    bot = Program::start("neurocards-bot", &bench);
    anna.receive(1).await;
    bot.kill().await;
    anna.person().say("/balance").unwrap();
    bot = Program::start("neurocards-bot", &bench);
    anna.see("Кабинет").await;
    assert!(bot.terminate().await.success());
    assert!(worker.terminate().await.success());
    assert_eq!(bench.orders(&anna).await.len(), 1);
    assert_eq!(anna.count("Кабинет"), 1, "{:#?}", anna.texts());
    bench.finish().await;
}
