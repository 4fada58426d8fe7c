//! The contracts of the store ports, kept by the store on Postgres.
#![cfg(feature = "postgres")]

use std::sync::Arc;

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_core::ports::Stores;
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::conformance::{Harness, compare_with_model};
use neurocards_testkit::postgres::TestDatabase;

async fn fresh(clock: Arc<HandClock>) -> Harness {
    let database = TestDatabase::prepared(async |url| {
        let options = PostgresOptions::default();
        let store = PostgresStore::connect(url, options).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await;
    });
    let database = database.await;
    let options = PostgresOptions {
        clock: Some(clock.clone()),
        ..PostgresOptions::default()
    };
    let store = PostgresStore::connect(database.url(), options)
        .await
        .unwrap();
    Harness::new(Stores::of(Arc::new(store)), clock).keeping(database)
}

neurocards_testkit::conformance_tests!(fresh = fresh);

#[test]
fn random_sequences_give_the_answers_of_the_model() {
    compare_with_model(fresh, 20);
}
