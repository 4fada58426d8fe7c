//! A task that was given up: what it finishes is a gift.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Seen, StepJob};
use crate::money::provider_credits::ProviderCredits;
use crate::ports::{Asked, CheckError, LateTasks, LeaseError, TaskState};
use crate::work::late_task::{ClaimedLateTask, LateTask, LateTaskEnd};

/// What was seen of a late task.
enum Look {
    /// Nothing is decided yet.
    Wait,
    /// It has ended.
    End(LateTaskEnd, Option<ProviderCredits>),
}

impl StepJob {
    /// Looks after a late task once; the end, if it has come to one.
    pub async fn look_after(
        &self,
        late_tasks: &dyn LateTasks,
        claimed: ClaimedLateTask,
    ) -> Result<Option<LateTaskEnd>, LeaseError> {
        let ClaimedLateTask { late, lease, now } = claimed;
        match self.look(&late, now).await {
            Look::Wait => {
                let after = self.policy.poll_every * PATIENCE;
                late_tasks.put_back(lease, after).await?;
                Ok(None)
            }
            Look::End(end, spent) => {
                late_tasks.close(lease, &end, spent).await?;
                Ok(Some(end))
            }
        }
    }

    async fn look(&self, late: &LateTask, now: DateTime<Utc>) -> Look {
        let asked = late.is_only_reported.then(|| Asked {
            nonce: late.nonce.clone(),
            prompt: late.prompt.clone(),
        });
        let wait = self.wait_or_give_up(late, now);
        let state = match self.videos.check(&late.task, asked).await {
            Ok(state) => state,
            Err(CheckError(_)) => return wait,
        };
        let spent = state.spent();
        match state {
            TaskState::Ready(video) => match self.fetch(&video).await {
                Seen::VideoStored(video) => Look::End(LateTaskEnd::Gift(video), spent),
                _ => wait,
            },
            TaskState::Failed { .. } | TaskState::Foreign { .. } => {
                Look::End(LateTaskEnd::Nothing, spent)
            }
            TaskState::Pending | TaskState::Missing | TaskState::Unreadable { .. } => wait,
        }
    }

    fn wait_or_give_up(&self, late: &LateTask, now: DateTime<Utc>) -> Look {
        let kept = TimeDelta::from_std(self.policy.result_kept_for).unwrap_or(TimeDelta::MAX);
        if now - late.since < kept {
            return Look::Wait;
        }
        Look::End(LateTaskEnd::Nothing, None)
    }
}

/// A late task is looked up so many times less often than one that is waited for.
const PATIENCE: u32 = 4;
