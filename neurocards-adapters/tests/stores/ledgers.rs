use std::str::FromStr;
use std::time::Duration;

use neurocards_adapters::postgres::PostgresLedger;
use neurocards_adapters::sqlite::SqliteLedger;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::account::AccountError;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Balance, Hold, Release, Written};
use neurocards_core::page::Page;
use neurocards_core::ports::{CreditLedger, LedgerError};
use neurocards_testkit::factory::{a_chargeback, a_correction, a_grant, a_purchase};
use neurocards_testkit::postgres::{PgBouncer, Sessions, TestDatabase};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{Connection, PgPool};
use uuid::Uuid;

#[expect(dead_code, reason = "its `main` runs as an example")]
#[path = "../../examples/ledger_only.rs"]
mod example;

/// No slow machine takes this long.
const WITHIN: Duration = Duration::from_mins(1);
const USER: UserId = UserId(7);
const WHOLE: Page = Page {
    offset: 0,
    limit: 100,
};

fn booking(number: u128) -> JobId {
    JobId(Uuid::from_u128(number))
}

fn a_hold(booking: JobId, amount: u16) -> Hold {
    Hold {
        job: booking,
        user: USER,
        amount: Credits::small(amount),
        reason: Reason::of("a room for one night"),
        by: Actor::User,
    }
}

fn an_end(booking: JobId) -> Release {
    Release {
        job: booking,
        reason: Reason::of("the guest has left"),
        by: Actor::System,
    }
}

fn has(available: u16, held: u16) -> Balance {
    Balance {
        available: Credits::small(available),
        held: Credits::small(held),
    }
}

