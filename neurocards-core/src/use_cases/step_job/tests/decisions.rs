use super::*;
use crate::ports::{PromptError, RemoteVideo, TaskState};
use crate::use_cases::step_job::{Action, Decision, End, Hold, Seen, decide};
use crate::work::job::Retry;
use crate::work::policy::Policy;

fn decided(job: &Job, seen: &Seen, now: i64) -> Decision {
    decide(job, seen, &Policy::default(), at(now))
}

fn acted(job: &Job, seen: &Seen, now: i64) -> Action {
    match decided(job, seen, now) {
        Decision::Act(action) => action,
        Decision::End(end) => panic!("expected an action, got {end:?}"),
    }
}

fn ended(job: &Job, seen: &Seen, now: i64) -> End {
    match decided(job, seen, now) {
        Decision::End(end) => end,
        Decision::Act(action) => panic!("expected an end, got {action:?}"),
    }
}

fn retried(end: End) -> Retry {
    match end {
        End::Retry(retry) | End::Hold(Hold { retry, .. }) => retry,
        other => panic!("expected a retry, got {other:?}"),
    }
}

#[test]
fn a_new_job_gets_prompt_photo_and_submit_in_this_order() {
    assert_eq!(acted(&job(), &Seen::Nothing, 1), Action::WritePrompt);
    let written = Job {
        prompt: Some(prompt()),
        ..job()
    };
    assert_eq!(acted(&written, &Seen::Nothing, 1), Action::UploadPhoto);
    assert_eq!(
        acted(&prepared(), &Seen::Nothing, 1),
        Action::Submit { no: 1 }
    );
    assert_eq!(
        acted(&submitted(), &Seen::Nothing, 11),
        Action::Check(task())
    );
}

#[test]
fn an_attempt_without_a_task_is_never_submitted_again_within_the_window() {
    let open = tried(&[None]);
    let policy = Policy::default();
    let nearly = 10 + 1_200 - 3;
    for seen in [Seen::Nothing, Seen::SubmitUnknown] {
        assert_eq!(ended(&open, &seen, 20), End::Snooze(policy.poll_every));
        assert_eq!(
            ended(&open, &seen, nearly),
            End::Snooze(Duration::from_secs(3))
        );
    }
}

#[test]
fn after_the_window_a_lost_attempt_ends_and_another_may_begin() {
    let lost = retried(ended(&tried(&[None]), &Seen::Nothing, 1_211));
    assert_eq!(lost.ends, Some(AttemptEnd::Lost));
    let next = tried(&[Some(AttemptEnd::Lost)]);
    assert_eq!(
        acted(&next, &Seen::Nothing, 1_212),
        Action::Submit { no: 2 }
    );
}

#[test]
fn a_reported_task_is_looked_up_and_not_trusted() {
    let mut reported = tried(&[None]);
    reported.attempts[0].reported = Some(task());
    assert_eq!(acted(&reported, &Seen::Nothing, 20), Action::Check(task()));
    let End::Snooze(_) = ended(&reported, &Seen::Task(TaskState::Missing), 20) else {
        panic!("a task nobody knows must not end the attempt");
    };
}

#[test]
fn a_temporary_fault_is_tried_three_times_in_all() {
    use AttemptEnd::Failed;
    let seen = Seen::SubmitRejected(failure(ErrorClass::Temporary));
    for (job, least, most) in [
        (tried(&[None]), 15, 20),
        (tried(&[Some(Failed), None]), 30, 40),
    ] {
        let retry = retried(ended(&job, &seen, 20));
        assert_eq!(retry.ends, Some(Failed));
        assert!(
            (least..=most).contains(&retry.after.as_secs()),
            "{:?}",
            retry.after
        );
    }
    let last = tried(&[Some(Failed), Some(Failed), None]);
    assert_eq!(
        ended(&last, &seen, 20),
        End::Fail(failure(ErrorClass::Temporary))
    );
    let used_up = tried(&[Some(Failed); 3]);
    assert!(matches!(ended(&used_up, &Seen::Nothing, 20), End::Fail(_)));
}

#[test]
fn a_refusal_of_the_content_fails_at_once() {
    let refused = failure(ErrorClass::User);
    for seen in [
        Seen::SubmitRejected(refused.clone()),
        Seen::Task(TaskState::Failed {
            failure: refused.clone(),
            may_recover_since: None,
            spent: None,
        }),
        Seen::PromptFailed(PromptError::Refused(refused.clone())),
        Seen::UploadFailed(refused.clone()),
    ] {
        assert_eq!(ended(&submitted(), &seen, 20), End::Fail(refused.clone()));
    }
}

#[test]
fn an_unknown_failure_never_leads_to_a_second_paid_task() {
    let unknown = failure(ErrorClass::Unknown);
    let seen = Seen::Task(TaskState::Failed {
        failure: unknown.clone(),
        may_recover_since: None,
        spent: None,
    });
    assert_eq!(ended(&submitted(), &seen, 20), End::Fail(unknown));
}

