use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::alarms::Watch;
use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::ports::{LateTasks, LeaseError, Unavailable};
use neurocards_core::use_cases::step_job::StepJob;
use neurocards_core::work::late_task::{ClaimedLateTask, LateTaskEnd};

use crate::alarms::late_task;

/// Tasks of one look.
const BATCH: u16 = 10;
/// How long one may be looked after: its video is fetched and kept within that.
const LEASE_FOR: Duration = Duration::from_mins(10);

/// Looks after tasks that were given up, one after the other: nobody waits for them.
pub(crate) struct LateTaskLoop {
    pub(crate) late_tasks: Arc<dyn LateTasks>,
    pub(crate) step: Arc<StepJob>,
    pub(crate) watch: Watch,
    /// How often the store is asked for them.
    pub(crate) every: Duration,
}

impl LateTaskLoop {
    pub(crate) async fn run(&self, shutdown: &Shutdown) {
        loop {
            let round = async {
                tokio::time::sleep(self.every).await;
                self.round().await
            };
            match shutdown.unless_stopping(round).await {
                None => return,
                Some(Ok(())) => {}
                Some(Err(error)) => tracing::warn!(%error, "late tasks wait for the store"),
            }
        }
    }

    async fn round(&self) -> Result<(), Unavailable> {
        for claimed in self.late_tasks.claim(BATCH, LEASE_FOR).await? {
            self.look_after(claimed).await?;
        }
        Ok(())
    }

    async fn look_after(&self, claimed: ClaimedLateTask) -> Result<(), Unavailable> {
        let late = claimed.late.clone();
        let (task, job) = (&late.task, late.job);
        match self.step.look_after(&*self.late_tasks, claimed).await {
            Ok(Some(LateTaskEnd::Gift(_))) => {
                tracing::warn!(%task, %job, "a task finished after it was given up");
                self.watch.raise(late_task(&late)).await;
            }
            Ok(Some(LateTaskEnd::Nothing)) => {
                tracing::info!(%task, %job, "a late task came to nothing");
            }
            Ok(None) => {}
            Err(LeaseError::Unavailable(error)) => return Err(error),
            Err(error) => tracing::info!(%task, %error, "another worker has the late task"),
        }
        Ok(())
    }
}