/// A shop that is not ours: a table of its own, and a ledger beside it.
macro_rules! a_foreign_shop {
    ($shop:ident, $connection:ty) => {
        /// The shop's own row and the hold: both or none.
        async fn book(
            &self,
            number: i64,
            amount: u16,
            commit: bool,
        ) -> Result<Written, LedgerError> {
            let mut tx = self.pool.begin_with($shop::BEGIN).await.unwrap();
            sqlx::query("insert into bookings (number) values ($1)")
                .bind(number)
                .execute(&mut *tx)
                .await
                .unwrap();
            let hold = a_hold(booking(number.unsigned_abs().into()), amount);
            let held = self.ledger.hold_in(&mut tx, &hold).await;
            if commit && held.is_ok() {
                tx.commit().await.unwrap();
            }
            held
        }

        async fn bookings(&self) -> i64 {
            let count = sqlx::query_scalar("select count(*) from bookings");
            count.fetch_one(&self.pool).await.unwrap()
        }

        async fn capture(&self, number: u128) -> Result<Written, LedgerError> {
            let mut tx = self.pool.begin_with($shop::BEGIN).await.unwrap();
            let end = an_end(booking(number));
            let done = self.ledger.capture_in(&mut tx, &end).await;
            tx.commit().await.unwrap();
            done
        }

        async fn refund(&self, number: u128) -> Result<Written, LedgerError> {
            let mut tx = self.pool.begin_with($shop::BEGIN).await.unwrap();
            let end = an_end(booking(number));
            let done = self.ledger.refund_in(&mut tx, &end).await;
            tx.commit().await.unwrap();
            done
        }

        /// Everything else that moves money, in one transaction, seen from within.
        async fn trade(&self) {
            let mut tx = self.pool.begin_with($shop::BEGIN).await.unwrap();
            let db: &mut $connection = &mut tx;
            let (ledger, gift) = (&self.ledger, a_grant(USER, "gift", 3));
            assert_eq!(ledger.grant_in(db, &gift).await.unwrap(), Written::New);
            let again = ledger.grant_in(db, &gift).await.unwrap();
            assert_eq!(again, Written::Existing);
            let purchase = a_purchase(USER, "charge-1", 4);
            ledger.purchase_in(db, &purchase).await.unwrap();
            assert_eq!(ledger.balance_in(db, USER).await.unwrap(), has(7, 0));
            ledger
                .chargeback_in(db, &a_chargeback("charge-1"))
                .await
                .unwrap();
            let slip = a_grant(USER, "slip", 9);
            ledger.grant_in(db, &slip).await.unwrap();
            let correction = a_correction("slip");
            ledger.correct_in(db, &correction).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
}

struct OnPostgres {
    pool: PgPool,
    ledger: PostgresLedger,
    _database: TestDatabase,
}

impl OnPostgres {
    const BEGIN: &str = "begin";

    async fn open() -> Self {
        let database = TestDatabase::create().await;
        let pool = PgPool::connect(database.url()).await.unwrap();
        let own = "create table bookings (number bigint primary key)";
        sqlx::query(own).execute(&pool).await.unwrap();
        let ledger = PostgresLedger::new(pool.clone(), "the \"shop's\" ledger", WITHIN).unwrap();
        ledger.migrate().await.unwrap();
        Self {
            pool,
            ledger,
            _database: database,
        }
    }

    a_foreign_shop!(OnPostgres, sqlx::PgConnection);
}

struct OnSqlite {
    pool: SqlitePool,
    ledger: SqliteLedger,
    _folder: tempfile::TempDir,
}

impl OnSqlite {
    const BEGIN: &str = "begin immediate";

    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = SqliteConnectOptions::new()
            .filename(folder.path().join("shop.db"))
            .create_if_missing(true)
            .busy_timeout(WITHIN);
        let pool = SqlitePool::connect_with(file).await.unwrap();
        let own = "create table bookings (number integer primary key)";
        sqlx::query(own).execute(&pool).await.unwrap();
        let ledger = SqliteLedger::new(pool.clone(), WITHIN);
        ledger.migrate().await.unwrap();
        Self {
            pool,
            ledger,
            _folder: folder,
        }
    }

    a_foreign_shop!(OnSqlite, sqlx::SqliteConnection);
}

/// Makes two tests of one body: a shop on Postgres, a shop on SQLite.
macro_rules! in_both_shops {
    ($($name:ident($shop:ident) $body:block)+) => {
        mod on_postgres {
            use super::*;
            $(#[tokio::test]
            async fn $name() {
                let $shop = OnPostgres::open().await;
                $body
            })+
        }

        mod on_sqlite {
            use super::*;
            $(#[tokio::test]
            async fn $name() {
                let $shop = OnSqlite::open().await;
                $body
            })+
        }
    };
}

in_both_shops! {
    a_shop_holds_captures_and_refunds_with_its_own_rows(shop) {
        shop.trade().await;
        assert_eq!(shop.book(1, 1, true).await.unwrap(), Written::New);
        assert_eq!(shop.book(2, 2, true).await.unwrap(), Written::New);
        assert_eq!(shop.ledger.balance(USER).await.unwrap(), has(0, 3));
        assert_eq!(shop.capture(1).await.unwrap(), Written::New);
        assert_eq!(shop.refund(2).await.unwrap(), Written::New);
        assert_eq!(shop.ledger.balance(USER).await.unwrap(), has(2, 0));
        let entries = shop.ledger.statement(USER, WHOLE).await.unwrap();
        let kinds: Vec<_> = entries.iter().rev().map(|entry| entry.kind.as_str()).collect();
        let traded = ["grant", "purchase", "chargeback", "grant", "chargeback"];
        let booked = ["hold", "hold", "capture", "refund"];
        assert_eq!(kinds, [&traded[..], &booked].concat());
        assert_eq!(entries[0].reason, an_end(booking(2)).reason);
        assert_eq!(shop.ledger.audit(100).await.unwrap(), []);
        assert!(shop.ledger.has(&EntryKey::Hold(booking(1))).await.unwrap());
    }

    what_the_shop_rolls_back_never_was(shop) {
        shop.trade().await;
        assert_eq!(shop.book(1, 1, false).await.unwrap(), Written::New);
        assert_eq!(shop.bookings().await, 0);
        assert_eq!(shop.ledger.balance(USER).await.unwrap(), has(3, 0));
        assert!(!shop.ledger.has(&EntryKey::Hold(booking(1))).await.unwrap());
        assert_eq!(shop.book(1, 1, true).await.unwrap(), Written::New);
        assert_eq!(shop.ledger.audit(100).await.unwrap(), []);
    }

    a_hold_ends_once(shop) {
        shop.trade().await;
        for number in [1, 2] {
            shop.book(number, 1, true).await.unwrap();
        }
        shop.capture(1).await.unwrap();
        assert_eq!(shop.capture(1).await.unwrap(), Written::Existing);
        assert!(matches!(shop.refund(1).await, Err(LedgerError::Ended(job)) if job == booking(1)));
        shop.refund(2).await.unwrap();
        assert_eq!(shop.refund(2).await.unwrap(), Written::Existing);
        assert!(matches!(shop.capture(2).await, Err(LedgerError::Ended(job)) if job == booking(2)));
        let nothing = shop.capture(3).await;
        assert!(matches!(nothing, Err(LedgerError::NothingHeld(job)) if job == booking(3)));
        assert_eq!(shop.ledger.audit(100).await.unwrap(), []);
    }

    a_hold_is_refused_by_name(shop) {
        let few = shop.book(1, 4, true).await;
        assert!(matches!(few, Err(LedgerError::Account(AccountError::Insufficient { balance: Credits::ZERO, .. }))));
        shop.trade().await;
        let few = shop.book(1, 4, true).await;
        let (has, needs) = (Credits::small(3), Credits::small(4));
        assert!(matches!(
            few,
            Err(LedgerError::Account(AccountError::Insufficient { balance, needed })) if (balance, needed) == (has, needs)
        ));
        let nothing = shop.book(1, 0, true).await;
        let amount = AccountError::Amount(Credits::ZERO);
        assert!(matches!(nothing, Err(LedgerError::Account(error)) if error == amount));
        assert_eq!(shop.bookings().await, 0);
        shop.book(1, 1, true).await.unwrap();
        let mut tx = shop.pool.begin().await.unwrap();
        let again = shop.ledger.hold_in(&mut tx, &a_hold(booking(1), 1)).await;
        assert_eq!(again.unwrap(), Written::Existing);
        let other = shop.ledger.hold_in(&mut tx, &a_hold(booking(1), 2)).await;
        assert!(matches!(other, Err(LedgerError::KeyConflict(_))));
    }

    money_comes_in_by_itself_too(shop) {
        let ledger = &shop.ledger;
        let purchase = a_purchase(USER, "charge-1", 4);
        assert_eq!(ledger.grant(&a_grant(USER, "gift", 1)).await.unwrap(), Written::New);
        assert_eq!(ledger.purchase(&purchase).await.unwrap(), Written::New);
        let taken = ledger.chargeback(&a_chargeback("charge-1")).await.unwrap();
        assert_eq!(taken, Written::New);
        assert_eq!(ledger.balance(USER).await.unwrap(), has(1, 0));
    }

    a_ledger_is_migrated_once(shop) {
        let again = shop.ledger.clone();
        let (one, other) = tokio::join!(shop.ledger.migrate(), again.migrate());
        one.unwrap();
        other.unwrap();
    }
}

#[tokio::test]
async fn ledgers_that_start_together_migrate_once() {
    let database = TestDatabase::create().await;
    let start = async || {
        let pool = PgPool::connect(database.url()).await.unwrap();
        let ledger = PostgresLedger::new(pool, "shop", WITHIN).unwrap();
        ledger.migrate().await
    };
    let (one, two, three) = tokio::join!(start(), start(), start());
    assert!(
        one.is_ok() && two.is_ok() && three.is_ok(),
        "{one:?} {two:?} {three:?}"
    );
}

/// The caller's search path stays as it was, and is not needed.
#[tokio::test]
async fn ledgers_behind_one_pooler_do_not_meet() {
    let (database, bouncer) = (
        TestDatabase::create().await,
        PgBouncer::start(Sessions::Shared),
    );
    let server = PgConnectOptions::from_str(&bouncer.at(database.url())).unwrap();
    for bought in 1..=3 {
        let pool = PgPool::connect_with(server.clone().extra_float_digits(None))
            .await
            .unwrap();
        let ledger = PostgresLedger::new(pool.clone(), "shop", WITHIN)
            .unwrap()
            .behind_pooler();
        ledger.migrate().await.unwrap();
        let mut tx = pool.begin().await.unwrap();
        let gift = a_grant(USER, &format!("gift-{bought}"), 1);
        ledger.grant_in(&mut tx, &gift).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ledger.balance(USER).await.unwrap(), has(bought, 0));
    }
}

