use serde_json::Value;

use crate::program::{DemoFolder, booked, each};

fn played(fault: &str) -> Value {
    let report = DemoFolder::new().report(0, &["--fault", fault]);
    assert_eq!(report["fault"], fault);
    assert_eq!(report["ok"], true);
    report
}

fn is_delivered_once(report: &Value) {
    assert_eq!(each(&report["videos"], "outcome"), ["delivered"]);
    assert_eq!(
        (booked(report, "capture"), booked(report, "refund")),
        (1, 0)
    );
    assert_eq!(report["messages"]["videos"], 1);
}

fn is_refunded_once(report: &Value) {
    assert_eq!(each(&report["videos"], "outcome"), ["refunded"]);
    assert_eq!(
        (booked(report, "capture"), booked(report, "refund")),
        (0, 1)
    );
    assert_eq!(report["credits"]["after"], report["credits"]["before"]);
    assert_eq!(report["notices"].as_array().unwrap().len(), 1);
}

#[test]
fn a_fault_that_passes_costs_an_attempt_and_no_video() {
    let report = played("kie-500");
    is_delivered_once(&report);
    assert_eq!(report["videos"][0]["attempts"], 2);
}

#[test]
fn a_fault_that_stays_is_given_up_after_three_attempts() {
    let report = played("kie-500-forever");
    is_refunded_once(&report);
    assert_eq!(report["videos"][0]["attempts"], 3);
}

#[test]
fn a_refusal_is_told_with_its_cause_and_not_repeated() {
    let report = played("kie-moderation");
    is_refunded_once(&report);
    assert_eq!(report["videos"][0]["cause"], "content_refused");
    assert_eq!(report["videos"][0]["attempts"], 1);
}

#[test]
fn too_many_requests_are_waited_out() {
    is_delivered_once(&played("kie-rate-limit"));
}

#[test]
fn a_task_whose_answer_was_lost_is_adopted() {
    let report = played("kie-lost-reply");
    is_delivered_once(&report);
    assert_eq!(report["effects"]["create_task"], 1);
}

#[test]
fn without_the_text_model_a_fallback_prompt_is_used() {
    let report = played("openai-down");
    is_delivered_once(&report);
    assert!(report["effects"]["prompt"].as_u64().unwrap() > 0);
}

#[test]
fn another_worker_finishes_what_a_killed_one_began() {
    let report = played("worker-killed");
    is_delivered_once(&report);
    assert_eq!(report["effects"]["create_task"], 1);
}
