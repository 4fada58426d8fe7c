//! From the commit of an order to the claim of its job, on Postgres with fsync as the server has
//! it: through our queue, and by hand with the same statements every project would write (insert,
//! NOTIFY, LISTEN, `FOR UPDATE SKIP LOCKED`). Run it with `scripts/bench`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_adapters::system::SystemIds;
use neurocards_core::ids::{UserId, WorkerId};
use neurocards_core::ports::{CreditLedger, JobQueue, Topic, Users, WakeUp};
use neurocards_testkit::factory::{a_grant, a_product, a_visitor, an_order};
use neurocards_testkit::postgres::TestDatabase;
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::mpsc;

const ROUNDS: usize = 300;

#[tokio::main]
async fn main() {
    let ours = summary(ours().await);
    let by_hand = summary(by_hand().await);
    println!("pick-up after commit, {ROUNDS} rounds      p50 ms   p99 ms");
    println!(
        "neurocards, order with hold and card  {:>7.2}  {:>7.2}",
        ours.0, ours.1
    );
    println!(
        "by hand, one bare row                 {:>7.2}  {:>7.2}",
        by_hand.0, by_hand.1
    );
    println!(
        "ratio                                 {:>7.2}  {:>7.2}",
        ours.0 / by_hand.0,
        ours.1 / by_hand.1
    );
}

fn summary(mut spans: Vec<Duration>) -> (f64, f64) {
    spans.sort();
    let at = |share: usize| spans[spans.len() * share / 100].as_secs_f64() * 1_000.0;
    (at(50), at(99))
}

async fn ours() -> Vec<Duration> {
    let server = TestDatabase::create().await;
    let open = || PostgresStore::connect(server.url(), PostgresOptions::default());
    let (bot, worker) = (
        Arc::new(open().await.unwrap()),
        Arc::new(open().await.unwrap()),
    );
    bot.migrate().await.unwrap();
    let user = UserId(1);
    bot.meet(&a_visitor(user)).await.unwrap();
    bot.grant(&a_grant(user, "bench", 1_000)).await.unwrap();
    let product = a_product(user, &SystemIds);
    let (told, mut claims) = mpsc::channel(1);
    let taker = tokio::spawn(async move {
        let id = WorkerId("bench".to_owned());
        loop {
            let jobs = worker.claim(&id, 16, Duration::from_mins(1)).await.unwrap();
            for _ in &jobs {
                if told.send(Instant::now()).await.is_err() {
                    return;
                }
            }
            if jobs.is_empty() {
                worker.wait(Topic::Jobs, Duration::from_secs(1)).await;
            }
        }
    });
    let mut spans = Vec::new();
    for _ in 0..ROUNDS {
        let order = an_order().of(user).showing(&product).build(&SystemIds);
        bot.place(&order).await.unwrap();
        let committed = Instant::now();
        let at = claims.recv().await.unwrap();
        spans.push(at.saturating_duration_since(committed));
    }
    taker.abort();
    spans
}

async fn by_hand() -> Vec<Duration> {
    let server = TestDatabase::create().await;
    let pool = PgPool::connect(server.url()).await.unwrap();
    sqlx::query(
        "create table work (id bigserial primary key, done boolean not null default false)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let mut listener = PgListener::connect(server.url()).await.unwrap();
    listener.listen("work").await.unwrap();
    let claims = pool.clone();
    let (told, mut seen) = mpsc::channel(1);
    let taker = tokio::spawn(async move {
        loop {
            let row = sqlx::query(
                "update work set done = true where id = (select id from work where not done \
                 order by id limit 1 for update skip locked) returning id",
            );
            if row.fetch_optional(&claims).await.unwrap().is_none() {
                listener.recv().await.unwrap();
            } else if told.send(Instant::now()).await.is_err() {
                return;
            }
        }
    });
    let mut spans = Vec::new();
    for _ in 0..ROUNDS {
        let mut tx = pool.begin().await.unwrap();
        sqlx::query("insert into work default values")
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("select pg_notify('work', '')")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let committed = Instant::now();
        let at = seen.recv().await.unwrap();
        spans.push(at.saturating_duration_since(committed));
    }
    taker.abort();
    spans
}
