use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_adapters::sqlite::{SqliteOptions, SqliteStore};
use neurocards_core::ids::{UserId, WorkerId};
use neurocards_core::job::Claimed;
use neurocards_core::order::NewOrder;
use neurocards_core::ports::Stores;
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::factory::{OrderBuilder, a_grant, a_visitor};
use neurocards_testkit::ids::SeededIds;
use neurocards_testkit::postgres::TestDatabase;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{PgPool, SqlitePool};

pub(crate) const LEASE_FOR: Duration = Duration::from_mins(1);

/// A fresh store whose time stands still, and a way past the ports to the rows.
pub(crate) struct Rig {
    pub(crate) stores: Stores,
    pub(crate) ids: SeededIds,
    rows: Rows,
    _kept: Box<dyn Any + Send + Sync>,
}

enum Rows {
    Postgres(PgPool),
    Sqlite(SqlitePool),
}

/// A database with the schema of the store.
pub(crate) async fn migrated() -> TestDatabase {
    let prepared = TestDatabase::prepared(async |url| {
        let options = PostgresOptions::default();
        let store = PostgresStore::connect(url, options).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await;
    });
    prepared.await
}

/// A store on a migrated database, with time moved by hand.
pub(crate) async fn postgres_store(url: &str, clock: &Arc<HandClock>) -> PostgresStore {
    let options = PostgresOptions {
        clock: Some(clock.clone()),
        ..PostgresOptions::default()
    };
    PostgresStore::connect(url, options).await.unwrap()
}

impl Rig {
    pub(crate) async fn postgres() -> Self {
        let (database, clock) = (migrated().await, HandClock::new());
        let store = postgres_store(database.url(), &clock).await;
        Self {
            stores: Stores::of(Arc::new(store)),
            ids: SeededIds::new(1),
            rows: Rows::Postgres(PgPool::connect(database.url()).await.unwrap()),
            _kept: Box::new(database),
        }
    }

    pub(crate) async fn sqlite() -> Self {
        let (folder, clock) = (tempfile::tempdir().unwrap(), HandClock::new());
        let file = folder.path().join("store.db");
        let options = SqliteOptions {
            clock: clock.clone(),
            ..SqliteOptions::default()
        };
        let store = SqliteStore::open(&file, options).await.unwrap();
        store.migrate().await.unwrap();
        let rows = SqliteConnectOptions::new().filename(&file);
        Self {
            stores: Stores::of(Arc::new(store)),
            ids: SeededIds::new(1),
            rows: Rows::Sqlite(SqlitePool::connect_with(rows).await.unwrap()),
            _kept: Box::new(folder),
        }
    }

    /// Runs a statement past the ports; the number of rows it changed, or the database's refusal.
    pub(crate) async fn raw(&self, sql: &'static str) -> Result<u64, sqlx::Error> {
        match &self.rows {
            Rows::Postgres(pool) => {
                let done = sqlx::query(sql).execute(pool).await?;
                Ok(done.rows_affected())
            }
            Rows::Sqlite(pool) => {
                let done = sqlx::query(sql).execute(pool).await?;
                Ok(done.rows_affected())
            }
        }
    }

    /// A user we have met, with credits.
    pub(crate) async fn user(&self, id: i64, credits: u16) -> UserId {
        let user = UserId(id);
        self.stores.users.meet(&a_visitor(user)).await.unwrap();
        let grant = a_grant(user, &format!("welcome:{id}"), credits);
        self.stores.ledger.grant(&grant).await.unwrap();
        user
    }

    pub(crate) async fn place(&self, order: OrderBuilder) -> NewOrder {
        let order = order.build(&self.ids);
        self.stores.jobs.place(&order).await.unwrap();
        order
    }

    pub(crate) async fn claim(&self, limit: u16) -> Vec<Claimed> {
        let worker = WorkerId("worker-1".to_owned());
        let claimed = self.stores.jobs.claim(&worker, limit, LEASE_FOR).await;
        claimed.unwrap()
    }

    /// Whether every invariant holds.
    pub(crate) async fn assert_sound(&self) {
        assert_eq!(self.stores.ledger.audit().await.unwrap(), []);
    }
}
