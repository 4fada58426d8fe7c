use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_adapters::sqlite::{SqliteOptions, SqliteStore};
use neurocards_core::ids::{JobId, Nonce, UserId, WorkerId};
use neurocards_core::ports::Stores;
use neurocards_core::work::job::{Claimed, Progress};
use neurocards_core::work::order::NewOrder;
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::factory::{OrderBuilder, a_fault, a_grant, a_video, a_visitor, an_order};
use neurocards_testkit::ids::SeededIds;
use neurocards_testkit::postgres::{Guest, TestDatabase};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

use crate::patience;
use crate::payers::REWARDS;

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
    let prepared = TestDatabase::prepared("its owner", async |url| {
        let store = PostgresStore::connect(url, patience::postgres::patient());
        let store = store.await.unwrap();
        store.migrate().await.unwrap();
        store.close().await;
    });
    prepared.await
}

/// A store on a migrated database, with time moved by hand.
pub(crate) async fn postgres_store(url: &str, clock: &Arc<HandClock>) -> PostgresStore {
    let options = PostgresOptions {
        clock: Some(clock.clone()),
        ..patience::postgres::patient()
    };
    PostgresStore::connect(url, options).await.unwrap()
}

impl Rig {
    pub(crate) async fn postgres() -> Self {
        let database = migrated().await;
        let url = database.url().to_owned();
        Self::on(database, &url).await
    }

    /// As [`Rig::postgres`], as a role that has what the programs need and no more.
    pub(crate) async fn guest() -> Self {
        let database = migrated().await;
        let guest = Guest::of(database.url()).await;
        let owner = postgres_store(database.url(), &HandClock::new()).await;
        owner.give_privileges_to(&guest.role).await.unwrap();
        Self::on(database, &guest.url).await
    }

    async fn on(database: TestDatabase, url: &str) -> Self {
        let store = postgres_store(url, &HandClock::new()).await;
        store.migrate().await.unwrap();
        Self {
            stores: Stores::of(Arc::new(store)),
            ids: SeededIds::new(1),
            rows: Rows::Postgres(PgPool::connect(url).await.unwrap()),
            _kept: Box::new(database),
        }
    }

    pub(crate) async fn sqlite() -> Self {
        let (folder, clock) = (tempfile::tempdir().unwrap(), HandClock::new());
        let file = folder.path().join("store.db");
        let options = SqliteOptions {
            clock: clock.clone(),
            ..patience::sqlite::patient()
        };
        let store = SqliteStore::open(&file, options).await.unwrap();
        store.migrate().await.unwrap();
        let rows = SqliteConnectOptions::new().filename(&file);
        // One, so that a pragma stays.
        let one = SqlitePoolOptions::new().max_connections(1);
        Self {
            stores: Stores::of(Arc::new(store)),
            ids: SeededIds::new(1),
            rows: Rows::Sqlite(one.connect_with(rows).await.unwrap()),
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

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.rows, Rows::Postgres(_))
    }

    /// The one number that a query past the ports answers.
    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        let number = match &self.rows {
            Rows::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
            Rows::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
        };
        number.unwrap()
    }

    /// The words that a query past the ports answers.
    pub(crate) async fn words(&self, sql: &'static str) -> Vec<String> {
        let words = match &self.rows {
            Rows::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await,
            Rows::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await,
        };
        words.unwrap()
    }

    /// The one text that a query past the ports answers.
    pub(crate) async fn text(&self, sql: &str) -> String {
        let sql = AssertSqlSafe(sql.to_owned());
        let text = match &self.rows {
            Rows::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
            Rows::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
        };
        text.unwrap()
    }

    /// Runs a whole script past the ports.
    pub(crate) async fn script(&self, sql: &str) {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let done = match &self.rows {
            Rows::Postgres(pool) => script.execute(pool).await.map(drop),
            Rows::Sqlite(pool) => script.execute(pool).await.map(drop),
        };
        done.unwrap();
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
        let claimed = self.stores.jobs.claim(&a_worker(), limit, LEASE_FOR).await;
        claimed.unwrap()
    }

    /// Whether every invariant holds.
    pub(crate) async fn assert_sound(&self) {
        assert_eq!(self.stores.ledger.audit(100).await.unwrap(), []);
    }
}

/// One user, who bought two credits, and a job of theirs in each state that lasts.
pub(crate) struct Life {
    pub(crate) user: UserId,
    pub(crate) succeeded: JobId,
    pub(crate) failed: JobId,
    pub(crate) queued: JobId,
}

pub(crate) async fn a_life(rig: &Rig) -> Life {
    let user = rig.user(1, 6).await;
    let charge = rig.invoiced(user, 2, "charge-1").await;
    rig.stores.payments.book(&charge, &REWARDS).await.unwrap();
    rig.place(an_order().of(user).videos(3)).await;
    let jobs = &rig.stores.jobs;
    let mut claimed = rig.claim(3).await;
    let (one, two, three) = (claimed.remove(0), claimed.remove(0), claimed.remove(0));
    let life = Life {
        user,
        succeeded: one.job.id,
        failed: two.job.id,
        queued: three.job.id,
    };
    let nonce = Nonce::from_bits(1);
    let begun = Progress::AttemptBegun { no: 1, nonce };
    jobs.record(&three.lease, &begun).await.unwrap();
    jobs.complete(one.lease, &a_video()).await.unwrap();
    jobs.fail(two.lease, &a_fault()).await.unwrap();
    jobs.snooze(three.lease, Duration::ZERO).await.unwrap();
    life
}

pub(crate) fn a_worker() -> WorkerId {
    WorkerId("worker-1".to_owned())
}
