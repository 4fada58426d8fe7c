use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::ports::Inbox;

use crate::options::WorkerOptions;

const EVERY: Duration = Duration::from_mins(10);

/// Removes what nobody needs any more. Every worker may do it: it is idempotent.
pub(crate) async fn run(inbox: Arc<dyn Inbox>, options: &WorkerOptions, shutdown: &Shutdown) {
    loop {
        let pause = tokio::time::sleep(EVERY);
        if shutdown.unless_stopping(pause).await.is_none() {
            return;
        }
        match inbox.prune(options.keep_updates_for).await {
            Ok(0) => {}
            Ok(removed) => tracing::debug!(removed, "removed handled updates"),
            Err(error) => tracing::warn!(%error, "cannot remove handled updates"),
        }
    }
}
