//! How many jobs our store on Postgres claims and completes per second, and how many orders it
//! places, one caller after the other. It names ports only, so that the same file measures any
//! version whose ports are these: build it from two checkouts and run both in turns with
//! `cargo bench -p neurocards-tests --bench steps -- [rounds]`.

use std::time::{Duration, Instant};

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_adapters::system::SystemIds;
use neurocards_core::ids::{UserId, WorkerId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::Grant;
use neurocards_core::ports::{CreditLedger, JobQueue, Users};
use neurocards_core::work::product::Product;
use neurocards_testkit::factory::{a_grant, a_product, a_video, a_visitor, an_order};
use neurocards_testkit::postgres::TestDatabase;

const USERS: i64 = 100;

/// Orders of one round, each of three videos.
const ORDERS: usize = 200;
const VIDEOS: usize = 3;

/// Jobs of one claim, as a busy worker asks for them.
const BATCH: u16 = 10;

/// Rounds if the command line says nothing. The median of the rounds counts.
const ROUNDS: usize = 21;

/// How long each step of a round took, per call.
#[derive(Default)]
struct Spans {
    place: Vec<Duration>,
    claim: Vec<Duration>,
    complete: Vec<Duration>,
}

#[tokio::main]
async fn main() {
    let rounds = std::env::args().find_map(|word| word.parse().ok());
    let rounds: usize = rounds.unwrap_or(ROUNDS);
    let database = TestDatabase::create().await;
    let options = PostgresOptions::default();
    let store = PostgresStore::connect(database.url(), options)
        .await
        .unwrap();
    store.migrate().await.unwrap();
    let products = furnish(&store).await;
    let mut spans = Spans::default();
    for _ in 0..=rounds {
        measure(&store, &products, &mut spans).await;
    }
    assert_eq!(store.audit(10).await.unwrap(), []);
    store.close().await;
    println!("calls of one store, median of {rounds} rounds, in microseconds");
    tell("place, 3 videos", spans.place);
    tell("claim, 10 jobs", spans.claim);
    tell("complete", spans.complete);
}

/// The first round only warms up.
fn tell(step: &str, mut spans: Vec<Duration>) {
    spans.remove(0);
    spans.sort();
    println!("{step:<16} {:>8}", spans[spans.len() / 2].as_micros());
}

/// Users with credits and a product each.
async fn furnish(store: &PostgresStore) -> Vec<Product> {
    let mut products = Vec::new();
    for user in (1..=USERS).map(UserId) {
        store.meet(&a_visitor(user)).await.unwrap();
        let grant = Grant {
            amount: Credits::new(500_000_000).unwrap(),
            ..a_grant(user, &format!("bench:{user}"), 0)
        };
        store.grant(&grant).await.unwrap();
        products.push(a_product(user, &SystemIds));
    }
    products
}

/// One round: orders are placed, and all of their jobs are claimed and completed.
async fn measure(store: &PostgresStore, products: &[Product], spans: &mut Spans) {
    let orders: Vec<_> = products
        .iter()
        .cycle()
        .take(ORDERS)
        .map(|product| {
            let order = an_order().of(product.user).showing(product);
            order.videos(VIDEOS).build(&SystemIds)
        })
        .collect();
    let began = Instant::now();
    for order in &orders {
        store.place(order).await.unwrap();
    }
    spans.place.push(per_call(began, ORDERS));

    let (worker, lease_for) = (WorkerId("bench".to_owned()), Duration::from_hours(1));
    let (mut claimed, mut calls) = (Vec::new(), 0);
    let began = Instant::now();
    while claimed.len() < ORDERS * VIDEOS {
        claimed.extend(store.claim(&worker, BATCH, lease_for).await.unwrap());
        calls += 1;
    }
    spans.claim.push(per_call(began, calls));

    let video = a_video();
    let began = Instant::now();
    for claimed in claimed {
        store.complete(claimed.lease, &video).await.unwrap();
    }
    spans.complete.push(per_call(began, ORDERS * VIDEOS));
}

fn per_call(began: Instant, calls: usize) -> Duration {
    began.elapsed() / u32::try_from(calls).unwrap()
}
