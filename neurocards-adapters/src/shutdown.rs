//! Stopping a process in two stages, told by its signals.

use tokio_util::sync::CancellationToken;

/// The two stages of a stop. Clones share them.
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
    /// hand, the second drops it.
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
        });
        Ok(shutdown)
    }

    /// First stage: take nothing new, finish what is in hand.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Second stage: drop what is in hand.
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

    /// The first stage as a token, for libraries that take one.
    pub fn token(&self) -> CancellationToken {
        self.stop.clone()
    }
}
