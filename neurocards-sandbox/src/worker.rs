//! The worker of the sandbox, and the one that takes its place when it is killed.

use neurocards_adapters::shutdown::Shutdown;
use neurocards_worker::WorkerDeps;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::pace;

/// The one worker that runs; a killed one is followed by another of the next number.
pub(crate) struct RunningWorker {
    shutdown: Shutdown,
    kills: Killer,
    watching: JoinHandle<()>,
}

/// Kills the worker of the moment, as a power cut would.
#[derive(Clone, Debug)]
pub(crate) struct Killer(mpsc::Sender<()>);

impl Killer {
    pub(crate) async fn kill(&self) {
        // An error means that the sandbox is closing: no worker is left to kill.
        let _ = self.0.send(()).await;
    }
}

impl RunningWorker {
    pub(crate) fn start(deps: WorkerDeps) -> Self {
        let (kills, killed) = mpsc::channel(1);
        let shutdown = Shutdown::new();
        let watching = tokio::spawn(watch(deps, shutdown.clone(), killed));
        Self {
            shutdown,
            kills: Killer(kills),
            watching,
        }
    }

    pub(crate) fn killer(&self) -> Killer {
        self.kills.clone()
    }

    /// Stops the worker; what it has in hand may be finished within its drain.
    pub(crate) async fn stop(self) {
        self.shutdown.stop();
        if let Err(error) = self.watching.await {
            tracing::error!(%error, "the worker's watch broke off");
        }
    }
}

/// Dropping a killed worker's task drops its steps where they stand: no write, no release of a
/// lease. The next worker has another name and gets their jobs when the leases lapse.
async fn watch(deps: WorkerDeps, shutdown: Shutdown, mut killed: mpsc::Receiver<()>) {
    for no in 1.. {
        let deps = WorkerDeps {
            options: pace::worker(no),
            ..deps.clone()
        };
        let mut worker = tokio::spawn(neurocards_worker::run(deps, shutdown.clone()));
        tokio::select! {
            ended = &mut worker => return log(no, ended),
            Some(()) = killed.recv() => worker.abort(),
        }
        log(no, worker.await);
    }
}

fn log(no: u32, ended: Result<(), tokio::task::JoinError>) {
    match ended {
        Ok(()) => tracing::debug!(no, "a worker stopped"),
        Err(error) if error.is_cancelled() => tracing::info!(no, "a worker was killed"),
        Err(error) => tracing::error!(no, %error, "a worker broke"),
    }
}
