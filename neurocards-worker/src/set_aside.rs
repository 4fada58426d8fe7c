use std::time::Duration;

use neurocards_adapters::alarms::Watch;
use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::chat::alarm::AlarmKind;
use neurocards_core::ports::{Books, Unavailable};

use crate::alarms::rows_set_aside;

/// How often the store is asked.
const EVERY: Duration = Duration::from_secs(20);
/// Rows that are asked for: what is beyond is counted as more.
const COUNTED_MAX: u16 = 100;

/// Watches for rows that no claim can read, until `shutdown`.
pub(crate) async fn watch(books: &dyn Books, watch: &Watch, shutdown: &Shutdown) {
    loop {
        if let Err(error) = look(books, watch).await {
            tracing::warn!(%error, "cannot ask for rows that are set aside");
        }
        let pause = tokio::time::sleep(EVERY);
        if shutdown.unless_stopping(pause).await.is_none() {
            return;
        }
    }
}

async fn look(books: &dyn Books, watch: &Watch) -> Result<(), Unavailable> {
    match books.set_aside(COUNTED_MAX).await?.as_slice() {
        [] => watch.well(AlarmKind::RowsSetAside).await,
        rows => watch.raise(rows_set_aside(rows)).await,
    }
    Ok(())
}
