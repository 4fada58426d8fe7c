use chrono::{DateTime, Utc};
use neurocards_core::ids::{JobId, Nonce, TaskId};
use neurocards_core::work::late_task::{ClaimedLateTask, LateTask, LateTaskLease};
use serde_json::Value;
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
    /// Read by its text alone: a release that writes more of it stops nothing here.
    prompt: Option<Json<Value>>,
}

impl LateTaskRow {
    /// The claim of it at an instant of the store.
    pub(crate) fn claimed_at(self, now: DateTime<Utc>) -> Result<ClaimedLateTask, sqlx::Error> {
        let text = |prompt: &Json<Value>| Some(prompt.0.get("text")?.as_str()?.to_owned());
        let prompt = self.prompt.as_ref().and_then(text);
        let nonce = Nonce::parse(self.nonce).map_err(unreadable)?;
        Ok(ClaimedLateTask {
            lease: LateTaskLease::granted(nonce.clone(), self.lease_token),
            late: LateTask {
                nonce,
                task: TaskId::parse(self.task).map_err(unreadable)?,
                job: JobId(self.job_id),
                is_only_reported: self.is_only_reported,
                prompt: prompt.unwrap_or_default(),
                since: self.since.0,
            },
            now,
        })
    }
}
