use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use neurocards_adapters::postgres::PostgresStore;
use neurocards_core::chat::delivery::DeliveryEnd;
use neurocards_core::chat::update::Turn;
use neurocards_core::ids::{UserId, WorkerId};
use neurocards_core::ports::Stores;
use neurocards_testkit::factory::{a_fault, a_grant, a_video, a_visitor, an_order, an_update};
use neurocards_testkit::ids::SeededIds;
use neurocards_testkit::postgres::TestDatabase;
use sqlx::{Connection, PgConnection};

use crate::patience::postgres::patient;
use crate::rig::{LEASE_FOR, migrated};

/// A store as in production: by the clock of the database.
async fn production() -> (TestDatabase, Stores) {
    let database = migrated().await;
    let store = PostgresStore::connect(database.url(), patient())
        .await
        .unwrap();
    let stores = Stores::of(Arc::new(store));
    stores.users.meet(&a_visitor(UserId(1))).await.unwrap();
    let grant = a_grant(UserId(1), "welcome:1", 10);
    stores.ledger.grant(&grant).await.unwrap();
    (database, stores)
}

fn worker() -> WorkerId {
    WorkerId("worker-1".to_owned())
}

#[tokio::test]
async fn leases_and_deadlines_are_judged_by_the_clock_of_the_database() {
    let (database, stores) = production().await;
    let order = an_order().within(LEASE_FOR).build(&SeededIds::new(1));
    stores.jobs.place(&order).await.unwrap();
    let first = stores
        .jobs
        .claim(&worker(), 1, Duration::ZERO)
        .await
        .unwrap();
    let again = stores.jobs.claim(&worker(), 1, LEASE_FOR).await.unwrap();
    assert_eq!(
        again[0].job.crashes, 1,
        "a lease of nothing is over at once"
    );
    assert!(
        stores
            .jobs
            .claim(&worker(), 1, LEASE_FOR)
            .await
            .unwrap()
            .is_empty()
    );
    let job = &again[0].job;
    assert_eq!(
        (job.deadline_at - job.created_at).to_std().unwrap(),
        LEASE_FOR
    );
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    let now: DateTime<Utc> = sqlx::query_scalar("select now()")
        .fetch_one(&mut rows)
        .await
        .unwrap();
    assert!(first[0].now <= again[0].now && again[0].now <= now);
    assert!(now - first[0].now < TimeDelta::minutes(1));
}

#[tokio::test]
async fn a_whole_life_goes_by_the_clock_of_the_database() {
    let (_database, stores) = production().await;
    let order = an_order().videos(3).build(&SeededIds::new(1));
    stores.inbox.store(&[an_update(1, 1)]).await.unwrap();
    let update = stores
        .inbox
        .claim(&worker(), 1, LEASE_FOR)
        .await
        .unwrap()
        .remove(0);
    let place = neurocards_core::chat::update::Write::Place(Box::new(order.clone()));
    let turn = Turn {
        writes: vec![place],
        ..Turn::default()
    };
    stores.inbox.commit(&update.lease, &turn).await.unwrap();
    stores.inbox.close(update.lease).await.unwrap();
    let mut claimed = stores.jobs.claim(&worker(), 3, LEASE_FOR).await.unwrap();
    let (one, two, three) = (claimed.remove(0), claimed.remove(0), claimed.remove(0));
    stores.jobs.complete(one.lease, &a_video()).await.unwrap();
    stores.jobs.fail(two.lease, &a_fault()).await.unwrap();
    stores.jobs.snooze(three.lease, LEASE_FOR).await.unwrap();
    stores.jobs.hold(LEASE_FOR).await.unwrap();
    assert!(
        stores
            .jobs
            .claim(&worker(), 3, LEASE_FOR)
            .await
            .unwrap()
            .is_empty()
    );
    let card = stores
        .outbox
        .claim(&worker(), 9, LEASE_FOR)
        .await
        .unwrap()
        .remove(0);
    let closed = stores
        .outbox
        .close(card.lease, &DeliveryEnd::Blocked, LEASE_FOR)
        .await;
    closed.unwrap();
    assert!(stores.jobs.card(order.id).await.unwrap().is_some());
    assert_eq!(stores.inbox.prune(LEASE_FOR).await.unwrap(), 0);
    assert_eq!(stores.ledger.audit(100).await.unwrap(), []);
}
