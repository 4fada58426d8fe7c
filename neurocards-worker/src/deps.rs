//! What a worker is given: the ports it works with, and the numbers it runs by.

use std::sync::Arc;

use neurocards_core::ports::{
    Clock, IdSource, MediaStore, Messenger, PromptWriter, Stores, VideoGenerator,
};
use neurocards_core::work::catalogue::Catalogue;

use crate::options::WorkerOptions;

/// Everything a worker needs from the world.
#[derive(Clone)]
pub struct WorkerDeps {
    /// The store that jobs, deliveries and hints come from.
    pub stores: Stores,
    /// The provider that renders the videos.
    pub videos: Arc<dyn VideoGenerator>,
    /// The text model that writes the prompts.
    pub prompts: Arc<dyn PromptWriter>,
    /// The store of photos and finished videos.
    pub media: Arc<dyn MediaStore>,
    /// The chat that cards and videos are sent to.
    pub messenger: Arc<dyn Messenger>,
    /// Tells how long a step has taken.
    pub clock: Arc<dyn Clock>,
    /// Where the nonces of attempts come from.
    pub ids: Arc<dyn IdSource>,
    /// The video models on offer.
    pub catalogue: Catalogue,
    /// The numbers this process runs by.
    pub options: WorkerOptions,
}
