//! The worker: makes videos out of jobs and brings them to their chats.
//!
//! A job waiting for the provider costs a row, not a task: a step ends as soon as there is nothing
//! to do but wait. Any number of workers share one store.

mod deliveries;
mod generation;
mod heartbeat;
mod housekeeping;
mod options;
mod pump;
mod settings;

pub use options::WorkerOptions;

use std::sync::Arc;

use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::ports::{
    IdSource, MediaStore, Messenger, PromptWriter, Stores, VideoGenerator,
};

use crate::deliveries::Deliveries;
use crate::generation::Generation;
use crate::heartbeat::Heartbeat;

/// Everything a worker needs from the world.
#[derive(Clone)]
pub struct WorkerDeps {
    /// Jobs, deliveries, hints.
    pub stores: Stores,
    /// The video provider.
    pub videos: Arc<dyn VideoGenerator>,
    /// The text model.
    pub prompts: Arc<dyn PromptWriter>,
    /// Photos and videos.
    pub media: Arc<dyn MediaStore>,
    /// The chat.
    pub messenger: Arc<dyn Messenger>,
    /// Nonces.
    pub ids: Arc<dyn IdSource>,
}

/// Runs until `shutdown`, in two stages: first it claims nothing more and finishes the steps in
/// hand, at most for [`WorkerOptions::drain_for`]; then it drops what is left, whose leases expire
/// and are taken over by another worker.
pub async fn run(deps: WorkerDeps, options: WorkerOptions, shutdown: Shutdown) {
    let heartbeat = Arc::new(Heartbeat::default());
    let generation = Generation::new(&deps, &options, heartbeat.clone());
    let deliveries = Deliveries::new(&deps, &options);
    tracing::info!(worker = %options.worker, "worker started");
    tokio::join!(
        pump::run(
            generation,
            deps.stores.wake_up.clone(),
            options.jobs_pump(),
            &shutdown
        ),
        pump::run(
            deliveries,
            deps.stores.wake_up.clone(),
            options.deliveries_pump(),
            &shutdown
        ),
        heartbeat.run(deps.stores.jobs.clone(), &options, &shutdown),
        housekeeping::run(deps.stores.inbox.clone(), &options, &shutdown),
    );
    tracing::info!(worker = %options.worker, "worker stopped");
}