#[test]
fn too_many_requests_wait_and_use_no_attempt() {
    use AttemptEnd::Declined;
    let seen = Seen::SubmitRejected(failure(ErrorClass::RateLimit));
    let first = retried(ended(&tried(&[None]), &seen, 20));
    assert_eq!(first.ends, Some(Declined));
    assert!((90..=120).contains(&first.after.as_secs()));
    let fourth = tried(&[Some(Declined), Some(Declined), Some(Declined), None]);
    let pause = retried(ended(&fourth, &seen, 20)).after;
    assert!((450..=600).contains(&pause.as_secs()), "{pause:?}");
    let next = tried(&[Some(Declined); 4]);
    assert_eq!(acted(&next, &Seen::Nothing, 900), Action::Submit { no: 5 });
}

#[test]
fn a_provider_that_says_how_long_to_wait_is_obeyed() {
    let asked = failure(ErrorClass::RateLimit).wait(Some(Duration::from_secs(7)));
    let retry = retried(ended(&tried(&[None]), &Seen::SubmitRejected(asked), 20));
    assert_eq!(retry.after, Duration::from_secs(7));
}

#[test]
fn waiting_for_the_rate_limit_ends_at_the_deadline_with_a_refund() {
    let limited = failure(ErrorClass::RateLimit);
    let decision = ended(
        &tried(&[None]),
        &Seen::SubmitRejected(limited.clone()),
        3_590,
    );
    assert_eq!(decision, End::Fail(limited));
}

#[test]
fn an_empty_account_holds_the_queue_until_the_deadline() {
    let billing = failure(ErrorClass::Billing);
    let seen = Seen::SubmitRejected(billing.clone());
    assert!(matches!(ended(&tried(&[None]), &seen, 20), End::Hold(_)));
    assert_eq!(ended(&tried(&[None]), &seen, 3_600), End::Fail(billing));
}

#[test]
fn a_failed_look_up_says_nothing_about_the_task() {
    for class in [
        ErrorClass::Unknown,
        ErrorClass::Temporary,
        ErrorClass::Billing,
    ] {
        let decision = ended(&submitted(), &Seen::CheckFailed(failure(class)), 20);
        assert!(
            matches!(decision, End::Snooze(_)),
            "{class:?}: {decision:?}"
        );
    }
}

#[test]
fn a_pending_task_is_polled_until_its_own_deadline_and_not_longer() {
    let pending = Seen::Task(TaskState::Pending);
    assert!(matches!(
        ended(&submitted(), &pending, 10 + 1_799),
        End::Snooze(_)
    ));
    let End::Fail(late) = ended(&submitted(), &pending, 10 + 1_800) else {
        panic!("not failed")
    };
    assert_eq!(late.cause, Cause::TooLate);
}

#[test]
fn a_task_that_began_right_before_the_deadline_of_its_job_has_all_its_time() {
    let mut job = submitted();
    job.attempts[0].begun_at = at(3_599);
    let pending = Seen::Task(TaskState::Pending);
    for now in [3_600, 4_000, 3_599 + 1_799] {
        assert!(
            matches!(ended(&job, &pending, now), End::Snooze(_)),
            "{now}"
        );
    }
    assert!(matches!(ended(&job, &pending, 3_599 + 1_800), End::Fail(_)));
}

#[test]
fn a_model_that_renders_slowly_gets_six_times_its_usual_render() {
    let policy = Policy::default();
    let usual = Duration::from_mins(20);
    assert_eq!(policy.for_renders_of(usual).task_deadline, usual * 6);
    assert_eq!(policy.for_renders_of(MINUTE), policy);
}

#[test]
fn a_task_is_looked_up_for_a_day_while_nobody_answers() {
    let seen = Seen::CheckFailed(failure(ErrorClass::Temporary));
    for now in [3_600, 12 * 3_600, 24 * 3_600] {
        assert!(
            matches!(ended(&submitted(), &seen, now), End::Snooze(_)),
            "{now}"
        );
    }
    assert!(matches!(
        ended(&submitted(), &seen, 24 * 3_600 + 10),
        End::Fail(_)
    ));
}

#[test]
fn a_failed_task_was_an_attempt_whatever_its_text_says_and_holds_nothing() {
    for class in [ErrorClass::RateLimit, ErrorClass::Billing] {
        let seen = Seen::Task(TaskState::Failed {
            failure: failure(class),
            may_recover_since: None,
            spent: None,
        });
        let End::Retry(retry) = ended(&submitted(), &seen, 20) else {
            panic!("{class:?} is not tried again")
        };
        assert_eq!(retry.ends, Some(AttemptEnd::Failed));
        let mut last = tried(&[Some(AttemptEnd::Failed), Some(AttemptEnd::Failed), None]);
        last.attempts[2].task = Some(task());
        assert!(matches!(ended(&last, &seen, 20), End::Fail(_)));
    }
}

