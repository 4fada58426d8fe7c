use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::alarms::Watch;
use neurocards_adapters::pump::Work;
use neurocards_adapters::video;
use neurocards_core::chat::alarm::AlarmKind;
use neurocards_core::ids::{JobId, TaskId};
use neurocards_core::ports::{JobQueue, LeaseError, Topic, Unavailable};
use neurocards_core::use_cases::step_job::{End, StepError, StepJob};
use neurocards_core::work::job::{Claimed, Lease, Progress};

use crate::alarms;
use crate::deps::WorkerDeps;
use crate::heartbeat::Heartbeat;
use crate::options::WorkerOptions;
use crate::watched::{WatchedProvider, WatchedTextModel};

/// The jobs that are due: each is taken one step further.
pub(crate) struct Jobs {
    queue: Arc<dyn JobQueue>,
    watch: Watch,
    step: Arc<StepJob>,
    heartbeat: Arc<Heartbeat>,
    options: WorkerOptions,
}

impl Jobs {
    pub(crate) fn new(
        deps: &WorkerDeps,
        step: Arc<StepJob>,
        watch: &Watch,
        heartbeat: Arc<Heartbeat>,
    ) -> Self {
        Self {
            queue: deps.stores.jobs.clone(),
            watch: watch.clone(),
            step,
            heartbeat,
            options: deps.options.clone(),
        }
    }
}

/// The steps of jobs, by neighbours whose outages are told.
pub(crate) fn step(deps: &WorkerDeps, watch: &Watch) -> StepJob {
    StepJob {
        jobs: deps.stores.jobs.clone(),
        videos: Arc::new(WatchedProvider {
            videos: deps.videos.clone(),
            watch: watch.clone(),
        }),
        prompts: Arc::new(WatchedTextModel {
            model: deps.prompts.clone(),
            watch: watch.clone(),
        }),
        media: deps.media.clone(),
        ids: deps.ids.clone(),
        probe: |file| video::probe(file).map_err(|problem| problem.to_string()),
        catalogue: deps.catalogue.clone(),
        policy: deps.options.policy,
        clock: deps.clock.clone(),
    }
}

/// How often and how long the store is asked to take a paid task: about 10 minutes in all.
const KEEP_TRIES: u32 = 120;
const KEEP_EVERY: Duration = Duration::from_secs(5);

impl Jobs {
    /// The store was down when the provider answered: the task id is kept here until it is back.
    async fn keep_task(&self, lease: &Lease, task: TaskId) {
        let job = lease.id().job;
        tracing::error!(%job, %task, "a paid task is not stored yet");
        let progress = Progress::Submitted { task };
        for _ in 0..KEEP_TRIES {
            tokio::time::sleep(KEEP_EVERY).await;
            match self.queue.record(lease, &progress).await {
                Ok(()) | Err(LeaseError::Lost) => return,
                Err(error) => tracing::warn!(%job, %error, "cannot store a paid task"),
            }
        }
    }

    async fn tell_operators(&self, end: &End) {
        if let Some(alarm) = alarms::after_step(end) {
            self.watch.raise(alarm).await;
        }
        if let End::Complete(_) = end {
            self.watch.well(AlarmKind::MediaStore).await;
        }
    }
}

impl Work for Jobs {
    type Item = Claimed;

    const TOPIC: Topic = Topic::Jobs;

    async fn claim(&self, limit: u16) -> Result<Vec<Claimed>, Unavailable> {
        self.queue
            .claim(&self.options.worker, limit, self.options.lease_for)
            .await
    }

    async fn handle(self: Arc<Self>, claimed: Claimed) {
        let job = claimed.job.id;
        let _beating = self.heartbeat.keep(claimed.lease.id());
        match self.step.step(claimed).await {
            Ok(end) => {
                log(job, &end);
                self.tell_operators(&end).await;
            }
            Err(StepError::Lost) => tracing::info!(%job, "another worker has the job"),
            Err(StepError::TaskNotStored { lease, task, .. }) => self.keep_task(&lease, task).await,
            Err(error) => tracing::warn!(%job, %error, "the step was broken off"),
        }
    }
}

fn log(job: JobId, end: &End) {
    match end {
        End::Snooze(after) => tracing::debug!(%job, ?after, "snoozed"),
        End::Complete(_) => tracing::info!(%job, "succeeded"),
        End::Retry(retry) => {
            let failure = &retry.failure;
            tracing::warn!(%job, after = ?retry.after, class = failure.class.as_str(), detail = failure.detail, "retried");
        }
        End::Hold(hold) => {
            tracing::error!(%job, queue_for = ?hold.queue_for, detail = hold.retry.failure.detail, "the queue is held");
        }
        End::Fail(failure) => {
            tracing::warn!(%job, class = failure.class.as_str(), cause = failure.cause.as_str(), detail = failure.detail, "failed and refunded");
        }
    }
}
