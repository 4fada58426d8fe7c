use async_trait::async_trait;
use neurocards_core::ids::UserId;
use neurocards_core::ledger::{Balance, Entry, Grant, Page, Payment, Violation, Written};
use neurocards_core::ports::{CreditLedger, LedgerError, Unavailable};

use super::{PostgresStore, audit, ledger};
use crate::store::{EntryRow, balance_of};

#[async_trait]
impl CreditLedger for PostgresStore {
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        self.bounded(async {
            let (available, held) = sqlx::query_as::<_, (i64, i64)>(
                "-- credit_ledger.balance
                select
                    coalesce((select balance from accounts where user_id = $1), 0),
                    coalesce(
                        (
                            select sum(price)::bigint from jobs
                            where user_id = $1 and status in ('queued', 'running')
                        ),
                        0
                    )",
            )
            .bind(user.0)
            .fetch_one(&self.pool)
            .await?;
            Ok(balance_of(available, held)?)
        })
        .await
    }

    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError> {
        self.write(|mut tx| async move {
            let written = ledger::grant(&mut tx, grant).await?;
            tx.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn purchase(&self, payment: &Payment) -> Result<Written, LedgerError> {
        self.write(|mut tx| async move {
            let written = ledger::purchase(&mut tx, payment).await?;
            tx.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn chargeback(&self, charge_id: &str) -> Result<Written, LedgerError> {
        self.write(|mut tx| async move {
            let written = ledger::chargeback(&mut tx, charge_id).await?;
            tx.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        self.bounded(async {
            let rows = sqlx::query_as::<_, EntryRow>(
                "-- credit_ledger.statement
                select * from entries where user_id = $1 order by id desc limit $2 offset $3",
            )
            .bind(user.0)
            .bind(i32::from(page.limit))
            .bind(i64::from(page.offset))
            .fetch_all(&self.pool)
            .await?;
            let entries = rows.into_iter().map(Entry::try_from);
            Ok(entries.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn audit(&self) -> Result<Vec<Violation>, Unavailable> {
        self.read(audit::WITHIN, |mut tx| async move {
            Ok(audit::violations(&mut tx).await?)
        })
        .await
    }
}
