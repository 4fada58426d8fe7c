//! The loop over the inbox: the head of every lane, many lanes at once.

use std::sync::Arc;

use neurocards_core::ports::{Stores, Topic};
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::options::{BotDeps, BotOptions};
use crate::update::handle::Handler;

/// Runs until `shutdown`; then finishes what is in hand, within [`BotOptions::drain_for`].
pub(crate) async fn run(deps: BotDeps, shutdown: CancellationToken) {
    let mut inbox = InboxLoop {
        stores: deps.stores.clone(),
        options: deps.options.clone(),
        handler: Handler::new(deps),
        in_hand: JoinSet::new(),
    };
    while !shutdown.is_cancelled() {
        let full = inbox.fill().await;
        inbox.wait(full, &shutdown).await;
    }
    inbox.drain().await;
}

struct InboxLoop {
    stores: Stores,
    options: BotOptions,
    handler: Arc<Handler>,
    in_hand: JoinSet<()>,
}

impl InboxLoop {
    fn room(&self) -> usize {
        self.options.in_hand.saturating_sub(self.in_hand.len())
    }

    /// Claims as much as there is room for; whether that was all there is room for.
    async fn fill(&mut self) -> bool {
        let room = self.room();
        let limit = u16::try_from(room).unwrap_or(u16::MAX);
        let (worker, lease_for) = (&self.options.worker, self.options.lease_for);
        let claimed = match limit {
            0 => return true,
            limit => self.stores.inbox.claim(worker, limit, lease_for).await,
        };
        let claimed = claimed.unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot claim updates");
            Vec::new()
        });
        let full = claimed.len() == usize::from(limit);
        for update in claimed {
            self.in_hand.spawn(self.handler.clone().handle(update));
        }
        full
    }

    /// Waits until claiming makes sense again: for room, or for a hint, an end, the next poll.
    async fn wait(&mut self, full: bool, shutdown: &CancellationToken) {
        let hint = self
            .stores
            .wake_up
            .wait(Topic::Updates, self.options.poll_every);
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = hint, if !full => {}
            Some(ended) = self.in_hand.join_next() => note(ended),
        }
    }

    async fn drain(&mut self) {
        let finish = async {
            while let Some(ended) = self.in_hand.join_next().await {
                note(ended);
            }
        };
        if tokio::time::timeout(self.options.drain_for, finish)
            .await
            .is_err()
        {
            tracing::warn!(left = self.in_hand.len(), "updates in hand are dropped");
        }
        self.in_hand.shutdown().await;
    }
}

/// A panic costs its update a lease, nothing more.
fn note(ended: Result<(), JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!(%error, "handling an update panicked; its lease will expire");
    }
}