#[test]
fn an_outage_of_our_store_holds_new_tasks_and_strikes_no_job() {
    let seen = Seen::StoreDown(failure(ErrorClass::Temporary));
    for (mut job, most) in [(prepared(), 3_600), (submitted(), 24 * 3_600 + 10)] {
        job.faults = 500;
        assert!(matches!(ended(&job, &seen, most - 1), End::Hold(_)));
        assert!(matches!(ended(&job, &seen, most), End::Fail(_)));
    }
}

#[test]
fn a_finished_video_is_fetched_for_a_day_while_its_host_is_away() {
    let away = Seen::FetchFailed(failure(ErrorClass::Temporary));
    let mut job = submitted();
    job.faults = 700;
    assert!(matches!(ended(&job, &away, 24 * 3_600), End::Retry(_)));
    assert!(matches!(ended(&job, &away, 24 * 3_600 + 10), End::Fail(_)));
    let unusable = Seen::FetchFailed(failure(ErrorClass::Unknown));
    job.faults = 4;
    assert!(matches!(ended(&job, &unusable, 60), End::Fail(_)));
}

#[test]
fn a_photo_is_handed_over_again_until_the_deadline_of_its_job() {
    let away = Seen::UploadFailed(failure(ErrorClass::Temporary));
    let mut job = prepared();
    job.faults = 20;
    assert!(matches!(ended(&job, &away, 3_000), End::Retry(_)));
    assert!(matches!(ended(&job, &away, 3_599), End::Fail(_)));
}

#[test]
fn a_hold_is_not_shortened_by_the_deadline_of_a_job() {
    let seen = Seen::SubmitRejected(failure(ErrorClass::Billing));
    let End::Hold(hold) = ended(&tried(&[None]), &seen, 3_598) else {
        panic!("not held")
    };
    assert_eq!(hold.queue_for, Policy::default().billing_hold);
    assert_eq!(hold.retry.after, Duration::from_secs(2));
}

#[test]
fn a_video_that_is_ready_after_the_deadline_is_still_delivered() {
    let video = RemoteVideo {
        url: "https://files/1.mp4".to_owned(),
        spent: None,
    };
    assert_eq!(
        acted(&submitted(), &Seen::Nothing, 9_999),
        Action::Check(task())
    );
    let ready = acted(
        &submitted(),
        &Seen::Task(TaskState::Ready(video.clone())),
        9_999,
    );
    assert_eq!(ready, Action::Fetch(video));
    let interrupted = Seen::FetchFailed(failure(ErrorClass::Temporary));
    assert!(matches!(
        ended(&submitted(), &interrupted, 9_999),
        End::Retry(_)
    ));
}

#[test]
fn a_time_out_of_the_provider_may_still_turn_into_a_success() {
    let timed_out = |since| {
        Seen::Task(TaskState::Failed {
            failure: failure(ErrorClass::Temporary),
            may_recover_since: Some(at(since)),
            spent: None,
        })
    };
    assert!(matches!(
        ended(&submitted(), &timed_out(100), 150),
        End::Snooze(_)
    ));
    assert!(matches!(
        ended(&submitted(), &timed_out(100), 221),
        End::Retry(_)
    ));
}

#[test]
fn a_photo_is_uploaded_again_when_it_is_old_or_its_attempt_failed() {
    let mut old = prepared();
    old.deadline_at = at(0) + TimeDelta::days(3);
    assert_eq!(acted(&old, &Seen::Nothing, 20 * 3_600), Action::UploadPhoto);
    let failed = tried(&[Some(AttemptEnd::Failed)]);
    assert_eq!(acted(&failed, &Seen::Nothing, 60), Action::UploadPhoto);
}

#[test]
fn a_text_model_that_is_down_is_replaced_by_the_fallback() {
    let down = Seen::PromptFailed(PromptError::Down(failure(ErrorClass::Billing)));
    assert_eq!(acted(&job(), &down, 1), Action::UseFallbackPrompt);
}

#[test]
fn a_job_that_kills_its_workers_is_given_up_later_if_its_task_is_paid_for() {
    for (mut job, most) in [(job(), 3), (submitted(), 6)] {
        job.crashes = most - 1;
        assert!(matches!(decided(&job, &Seen::Nothing, 1), Decision::Act(_)));
        job.crashes = most;
        assert!(matches!(ended(&job, &Seen::Nothing, 1), End::Fail(_)));
    }
}

#[test]
fn no_pause_ends_after_the_deadline_or_spins() {
    for now in [0, 3_599, 3_600, 99_999] {
        for seen in [
            Seen::Task(TaskState::Pending),
            Seen::CheckFailed(failure(ErrorClass::RateLimit)),
        ] {
            if let End::Snooze(pause) = ended(&submitted(), &seen, now) {
                assert!(!pause.is_zero() && pause <= 60 * MINUTE);
            }
        }
    }
}
