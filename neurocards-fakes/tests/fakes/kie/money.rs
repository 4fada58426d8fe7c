//! Credits, and the limit of new tasks.

use std::time::Duration;

use neurocards_fakes::kie::{CreditsConsumed, Plan, TaskView};
use serde_json::json;

use super::rig::{Rig, SOON, quick};

/// More time than any test takes.
const HOUR: Duration = Duration::from_hours(1);

fn is(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-9
}

#[tokio::test]
async fn credits_are_taken_at_creation_and_come_back_when_the_task_fails() {
    let rig = Rig::with(quick().balance(200.5)).await;
    let request = rig.request().await;
    rig.kie.plan_next(Plan::internal_error().held());
    let task = rig.task(&request).await;
    assert!(is(rig.balance().await, 130.5), "already taken");
    assert!(rig.kie.release(&task));
    rig.reach(&task, "fail").await;
    assert!(is(rig.balance().await, 200.5));
    let ledger = rig.kie.ledger();
    assert!(is(ledger.credits_taken, 70.0) && is(ledger.credits_returned, 70.0));
}

#[tokio::test]
async fn credits_of_failed_tasks_can_be_kept() {
    let rig = Rig::with(quick().balance(100.0).keeps_credits_of_failed_tasks()).await;
    rig.kie.plan_next(Plan::internal_error());
    let task = rig.task(&rig.request().await).await;
    rig.reach(&task, "fail").await;
    assert!(is(rig.balance().await, 30.0));
}

/// What the record of a held task tells, and what it tells once the task has ended.
async fn consumed(rig: &Rig, plan: Plan) -> (Option<f64>, Option<f64>) {
    rig.kie.plan_next(plan.held());
    let task = rig.task(&rig.request().await).await;
    let held = rig.record(&task).await["data"]["creditsConsumed"].as_f64();
    assert!(rig.kie.release(&task));
    let is_over = |tasks: &[TaskView]| {
        tasks
            .iter()
            .any(|seen| seen.id == task && seen.completed_at_ms.is_some())
    };
    rig.kie.wait_for_tasks(SOON, is_over).await.unwrap();
    let ended = rig.record(&task).await["data"]["creditsConsumed"].as_f64();
    (held, ended)
}

#[tokio::test]
async fn a_record_tells_the_credits_in_advance_at_the_end_or_never() {
    let rig = Rig::start().await;
    for (told, held, ended) in [
        (CreditsConsumed::AtOnce, Some(70.0), Some(70.0)),
        (CreditsConsumed::AtTheEnd, Some(0.0), Some(70.0)),
        (CreditsConsumed::Never, None, None),
    ] {
        let plan = Plan {
            credits_consumed: told,
            ..Plan::at_once()
        };
        assert_eq!(consumed(&rig, plan).await, (held, ended), "{told:?}");
    }
}

#[tokio::test]
async fn a_record_of_a_failed_task_tells_what_was_not_given_back() {
    let rig = Rig::start().await;
    let failing = consumed(&rig, Plan::internal_error()).await;
    assert_eq!(failing, (Some(70.0), Some(0.0)));
    let rig = Rig::with(quick().keeps_credits_of_failed_tasks()).await;
    let failing = consumed(&rig, Plan::internal_error()).await;
    assert_eq!(failing, (Some(70.0), Some(70.0)));
}

#[tokio::test]
async fn a_balance_that_is_too_small_is_told_by_402_or_by_500() {
    let rig = Rig::with(quick().balance(69.9)).await;
    let answer = rig.create(&rig.request().await).await;
    assert_eq!(answer["code"], 402);
    let rig = Rig::with(quick().balance(69.9).short_balance_as_500()).await;
    let answer = rig.create(&rig.request().await).await;
    assert_eq!(answer["code"], 500);
    assert!(
        answer["msg"]
            .as_str()
            .unwrap()
            .contains("Credits insufficient")
    );
    assert!(rig.kie.tasks().is_empty());
}

#[tokio::test]
async fn more_tasks_than_the_rate_allows_are_refused_until_its_time_has_passed() {
    let rig = Rig::with(quick().rate(20, HOUR)).await;
    let request = rig.request().await;
    for _ in 0..20 {
        assert_eq!(rig.create(&request).await["code"], 200);
    }
    let refused = rig.create(&request).await;
    let msg = "Your call frequency is too high. Please try again later.";
    assert_eq!(refused, json!({"code": 429, "msg": msg, "data": null}));
    rig.kie.advance(HOUR);
    assert_eq!(rig.create(&request).await["code"], 200);
}

#[tokio::test]
async fn the_rate_limit_can_be_a_real_status() {
    let rig = Rig::with(quick().rate(1, HOUR).rate_by_status()).await;
    let request = rig.request().await;
    rig.task(&request).await;
    assert_eq!(rig.send(&request).await.unwrap().status(), 429);
}

#[tokio::test]
async fn each_key_has_an_account_of_its_own() {
    let rig = Rig::with(quick().keys(["first", "second"]).balance(100.0)).await;
    rig.task(&rig.request().await).await;
    assert!(is(rig.kie.balance(0), 30.0) && is(rig.kie.balance(1), 100.0));
    rig.kie.set_balance(0, 5_916.25);
    assert!(is(rig.balance().await, 5_916.25));
}
