//! The contracts of the store ports, kept by the store on SQLite.

use std::sync::Arc;

use neurocards_adapters::sqlite::{SqliteOptions, SqliteStore};
use neurocards_core::ports::Stores;
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::conformance::{Harness, compare_with_model, let_crowds_act};

use crate::patience::sqlite::patient;

async fn fresh(clock: Arc<HandClock>) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions {
        clock: clock.clone(),
        ..patient()
    };
    let file = folder.path().join("store.db");
    let store = SqliteStore::open(&file, options).await.unwrap();
    store.migrate().await.unwrap();
    Harness::new(Stores::of(Arc::new(store)), clock).keeping(folder)
}

neurocards_testkit::conformance_tests!(fresh = fresh);

#[test]
fn random_sequences_give_the_answers_of_the_model() {
    compare_with_model(fresh, 60);
}

#[test]
fn crowds_at_once_leave_the_books_sound() {
    let_crowds_act(fresh, 8);
}
