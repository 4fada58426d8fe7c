//! A shop that is not ours lets rooms, and keeps its guests' credits in our ledger: a table of its
//! own and the two of the ledger in one SQLite file, changed in one transaction.
//!
//! ```sh
//! cargo run -p neurocards-adapters --example ledger_only
//! ```

use std::error::Error;
use std::time::Duration;

use neurocards_adapters::sqlite::SqliteLedger;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{ChargeId, JobId, UserId};
use neurocards_core::money::account::AccountError;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::{Hold, Purchase, Release};
use neurocards_core::page::Page;
use neurocards_core::ports::{CreditLedger, LedgerError};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use uuid::Uuid;

type Done<T> = Result<T, Box<dyn Error>>;

const GUEST: UserId = UserId(7);
const NIGHT: Credits = Credits::small(40);

struct Shop {
    pool: SqlitePool,
    ledger: SqliteLedger,
}

impl Shop {
    async fn open(file: SqliteConnectOptions) -> Done<Self> {
        let pool = SqlitePool::connect_with(file.create_if_missing(true)).await?;
        sqlx::query("create table bookings (id blob primary key, room text, state text)")
            .execute(&pool)
            .await?;
        let ledger = SqliteLedger::new(pool.clone(), Duration::from_secs(5));
        ledger.migrate().await?;
        Ok(Self { pool, ledger })
    }

    /// The booking and its hold: both, or none if the guest has too few credits.
    async fn book(&self, booking: Uuid, room: &str) -> Done<()> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        sqlx::query("insert into bookings (id, room, state) values ($1, $2, 'booked')")
            .bind(booking)
            .bind(room)
            .execute(&mut *tx)
            .await?;
        let hold = Hold {
            job: JobId(booking),
            user: GUEST,
            amount: NIGHT,
            reason: Reason::of(format_args!("a night in {room}")),
            by: Actor::User,
        };
        self.ledger.hold_in(&mut tx, &hold).await?;
        Ok(tx.commit().await?)
    }

    /// The guest stayed: the shop earns what was held.
    async fn check_out(&self, booking: Uuid) -> Done<()> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        sqlx::query("update bookings set state = 'over' where id = $1")
            .bind(booking)
            .execute(&mut *tx)
            .await?;
        let end = end(booking, "the guest has left");
        self.ledger.capture_in(&mut tx, &end).await?;
        Ok(tx.commit().await?)
    }

    /// The guest gets back what was held.
    async fn cancel(&self, booking: Uuid) -> Done<()> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        sqlx::query("update bookings set state = 'cancelled' where id = $1")
            .bind(booking)
            .execute(&mut *tx)
            .await?;
        let end = end(booking, "the guest stays at home");
        self.ledger.refund_in(&mut tx, &end).await?;
        Ok(tx.commit().await?)
    }

    /// The guest's entries, oldest first.
    async fn statement(&self) -> Done<Vec<String>> {
        let page = Page {
            offset: 0,
            limit: 100,
        };
        let entries = self.ledger.statement(GUEST, page).await?;
        let lines = entries.iter().rev().map(|entry| {
            let (kind, amount, left) = (entry.kind.as_str(), entry.amount, entry.balance_after);
            format!("{kind} {amount}: {left} left; {}", entry.reason)
        });
        Ok(lines.collect())
    }
}

fn end(booking: Uuid, reason: &str) -> Release {
    Release {
        job: JobId(booking),
        reason: Reason::of(reason),
        by: Actor::System,
    }
}

#[tokio::main]
async fn main() -> Done<()> {
    for line in a_day_at_the_desk().await? {
        println!("{line}");
    }
    Ok(())
}

/// What happened, line by line.
pub(crate) async fn a_day_at_the_desk() -> Done<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let file = SqliteConnectOptions::new().filename(folder.path().join("shop.db"));
    let shop = Shop::open(file).await?;

    let purchase = Purchase {
        charge: ChargeId::parse("charge-1")?,
        user: GUEST,
        credits: Credits::small(100),
        reason: Reason::of("paid at the desk"),
        by: Actor::User,
    };
    shop.ledger.purchase(&purchase).await?;

    let [first, second, third] = [1, 2, 3].map(Uuid::from_u128);
    shop.book(first, "the blue room").await?;
    shop.book(second, "the red room").await?;
    let refused = shop.book(third, "the green room").await;
    let refused = refused.err().and_then(|error| error.downcast().ok());
    let Some(LedgerError::Account(AccountError::Insufficient { balance, needed })) =
        refused.as_deref()
    else {
        return Err("a third night was booked for the credits of two".into());
    };
    shop.check_out(first).await?;
    shop.cancel(second).await?;

    let mut lines = vec![format!(
        "third night refused: {balance} left, {needed} needed"
    )];
    lines.extend(shop.statement().await?);
    let balance = shop.ledger.balance(GUEST).await?;
    lines.push(format!("{} left, {} held", balance.available, balance.held));
    let violations = shop.ledger.audit(100).await?;
    lines.push(format!("{} violations", violations.len()));
    Ok(lines)
}
