//! The worker: makes videos out of jobs and brings them to their chats.
//!
//! A job waiting for the provider costs a row, not a task: a step ends as soon as there is nothing
//! to do but wait. Any number of workers share one store.
//!
//! ```text
//! settings -> WorkerOptions, WorkerServices -> WorkerDeps -> run
//! ```
//!
//! Whoever has a chat, a video provider or a text model of their own fills in [`WorkerDeps`] and
//! builds this crate without default features: it then knows ports only.
//!
//! # A worker that is told to stop
//!
//! Here the world is empty: the store is the model of `neurocards-testkit`, and nobody is ever asked.
//! The examples `own_generator` and `own_messenger` make real videos.
//!
//! ```
//! use std::sync::Arc;
//!
//! use neurocards_adapters::shutdown::Shutdown;
//! use neurocards_adapters::system::{SystemClock, SystemIds};
//! use neurocards_core::ports::{
//!     MockMediaStore, MockMessenger, MockPromptWriter, MockVideoGenerator,
//! };
//! use neurocards_testkit::{clock::HandClock, factory::a_catalogue, model::MemoryStore};
//! use neurocards_worker::{WorkerDeps, WorkerOptions};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let deps = WorkerDeps {
//!     stores: MemoryStore::stores(HandClock::new()),
//!     videos: Arc::new(MockVideoGenerator::new()),
//!     prompts: Arc::new(MockPromptWriter::new()),
//!     media: Arc::new(MockMediaStore::new()),
//!     messenger: Arc::new(MockMessenger::new()),
//!     clock: Arc::new(SystemClock),
//!     ids: Arc::new(SystemIds),
//!     catalogue: a_catalogue(),
//!     options: WorkerOptions::named("worker-1"),
//! };
//! let shutdown = Shutdown::new();
//! shutdown.stop();
//! neurocards_worker::run(deps, shutdown).await;
//! # }
//! ```

mod alarms;
mod deliveries;
mod deps;
#[cfg(feature = "program")]
pub mod health;
mod heartbeat;
mod housekeeping;
mod jobs;
mod late_tasks;
mod options;
#[cfg(feature = "program")]
mod services;
mod set_aside;
mod settings;
mod watched;

pub use deps::WorkerDeps;
pub use options::WorkerOptions;
#[cfg(feature = "program")]
pub use services::{WorkerServices, open, require_token};

use std::sync::Arc;

use neurocards_adapters::alarms::{Watch, tell};
use neurocards_adapters::pump;
use neurocards_adapters::shutdown::Shutdown;

use crate::deliveries::Deliveries;
use crate::heartbeat::{DeliveryLeases, Heartbeat, JobLeases};
use crate::jobs::Jobs;
use crate::late_tasks::LateTaskLoop;

/// Runs until `shutdown`, in two stages: first it claims nothing more and finishes the steps in
/// hand, at most for [`WorkerOptions::drain_for`]; then it drops what is left, whose leases expire
/// and are taken over by another worker.
pub async fn run(deps: WorkerDeps, shutdown: Shutdown) {
    let jobs_beat = Arc::new(Heartbeat::default());
    let deliveries_beat = Arc::new(Heartbeat::default());
    let watch = Watch::new(deps.stores.alarms.clone());
    let step = Arc::new(jobs::step(&deps, &watch));
    let jobs = Arc::new(Jobs::new(
        &deps,
        step.clone(),
        &watch,
        Arc::clone(&jobs_beat),
    ));
    let deliveries = Arc::new(Deliveries::new(&deps, &watch, Arc::clone(&deliveries_beat)));
    let WorkerDeps {
        stores, options, ..
    } = &deps;
    let late_tasks = LateTaskLoop {
        late_tasks: stores.late_tasks.clone(),
        step,
        watch: watch.clone(),
        every: options.policy.poll_every,
    };
    let wake_up = || stores.wake_up.clone();
    tracing::info!(worker = %options.worker, "worker started");
    tokio::join!(
        pump::run(jobs, wake_up(), options.jobs_pump(), &shutdown),
        pump::run(deliveries, wake_up(), options.deliveries_pump(), &shutdown),
        jobs_beat.run(JobLeases(stores.jobs.clone()), options, &shutdown),
        deliveries_beat.run(DeliveryLeases(stores.outbox.clone()), options, &shutdown),
        housekeeping::run(stores.inbox.clone(), options, &shutdown),
        late_tasks.run(&shutdown),
        set_aside::watch(&*stores.books, &watch, &shutdown),
        tell(&*stores.alarms, &options.admins, &shutdown),
    );
    tracing::info!(worker = %options.worker, "worker stopped");
}