#[tokio::test]
async fn a_ledger_leaves_the_search_path_alone() {
    let shop = OnPostgres::open().await;
    let mut db = shop.pool.acquire().await.unwrap();
    let own = "set search_path = nowhere";
    sqlx::query(own).execute(&mut *db).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let gift = a_grant(USER, "gift", 3);
    shop.ledger.grant_in(&mut tx, &gift).await.unwrap();
    let hold = a_hold(booking(1), 1);
    shop.ledger.hold_in(&mut tx, &hold).await.unwrap();
    let end = an_end(booking(1));
    shop.ledger.refund_in(&mut tx, &end).await.unwrap();
    tx.commit().await.unwrap();
    let path = sqlx::query_scalar("show search_path");
    let path: String = path.fetch_one(&mut *db).await.unwrap();
    assert_eq!(path, "nowhere");
    let tables = sqlx::query_scalar(
        "select count(*) from pg_tables where schemaname = 'public' and tablename <> 'bookings'",
    );
    let tables: i64 = tables.fetch_one(&mut *db).await.unwrap();
    assert_eq!(tables, 0);
}

/// Without a transaction nothing stays locked between two statements; the database itself still
/// lets nobody spend twice.
#[tokio::test]
async fn a_careless_shop_spends_nothing_twice() {
    let shop = OnPostgres::open().await;
    shop.ledger.grant(&a_grant(USER, "gift", 3)).await.unwrap();
    let mut holds = tokio::task::JoinSet::new();
    for number in 1..=40 {
        let (pool, ledger) = (shop.pool.clone(), shop.ledger.clone());
        holds.spawn(async move {
            let mut db = pool.acquire().await.unwrap();
            ledger.hold_in(&mut db, &a_hold(booking(number), 1)).await
        });
    }
    holds.join_all().await;
    let balance = shop.ledger.balance(USER).await.unwrap();
    assert_eq!(balance.available.get() + balance.held.get(), 3);
    assert_eq!(shop.ledger.audit(100).await.unwrap(), []);
}

#[test]
fn a_schema_has_a_name() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _inside = runtime.enter();
    let pool = PgPool::connect_lazy("postgres://nobody@127.0.0.1:1/none").unwrap();
    for bad in ["", "a\0b"] {
        assert!(PostgresLedger::new(pool.clone(), bad, WITHIN).is_err());
    }
}

#[tokio::test]
async fn the_example_does_what_it_tells() {
    let lines = example::a_day_at_the_desk().await.unwrap();
    assert_eq!(
        lines,
        [
            "third night refused: 20 left, 40 needed",
            "purchase 100: 100 left; paid at the desk",
            "hold 40: 60 left; a night in the blue room",
            "hold 40: 20 left; a night in the red room",
            "capture 40: 20 left; the guest has left",
            "refund 40: 60 left; the guest stays at home",
            "60 left, 0 held",
            "0 violations",
        ]
    );
}
