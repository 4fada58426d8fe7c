//! What operators must look at while videos are made and delivered: its words.

use neurocards_core::chat::alarm::{Alarm, AlarmKind};
use neurocards_core::ids::{ChatId, TaskId};
use neurocards_core::ports::SetAside;
use neurocards_core::use_cases::step_job::{End, Hold};
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use neurocards_core::work::late_task::LateTask;

/// What the end of a step says about our neighbours.
pub(crate) fn after_step(end: &End) -> Option<Alarm> {
    match end {
        End::Hold(hold) => Some(queue_held(hold)),
        End::Fail(failure) if failure.cause == Cause::OutOfService => Some(videos_fail(failure)),
        _ => None,
    }
}

/// The text model writes nothing, and videos are made by the fallback.
pub(crate) fn text_model_down(failure: &Failure) -> Alarm {
    let text = format!(
        "The text model writes no scenarios: {}. Videos are made by the words of their templates \
         until it is back. Look at its key, its quota and OPENAI_MODEL.",
        failure.detail
    );
    Alarm::new(AlarmKind::TextModel, text)
}

/// A callback named a task that another attempt asked for.
pub(crate) fn foreign_task(task: &TaskId, detail: &str) -> Alarm {
    let text = format!(
        "A callback named the task {task} for an attempt that did not ask for it: {detail}. It is \
         ignored. Somebody knows an address of our callbacks, or the provider mixes them up."
    );
    Alarm::about(AlarmKind::ForeignTask, task, text)
}

/// A task that was given up finished.
pub(crate) fn late_task(late: &LateTask) -> Alarm {
    let (task, job) = (&late.task, late.job);
    let text = format!(
        "The task {task} of the job {job} finished after it was given up. Its video is sent to its \
         user as a gift; what it took from our account is in the report."
    );
    Alarm::about(AlarmKind::LateTask, task, text)
}

/// Rows of the store cannot be read.
pub(crate) fn rows_set_aside(rows: &[SetAside]) -> Alarm {
    let count = rows.len();
    let first = rows.first().map(|first| (first.row, &first.why));
    let text = format!(
        "{count} rows of the database cannot be read by this release, and wait, with whoever they \
         belong to: {first:?}. Run the release that wrote them, or a newer one."
    );
    Alarm::new(AlarmKind::RowsSetAside, text)
}

/// The chat refuses a message for good.
pub(crate) fn delivery_refused(kind: &str, reason: &str) -> Alarm {
    let text =
        format!("The chat refuses a message ({kind}) for good: {reason}. Its user has not got it.");
    Alarm::about(AlarmKind::DeliveryRefused, kind, text)
}

/// An operator cannot be told anything.
pub(crate) fn admin_unreachable(admin: ChatId, reason: &str) -> Alarm {
    let text = format!(
        "The operator {admin} cannot be reached: {reason}. They must open the chat with the bot and \
         press Start, or leave ADMIN_IDS."
    );
    Alarm::about(AlarmKind::AdminUnreachable, &admin, text)
}

fn queue_held(hold: &Hold) -> Alarm {
    let (failure, secs) = (&hold.retry.failure, hold.queue_for.as_secs());
    if failure.class == ErrorClass::Billing {
        let text = format!(
            "The video provider refuses our account: {}. No new videos are started for {secs} s; \
             orders are kept until their deadlines. Top up or replace the key.",
            failure.detail,
        );
        Alarm::new(AlarmKind::ProviderAccount, text)
    } else {
        let text = format!(
            "The media store is out of order: {}. No new videos are started until it is back; \
             finished ones wait at the provider, for a day at most. Nothing is lost yet.",
            failure.detail,
        );
        Alarm::new(AlarmKind::MediaStore, text)
    }
}

fn videos_fail(failure: &Failure) -> Alarm {
    let text = format!(
        "Videos fail and are refunded, and no user can help it: {}. Look at the provider's list of \
         models and at our settings.",
        failure.detail
    );
    Alarm::new(AlarmKind::VideosFail, text)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use neurocards_core::work::job::Retry;

    use super::*;

    fn ours(class: ErrorClass, detail: &str) -> Failure {
        Failure::new(class, Cause::OutOfService, detail)
    }

    fn hold(failure: Failure) -> End {
        let after = Duration::from_mins(5);
        End::Hold(Hold {
            queue_for: after,
            retry: Retry {
                failure,
                after,
                ends: None,
            },
        })
    }

    #[test]
    fn an_empty_account_is_told_to_operators() {
        let alarm = after_step(&hold(ours(ErrorClass::Billing, "no credits"))).unwrap();
        assert_eq!(alarm.key(), "provider_account");
        assert_eq!(
            alarm.text,
            "The video provider refuses our account: no credits. No new videos are started for \
             300 s; orders are kept until their deadlines. Top up or replace the key."
        );
    }

    #[test]
    fn a_media_store_out_of_order_is_told_under_a_key_of_its_own() {
        let alarm = after_step(&hold(ours(ErrorClass::Temporary, "disk full"))).unwrap();
        assert_eq!(alarm.key(), "media_store");
        let text = "The media store is out of order: disk full.";
        assert!(alarm.text.starts_with(text), "{}", alarm.text);
    }

    #[test]
    fn a_failure_that_lies_with_us_is_told_and_a_user_s_is_not() {
        let failed = End::Fail(ours(ErrorClass::Unknown, "the model is gone"));
        let alarm = after_step(&failed).unwrap();
        assert_eq!(alarm.key(), "videos_fail");
        assert!(alarm.text.contains("the model is gone"), "{}", alarm.text);
        let refused = Failure::new(ErrorClass::User, Cause::ContentRefused, "nudity");
        assert_eq!(after_step(&End::Fail(refused)), None);
    }
}
