use chrono::{DateTime, Utc};
use neurocards_core::ids::{JobId, Nonce, TaskId};
use neurocards_core::work::late_task::{ClaimedLateTask, LateTask, LateTaskLease};
use neurocards_core::work::prompt::Prompt;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Moment, unreadable};

/// A late task with what it was asked for.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct LateTaskRow {
    nonce: String,
    task: String,
    since: Moment,
    lease_token: i64,
    is_only_reported: bool,
    job_id: Uuid,
    prompt: Option<Json<Prompt>>,
}

impl LateTaskRow {
    /// The claim of it at an instant of the store.
    pub(crate) fn claimed_at(self, now: DateTime<Utc>) -> Result<ClaimedLateTask, sqlx::Error> {
        let nonce = Nonce::parse(self.nonce).map_err(unreadable)?;
        Ok(ClaimedLateTask {
            lease: LateTaskLease::granted(nonce.clone(), self.lease_token),
            late: LateTask {
                nonce,
                task: TaskId::parse(self.task).map_err(unreadable)?,
                job: JobId(self.job_id),
                is_only_reported: self.is_only_reported,
                prompt: self.prompt.map(|prompt| prompt.0.text).unwrap_or_default(),
                since: self.since.0,
            },
            now,
        })
    }
}
