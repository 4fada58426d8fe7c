//! What KIE does wrong, and what becomes of the money.

use std::time::Duration;

use neurocards_core::money::ledger::EntryKind::{Capture, Grant, Hold, Refund};
use neurocards_fakes::kie::{FaultKind, FileFault, Plan};
use neurocards_tests::{ADMIN, StoreKind, TestBench, TestBenchOptions, WITHIN, on_both_stores};

on_both_stores!(
    a_server_error_is_retried_and_then_delivered,
    a_server_error_for_ever_ends_after_three_attempts_with_one_refund_told_once,
    a_refusal_of_the_content_is_refunded_at_once,
    too_many_requests_wait_and_use_no_attempt,
    an_empty_account_holds_the_queue_and_tells_the_operator,
    a_lost_answer_is_adopted_through_the_callback,
    a_lost_answer_without_callbacks_waits_for_the_window,
    a_task_that_is_not_visible_at_first_is_waited_for,
    a_video_that_cannot_be_read_at_first_is_fetched_again,
    a_forged_callback_changes_nothing,
);

async fn a_server_error_is_retried_and_then_delivered(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench
        .kie
        .fail_next_creates(1, FaultKind::server_exception());
    anna.order("1 видео").await;
    anna.receive(1).await;
    assert_eq!(bench.kie.creates().len(), 2);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn a_server_error_for_ever_ends_after_three_attempts_with_one_refund_told_once(
    kind: StoreKind,
) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.kie.plan_all(Plan::internal_error());
    let card = anna.order("1 видео").await;
    anna.watch(card, "вернул").await;
    anna.see_that("the bad news", |view| {
        view.message_id != card && view.text.contains("вернул")
    })
    .await;
    assert_eq!(bench.kie.creates().len(), 3);
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Refund]);
    assert_eq!(bench.credits(&anna).await, 6);
    bench.deliver_to(&anna).await;
    let told = anna.person().from_bot().into_iter();
    let told = told
        .filter(|view| view.message_id != card && view.text.contains("вернул"))
        .count();
    assert_eq!(told, 1, "{:#?}", anna.texts());
    bench.finish().await;
}

async fn a_refusal_of_the_content_is_refunded_at_once(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.kie.plan_next(Plan::moderated());
    let card = anna.order("1 видео").await;
    anna.watch(card, "вернул").await;
    assert_eq!(bench.kie.creates().len(), 1, "no retry");
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Refund]);
    bench.finish().await;
}

async fn too_many_requests_wait_and_use_no_attempt(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.kie.fail_next_creates(4, FaultKind::rate_limit());
    anna.order("1 видео").await;
    anna.receive(1).await;
    assert_eq!(
        bench.kie.creates().len(),
        5,
        "more than three, since none of the four counts"
    );
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn an_empty_account_holds_the_queue_and_tells_the_operator(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let admin = bench.seller(ADMIN.0).await;
    let anna = bench.seller(7).await;
    bench.kie.set_balance(0, 0.0);
    anna.order("1 видео").await;
    admin.see("video provider refuses our account").await;
    assert_eq!(anna.person().videos().len(), 0);
    bench.kie.set_balance(0, 10_000.0);
    anna.receive(1).await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn a_lost_answer_is_adopted_through_the_callback(kind: StoreKind) {
    let mut options = TestBenchOptions::default();
    options.policy.reconcile_window = WITHIN * 2;
    let bench = TestBench::with(kind, options).await;
    let anna = bench.seller(7).await;
    bench.kie.fail_next_creates(1, FaultKind::AcceptThenCut);
    anna.order("1 видео").await;
    anna.receive(1).await;
    assert_eq!(bench.kie.tasks().len(), 1, "no second task was made");
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn a_lost_answer_without_callbacks_waits_for_the_window(kind: StoreKind) {
    let mut options = TestBenchOptions {
        callbacks: false,
        ..TestBenchOptions::default()
    };
    let window = Duration::from_millis(1_500);
    options.policy.reconcile_window = window;
    let bench = TestBench::with(kind, options).await;
    let anna = bench.seller(7).await;
    bench.kie.fail_next_creates(1, FaultKind::AcceptThenCut);
    anna.order("1 видео").await;
    anna.receive(1).await;
    assert_eq!(bench.kie.creates().len(), 2, "one lost, one answered");
    let job = bench.orders(&anna).await[0].jobs[0];
    let job = bench.stores.jobs.job(anna.user(), job).await.unwrap();
    let attempts = job.unwrap().attempts;
    let waited = attempts[1].begun_at - attempts[0].begun_at;
    assert!(waited.to_std().unwrap() >= window, "{attempts:#?}");
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Hold, Capture]);
    bench.finish().await;
}

async fn a_task_that_is_not_visible_at_first_is_waited_for(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.kie.plan_next(Plan::at_once().hidden_for(3));
    anna.order("1 видео").await;
    anna.receive(1).await;
    assert_eq!(bench.kie.creates().len(), 1);
    bench.finish().await;
}

async fn a_video_that_cannot_be_read_at_first_is_fetched_again(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench
        .kie
        .plan_next(Plan::at_once().with_file(FileFault::Status {
            status: 503,
            times: 2,
        }));
    anna.order("1 видео").await;
    anna.receive(1).await;
    assert_eq!(
        bench.kie.creates().len(),
        1,
        "a video that exists is not paid for twice"
    );
    bench.finish().await;
}

async fn a_forged_callback_changes_nothing(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    bench.kie.hold();
    anna.order("1 видео").await;
    bench
        .kie
        .wait_for_ledger(WITHIN, |ledger| !ledger.creates.is_empty())
        .await
        .unwrap();
    let url = bench.kie.creates()[0].call_back_url.clone().unwrap();
    let lie = serde_json::json!({
        "code": 200,
        "data": { "taskId": "ffffffffffffffffffffffffffffffff", "state": "success",
                  "resultJson": "{\"resultUrls\":[\"http://127.0.0.1:1/evil.mp4\"]}" }
    });
    let answer = reqwest::Client::builder()
        .build()
        .unwrap()
        .post(&url)
        .json(&lie)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success() || answer.status().as_u16() == 404);
    // One look at the task may have begun before the lie.
    let before = bench.kie.ledger().polls.len();
    bench
        .kie
        .wait_for_ledger(WITHIN, |ledger| ledger.polls.len() > before + 1)
        .await
        .unwrap();
    assert_eq!(anna.person().videos().len(), 0);
    bench.kie.release_all();
    anna.receive(1).await;
    assert_eq!(bench.kie.tasks().len(), 1);
    bench.finish().await;
}
