//! The loop of a process that works off what a store holds: claim what is due, handle it piece by
//! piece side by side, wait for a hint or the next poll.
//!
//! The bot pumps updates, the worker pumps jobs and deliveries. A piece that panics costs nothing
//! but its lease. A stop has two stages, those of [`Shutdown`]: at the first nothing more is
//! claimed and the pieces in hand are finished, for [`PumpOptions::drain_for`] at most; at the
//! second they are dropped, and whoever claims them next goes on when their leases expire.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::ports::{Topic, Unavailable, WakeUp};
use tokio::task::{JoinError, JoinSet};

use crate::shutdown::Shutdown;

/// Work that is claimed in batches and handled piece by piece.
pub trait Work: Send + Sync + 'static {
    /// A claimed piece together with its lease.
    type Item: Send + 'static;

    /// The hints that announce new pieces. The end of a piece MUST give one too if it makes
    /// another piece due, because the pump does not claim just because a piece ended.
    const TOPIC: Topic;

    /// Claims up to `limit` pieces that are due. It is not cut off by a stop.
    fn claim(
        &self,
        limit: u16,
    ) -> impl Future<Output = Result<Vec<Self::Item>, Unavailable>> + Send;

    /// Handles one piece to its end in a task of its own, and logs how that went. It may be
    /// dropped at any await, and what it leaves undone MUST come back when its lease expires.
    fn handle(self: Arc<Self>, item: Self::Item) -> impl Future<Output = ()> + Send;
}

/// The numbers of one pump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PumpOptions {
    /// The most pieces in hand at once. Zero claims nothing.
    pub in_hand: usize,
    /// How often the store is asked when no hint comes.
    pub poll_every: Duration,
    /// How long the pieces in hand may go on after the first stage of a stop.
    pub drain_for: Duration,
}

/// Pumps `work` until `shutdown` and then drains; nothing else ends it, not even a store that is
/// down.
pub async fn run<W: Work>(
    work: Arc<W>,
    wake_up: Arc<dyn WakeUp>,
    options: PumpOptions,
    shutdown: &Shutdown,
) {
    let mut pump = Pump {
        work,
        wake_up,
        options,
        in_hand: JoinSet::new(),
    };
    while !shutdown.is_stopping() {
        let more = pump.fill().await;
        pump.wait(more, shutdown).await;
    }
    pump.drain(shutdown).await;
}

struct Pump<W> {
    work: Arc<W>,
    wake_up: Arc<dyn WakeUp>,
    options: PumpOptions,
    in_hand: JoinSet<()>,
}

/// What a claim says about the next one.
enum More {
    /// It got as much as it asked for: claim again as soon as there is room.
    Likely,
    /// Nothing more is due, or the store is down: wait for a hint or the next poll.
    Unlikely,
}

impl<W: Work> Pump<W> {
    fn room(&self) -> usize {
        self.options.in_hand.saturating_sub(self.in_hand.len())
    }

    /// Claims as much as there is room for, and begins it.
    async fn fill(&mut self) -> More {
        let room = u16::try_from(self.room()).unwrap_or(u16::MAX);
        if room == 0 {
            return More::Likely;
        }
        let items = match self.work.claim(room).await {
            Ok(items) => items,
            Err(error) => {
                tracing::warn!(%error, topic = ?W::TOPIC, "cannot claim work");
                return More::Unlikely;
            }
        };
        let more = if items.len() < usize::from(room) {
            More::Unlikely
        } else {
            More::Likely
        };
        for item in items {
            self.in_hand.spawn(self.work.clone().handle(item));
        }
        more
    }

    /// Waits until claiming makes sense again.
    async fn wait(&mut self, more: More, shutdown: &Shutdown) {
        match more {
            More::Likely => self.wait_for_room(shutdown).await,
            More::Unlikely => self.wait_for_work(shutdown).await,
        }
    }

    async fn wait_for_room(&mut self, shutdown: &Shutdown) {
        while self.room() == 0 {
            tokio::select! {
                () = shutdown.stopping() => return,
                Some(ended) = self.in_hand.join_next() => note(ended),
            }
        }
    }

    async fn wait_for_work(&mut self, shutdown: &Shutdown) {
        let hint = self.wake_up.wait(W::TOPIC, self.options.poll_every);
        tokio::pin!(hint);
        loop {
            tokio::select! {
                () = shutdown.stopping() => return,
                () = &mut hint => return,
                Some(ended) = self.in_hand.join_next() => note(ended),
            }
        }
    }

    async fn drain(&mut self, shutdown: &Shutdown) {
        let finish = async {
            while let Some(ended) = self.in_hand.join_next().await {
                note(ended);
            }
        };
        tokio::select! {
            () = finish => return,
            () = tokio::time::sleep(self.options.drain_for) => {}
            () = shutdown.aborting() => {}
        }
        tracing::warn!(left = self.in_hand.len(), topic = ?W::TOPIC, "dropping work in hand");
        self.in_hand.shutdown().await;
    }
}

fn note(ended: Result<(), JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!(%error, "a piece of work panicked; its lease will expire");
    }
}

#[cfg(test)]
mod tests;
