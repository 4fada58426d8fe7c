use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures::StreamExt;
use thiserror::Error;

use super::{Decision, Seen, decide};
use crate::brief::Scenario;
use crate::catalogue::Catalogue;
use crate::failure::{Cause, ErrorClass, Failure};
use crate::ids::{ChatId, TaskId};
use crate::job::{Attempt, Claimed, Job, Lease, Progress, RemotePhoto, Retry};
use crate::media::{MediaKind, StoredVideo};
use crate::policy::Policy;
use crate::ports::{
    CheckError, FetchError, IdSource, JobQueue, LeaseError, MediaStore, Outbox, PromptWriter,
    RemoteVideo, RenderRequest, SubmitError, TaskState, Unavailable, VideoGenerator,
};
use crate::prompt::{self, Prompt, PromptRequest, VariantPlan};

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
enum Broken {
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
    /// The most bytes of one video.
    const VIDEO_MAX_BYTES: usize = 200 * 1024 * 1024;

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

    async fn write_prompt(&self, job: &mut Job, lease: &Lease) -> Result<Seen, LeaseError> {
        let request = self.prompt_request(job);
        if let Scenario::Own { prompt } = &request.scenario {
            return self
                .keep_prompt(job, lease, prompt::own(prompt, &request))
                .await;
        }
        let photo = match self.photo(job).await {
            Ok(photo) => photo,
            Err(failure) => return Ok(Seen::UploadFailed(failure)),
        };
        match self.prompts.write(&request, photo).await {
            Ok(prompt) => self.keep_prompt(job, lease, prompt).await,
            Err(error) => Ok(Seen::PromptFailed(error)),
        }
    }

    async fn fall_back(&self, job: &mut Job, lease: &Lease) -> Result<Seen, LeaseError> {
        let prompt = prompt::fallback(&self.prompt_request(job));
        self.keep_prompt(job, lease, prompt).await
    }

    async fn keep_prompt(
        &self,
        job: &mut Job,
        lease: &Lease,
        prompt: Prompt,
    ) -> Result<Seen, LeaseError> {
        self.record(job, lease, Progress::Prompt(prompt.clone()))
            .await?;
        job.prompt = Some(prompt);
        Ok(Seen::Nothing)
    }

    fn prompt_request(&self, job: &Job) -> PromptRequest {
        let (high, low) = job.order.0.as_u64_pair();
        let model = self.catalogue.model(&job.brief.format.model);
        PromptRequest {
            description: job.description.clone(),
            scenario: job.brief.scenario.clone(),
            seconds: job.brief.format.seconds,
            plan: VariantPlan::draw(high ^ low, job.variant),
            language: job.language,
            max_chars: model.map_or(1_000, |model| model.prompt_max_chars),
        }
    }

    async fn photo(&self, job: &Job) -> Result<Bytes, Failure> {
        self.media.get(&job.photo).await.map_err(|error| {
            Failure::new(
                ErrorClass::Temporary,
                Cause::OutOfService,
                error.to_string(),
            )
        })
    }

    async fn upload_photo(
        &self,
        job: &mut Job,
        lease: &Lease,
        now: DateTime<Utc>,
    ) -> Result<Seen, LeaseError> {
        let photo = match self.photo(job).await {
            Ok(photo) => photo,
            Err(failure) => return Ok(Seen::UploadFailed(failure)),
        };
        match self.videos.upload(photo, &job.brief.format).await {
            Ok(url) => {
                self.record(job, lease, Progress::Photo { url: url.clone() })
                    .await?;
                job.remote_photo = Some(RemotePhoto {
                    url,
                    uploaded_at: now,
                });
                Ok(Seen::Nothing)
            }
            Err(failure) => Ok(Seen::UploadFailed(failure)),
        }
    }

    /// The only place that submits. The intent is stored first: if this process dies after that,
    /// nobody submits for this attempt again.
    async fn submit(
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
            end: None,
        });
        match self.videos.submit(&request).await {
            Ok(task) => self
                .keep_task(job, lease, task)
                .await
                .map(|()| Seen::TaskPending),
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
        if let Some(open) = job
            .attempts
            .iter_mut()
            .find(|attempt| attempt.end.is_none())
        {
            open.task = Some(task);
        }
        Ok(())
    }

    async fn record(
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

    async fn check(&self, job: &mut Job, lease: &Lease, task: TaskId) -> Result<Seen, Broken> {
        let state = match self.videos.check(&task).await {
            Ok(TaskState::Missing) => return Ok(Seen::TaskMissing(task)),
            Ok(state) => state,
            Err(CheckError(failure)) => return Ok(Seen::CheckFailed(failure)),
        };
        let reported_only = job
            .open_attempt()
            .is_some_and(|attempt| attempt.task.is_none());
        if reported_only {
            self.keep_task(job, lease, task.clone()).await?;
        }
        Ok(match state {
            TaskState::Pending => Seen::TaskPending,
            TaskState::Ready(video) => Seen::TaskReady(video),
            TaskState::Failed {
                failure,
                may_recover_since,
            } => Seen::TaskFailed {
                failure,
                may_recover_since,
            },
            TaskState::Unreadable(detail) => Seen::TaskUnreadable(detail),
            TaskState::Missing => Seen::TaskMissing(task),
        })
    }

    async fn fetch(&self, video: &RemoteVideo) -> Seen {
        match self.fetch_and_store(video).await {
            Ok(video) => Seen::VideoStored(video),
            Err(failure) => Seen::FetchFailed(failure),
        }
    }

    async fn fetch_and_store(&self, video: &RemoteVideo) -> Result<StoredVideo, Failure> {
        let bytes = self.download(video).await.map_err(|error| {
            Failure::new(
                ErrorClass::Temporary,
                Cause::ProviderFault,
                error.to_string(),
            )
        })?;
        let (seconds, width, height) = (self.probe)(&bytes)
            .map_err(|detail| Failure::new(ErrorClass::Unknown, Cause::Unclear, detail))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let key = self
            .media
            .put(bytes, MediaKind::Mp4)
            .await
            .map_err(|error| {
                Failure::new(
                    ErrorClass::Temporary,
                    Cause::OutOfService,
                    error.to_string(),
                )
            })?;
        Ok(StoredVideo {
            key,
            bytes: length,
            seconds,
            width,
            height,
        })
    }

    async fn download(&self, video: &RemoteVideo) -> Result<Bytes, FetchError> {
        let mut stream = self.videos.fetch(video).await?;
        let mut bytes = BytesMut::new();
        while let Some(piece) = stream.next().await {
            let piece = piece?;
            if bytes.len() + piece.len() > Self::VIDEO_MAX_BYTES {
                return Err(FetchError::Unusable(
                    "the video is larger than 200 MiB".to_owned(),
                ));
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
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
