//! The contracts of the store ports, kept by the store on Postgres for a role that owns nothing.

use std::sync::Arc;

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_core::ports::Stores;
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::conformance::{Harness, compare_with_model, let_crowds_act};
use neurocards_testkit::postgres::{Guest, TestDatabase};
use tokio::sync::OnceCell;

use crate::patience::postgres::patient;

/// Who asks. Its privileges are copied with the database, so it is the template's guest.
static GUEST: OnceCell<Guest> = OnceCell::const_new();

async fn fresh(clock: Arc<HandClock>) -> Harness {
    let database = TestDatabase::prepared("a guest", async |url| {
        let store = PostgresStore::connect(url, patient()).await.unwrap();
        store.migrate().await.unwrap();
        let guest = GUEST.get_or_init(|| Guest::of(url)).await;
        store.give_privileges_to(&guest.role).await.unwrap();
        store.close().await;
    });
    let database = database.await;
    let options = PostgresOptions {
        clock: Some(clock.clone()),
        ..patient()
    };
    let guest = GUEST.get_or_init(|| Guest::of(database.template_url()));
    let guest = guest.await.at(database.url());
    let store = PostgresStore::connect(&guest.url, options).await.unwrap();
    Harness::new(Stores::of(Arc::new(store)), clock).keeping(database)
}

neurocards_testkit::conformance_tests!(fresh = fresh);

#[test]
fn random_sequences_give_the_answers_of_the_model() {
    compare_with_model(fresh, 20);
}

#[test]
fn crowds_at_once_leave_the_books_sound() {
    let_crowds_act(fresh, 8);
}
