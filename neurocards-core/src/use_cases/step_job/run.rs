use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::{Action, Decision, End, Hold, Seen, decide};
use crate::ids::TaskId;
use crate::ports::{
    Clock, IdSource, JobQueue, LeaseError, MediaStore, PromptWriter, Unavailable, VideoGenerator,
};
use crate::work::catalogue::Catalogue;
use crate::work::job::{Claimed, Job, Lease, Progress};
use crate::work::media::VideoFacts;
use crate::work::policy::Policy;

/// Reads what a video file says of itself; the error says why it is no video that plays.
pub type ProbeVideo = fn(&[u8]) -> Result<VideoFacts, String>;

/// Steps jobs. Holds no state between steps: all of it is in the store.
pub struct StepJob {
    /// Jobs, and the money that moves with them.
    pub jobs: Arc<dyn JobQueue>,
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
    /// Limits, pauses and windows.
    pub policy: Policy,
    /// Tells how long a step has taken: its store's time at the claim goes on by that.
    pub clock: Arc<dyn Clock>,
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

impl Broken {
    fn with(self, lease: Lease) -> StepError {
        match self {
            Self::Lease(error) => error.into(),
            Self::TaskNotStored(task, source) => StepError::TaskNotStored {
                lease,
                task,
                source,
            },
        }
    }
}

impl StepJob {
    /// The most actions of one step; the longest real path has six.
    const ACTIONS_MAX: usize = 16;

    /// Runs one step to its end, and answers how it ended once that is stored.
    pub async fn step(&self, claimed: Claimed) -> Result<End, StepError> {
        let Claimed {
            mut job,
            lease,
            now,
        } = claimed;
        let (policy, began) = (self.policy_of(&job), self.clock.now());
        let mut seen = Seen::Nothing;
        for _ in 0..Self::ACTIONS_MAX {
            let now = now + (self.clock.now() - began).max(TimeDelta::zero());
            let action = match decide(&job, &seen, &policy, now) {
                Decision::Act(action) => action,
                Decision::End(end) => return self.end(lease, end).await,
            };
            seen = match self.act(&mut job, &lease, action, now).await {
                Ok(seen) => seen,
                Err(broken) => return Err(broken.with(lease)),
            };
        }
        let end = End::Snooze(self.policy.poll_every);
        self.end(lease, end).await
    }

    fn policy_of(&self, job: &Job) -> Policy {
        let model = self.catalogue.model(&job.brief.format.model);
        let usual = model.map_or(Duration::ZERO, |model| model.usual_render);
        self.policy.for_renders_of(usual)
    }

    async fn act(
        &self,
        job: &mut Job,
        lease: &Lease,
        action: Action,
        now: DateTime<Utc>,
    ) -> Result<Seen, Broken> {
        Ok(match action {
            Action::WritePrompt => self.write_prompt(job, lease).await?,
            Action::UseFallbackPrompt => self.fall_back(job, lease).await?,
            Action::UploadPhoto => self.upload_photo(job, lease, now).await?,
            Action::Submit { no } => self.submit(job, lease, no, now).await?,
            Action::Check(task) => self.check(job, lease, task).await?,
            Action::Fetch(video) => self.fetch(&video).await,
        })
    }

    /// Stores a fact, and counts faults and crashes from zero again, as the store does.
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

    /// Stores the end of the step, which gives the lease up.
    async fn end(&self, lease: Lease, end: End) -> Result<End, StepError> {
        match &end {
            End::Snooze(after) => self.jobs.snooze(lease, *after).await?,
            End::Retry(retry) => self.jobs.retry(lease, retry).await?,
            End::Hold(hold) => self.hold(lease, hold).await?,
            End::Fail(failure) => self.jobs.fail(lease, failure).await?,
            End::Complete(video) => self.jobs.complete(lease, video).await?,
        }
        Ok(end)
    }

    /// No new task for a while.
    async fn hold(&self, lease: Lease, hold: &Hold) -> Result<(), LeaseError> {
        self.jobs.hold(hold.queue_for).await?;
        self.jobs.retry(lease, &hold.retry).await
    }
}
