//! Orders of three videos placed per second, on Postgres with fsync as the server has it: through
//! our store, and by hand with pgbench, which writes the same rows into the same tables. Once in
//! empty tables, once beside a million old orders, in turns. Run it with `scripts/bench`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_adapters::system::SystemIds;
use neurocards_core::ids::{ProductId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::Grant;
use neurocards_core::ports::{CreditLedger, IdSource, JobQueue, Users};
use neurocards_core::work::order::NewOrder;
use neurocards_core::work::product::Product;
use neurocards_testkit::factory::{a_grant, a_product, a_video, a_visitor, an_order};
use neurocards_testkit::postgres::TestDatabase;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

const USERS: i64 = 1_000;
const CLIENTS: [u32; 3] = [1, 10, 50];
/// One run of one side. A round is a run of every side, and ratios are of one round: a machine has
/// slow minutes. The median of the rounds counts.
const RUN_FOR: Duration = Duration::from_secs(2);
const ROUNDS: usize = 21;

/// Orders per second, round by round.
#[derive(Default)]
struct Rates {
    ours: Vec<f64>,
    by_hand: Vec<f64>,
}

#[tokio::main]
async fn main() {
    let (empty, full) = (TestDatabase::create().await, TestDatabase::create().await);
    furnish(&empty).await;
    furnish(&full).await;
    fill(&full).await;
    println!(
        "orders of 3 videos placed per second, {}",
        fsync(&full).await
    );
    println!("clients  tables                  ours  by hand  ratio");
    for clients in CLIENTS {
        let [empty, full] = measure([&empty, &full], clients).await;
        tell(clients, "empty", &empty);
        tell(clients, "1,000,000 old orders", &full);
        println!(
            "{clients:>7}  old orders cost       {:>4.1} %   {:>4.1} %",
            100.0 * (1.0 - ratio(&full.ours, &empty.ours)),
            100.0 * (1.0 - ratio(&full.by_hand, &empty.by_hand))
        );
    }
    audit(&full).await;
}

fn tell(clients: u32, tables: &str, Rates { ours, by_hand }: &Rates) {
    let ratio = ratio(ours, by_hand);
    let (ours, by_hand) = (median(ours.clone()), median(by_hand.clone()));
    println!("{clients:>7}  {tables:<20}  {ours:>6.0}  {by_hand:>7.0}  {ratio:>5.2}");
}

async fn fsync(database: &TestDatabase) -> String {
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    sqlx::query_scalar("select 'fsync ' || current_setting('fsync')")
        .fetch_one(&mut rows)
        .await
        .unwrap()
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

async fn fill(database: &TestDatabase) {
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    for statement in script("old_orders.sql").split(";\n") {
        let statement = AssertSqlSafe(statement.to_owned());
        sqlx::raw_sql(statement).execute(&mut rows).await.unwrap();
    }
}

/// The rates in each database.
async fn measure(databases: [&TestDatabase; 2], clients: u32) -> [Rates; 2] {
    let mut rates = [Rates::default(), Rates::default()];
    for _ in 0..ROUNDS {
        for (database, rates) in databases.iter().zip(&mut rates) {
            rates.ours.push(place(database, clients).await);
            rates.by_hand.push(by_hand(database, clients));
        }
    }
    rates
}

fn ratio(rates: &[f64], of: &[f64]) -> f64 {
    let rounds = rates.iter().zip(of);
    median(rounds.map(|(rate, of)| rate / of).collect())
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// The rate once all are connected, as pgbench counts it, too.
async fn place(database: &TestDatabase, clients: u32) -> f64 {
    let store = Arc::new(store(database, clients).await);
    let connected = Arc::new(Barrier::new(usize::try_from(clients).unwrap()));
    let mut crowd = JoinSet::new();
    for _ in 0..clients {
        let (store, connected) = (store.clone(), connected.clone());
        crowd.spawn(async move {
            store.place(&order_of(any_user())).await.unwrap();
            connected.wait().await;
            let (began, mut placed) = (Instant::now(), 0);
            while began.elapsed() < RUN_FOR {
                store.place(&order_of(any_user())).await.unwrap();
                placed += 1;
            }
            f64::from(placed) / began.elapsed().as_secs_f64()
        });
    }
    let rates = crowd.join_all().await;
    store.close().await;
    rates.iter().sum()
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
