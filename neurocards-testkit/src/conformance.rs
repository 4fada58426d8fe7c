//! The contracts of the store ports as cases that every store passes: plain async functions over a
//! [`Harness`], named by the guarantee, grouped by port.
//!
//! An adapter says how a fresh store is made, and has the whole suite as its own tests by
//! [`conformance_tests`](crate::conformance_tests); the page of this crate shows it.
//!
//! [`compare_with_model`] adds random sequences of actions, compared with the model step by step;
//! [`let_crowds_act`] lets many act at once.

#![expect(missing_docs, reason = "the name of a case is its guarantee")]
#![expect(
    clippy::missing_panics_doc,
    reason = "a case panics if its guarantee does not hold"
)]

mod harness;
mod invariants;
mod macros;
mod money;
mod random;

pub mod alarms;
pub mod books;
pub mod credit_ledger;
pub mod gifts;
pub mod inbox;
pub mod job_queue;
pub mod late_tasks;
pub mod outbox;
pub mod payments;
pub mod users;
pub mod wake_up;

pub use harness::{Harness, LEASE_FOR};
pub use random::{CASES_VARIABLE, SEED_VARIABLE, compare_with_model, let_crowds_act};

use std::sync::Arc;
use std::time::Duration;

use crate::clock::HandClock;

/// How long one case may take, in real time: a store that does not answer fails.
const CASE_WITHIN: Duration = Duration::from_mins(2);

/// Runs one case on a fresh store, and checks afterwards what must always hold.
pub async fn run(
    fresh: impl AsyncFnOnce(Arc<HandClock>) -> Harness,
    case: impl AsyncFnOnce(&Harness),
) {
    let checked = async {
        let harness = fresh(HandClock::new()).await;
        case(&harness).await;
        harness.check_invariants().await;
    };
    let in_time = tokio::time::timeout(CASE_WITHIN, checked).await;
    assert!(in_time.is_ok(), "the case took longer than {CASE_WITHIN:?}");
}
