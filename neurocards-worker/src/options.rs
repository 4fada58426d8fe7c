use std::time::Duration;

use neurocards_adapters::pump::PumpOptions;
use neurocards_core::ids::{ChatId, WorkerId};
use neurocards_core::work::policy::{Backoff, Policy};

/// The numbers of one worker process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerOptions {
    /// The process's name at its claims; unique.
    pub worker: WorkerId,
    /// Steps in hand at once. A job that waits for the provider takes no place.
    pub concurrency: usize,
    /// Deliveries in hand at once.
    pub deliveries: usize,
    /// How often the store is asked for work when no hint comes.
    pub poll_every: Duration,
    /// How long a claim of a job lasts without a heartbeat.
    pub lease_for: Duration,
    /// How often leases are renewed; at most a quarter of `lease_for`.
    pub heartbeat_every: Duration,
    /// How long a claim of a delivery lasts; longer than the longest upload.
    pub delivery_lease_for: Duration,
    /// How long steps in hand may go on after the first signal.
    pub drain_for: Duration,
    /// The shortest time between two edits of one card.
    pub card_pause: Duration,
    /// The pause after a send that certainly did not reach the chat.
    pub delivery_backoff: Backoff,
    /// How long handled updates are kept.
    pub keep_updates_for: Duration,
    /// How jobs are run.
    pub policy: Policy,
    /// Who is told of what operators must look at.
    pub admins: Vec<ChatId>,
}

impl WorkerOptions {
    /// The defaults of production for a process with this name.
    pub fn named(worker: impl Into<String>) -> Self {
        Self {
            worker: WorkerId(worker.into()),
            concurrency: 16,
            deliveries: 4,
            poll_every: Duration::from_secs(1),
            lease_for: Duration::from_mins(1),
            heartbeat_every: Duration::from_secs(15),
            delivery_lease_for: Duration::from_secs(330),
            drain_for: Duration::from_secs(30),
            card_pause: Duration::from_secs(3),
            delivery_backoff: Backoff {
                first: Duration::from_secs(2),
                most: Duration::from_secs(15),
            },
            keep_updates_for: Duration::from_hours(72),
            policy: Policy::default(),
            admins: Vec::new(),
        }
    }

    pub(crate) fn jobs_pump(&self) -> PumpOptions {
        self.pump(self.concurrency)
    }

    pub(crate) fn deliveries_pump(&self) -> PumpOptions {
        self.pump(self.deliveries)
    }

    fn pump(&self, in_hand: usize) -> PumpOptions {
        PumpOptions {
            in_hand,
            poll_every: self.poll_every,
            drain_for: self.drain_for,
        }
    }
}
