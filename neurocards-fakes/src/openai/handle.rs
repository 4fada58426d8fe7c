//! The way into a running fake: for its own parts and for tests.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use super::error_code::ErrorCode;
use super::faults::{Fault, Faults, Misfortune};
use super::ledger::Ledger;

/// What changes while the fake runs.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) faults: Faults,
    pub(crate) ledger: Ledger,
}

/// What all parts of a running fake share.
pub(crate) struct Shared {
    world: Mutex<World>,
    pub(crate) key: String,
    pub(crate) models: Vec<String>,
    /// Cancelled when the server stops: delayed calls go on at once.
    pub(crate) stop: CancellationToken,
}

impl Shared {
    pub(crate) fn new(key: String, models: Vec<String>) -> Self {
        Self {
            world: Mutex::default(),
            key,
            models,
            stop: CancellationToken::new(),
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A panic of one caller leaves a world that is still worth looking at in a failed test.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A way to the ledger and the faults of one fake. Clones lead to the same fake, and go on working
/// after the server stopped.
#[derive(Clone)]
pub struct OpenAiHandle {
    pub(crate) shared: Arc<Shared>,
}

impl std::fmt::Debug for OpenAiHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenAiHandle").finish_non_exhaustive()
    }
}

impl OpenAiHandle {
    /// Scripts a misfortune. Counted ones are used up first, in this order; then the latest for
    /// ever holds. More than 1,000 that wait are forgotten.
    pub fn add_fault(&self, fault: Fault) {
        self.shared.world().faults.add(fault);
    }

    /// Forgets other faults; every call ends with 503 until [`OpenAiHandle::clear_faults`].
    pub fn down_for_ever(&self) {
        let mut world = self.shared.world();
        world.faults.clear();
        world.faults.add(Fault::for_ever(Misfortune::Error {
            code: ErrorCode::ServerIsOverloaded,
            retry_after_secs: None,
        }));
    }

    /// Faults that have not happened yet.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.world().faults.waiting().to_vec()
    }

    /// Forgets all faults.
    pub fn clear_faults(&self) {
        self.shared.world().faults.clear();
    }

    /// What was asked so far.
    pub fn ledger(&self) -> Ledger {
        self.shared.world().ledger.clone()
    }

    /// Looks at the ledger in place, without copying it.
    pub fn with_ledger<T>(&self, look: impl FnOnce(&Ledger) -> T) -> T {
        look(&self.shared.world().ledger)
    }

    /// How often a text was asked for, whatever the end of the calls.
    pub fn calls(&self) -> usize {
        self.with_ledger(|ledger| ledger.responses().count())
    }
}
