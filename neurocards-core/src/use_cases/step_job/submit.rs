//! The one paid call, and the task it makes.

use chrono::{DateTime, Utc};

use super::run::Broken;
use super::{Seen, StepJob};
use crate::ids::TaskId;
use crate::money::provider_credits::ProviderCredits;
use crate::ports::{Asked, CheckError, LeaseError, RenderRequest, SubmitError, TaskState};
use crate::work::job::{Attempt, Job, Lease, Progress};

impl StepJob {
    /// The only place that submits. The intent is stored first: if this process dies after that,
    /// nobody submits for this attempt again.
    pub(super) async fn submit(
        &self,
        job: &mut Job,
        lease: &Lease,
        no: u16,
        now: DateTime<Utc>,
    ) -> Result<Seen, Broken> {
        let (Some(prompt), Some(photo)) = (&job.prompt, &job.remote_photo) else {
            return Ok(Seen::Nothing);
        };
        let nonce = self.ids.nonce();
        let request = RenderRequest {
            nonce: nonce.clone(),
            prompt: prompt.text.clone(),
            photo_url: photo.url.clone(),
            format: job.brief.format.clone(),
        };
        self.record(
            job,
            lease,
            Progress::AttemptBegun {
                no,
                nonce: nonce.clone(),
            },
        )
        .await?;
        job.attempts.push(Attempt {
            no,
            nonce,
            begun_at: now,
            task: None,
            reported: None,
            spent: None,
            end: None,
        });
        match self.videos.submit(&request).await {
            Ok(task) => self
                .keep_task(job, lease, task)
                .await
                .map(|()| Seen::Task(TaskState::Pending)),
            Err(SubmitError::Rejected(failure)) => Ok(Seen::SubmitRejected(failure)),
            Err(SubmitError::Unknown(_)) => Ok(Seen::SubmitUnknown),
        }
    }

    async fn keep_task(&self, job: &mut Job, lease: &Lease, task: TaskId) -> Result<(), Broken> {
        match self
            .record(job, lease, Progress::Submitted { task: task.clone() })
            .await
        {
            Ok(()) => {}
            Err(LeaseError::Unavailable(source)) => {
                return Err(Broken::TaskNotStored(task, source));
            }
            Err(lost) => return Err(lost.into()),
        }
        if let Some(open) = job.open_attempt_mut() {
            open.task = Some(task);
        }
        Ok(())
    }

    /// What a task took is stored before anything is made of its end, each value once.
    async fn keep_spent(
        &self,
        job: &mut Job,
        lease: &Lease,
        told: Option<ProviderCredits>,
    ) -> Result<(), LeaseError> {
        let stored = job.open_attempt().and_then(|attempt| attempt.spent);
        let Some(spent) = told.filter(|_| told != stored) else {
            return Ok(());
        };
        self.record(job, lease, Progress::Spent { spent }).await?;
        if let Some(open) = job.open_attempt_mut() {
            open.spent = Some(spent);
        }
        Ok(())
    }

    /// Looks the task up. One that only a callback named is kept as soon as the provider knows it.
    pub(super) async fn check(
        &self,
        job: &mut Job,
        lease: &Lease,
        task: TaskId,
    ) -> Result<Seen, Broken> {
        let asked = asked(job).filter(|_| is_only_reported(job));
        let state = match self.videos.check(&task, asked).await {
            Ok(state) => state,
            Err(CheckError(failure)) => return Ok(Seen::CheckFailed(failure)),
        };
        if let TaskState::Missing | TaskState::Foreign { .. } = state {
            return Ok(Seen::Task(state));
        }
        if is_only_reported(job) {
            self.keep_task(job, lease, task).await?;
        }
        self.keep_spent(job, lease, state.spent()).await?;
        Ok(Seen::Task(state))
    }
}

/// Whether only a callback named the task of the open attempt.
fn is_only_reported(job: &Job) -> bool {
    let open = job.open_attempt();
    open.is_some_and(|attempt| attempt.task.is_none())
}

/// What the open attempt asked for.
fn asked(job: &Job) -> Option<Asked> {
    let attempt = job.open_attempt()?;
    let prompt = job.prompt.as_ref()?;
    Some(Asked {
        nonce: attempt.nonce.clone(),
        prompt: prompt.text.clone(),
    })
}
