use async_trait::async_trait;
use neurocards_core::ids::UserId;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{
    Balance, Chargeback, Correction, Entry, Grant, Purchase, Violation, Written,
};
use neurocards_core::page::Page;
use neurocards_core::ports::{CreditLedger, LedgerError, Unavailable};

use super::dialect::Store;
use super::statements::OF_STORE;
use super::{audit, entries, ledger, news};

#[async_trait]
impl CreditLedger for Store {
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        self.bounded(async { Ok(entries::balance(self.readers(), &OF_STORE, user).await?) })
            .await
    }

    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError> {
        self.write(|mut tx| async move {
            let written = ledger::grant(&mut tx, grant).await?;
            if written == Written::New {
                news::tell_of_gift(&mut tx, grant).await?;
            }
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

    async fn correct(&self, correction: &Correction) -> Result<Written, LedgerError> {
        self.write(|mut tx| async move {
            let written = ledger::correct(&mut tx, correction).await?;
            if written == Written::New {
                news::tell_of_correction(&mut tx, correction).await?;
            }
            tx.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        self.bounded(async { Ok(entries::statement(self.readers(), &OF_STORE, user, page).await?) })
            .await
    }

    async fn has(&self, key: &EntryKey) -> Result<bool, Unavailable> {
        self.bounded(async {
            let keyed = entries::find(self.readers(), &OF_STORE, key).await?;
            Ok(keyed.is_some())
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
