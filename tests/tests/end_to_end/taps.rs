//! Taps on the confirm button, and workers on one queue.

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold};
use neurocards_tests::{House, StoreKind, WITHIN, on_both_stores};

on_both_stores!(
    fifty_taps_are_one_order,
    two_workers_make_each_video_once,
    an_order_is_cancelled_with_a_refund_before_it_is_submitted,
);

async fn fifty_taps_are_one_order(kind: StoreKind) {
    let house = House::open(kind).await;
    let anna = house.seller(7).await;
    let confirm = anna.prepare("1 видео").await.message_id;
    let taps: Vec<_> = (0..50)
        .map(|_| anna.person().press_text(confirm, "Запустить").unwrap())
        .collect();
    for tap in &taps {
        anna.person().wait_for_toast(WITHIN, tap).await.unwrap();
    }
    anna.receive(1).await;
    assert_eq!(house.orders(&anna).await.len(), 1);
    assert_eq!(house.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    house.finish().await;
}

async fn two_workers_make_each_video_once(kind: StoreKind) {
    let mut house = House::open(kind).await;
    house.add_worker();
    let anna = house.seller(7).await;
    let boris = house.seller(8).await;
    anna.order("5 видео").await;
    boris.order("5 видео").await;
    anna.receive(5).await;
    boris.receive(5).await;
    assert_eq!(house.kie.creates().len(), 10);
    assert_eq!(house.credits(&anna).await + house.credits(&boris).await, 2);
    house.finish().await;
}

async fn an_order_is_cancelled_with_a_refund_before_it_is_submitted(kind: StoreKind) {
    let mut house = House::without_worker(kind, neurocards_tests::HouseOptions::default()).await;
    let anna = house.seller(7).await;
    let card = anna.order("3 видео").await;
    let order = house.orders(&anna).await.remove(0);
    let cancelled = house
        .stores
        .jobs
        .cancel(anna.user(), order.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((cancelled.cancelled, cancelled.kept), (3, 0));
    assert_eq!(house.credits(&anna).await, 6);
    house.add_worker();
    anna.watch(card, "тмен").await;
    assert_eq!(house.kie.creates().len(), 0);
    house.finish().await;
}
