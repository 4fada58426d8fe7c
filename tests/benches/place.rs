//! Orders of three videos placed per second, on Postgres with fsync as the server has it: through
//! our store, and by hand with pgbench, which writes the same rows into the same tables. Once in
//! empty tables, once beside a million old orders. Run it with `scripts/bench`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_adapters::system::SystemIds;
use neurocards_core::credits::Credits;
use neurocards_core::ids::{ProductId, UserId};
use neurocards_core::ledger::Grant;
use neurocards_core::order::NewOrder;
use neurocards_core::ports::{CreditLedger, IdSource, JobQueue, Users};
use neurocards_core::product::Product;
use neurocards_testkit::factory::{a_grant, a_product, a_video, a_visitor, an_order};
use neurocards_testkit::postgres::TestDatabase;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::task::JoinSet;

const USERS: i64 = 1_000;
const CLIENTS: [u32; 3] = [1, 10, 50];
/// One run of one side; sides take turns, and the median counts.
const RUN_FOR: Duration = Duration::from_secs(5);
const RUNS: usize = 5;

#[tokio::main]
async fn main() {
    let database = TestDatabase::create().await;
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    let fsync: String = sqlx::query_scalar("show fsync")
        .fetch_one(&mut rows)
        .await
        .unwrap();
    println!("orders of 3 videos placed per second, fsync {fsync}");
    println!("tables                clients    ours  by hand  ratio");
    furnish(&database).await;
    let empty = measure(&database, "empty").await;
    fill(&mut rows).await;
    let full = measure(&database, "1,000,000 old orders").await;
    for ((clients, empty), full) in CLIENTS.iter().zip(empty).zip(full) {
        println!(
            "old orders cost {:>5.1} % at {clients} clients",
            100.0 * (1.0 - full / empty)
        );
    }
    audit(&database).await;
}

async fn store(database: &TestDatabase, connections: u32) -> PostgresStore {
    let options = PostgresOptions {
        connections: connections.max(PostgresOptions::default().connections),
        ..PostgresOptions::default()
    };
    PostgresStore::connect(database.url(), options)
        .await
        .unwrap()
}

/// Users with credits and a product each.
async fn furnish(database: &TestDatabase) {
    let store = store(database, 1).await;
    store.migrate().await.unwrap();
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    for id in 1..=USERS {
        store.meet(&a_visitor(UserId(id))).await.unwrap();
        let grant = Grant {
            amount: Credits::new(500_000_000).unwrap(),
            ..a_grant(UserId(id), &format!("bench:{id}"), 0)
        };
        store.grant(&grant).await.unwrap();
        let product = product_of(UserId(id));
        sqlx::query(
            "insert into products (id, user_id, photo, description, created_at)
            values ($1, $2, $3, $4, now())",
        )
        .bind(product.id.0)
        .bind(id)
        .bind(product.photo.as_str())
        .bind(product.description.as_str())
        .execute(&mut rows)
        .await
        .unwrap();
    }
}

fn product_of(user: UserId) -> Product {
    let id = format!("00000000-0000-4000-9000-{:012x}", user.0);
    Product {
        id: ProductId(id.parse().unwrap()),
        ..a_product(user, &SystemIds)
    }
}

fn order_of(user: UserId) -> NewOrder {
    let order = an_order().of(user).showing(&product_of(user)).videos(3);
    order.build(&SystemIds)
}

/// A script with the texts that an order has.
fn script(name: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("benches/place")
        .join(name);
    let order = order_of(UserId(1));
    fs::read_to_string(file)
        .unwrap()
        // To pgbench a colon before a letter is a variable.
        .replace(
            "{brief}",
            &serde_json::to_string(&order.brief)
                .unwrap()
                .replace(':', ": "),
        )
        .replace("{model}", &order.brief.format.model.0)
        .replace("{video}", &serde_json::to_string(&a_video()).unwrap())
}

async fn fill(rows: &mut PgConnection) {
    for statement in script("old_orders.sql").split(";\n") {
        let statement = AssertSqlSafe(statement.to_owned());
        sqlx::raw_sql(statement).execute(&mut *rows).await.unwrap();
    }
}

/// Prints both rates for each number of clients; answers ours.
async fn measure(database: &TestDatabase, tables: &str) -> Vec<f64> {
    let mut rates = Vec::new();
    for clients in CLIENTS {
        let (mut ours, mut hand) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            ours.push(place(database, clients).await);
            hand.push(by_hand(database, clients));
        }
        let (ours, hand) = (median(ours), median(hand));
        println!(
            "{tables:<20}  {clients:>7}  {ours:>6.0}  {hand:>7.0}  {:>5.2}",
            ours / hand
        );
        rates.push(ours);
    }
    rates
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

async fn place(database: &TestDatabase, clients: u32) -> f64 {
    let store = Arc::new(store(database, clients).await);
    let placed = Arc::new(AtomicU32::new(0));
    let until = Instant::now() + RUN_FOR;
    let mut crowd = JoinSet::new();
    for _ in 0..clients {
        let (store, placed) = (store.clone(), placed.clone());
        crowd.spawn(async move {
            while Instant::now() < until {
                store.place(&order_of(any_user())).await.unwrap();
                placed.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    crowd.join_all().await;
    store.close().await;
    f64::from(placed.load(Ordering::Relaxed)) / RUN_FOR.as_secs_f64()
}

fn any_user() -> UserId {
    let low = SystemIds.uuid().as_u64_pair().1;
    UserId(i64::try_from(low % 1_000).unwrap() + 1)
}

fn by_hand(database: &TestDatabase, clients: u32) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("by_hand.sql");
    fs::write(&file, script("by_hand.sql")).unwrap();
    let run = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
        .arg(format!("--client={clients}"))
        .arg(format!("--time={}", RUN_FOR.as_secs()))
        .arg(format!("--file={}", file.display()))
        // What follows is for sqlx.
        .arg(database.url().split('?').next().unwrap())
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let told = String::from_utf8(run.stdout).unwrap();
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
    rate.unwrap().split(' ').next().unwrap().parse().unwrap()
}

/// Whether all that was measured was sound, and how long it takes to know.
async fn audit(database: &TestDatabase) {
    let store = store(database, 1).await;
    let began = Instant::now();
    assert_eq!(store.audit(10).await.unwrap(), []);
    println!("audit of it all: {:.1} s", began.elapsed().as_secs_f64());
}
