use neurocards_adapters::shutdown::Shutdown;
use neurocards_worker::WorkerDeps;
use tokio::task::JoinHandle;

use crate::WITHIN;

/// A running worker of a bench.
pub struct Worker {
    task: JoinHandle<()>,
    shutdown: Shutdown,
}

impl Worker {
    pub(crate) fn start(deps: WorkerDeps) -> Self {
        let shutdown = Shutdown::new();
        let stages = shutdown.clone();
        let task = tokio::spawn(neurocards_worker::run(deps, stages));
        Self { task, shutdown }
    }

    /// It dies where it stands; its leases run out.
    pub async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }

    /// It is asked to stop, and does.
    pub async fn stop(self) {
        self.shutdown.stop();
        tokio::time::timeout(WITHIN, self.task)
            .await
            .unwrap()
            .unwrap();
    }
}
