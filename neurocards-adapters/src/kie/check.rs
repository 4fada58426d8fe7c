use std::ops::ControlFlow::{Break, Continue};

use neurocards_core::ids::TaskId;
use neurocards_core::ports::{Asked, TaskState};
use neurocards_core::work::failure::Failure;

use super::asked::asked_by_another;
use super::client::Kie;
use super::envelope::Envelope;
use super::exchange::{Answer, exchange, fault};
use super::keys::{KeyNo, no_key};
use super::record;

impl Kie {
    /// Looks a task up with the key that made it, then with the others: a key of another account
    /// does not see it.
    pub(super) async fn look_up(
        &self,
        task: &TaskId,
        asked: Option<&Asked>,
    ) -> Result<TaskState, Failure> {
        let keys = self.keys.for_task(task);
        let found = self.keys.with_each(keys, |key| async move {
            let outcome = self.record(key, task, asked).await;
            match &outcome {
                Ok(TaskState::Missing) => Continue(outcome),
                Ok(_) => Break(outcome),
                Err(failure) => {
                    self.keys.note_refusal(key, failure);
                    Continue(outcome)
                }
            }
        });
        found.await.unwrap_or_else(|| Err(no_key()))
    }

    async fn record(
        &self,
        key: KeyNo,
        task: &TaskId,
        asked: Option<&Asked>,
    ) -> Result<TaskState, Failure> {
        let request = self
            .api
            .get(self.api_url("api/v1/jobs/recordInfo"))
            .query(&[("taskId", task.as_str())])
            .timeout(self.options.deadlines.check);
        let answer = exchange(request, self.keys.secret(key))
            .await
            .map_err(|error| fault(&error))?;
        if is_missing(&answer) {
            return Ok(TaskState::Missing);
        }
        let record = answer.envelope()?.data;
        if let Some(detail) = asked.and_then(|asked| asked_by_another(&record, asked)) {
            return Ok(TaskState::Foreign { detail });
        }
        Ok(record::state(&record))
    }
}

/// KIE says that it does not know the task: `recordInfo is null`, 404, or a record of nothing.
fn is_missing(answer: &Answer) -> bool {
    let Some(envelope) = Envelope::read(&answer.body) else {
        return false;
    };
    match envelope.code {
        200 => answer.status.is_success() && envelope.data.is_null(),
        404 => true,
        422 => envelope
            .message
            .to_lowercase()
            .contains("recordinfo is null"),
        _ => false,
    }
}
