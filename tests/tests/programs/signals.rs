//! SIGTERM and SIGINT stop in two stages and leave nothing half done.

use neurocards_tests::{House, HouseOptions, Program, StoreKind, WITHIN};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_told_to_stop_gives_its_jobs_back_to_the_next_one() {
    let house = House::without_worker(StoreKind::Sqlite, HouseOptions::default()).await;
    let first = Program::start("neurocards-worker", &house);
    let anna = house.seller(7).await;
    house.kie.hold();
    anna.order("3 видео").await;
    house
        .kie
        .wait_for_tasks(WITHIN, |tasks| tasks.len() == 3)
        .await
        .unwrap();
    assert!(first.terminate().await.success());
    let second = Program::start("neurocards-worker", &house);
    house.kie.release_all();
    anna.receive(3).await;
    assert!(second.terminate().await.success());
    assert_eq!(house.kie.creates().len(), 3);
    house.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_programs_stop_at_once_with_exit_code_0() {
    let house = House::empty(StoreKind::Sqlite, HouseOptions::default()).await;
    let bot = Program::start("neurocards-bot", &house);
    let worker = Program::start("neurocards-worker", &house);
    let anna = house.seller(7).await;
    // A worker that delivers has heard of signals.
    house.deliver_to(&anna).await;
    assert!(bot.terminate().await.success());
    assert!(worker.terminate().await.success());
    house.finish().await;
}
