use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{Decision, Seen, decide};
use crate::ids::{ChatId, TaskId};
use crate::ports::{
    IdSource, JobQueue, LeaseError, MediaStore, Outbox, PromptWriter, Unavailable, VideoGenerator,
};
use crate::work::catalogue::Catalogue;
use crate::work::failure::Failure;
use crate::work::job::{Claimed, Job, Lease, Progress, Retry};
use crate::work::media::StoredVideo;
use crate::work::policy::Policy;

/// Reads what a video file says of itself: seconds (rounded up), width, height.
pub type ProbeVideo = fn(&[u8]) -> Result<(u32, u32, u32), String>;

/// Steps jobs. Holds no state between steps: all of it is in the store.
pub struct StepJob {
    /// Jobs, and the money that moves with them.
    pub jobs: Arc<dyn JobQueue>,
    /// Where alarms go.
    pub outbox: Arc<dyn Outbox>,
    /// The video provider.
    pub videos: Arc<dyn VideoGenerator>,
    /// The text model.
    pub prompts: Arc<dyn PromptWriter>,
    /// Photos and videos we keep.
    pub media: Arc<dyn MediaStore>,
    /// Where nonces come from.
    pub ids: Arc<dyn IdSource>,
    /// Reads a video's length and size.
    pub probe: ProbeVideo,
    /// Prompt limits of the models.
    pub catalogue: Catalogue,
    /// The numbers.
    pub policy: Policy,
    /// Who is told when the provider is out of money.
    pub admins: Vec<ChatId>,
}

/// How a step ended, for logs and metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stepped {
    /// Put back with no fault.
    Snoozed(Duration),
    /// Put back after a fault.
    Retried(Retry),
    /// The queue is held.
    Held(Retry),
    /// Final, with its video.
    Completed,
    /// Final, refunded.
    Failed(Failure),
}

/// Why a step was broken off.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StepError {
    /// Another worker has the job now: drop it.
    #[error("the lease is lost")]
    Lost,
    /// The store is down; the lease will expire and the job go on from its stored facts.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The provider made this task and the store did not take it. The caller MUST go on trying to
    /// store it: a task that nobody knows of is paid for in vain.
    #[error("the task {task} of a paid submit is not stored yet: {source}")]
    TaskNotStored {
        /// The right to store it; late evidence is taken under a lost lease, too.
        lease: Lease,
        /// What is to be stored, as [`Progress::Submitted`].
        task: TaskId,
        /// What the store met.
        source: Unavailable,
    },
}

impl From<LeaseError> for StepError {
    fn from(error: LeaseError) -> Self {
        match error {
            LeaseError::Lost => Self::Lost,
            LeaseError::Unavailable(source) => Self::Unavailable(source),
        }
    }
}

/// What came of a decision: something seen, or the end of the step.
enum Acted {
    Seen(Seen),
    Ended(End),
}

/// The decisions that end a step.
enum End {
    Snooze(Duration),
    Retry(Retry),
    Hold(Retry),
    Fail(Failure),
    Complete(StoredVideo),
}

/// Why an action of a step was broken off: a [`StepError`] that does not own the lease.
pub(super) enum Broken {
    Lease(LeaseError),
    TaskNotStored(TaskId, Unavailable),
}

impl From<LeaseError> for Broken {
    fn from(error: LeaseError) -> Self {
        Self::Lease(error)
    }
}

impl StepJob {
    /// The most actions of one step; the longest real path has six.
    const ACTIONS_MAX: usize = 16;

    /// Runs one step to its end.
    pub async fn step(&self, claimed: Claimed) -> Result<Stepped, StepError> {
        let Claimed {
            mut job,
            lease,
            now,
        } = claimed;
        let mut seen = Seen::Nothing;
        for _ in 0..Self::ACTIONS_MAX {
            let decision = decide(&job, &seen, &self.policy, now);
            seen = match self.act(&mut job, &lease, decision, now).await {
                Ok(Acted::Seen(seen)) => seen,
                Ok(Acted::Ended(last)) => return Ok(self.end(lease, last, now).await?),
                Err(Broken::Lease(error)) => return Err(error.into()),
                Err(Broken::TaskNotStored(task, source)) => {
                    return Err(StepError::TaskNotStored {
                        lease,
                        task,
                        source,
                    });
                }
            };
        }
        Ok(self.snooze(lease, self.policy.poll_every).await?)
    }

    async fn act(
        &self,
        job: &mut Job,
        lease: &Lease,
        decision: Decision,
        now: DateTime<Utc>,
    ) -> Result<Acted, Broken> {
        Ok(Acted::Seen(match decision {
            Decision::WritePrompt => self.write_prompt(job, lease).await?,
            Decision::UseFallbackPrompt => self.fall_back(job, lease).await?,
            Decision::UploadPhoto => self.upload_photo(job, lease, now).await?,
            Decision::Submit { no } => self.submit(job, lease, no, now).await?,
            Decision::Check(task) => self.check(job, lease, task).await?,
            Decision::Fetch(video) => self.fetch(&video).await,
            Decision::Snooze(after) => return Ok(Acted::Ended(End::Snooze(after))),
            Decision::Retry(retry) => return Ok(Acted::Ended(End::Retry(retry))),
            Decision::Hold(retry) => return Ok(Acted::Ended(End::Hold(retry))),
            Decision::Fail(failure) => return Ok(Acted::Ended(End::Fail(failure))),
            Decision::Complete(video) => return Ok(Acted::Ended(End::Complete(video))),
        }))
    }
    pub(super) async fn record(
        &self,
        job: &mut Job,
        lease: &Lease,
        progress: Progress,
    ) -> Result<(), LeaseError> {
        self.jobs.record(lease, &progress).await?;
        job.faults = 0;
        job.crashes = 0;
        Ok(())
    }

    async fn end(&self, lease: Lease, end: End, now: DateTime<Utc>) -> Result<Stepped, LeaseError> {
        match end {
            End::Snooze(after) => self.snooze(lease, after).await,
            End::Retry(retry) => {
                self.jobs.retry(lease, &retry).await?;
                Ok(Stepped::Retried(retry))
            }
            End::Hold(retry) => self.hold(lease, retry, now).await,
            End::Fail(failure) => {
                self.jobs.fail(lease, &failure).await?;
                Ok(Stepped::Failed(failure))
            }
            End::Complete(video) => {
                self.jobs.complete(lease, &video).await?;
                Ok(Stepped::Completed)
            }
        }
    }

    async fn snooze(&self, lease: Lease, after: Duration) -> Result<Stepped, LeaseError> {
        self.jobs.snooze(lease, after).await?;
        Ok(Stepped::Snoozed(after))
    }

    /// Our account is out of money or access: no new task for a while, and people are told once
    /// an hour.
    async fn hold(
        &self,
        lease: Lease,
        retry: Retry,
        now: DateTime<Utc>,
    ) -> Result<Stepped, LeaseError> {
        self.jobs.hold(retry.after).await?;
        let key = format!("billing:{}", now.format("%Y-%m-%dT%H"));
        let text = format!(
            "The video provider refuses our account: {}. No new videos are started for {} s; \
             orders are kept until their deadlines. Top up or replace the key.",
            retry.failure.detail,
            retry.after.as_secs()
        );
        self.outbox.alarm(&key, &self.admins, &text).await?;
        self.jobs.retry(lease, &retry).await?;
        Ok(Stepped::Held(retry))
    }
}
