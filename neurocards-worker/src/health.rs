//! The HTTP side of a worker: whether it runs, and whether it is ready.

use std::net::SocketAddr;

use neurocards_adapters::readiness::Readiness;
use neurocards_adapters::server;
use neurocards_adapters::settings::{Settings, SettingsError};
use neurocards_adapters::shutdown::Shutdown;
use tokio::net::TcpListener;

use crate::deps::WorkerDeps;

/// Listens where `WORKER_HTTP_LISTEN` says, if it says anything.
pub async fn bind(settings: &Settings) -> Result<Option<TcpListener>, SettingsError> {
    const NAME: &str = "WORKER_HTTP_LISTEN";
    match settings.parsed_optional::<SocketAddr>(NAME)? {
        Some(address) => server::bind(NAME, address).await.map(Some),
        None => Ok(None),
    }
}

/// Answers `GET /healthz` and `GET /readyz` until `shutdown`.
pub async fn serve(listener: Option<TcpListener>, deps: &WorkerDeps, shutdown: &Shutdown) {
    let Some(listener) = listener else { return };
    let readiness = readiness(deps);
    let drain_for = deps.options.drain_for;
    tokio::join!(
        readiness.watch(shutdown),
        server::serve(listener, readiness.routes(), shutdown, drain_for),
    );
}

/// What must work for a worker to be ready.
fn readiness(deps: &WorkerDeps) -> Readiness {
    Readiness::new()
        .database(deps.stores.users.clone())
        .media(deps.media.clone(), &deps.options.worker)
        .alarms(deps.stores.alarms.clone())
}
