//! Tasks that finish after they were given up, and tasks that are somebody else's.

use std::time::Duration;

use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::JobId;
use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold, Refund};
use neurocards_core::money::ledger::Release;
use neurocards_core::work::job::Attempt;
use neurocards_fakes::kie::FaultKind;
use neurocards_tests::{
    ADMIN, Seller, StoreKind, TestBench, TestBenchOptions, WITHIN, on_both_stores,
};
use serde_json::json;

on_both_stores!(
    a_task_that_finishes_after_the_refund_is_a_gift_and_told_to_operators,
    a_callback_that_is_the_first_to_tell_of_a_lost_task_brings_a_gift,
    a_callback_that_names_the_task_of_another_is_an_alarm_and_each_gets_their_own,
);

async fn job_of(bench: &TestBench, seller: &Seller) -> JobId {
    bench.orders(seller).await[0].jobs[0]
}

async fn attempts(bench: &TestBench, seller: &Seller) -> Vec<Attempt> {
    let job = job_of(bench, seller).await;
    let job = bench.stores.jobs.job(seller.user(), job).await.unwrap();
    job.unwrap().attempts
}

async fn a_task_that_finishes_after_the_refund_is_a_gift_and_told_to_operators(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let admin = bench.seller(ADMIN.0).await;
    let anna = bench.seller(7).await;
    bench.kie.hold();
    anna.order("1 видео").await;
    bench
        .until(async || {
            attempts(&bench, &anna)
                .await
                .iter()
                .any(|it| it.task.is_some())
        })
        .await;
    let release = Release {
        job: job_of(&bench, &anna).await,
        reason: Reason::of("given up"),
        by: Actor::System,
    };
    bench.stores.jobs.refund(&release).await.unwrap();
    anna.see("вернул").await;
    bench.kie.release_all();
    let gift = anna.receive(1).await.remove(0);
    assert!(gift.text.contains("Дарим"), "{}", gift.text);
    admin.see("finished after it was given up").await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Refund]);
    assert!(
        attempts(&bench, &anna).await[0].spent.is_some(),
        "waste is in the report"
    );
    bench.finish().await;
}

async fn a_callback_that_is_the_first_to_tell_of_a_lost_task_brings_a_gift(kind: StoreKind) {
    let mut options = TestBenchOptions::default();
    options.policy.reconcile_window = Duration::from_millis(500);
    let bench = TestBench::with(kind, options).await;
    let anna = bench.seller(7).await;
    bench.kie.hold();
    bench.kie.fail_next_creates(1, FaultKind::AcceptThenCut);
    anna.order("1 видео").await;
    bench.wait_for_tasks(2).await;
    let tasks = bench.kie.tasks();
    bench.kie.release(&tasks[1].id);
    anna.receive(1).await;
    bench.kie.release(&tasks[0].id);
    let videos = anna.receive(2).await;
    let gifts = videos.iter().filter(|video| video.text.contains("Дарим"));
    assert_eq!(gifts.count(), 1, "{videos:#?}");
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn a_callback_that_names_the_task_of_another_is_an_alarm_and_each_gets_their_own(
    kind: StoreKind,
) {
    let mut options = TestBenchOptions::default();
    options.policy.reconcile_window = WITHIN * 2;
    let bench = TestBench::with(kind, options).await;
    let admin = bench.seller(ADMIN.0).await;
    let (anna, boris) = (bench.seller(7).await, bench.seller(8).await);
    bench.kie.hold();
    bench.kie.fail_next_creates(2, FaultKind::AcceptThenCut);
    anna.order("1 видео").await;
    bench.wait_for_tasks(1).await;
    boris.order("1 видео").await;
    bench.wait_for_tasks(2).await;
    let tasks = bench.kie.tasks();
    let address = bench.kie.creates()[0].call_back_url.clone().unwrap();
    let lie = json!({ "code": 200, "data": { "taskId": tasks[1].id } });
    let client = reqwest::Client::builder().build().unwrap();
    client.post(&address).json(&lie).send().await.unwrap();
    admin.see("did not ask for it").await;
    bench.kie.release_all();
    anna.receive(1).await;
    boris.receive(1).await;
    for (seller, task) in [(&anna, &tasks[0]), (&boris, &tasks[1])] {
        let attempts = attempts(&bench, seller).await;
        assert_eq!(attempts.len(), 1, "{attempts:#?}");
        assert_eq!(attempts[0].task.as_ref().unwrap().as_str(), task.id);
    }
    bench.finish().await;
}
