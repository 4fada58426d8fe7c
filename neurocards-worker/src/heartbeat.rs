use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::ports::JobQueue;
use neurocards_core::work::job::LeaseId;

use crate::options::WorkerOptions;

/// Renews the leases of all steps in hand, in one statement per beat.
#[derive(Debug, Default)]
pub(crate) struct Heartbeat {
    leases: Mutex<BTreeSet<LeaseId>>,
}

impl Heartbeat {
    /// Renews `lease` until the guard is dropped: also when its step panics, so that a dead step's
    /// lease expires.
    pub(crate) fn keep(self: &Arc<Self>, lease: LeaseId) -> Beating {
        self.with(|leases| leases.insert(lease));
        Beating {
            heartbeat: self.clone(),
            lease,
        }
    }

    /// Beats until the drain is over.
    pub(crate) async fn run(
        &self,
        jobs: Arc<dyn JobQueue>,
        options: &WorkerOptions,
        shutdown: &Shutdown,
    ) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(options.heartbeat_every) => {}
                () = self.idle(shutdown) => return,
            }
            let leases: Vec<LeaseId> = self.with(|leases| leases.iter().copied().collect());
            if leases.is_empty() {
                continue;
            }
            match jobs.extend(&leases, options.lease_for).await {
                Ok(lost) => self.tell(&lost),
                Err(error) => tracing::warn!(%error, "cannot renew leases"),
            }
        }
    }

    /// A step that ended during the beat has given its lease back, not lost it.
    fn tell(&self, lost: &[LeaseId]) {
        for lease in lost {
            if self.with(|leases| leases.contains(lease)) {
                tracing::warn!(job = %lease.job, "the lease is lost; its writes will be refused");
            }
        }
    }

    /// Ends when the worker is stopping and no step is in hand, or at once on abort.
    async fn idle(&self, shutdown: &Shutdown) {
        shutdown.stopping().await;
        while !self.with(|leases| leases.is_empty()) {
            tokio::select! {
                () = shutdown.aborting() => return,
                () = tokio::time::sleep(std::time::Duration::from_millis(20)) => {}
            }
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut BTreeSet<LeaseId>) -> T) -> T {
        change(&mut self.leases.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Keeps a lease alive while it exists.
#[derive(Debug)]
pub(crate) struct Beating {
    heartbeat: Arc<Heartbeat>,
    lease: LeaseId,
}

impl Drop for Beating {
    fn drop(&mut self) {
        self.heartbeat.with(|leases| leases.remove(&self.lease));
    }
}
