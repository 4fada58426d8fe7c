//! The loop both kinds of work share: claim what is due, handle it side by side, wait for a hint.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::ports::{Topic, Unavailable, WakeUp};
use tokio::task::{JoinError, JoinSet};

/// Work that is claimed in batches and handled one by one.
#[async_trait]
pub(crate) trait Work: Send + Sync + 'static {
    /// One claimed piece.
    type Item: Send + 'static;

    /// Whose hints announce it.
    const TOPIC: Topic;

    /// Takes up to `limit` due pieces.
    async fn claim(&self, limit: u16) -> Result<Vec<Self::Item>, Unavailable>;

    /// Handles one piece to its end, and logs how that went.
    async fn handle(&self, item: Self::Item);
}

/// The numbers of one loop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PumpOptions {
    /// Pieces in hand at once.
    pub(crate) in_hand: usize,
    /// How often the store is asked when no hint comes.
    pub(crate) poll_every: Duration,
    /// How long pieces in hand may go on after the first signal.
    pub(crate) drain_for: Duration,
}

/// Runs until `shutdown`, then drains.
pub(crate) async fn run<W: Work>(
    work: W,
    wake_up: Arc<dyn WakeUp>,
    options: PumpOptions,
    shutdown: &Shutdown,
) {
    let mut pump = Pump {
        work: Arc::new(work),
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
            let work = self.work.clone();
            self.in_hand.spawn(async move { work.handle(item).await });
        }
        more
    }

    /// Waits until claiming makes sense again.
    async fn wait(&mut self, more: More, shutdown: &Shutdown) {
        if matches!(more, More::Likely) {
            if self.room() == 0 {
                tokio::select! {
                    () = shutdown.stopping() => {}
                    ended = self.in_hand.join_next() => note(ended),
                }
            }
            return;
        }
        let hint = self.wake_up.wait(W::TOPIC, self.options.poll_every);
        tokio::pin!(hint);
        loop {
            tokio::select! {
                () = shutdown.stopping() => return,
                () = &mut hint => return,
                Some(ended) = self.in_hand.join_next() => note(Some(ended)),
            }
        }
    }

    async fn drain(&mut self, shutdown: &Shutdown) {
        let finish = async {
            while let Some(ended) = self.in_hand.join_next().await {
                note(Some(ended));
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

/// A panic costs its piece a lease, nothing more.
fn note(ended: Option<Result<(), JoinError>>) {
    if let Some(Err(error)) = ended
        && error.is_panic()
    {
        tracing::error!(%error, "a piece of work panicked; its lease will expire");
    }
}
