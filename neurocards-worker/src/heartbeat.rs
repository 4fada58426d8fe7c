use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::chat::delivery::DeliveryLeaseId;
use neurocards_core::ports::{JobQueue, Outbox, Unavailable};
use neurocards_core::work::job::LeaseId;
use tokio::time::sleep;

use crate::options::WorkerOptions;

/// A port whose leases can be renewed.
pub(crate) trait Leases: Send + Sync {
    type Id: Ord + Copy + Debug + Send + Sync;

    /// Renews leases, and answers those that are lost.
    fn extend(
        &self,
        leases: &[Self::Id],
        lease_for: Duration,
    ) -> impl Future<Output = Result<Vec<Self::Id>, Unavailable>> + Send;
}

/// The leases of jobs.
pub(crate) struct JobLeases(pub(crate) Arc<dyn JobQueue>);

impl Leases for JobLeases {
    type Id = LeaseId;

    async fn extend(
        &self,
        leases: &[LeaseId],
        lease_for: Duration,
    ) -> Result<Vec<LeaseId>, Unavailable> {
        self.0.extend(leases, lease_for).await
    }
}

/// The leases of deliveries.
pub(crate) struct DeliveryLeases(pub(crate) Arc<dyn Outbox>);

impl Leases for DeliveryLeases {
    type Id = DeliveryLeaseId;

    async fn extend(
        &self,
        leases: &[DeliveryLeaseId],
        lease_for: Duration,
    ) -> Result<Vec<DeliveryLeaseId>, Unavailable> {
        self.0.extend(leases, lease_for).await
    }
}

/// Renews the leases of all pieces in hand, in one transaction per beat.
#[derive(Debug)]
pub(crate) struct Heartbeat<Id: Ord> {
    leases: Mutex<BTreeSet<Id>>,
}

impl<Id: Ord> Default for Heartbeat<Id> {
    fn default() -> Self {
        let leases = Mutex::default();
        Self { leases }
    }
}

impl<Id: Ord + Copy + Debug> Heartbeat<Id> {
    /// Renews `lease` until the guard is dropped: also when its piece panics, so that a dead one's
    /// lease expires.
    pub(crate) fn keep(self: &Arc<Self>, lease: Id) -> Beating<Id> {
        self.with(|leases| leases.insert(lease));
        Beating {
            heartbeat: self.clone(),
            lease,
        }
    }

    /// Beats until the drain is over.
    pub(crate) async fn run(
        &self,
        port: impl Leases<Id = Id>,
        options: &WorkerOptions,
        shutdown: &Shutdown,
    ) {
        loop {
            tokio::select! {
                () = sleep(options.heartbeat_every) => {}
                () = self.idle(shutdown) => return,
            }
            let leases: Vec<Id> = self.with(|leases| leases.iter().copied().collect());
            if leases.is_empty() {
                continue;
            }
            match port.extend(&leases, options.lease_for).await {
                Ok(lost) => self.tell(&lost),
                Err(error) => tracing::warn!(%error, "cannot renew leases"),
            }
        }
    }

    /// A piece that ended during the beat has given its lease back, not lost it.
    fn tell(&self, lost: &[Id]) {
        for lease in lost {
            if self.with(|leases| leases.contains(lease)) {
                tracing::warn!(?lease, "the lease is lost; its writes will be refused");
            }
        }
    }

    /// Ends when the worker is stopping and nothing is in hand, or at once on abort.
    async fn idle(&self, shutdown: &Shutdown) {
        shutdown.stopping().await;
        while !self.with(|leases| leases.is_empty()) {
            tokio::select! {
                () = shutdown.aborting() => return,
                () = sleep(Duration::from_millis(20)) => {}
            }
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut BTreeSet<Id>) -> T) -> T {
        change(&mut self.leases.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Keeps a lease alive while it exists.
#[derive(Debug)]
pub(crate) struct Beating<Id: Ord + Copy + Debug> {
    heartbeat: Arc<Heartbeat<Id>>,
    lease: Id,
}

impl<Id: Ord + Copy + Debug> Drop for Beating<Id> {
    fn drop(&mut self) {
        self.heartbeat.with(|leases| leases.remove(&self.lease));
    }
}
