//! The way into a running fake: for its own parts and for tests.

use std::sync::Arc;
use std::time::Duration;

use super::error_code::ErrorCode;
use super::faults::{Fault, FaultKind, Faults};
use super::ledger::Ledger;
use crate::shared::{self, TimedOut};

/// What changes while the fake runs.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) faults: Faults,
    pub(crate) ledger: Ledger,
}

/// What does not change while the fake runs.
pub(crate) struct Fixed {
    pub(crate) key: String,
    pub(crate) models: Vec<String>,
}

pub(crate) type Shared = shared::Shared<World, Fixed>;

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
    /// Scripts a fault. Counted ones are used up first, in this order; then the latest for
    /// ever holds. More than 1,000 that wait are forgotten.
    pub fn add_fault(&self, fault: Fault) {
        self.shared.update(|world| world.faults.add(fault));
    }

    /// Forgets other faults; every call ends with 503 until [`OpenAiHandle::clear_faults`].
    pub fn down_for_ever(&self) {
        let overloaded = Fault::for_ever(FaultKind::Error {
            code: ErrorCode::ServerIsOverloaded,
            retry_after_secs: None,
        });
        self.shared.update(|world| {
            world.faults.clear();
            world.faults.add(overloaded)
        });
    }

    /// Faults that have not happened yet.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.read(|world| world.faults.waiting().to_vec())
    }

    /// Forgets all faults, so that the next call is answered as usual.
    pub fn clear_faults(&self) {
        self.shared.update(|world| world.faults.clear());
    }

    /// What was asked so far.
    pub fn ledger(&self) -> Ledger {
        self.shared.read(|world| world.ledger.clone())
    }

    /// Looks at the ledger in place, without copying it.
    pub fn with_ledger<T>(&self, look: impl FnOnce(&Ledger) -> T) -> T {
        self.shared.read(|world| look(&world.ledger))
    }

    /// How often a text was asked for, whatever the end of the calls.
    pub fn calls(&self) -> usize {
        self.with_ledger(|ledger| ledger.responses().count())
    }

    /// Looks again after every change until `look` finds something.
    ///
    /// Cancel safe.
    ///
    /// # Errors
    /// [`TimedOut`] if there is nothing within the time given, or the fake stops.
    pub async fn wait_until<T>(
        &self,
        within: Duration,
        mut look: impl FnMut(&Self) -> Option<T>,
    ) -> Result<T, TimedOut> {
        self.shared.find_within(within, || look(self)).await
    }

    /// Ends delayed calls and the server. The ledger can still be looked at.
    pub fn shut_down(&self) {
        self.shared.stop.cancel();
    }
}
