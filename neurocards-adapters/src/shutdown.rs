//! Stopping a process in two stages, told by its signals.

use std::future::Future;

use tokio_util::sync::CancellationToken;

/// The two stages of a stop, for every loop and server of a process. Clones share them, and a
/// stage that was reached is not left again.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    stop: CancellationToken,
    abort: CancellationToken,
}

impl Shutdown {
    /// A stop that nobody has asked for yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A stop asked for by SIGTERM or SIGINT: the first takes nothing new and finishes what is in
    /// hand, the second drops it, the third ends the process with exit code 1.
    pub fn on_signals() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let shutdown = Self::new();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let stages = shutdown.clone();
        tokio::spawn(async move {
            for stage in [&stages.stop, &stages.abort] {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                stage.cancel();
            }
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::error!("the third signal: the process ends where it stands");
            std::process::exit(1);
        });
        Ok(shutdown)
    }

    /// First stage: take nothing new, finish what is in hand.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Second stage: drop what is in hand. It reaches the first stage as well.
    pub fn abort(&self) {
        self.stop.cancel();
        self.abort.cancel();
    }

    /// Whether the first stage was reached.
    pub fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Returns at the first stage.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }

    /// Returns at the second stage.
    pub async fn aborting(&self) {
        self.abort.cancelled().await;
    }

    /// What `work` comes to; the first stage drops it and gives `None`.
    pub async fn unless_stopping<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.stop.run_until_cancelled(work).await
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn a_stop_lets_go_on_what_only_an_abort_ends() {
        let shutdown = Shutdown::new();
        let stages = shutdown.clone();
        shutdown.stop();
        stages.stopping().await;
        assert!(stages.is_stopping());
        assert!(!stages.abort.is_cancelled());
    }

    #[tokio::test]
    async fn an_abort_is_a_stop_too() {
        let shutdown = Shutdown::new();
        shutdown.abort();
        shutdown.stopping().await;
        shutdown.aborting().await;
    }

    #[tokio::test]
    async fn work_ends_by_itself_or_with_the_first_stage() {
        let shutdown = Shutdown::new();
        assert_eq!(shutdown.unless_stopping(ready(7)).await, Some(7));
        let (ended, ()) = tokio::join!(shutdown.unless_stopping(pending::<()>()), async {
            shutdown.stop();
        });
        assert_eq!(ended, None);
    }
}
