//! A task as recordInfo and callbacks show it, fields in the order of recorded answers.

use serde::Serialize;
use serde_json::{Value, json};

use super::task::{Outcome, Task};

/// `data` of a record.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Record<'a> {
    task_id: &'a str,
    model: &'a str,
    state: &'a str,
    param: &'a str,
    /// JSON in a text; empty until success.
    result_json: &'a str,
    fail_code: Option<&'a str>,
    fail_msg: Option<&'a str>,
    /// Seconds, as recorded, whatever the pages say.
    cost_time: Option<u64>,
    complete_time: Option<u64>,
    create_time: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits_consumed: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_time: Option<u64>,
}

impl<'a> Record<'a> {
    pub(crate) fn of(task: &'a Task) -> Self {
        let (fail_code, fail_msg) = task.failure();
        // A submit that failed at once has no times.
        let completed = task
            .completed_at_ms
            .filter(|_| !task.plan.stages.is_empty());
        Self {
            task_id: &task.id,
            model: task.model,
            state: &task.state,
            param: &task.param,
            result_json: match &task.outcome {
                Some(Outcome::Success { result_json }) => result_json,
                _ => "",
            },
            fail_code,
            fail_msg,
            cost_time: completed.map(|at| at.saturating_sub(task.created_at_ms) / 1000),
            complete_time: completed,
            create_time: task.created_at_ms,
            credits_consumed: task.credits_consumed(),
            progress: task.plan.progress.then_some(task.progress_percent),
            update_time: None,
        }
    }

    /// The body of a callback.
    pub(crate) fn callback_body(task: &'a Task) -> Value {
        let mut record = Self::of(task);
        record.update_time = task.completed_at_ms;
        let (code, msg) = if task.state == "fail" {
            (501, "Playground task failed.")
        } else {
            (200, "Playground task completed successfully.")
        };
        json!({"code": code, "msg": msg, "data": record})
    }
}
