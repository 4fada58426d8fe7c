//! The contracts of the store ports, kept through a PgBouncer in transaction mode.

use std::sync::Arc;

use neurocards_adapters::postgres::{Pooler, PostgresOptions, PostgresStore};
use neurocards_core::ports::Stores;
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::conformance::{Harness, compare_with_model, let_crowds_act};
use neurocards_testkit::postgres::{PgBouncer, Sessions};

use crate::patience::postgres::patient;
use crate::rig::migrated;

async fn through(sessions: Sessions, clock: Arc<HandClock>) -> Harness {
    let database = migrated().await;
    let bouncer = PgBouncer::start(sessions);
    let options = PostgresOptions {
        clock: Some(clock.clone()),
        pooler: Pooler::Transaction,
        ..patient()
    };
    let url = bouncer.at(database.url());
    let store = PostgresStore::connect(&url, options).await.unwrap();
    Harness::new(Stores::of(Arc::new(store)), clock).keeping((bouncer, database))
}

/// Each transaction has a session of the server that nobody used before, or will use after it.
async fn fresh(clock: Arc<HandClock>) -> Harness {
    through(Sessions::Fresh, clock).await
}

/// Three sessions of the server serve all connections, transaction by transaction.
async fn shared(clock: Arc<HandClock>) -> Harness {
    through(Sessions::Shared, clock).await
}

neurocards_testkit::conformance_tests!(fresh = shared);

#[test]
fn random_sequences_give_the_answers_of_the_model_with_a_session_for_each_transaction() {
    compare_with_model(fresh, 1);
}

#[test]
fn crowds_at_once_leave_the_books_sound() {
    let_crowds_act(shared, 4);
}
