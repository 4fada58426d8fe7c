//! The Telegram bot of neurocards.
//!
//! An update is stored before it is acknowledged, handled once, one at a time per person, and what
//! it changes is one transaction: the conversation's state, the order, the replies to send. A kill
//! at any point neither loses nor repeats it.
//!
//! ```text
//! getUpdates -> inbox -> read -> look up -> turn (pure) -> commit -> replies -> closed
//! ```

mod alarms;
mod bot_name;
mod checkout;
mod commands;
pub mod conversation;
mod differences;
mod handle;
mod inbox_loop;
pub mod incoming;
mod ingress;
mod lookup;
mod note;
mod options;
pub mod photo_intake;
mod polling;
mod prepare;
mod reconciliation;
mod refunds;
mod refusal;
mod replies;
pub mod screens;

pub use differences::DifferenceWords;
pub use ingress::routes;
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
            polling::run(&deps, &shutdown),
            inbox_loop::run(deps.clone(), shutdown.clone()),
            refunds::run(&deps, &shutdown),
            reconciliation::run(&deps, &shutdown),
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
        () = commands::announce(&deps.client) => {}
    }
}
