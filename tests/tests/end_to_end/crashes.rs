//! Bots and workers that die.

use std::time::Duration;

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold};
use neurocards_fakes::kie::{Call, FaultKind};
use neurocards_tests::{House, HouseOptions, StoreKind, WITHIN, on_both_stores};

on_both_stores!(
    a_worker_killed_while_the_provider_renders_is_followed_by_another,
    a_worker_killed_during_the_submit_makes_no_second_task,
    a_worker_killed_during_the_upload_is_followed_by_another,
    a_killed_bot_repeats_and_loses_nothing,
);

async fn a_worker_killed_while_the_provider_renders_is_followed_by_another(kind: StoreKind) {
    let mut house = House::without_worker(kind, HouseOptions::with_kills()).await;
    let first = house.hire();
    let anna = house.seller(7).await;
    house.kie.hold();
    anna.order("3 видео").await;
    house
        .kie
        .wait_for_tasks(WITHIN, |tasks| tasks.len() == 3)
        .await
        .unwrap();
    first.kill().await;
    house.kie.release_all();
    house.add_worker();
    anna.receive(3).await;
    assert_eq!(house.kie.creates().len(), 3);
    house.finish().await;
}

async fn a_worker_killed_during_the_submit_makes_no_second_task(kind: StoreKind) {
    let mut house = House::without_worker(kind, HouseOptions::with_kills()).await;
    let first = house.hire();
    let anna = house.seller(7).await;
    house.kie.hold();
    house.kie.fail_next_creates(1, FaultKind::AcceptThenHang);
    anna.order("1 видео").await;
    house
        .kie
        .wait_for_tasks(WITHIN, |tasks| tasks.len() == 1)
        .await
        .unwrap();
    first.kill().await;
    house.add_worker();
    house.kie.release_all();
    anna.receive(1).await;
    assert_eq!(house.kie.creates().len(), 1);
    assert_eq!(house.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    house.finish().await;
}

async fn a_worker_killed_during_the_upload_is_followed_by_another(kind: StoreKind) {
    let mut house = House::without_worker(kind, HouseOptions::with_kills()).await;
    let first = house.hire();
    let anna = house.seller(7).await;
    house
        .kie
        .fail_next(Call::Upload, 1, FaultKind::AcceptThenHang);
    anna.order("1 видео").await;
    house
        .kie
        .wait_for_ledger(WITHIN, |ledger| !ledger.uploads.is_empty())
        .await
        .unwrap();
    first.kill().await;
    house.add_worker();
    anna.receive(1).await;
    assert_eq!(house.kie.creates().len(), 1);
    house.finish().await;
}

async fn a_killed_bot_repeats_and_loses_nothing(kind: StoreKind) {
    let short = HouseOptions {
        update_lease: Duration::from_secs(5),
        ..HouseOptions::default()
    };
    let mut house = House::with(kind, short).await;
    let anna = house.seller(7).await;
    house.kill_bot().await;
    anna.person()
        .send_photo(neurocards_tests::photo(), Some("Кружка"))
        .unwrap();
    house.start_bot();
    anna.see("Какое видео").await;
    house.kill_bot().await;
    house.start_bot();
    let confirm = anna.choose("1 видео").await.message_id;
    anna.person().press_text(confirm, "Запустить").unwrap();
    house.kill_bot().await;
    house.start_bot();
    anna.receive(1).await;
    assert_eq!(house.orders(&anna).await.len(), 1);
    assert_eq!(house.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    house.finish().await;
}
