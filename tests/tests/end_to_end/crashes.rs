//! Bots and workers that die.

use std::time::Duration;

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold};
use neurocards_fakes::kie::{Call, FaultKind};
use neurocards_tests::{StoreKind, TestBench, TestBenchOptions, WITHIN, on_both_stores};

on_both_stores!(
    a_worker_killed_while_the_provider_renders_is_followed_by_another,
    a_worker_killed_during_the_submit_makes_no_second_task,
    a_worker_killed_during_the_upload_is_followed_by_another,
    a_killed_bot_repeats_and_loses_nothing,
);

async fn a_worker_killed_while_the_provider_renders_is_followed_by_another(kind: StoreKind) {
    let mut bench = TestBench::without_worker(kind, TestBenchOptions::with_kills()).await;
    let first = bench.worker_to_kill();
    let anna = bench.seller(7).await;
    bench.kie.hold();
    anna.order("3 видео").await;
    bench.wait_for_tasks(3).await;
    first.kill().await;
    bench.kie.release_all();
    bench.add_worker();
    anna.receive(3).await;
    assert_eq!(bench.kie.creates().len(), 3);
    bench.finish().await;
}

async fn a_worker_killed_during_the_submit_makes_no_second_task(kind: StoreKind) {
    let mut bench = TestBench::without_worker(kind, TestBenchOptions::with_kills()).await;
    let first = bench.worker_to_kill();
    let anna = bench.seller(7).await;
    bench.kie.hold();
    bench.kie.fail_next_creates(1, FaultKind::AcceptThenHang);
    anna.order("1 видео").await;
    bench.wait_for_tasks(1).await;
    first.kill().await;
    bench.add_worker();
    bench.kie.release_all();
    anna.receive(1).await;
    assert_eq!(bench.kie.creates().len(), 1);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn a_worker_killed_during_the_upload_is_followed_by_another(kind: StoreKind) {
    let mut bench = TestBench::without_worker(kind, TestBenchOptions::with_kills()).await;
    let first = bench.worker_to_kill();
    let anna = bench.seller(7).await;
    bench
        .kie
        .fail_next(Call::Upload, 1, FaultKind::AcceptThenHang);
    anna.order("1 видео").await;
    bench
        .kie
        .wait_for_ledger(WITHIN, |ledger| !ledger.uploads.is_empty())
        .await
        .unwrap();
    first.kill().await;
    bench.add_worker();
    anna.receive(1).await;
    assert_eq!(bench.kie.creates().len(), 1);
    bench.finish().await;
}

async fn a_killed_bot_repeats_and_loses_nothing(kind: StoreKind) {
    let short = TestBenchOptions {
        update_lease: Duration::from_secs(5),
        ..TestBenchOptions::default()
    };
    let mut bench = TestBench::with(kind, short).await;
    let anna = bench.seller(7).await;
    bench.kill_bot().await;
    anna.person()
        .send_photo(neurocards_tests::photo(), Some("Кружка"))
        .unwrap();
    bench.start_bot();
    anna.see("Какое видео").await;
    bench.kill_bot().await;
    bench.start_bot();
    let confirm = anna.choose("1 видео").await.message_id;
    anna.person().press_text(confirm, "Запустить").unwrap();
    bench.kill_bot().await;
    bench.start_bot();
    anna.receive(1).await;
    assert_eq!(bench.orders(&anna).await.len(), 1);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}
