use async_trait::async_trait;
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::ledger::{
    Balance, Chargeback, Entry, EntryKind, Grant, Page, Purchase, Violation, Written,
};
use neurocards_core::money_news::MoneyNews;
use neurocards_core::ports::{CreditLedger, LedgerError, Unavailable};

use super::MemoryStore;
use super::entries::NewEntry;
use super::state::{State, page_of};

#[async_trait]
impl CreditLedger for MemoryStore {
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        Ok(self.transact(|state| state.balance(user)))
    }

    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError> {
        self.transact(|state| state.grant(grant))
    }

    async fn purchase(&self, purchase: &Purchase) -> Result<Written, LedgerError> {
        self.transact(|state| state.purchase(purchase))
    }

    async fn chargeback(&self, chargeback: &Chargeback) -> Result<Written, LedgerError> {
        self.transact(|state| state.chargeback(chargeback))
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        Ok(self.transact(|state| state.statement(user, page)))
    }

    async fn has(&self, key: &str) -> Result<bool, Unavailable> {
        Ok(self.transact(|state| state.entry(key).is_some()))
    }

    async fn audit(&self, limit: u32) -> Result<Vec<Violation>, Unavailable> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(self.transact(|state| state.audit(limit)))
    }
}

impl State {
    pub(super) fn grant(&mut self, grant: &Grant) -> Result<Written, LedgerError> {
        let written = self.post_once(NewEntry::gift(grant))?;
        if written == Written::New && grant.is_from_another_person() {
            let news = MoneyNews::Granted {
                credits: grant.amount,
                balance: self.available(grant.user),
            };
            self.tell(grant.user, news);
        }
        Ok(written)
    }

    pub(super) fn purchase(&mut self, purchase: &Purchase) -> Result<Written, LedgerError> {
        self.post_once(NewEntry {
            user: purchase.user,
            kind: EntryKind::Purchase,
            amount: purchase.credits,
            job: None,
            key: purchase_key(&purchase.charge),
            reason: purchase.reason.clone(),
            actor: purchase.by.clone(),
        })
    }

    pub(super) fn chargeback(&mut self, chargeback: &Chargeback) -> Result<Written, LedgerError> {
        let charge = &chargeback.charge;
        let Some(purchase) = self.entry(&purchase_key(charge)) else {
            return Err(LedgerError::UnknownCharge(charge.clone()));
        };
        let (user, amount) = (purchase.user, purchase.amount);
        let key = format!("chargeback:{charge}");
        if self.entry(&key).is_some() {
            return Ok(Written::Existing);
        }
        let balance = self.available(user);
        if balance < amount {
            let needed = amount;
            return Err(LedgerError::Insufficient { balance, needed });
        }
        self.post_once(NewEntry {
            user,
            kind: EntryKind::Chargeback,
            amount,
            job: None,
            key,
            reason: chargeback.reason.clone(),
            actor: chargeback.by.clone(),
        })
    }

    fn statement(&self, user: UserId, page: Page) -> Vec<Entry> {
        let newest_first = self.entries.iter().rev();
        let own = newest_first.filter(|entry| entry.user == user);
        page_of(own.cloned(), page)
    }
}

pub(super) fn purchase_key(charge: &ChargeId) -> String {
    format!("purchase:{charge}")
}
