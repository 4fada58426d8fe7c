//! What the parts of one running fake share: its state behind a lock, and its signal to stop.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// What was waited for did not come within the time given, or before the fake stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it did not happen within {0:?}")]
pub struct TimedOut(pub Duration);

/// The state `W` of a fake, and what does not change while it runs.
pub(crate) struct Shared<W, F> {
    world: Mutex<W>,
    /// Counts changes, for those who wait for one.
    changes: watch::Sender<u64>,
    pub(crate) fixed: F,
    /// Cancelled when the servers stop: everything that waits ends.
    pub(crate) stop: CancellationToken,
}

impl<W, F> Shared<W, F> {
    pub(crate) fn new(world: W, fixed: F) -> Self {
        Self {
            world: Mutex::new(world),
            changes: watch::Sender::new(0),
            fixed,
            stop: CancellationToken::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, W> {
        // A panic of one caller leaves a world that is still worth looking at in a failed test.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks without waking anybody.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&W) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the world without waking anybody: for what nobody can see.
    pub(crate) fn quietly<T>(&self, change: impl FnOnce(&mut W) -> T) -> T {
        change(&mut self.lock())
    }

    /// Changes the world and wakes everybody who waits for a change.
    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut W) -> T) -> T {
        let result = change(&mut self.lock());
        self.changes
            .send_modify(|count| *count = count.wrapping_add(1));
        result
    }

    /// A receiver that is marked changed at every [`update`](Self::update).
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Looks again after every change until `look` finds something; `None` if the fake stops.
    pub(crate) async fn find<T>(&self, mut look: impl FnMut() -> Option<T>) -> Option<T> {
        let mut changes = self.changes();
        loop {
            changes.borrow_and_update();
            if let Some(found) = look() {
                return Some(found);
            }
            tokio::select! {
                () = self.stop.cancelled() => return None,
                next = changes.changed() => next.ok()?,
            }
        }
    }

    /// The same as [`find`](Self::find), for a limited time.
    pub(crate) async fn find_within<T>(
        &self,
        within: Duration,
        look: impl FnMut() -> Option<T>,
    ) -> Result<T, TimedOut> {
        let found = tokio::time::timeout(within, self.find(look)).await;
        found.ok().flatten().ok_or(TimedOut(within))
    }

    /// Waits this long, or until the fake stops: then false.
    pub(crate) async fn pause(&self, span: Duration) -> bool {
        tokio::select! {
            () = self.stop.cancelled() => false,
            () = tokio::time::sleep(span) => true,
        }
    }
}
