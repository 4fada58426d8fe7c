//! The Telegram bot of neurocards.
//!
//! An update is stored before it is acknowledged, handled once, one at a time per person, and what
//! it changes is one transaction: the conversation's state, the order, the replies to send. A kill
//! at any point neither loses nor repeats it.
//!
//! ```text
//! getUpdates -> inbox -> read -> look up -> turn (pure) -> commit -> replies -> closed
//! settings -> BotOptions, BotServices -> BotDeps -> run
//! ```
//!
//! # Its HTTP side in a server of your own
//!
//! ```
//! use axum::Router;
//! use neurocards_testkit::{clock::HandClock, model::MemoryStore};
//!
//! let stores = MemoryStore::stores(HandClock::new());
//! let server: Router = Router::new().nest("/videos", neurocards_bot::routes(stores));
//! ```

pub mod conversation;
mod deps;
mod ingress;
mod money;
mod options;
pub mod screens;
mod services;
pub mod settings;
mod update;

pub use deps::BotDeps;
pub use ingress::routes;
pub use money::DifferenceWords;
pub use options::BotOptions;
pub use services::{BotServices, open};

use neurocards_adapters::alarms::tell;
use neurocards_adapters::pump;
use neurocards_adapters::shutdown::Shutdown;
use thiserror::Error;

use crate::update::handle::Handler;

/// Why a bot stopped by itself.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BotError {
    /// The HTTP side cannot listen or serve.
    #[error("the HTTP side failed: {0}")]
    Http(#[from] std::io::Error),
}

/// Runs a bot until `shutdown`, in two stages: first no update is taken any more, and those in hand
/// are finished within [`BotOptions::drain_for`]; then they are dropped. What is left is in the
/// inbox.
pub async fn run(deps: BotDeps, shutdown: Shutdown) -> Result<(), BotError> {
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
    tokio::select! {
        ended = async { tokio::try_join!(http, talk(&deps, &shutdown)) } => ended.map(drop)?,
        () = shutdown.aborting() => {}
    }
    tracing::info!(worker = %deps.options.worker, "bot stopped");
    Ok(())
}

/// Everything but the HTTP side, until `shutdown`.
async fn talk(deps: &BotDeps, shutdown: &Shutdown) -> Result<(), std::io::Error> {
    let handler = Handler::new(deps.clone());
    let wake_up = deps.stores.wake_up.clone();
    tokio::join!(
        shutdown.unless_stopping(screens::command_list::announce(&deps.client)),
        update::poll::run(deps, shutdown),
        pump::run(handler, wake_up, deps.options.pump(), shutdown),
        money::refunds::run(deps, shutdown),
        money::reconciliation::run(deps, shutdown),
        tell(&*deps.stores.alarms, &deps.options.admins, shutdown),
    );
    Ok(())
}
