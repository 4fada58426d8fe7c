use async_trait::async_trait;
use neurocards_core::ids::UserId;
use neurocards_core::ledger::{
    Balance, Chargeback, Entry, Grant, Page, Purchase, Violation, Written,
};
use neurocards_core::ports::{CreditLedger, LedgerError, Unavailable};

use super::{SqliteStore, audit, ledger};
use crate::store::{EntryRow, balance_of};

#[async_trait]
impl CreditLedger for SqliteStore {
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        self.bounded(async {
            let row = sqlx::query_as::<_, (i64, i64)>(
                "-- credit_ledger.balance
                select balance, held from accounts where user_id = $1",
            )
            .bind(user.0)
            .fetch_optional(&self.readers)
            .await?;
            let (available, held) = row.unwrap_or_default();
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

    async fn purchase(&self, purchase: &Purchase) -> Result<Written, LedgerError> {
        self.write(|mut tx| async move {
            let written = ledger::purchase(&mut tx, purchase).await?;
            tx.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn chargeback(&self, chargeback: &Chargeback) -> Result<Written, LedgerError> {
        self.write(|mut tx| async move {
            let written = ledger::chargeback(&mut tx, chargeback).await?;
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
            .fetch_all(&self.readers)
            .await?;
            let entries = rows.into_iter().map(Entry::try_from);
            Ok(entries.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn has(&self, key: &str) -> Result<bool, Unavailable> {
        self.bounded(async {
            Ok(sqlx::query_scalar(
                "-- credit_ledger.has
                select exists (select 1 from entries where key = $1)",
            )
            .bind(key)
            .fetch_one(&self.readers)
            .await?)
        })
        .await
    }

    async fn audit(&self, limit: u32) -> Result<Vec<Violation>, Unavailable> {
        self.read(audit::WITHIN, |mut tx| async move {
            Ok(audit::violations(&mut tx, limit).await?)
        })
        .await
    }
}
