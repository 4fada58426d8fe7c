//! Taps on the confirm button, and workers on one queue.

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold, Refund};
use neurocards_fakes::openai::{Fault, FaultKind};
use neurocards_tests::{StoreKind, TestBench, WITHIN, on_both_stores};

on_both_stores!(
    fifty_taps_are_one_order,
    two_workers_make_each_video_once,
    an_order_is_cancelled_with_a_refund_before_it_is_submitted,
    an_order_is_cancelled_while_its_script_is_written,
);

async fn fifty_taps_are_one_order(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    let confirm = anna.prepare("1 видео").await.message_id;
    let taps: Vec<_> = (0..50)
        .map(|_| anna.person().press_text(confirm, "Запустить").unwrap())
        .collect();
    for tap in &taps {
        anna.person().wait_for_toast(WITHIN, tap).await.unwrap();
    }
    anna.receive(1).await;
    assert_eq!(bench.orders(&anna).await.len(), 1);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn two_workers_make_each_video_once(kind: StoreKind) {
    let mut bench = TestBench::open(kind).await;
    bench.add_worker();
    let anna = bench.seller(7).await;
    let boris = bench.seller(8).await;
    anna.order("5 видео").await;
    boris.order("5 видео").await;
    anna.receive(5).await;
    boris.receive(5).await;
    assert_eq!(bench.kie.creates().len(), 10);
    assert_eq!(bench.credits(&anna).await + bench.credits(&boris).await, 2);
    bench.finish().await;
}

async fn an_order_is_cancelled_with_a_refund_before_it_is_submitted(kind: StoreKind) {
    let mut bench =
        TestBench::without_worker(kind, neurocards_tests::TestBenchOptions::default()).await;
    let anna = bench.seller(7).await;
    let card = anna.order("3 видео").await;
    let order = bench.orders(&anna).await.remove(0);
    let cancelled = bench
        .stores
        .jobs
        .cancel(anna.user(), order.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((cancelled.cancelled, cancelled.kept), (3, 0));
    assert_eq!(bench.credits(&anna).await, 6);
    bench.add_worker();
    anna.watch(card, "тмен").await;
    assert_eq!(bench.kie.creates().len(), 0);
    bench.finish().await;
}

async fn an_order_is_cancelled_while_its_script_is_written(kind: StoreKind) {
    let bench =
        TestBench::without_worker(kind, neurocards_tests::TestBenchOptions::default()).await;
    let late = FaultKind::Delay { millis: 300_000 };
    bench.openai.add_fault(Fault::for_ever(late));
    let worker = bench.worker_to_kill();
    let anna = bench.seller(7).await;
    let card = anna.order("1 видео").await;
    anna.watch(card, "Пишу сценарий").await;
    anna.person().press_text(card, "Отменить").unwrap();
    anna.watch(card, "Отменено, кредит вернулся").await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Refund]);
    assert_eq!(bench.kie.creates().len(), 0);
    worker.kill().await;
    bench.finish().await;
}
