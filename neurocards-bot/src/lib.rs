//! The Telegram bot of neurocards.
//!
//! An update is stored before it is acknowledged, handled once, one at a time per person, and what
//! it changes is one transaction: the conversation's state, the order, the replies to send. A kill
//! at any point neither loses nor repeats it.
//!
//! ```text
//! getUpdates -> inbox -> read -> look up -> turn (pure) -> commit -> replies -> closed
//! ```

pub mod conversation;
mod ingress;
mod money;
mod options;
pub mod screens;
mod update;

pub use ingress::routes;
pub use money::differences::DifferenceWords;
pub use options::{BotDeps, BotOptions};

use thiserror::Error;
use tokio_util::sync::CancellationToken;

/// Why a bot stopped by itself.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BotError {
    /// The HTTP side cannot listen or serve.
    #[error("the HTTP side failed: {0}")]
    Http(#[from] std::io::Error),
}

/// Runs a bot until `shutdown`: no update is taken from then on, and those in hand are finished
/// within [`BotOptions::drain_for`]. What is left is in the inbox.
pub async fn run(deps: BotDeps, shutdown: CancellationToken) -> Result<(), BotError> {
    let listener = match deps.options.listen {
        Some(address) => Some(ingress::bind(address).await?),
        None => None,
    };
    tracing::info!(worker = %deps.options.worker, "bot started");
    let http = async {
        let Some(listener) = listener else {
            return Ok(());
        };
        let stores = deps.stores.clone();
        ingress::serve(listener, stores, shutdown.clone(), deps.options.drain_for).await
    };
    let updates = async {
        tokio::join!(
            announce(&deps, &shutdown),
            update::poll::run(&deps, &shutdown),
            update::inbox_loop::run(deps.clone(), shutdown.clone()),
            money::refunds::run(&deps, &shutdown),
            money::reconciliation::run(&deps, &shutdown),
        );
        Ok(())
    };
    tokio::try_join!(http, updates)?;
    tracing::info!(worker = %deps.options.worker, "bot stopped");
    Ok(())
}

async fn announce(deps: &BotDeps, shutdown: &CancellationToken) {
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = screens::command_list::announce(&deps.client) => {}
    }
}
