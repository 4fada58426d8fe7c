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
//! # Callbacks in a server of your own
//!
//! ```
//! use axum::Router;
//! use neurocards_adapters::kie::callback::CallbackKey;
//! use neurocards_testkit::{clock::HandClock, model::MemoryStore};
//!
//! let (stores, key) = (MemoryStore::stores(HandClock::new()), CallbackKey::of(&"42:TEST".into()));
//! let callbacks = neurocards_bot::callbacks(stores.jobs, key);
//! let server: Router = Router::new().nest("/videos", callbacks);
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
pub use ingress::callbacks;
pub use money::DifferenceWords;
pub use options::BotOptions;
pub use services::{BotServices, open};

use std::sync::Arc;

use neurocards_adapters::alarms::tell;
use neurocards_adapters::settings::SettingsError;
use neurocards_adapters::shutdown::Shutdown;
use neurocards_adapters::{pump, server};
use thiserror::Error;
use tokio::net::TcpListener;

use crate::update::handle::Handler;
use crate::update::poll::Polling;

/// Why a bot stopped by itself.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BotError {
    /// Telegram knows no bot with this token, or the HTTP side cannot listen where it should.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

/// Runs a bot until `shutdown`, in two stages: first no update is taken any more, and those in hand
/// are finished within [`BotOptions::drain_for`]; then they are dropped. What is left is in the
/// inbox.
pub async fn run(deps: BotDeps, shutdown: Shutdown) -> Result<(), BotError> {
    let listener = match deps.options.listen {
        Some(address) => Some(server::bind("HTTP_LISTEN", address).await?),
        None => None,
    };
    tracing::info!(worker = %deps.options.worker, "bot started");
    let polling = Arc::new(Polling::new());
    let http = async {
        if let Some(listener) = listener {
            serve(listener, &deps, &polling, &shutdown).await;
        }
        Ok(())
    };
    tokio::select! {
        ended = async { tokio::try_join!(http, talk(&deps, &polling, &shutdown)) } => {
            ended.map(drop)?;
        }
        () = shutdown.aborting() => {}
    }
    tracing::info!(worker = %deps.options.worker, "bot stopped");
    Ok(())
}

async fn serve(listener: TcpListener, deps: &BotDeps, polling: &Arc<Polling>, shutdown: &Shutdown) {
    let readiness = ingress::readiness(deps, polling);
    let callbacks = callbacks(deps.stores.jobs.clone(), deps.callback_key.clone());
    let routes = readiness.routes().merge(callbacks);
    tokio::join!(
        readiness.watch(shutdown),
        server::serve(listener, routes, shutdown, deps.options.drain_for),
    );
}

/// Everything but the HTTP side, until `shutdown`.
async fn talk(deps: &BotDeps, polling: &Polling, shutdown: &Shutdown) -> Result<(), BotError> {
    let handler = Handler::new(deps.clone());
    let wake_up = deps.stores.wake_up.clone();
    let taking = async {
        let taken = update::poll::run(deps, polling, shutdown).await;
        taken.map_err(|error| SettingsError::Refused {
            name: "BOT_TOKEN",
            why: error.to_string(),
        })
    };
    let beside = async {
        tokio::join!(
            shutdown.unless_stopping(screens::command_list::announce(&deps.client)),
            pump::run(handler, wake_up, deps.options.pump(), shutdown),
            money::refunds::run(deps, shutdown),
            money::reconciliation::run(deps, shutdown),
            tell(&*deps.stores.alarms, &deps.options.admins, shutdown),
        );
        Ok(())
    };
    tokio::try_join!(taking, beside)?;
    Ok(())
}
