//! The model keeps its own contracts.

use std::sync::Arc;

use neurocards_testkit::clock::HandClock;
use neurocards_testkit::conformance::{Harness, compare_with_model, let_crowds_act};
use neurocards_testkit::model::MemoryStore;

async fn fresh(clock: Arc<HandClock>) -> Harness {
    Harness::new(MemoryStore::stores(clock.clone()), clock)
}

neurocards_testkit::conformance_tests!(fresh = fresh);

/// Says nothing of the model; it proves that the comparison and the invariants hold for hundreds
/// of sequences, so that a difference found elsewhere is the other store's.
#[test]
fn random_sequences_keep_the_invariants() {
    compare_with_model(fresh, 500);
}

#[test]
fn crowds_at_once_leave_the_books_sound() {
    let_crowds_act(fresh, 60);
}
