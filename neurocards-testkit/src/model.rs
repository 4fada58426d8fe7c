//! The store as it is meant: every store port by its contract, on plain maps behind one mutex.
//!
//! It is the oracle that the databases are compared with, and the store of fast tests. Nothing in
//! it is clever: a method takes the lock, reads the time once, changes the maps, and gives hints for
//! those who wait. Its files mirror the ports.

mod alarms;
mod attempts;
mod audit;
mod books;
mod cards;
mod charges;
mod claims;
mod credit_ledger;
mod deliveries;
mod entries;
mod gifts;
mod inbox;
mod job_queue;
mod jobs;
mod late_tasks;
mod listings;
mod outbox;
mod payments;
mod place;
mod referrals;
mod refunds;
mod state;
mod turn;
mod updates;
mod users;
mod wake_up;

use std::sync::{Arc, Mutex, PoisonError};

use neurocards_core::ports::{Clock, Stores, Unavailable};

use state::State;
use wake_up::Hints;

/// All store ports in memory. What it holds dies with it.
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    hints: Hints,
}

impl MemoryStore {
    /// An empty store that judges leases and schedules by `clock`.
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            clock,
            state: Mutex::default(),
            hints: Hints::default(),
        })
    }

    /// An empty store as the ports it implements.
    pub fn stores(clock: Arc<dyn Clock>) -> Stores {
        Stores::of(Self::new(clock))
    }

    /// One transaction: alone in the store, at one instant, and then those who wait are told.
    fn transact<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.now = self.clock.now();
        let outcome = change(&mut state);
        let topics = std::mem::take(&mut state.announced);
        drop(state);
        self.hints.give(topics);
        outcome
    }
}

/// A refund has no room in the balance: nothing is changed.
fn balance_too_large() -> Unavailable {
    Unavailable::new("memory", "the balance would pass its maximum")
}
