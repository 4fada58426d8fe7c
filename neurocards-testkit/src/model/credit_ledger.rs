use async_trait::async_trait;
use neurocards_core::ids::UserId;
use neurocards_core::money::account::AccountError;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{
    Balance, Chargeback, Correction, Entry, EntryKind, Grant, Purchase, Violation, Written,
};
use neurocards_core::money::news::MoneyNews;
use neurocards_core::page::Page;
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

    async fn correct(&self, correction: &Correction) -> Result<Written, LedgerError> {
        self.transact(|state| state.correct(correction))
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        Ok(self.transact(|state| state.statement(user, page)))
    }

    async fn has(&self, key: &EntryKey) -> Result<bool, Unavailable> {
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
            key: purchase.key(),
            reason: purchase.reason.clone(),
            actor: purchase.by.clone(),
        })
    }

    pub(super) fn chargeback(&mut self, chargeback: &Chargeback) -> Result<Written, LedgerError> {
        let charge = &chargeback.charge;
        let Some(purchase) = self.entry(&EntryKey::Purchase(charge.clone())) else {
            return Err(LedgerError::UnknownCharge(charge.clone()));
        };
        self.take_back(NewEntry {
            user: purchase.user,
            kind: EntryKind::Chargeback,
            amount: purchase.amount,
            job: None,
            key: chargeback.key(),
            reason: chargeback.reason.clone(),
            actor: chargeback.by.clone(),
        })
    }

    fn correct(&mut self, correction: &Correction) -> Result<Written, LedgerError> {
        let grant = self.entry(&correction.grant);
        let Some(grant) = grant.filter(|entry| entry.kind == EntryKind::Grant) else {
            return Err(LedgerError::UnknownGrant(correction.grant.clone()));
        };
        let (user, credits) = (grant.user, grant.amount);
        let written = self.take_back(NewEntry {
            user,
            kind: EntryKind::Chargeback,
            amount: credits,
            job: None,
            key: correction.key(),
            reason: correction.reason.clone(),
            actor: correction.by.clone(),
        })?;
        if written == Written::New {
            let balance = self.available(user);
            self.tell(user, MoneyNews::Corrected { credits, balance });
        }
        Ok(written)
    }

    /// All of it, or nothing of it.
    fn take_back(&mut self, entry: NewEntry) -> Result<Written, LedgerError> {
        let (balance, needed) = (self.available(entry.user), entry.amount);
        if self.entry(&entry.key).is_none() && balance < needed {
            return Err(AccountError::Insufficient { balance, needed }.into());
        }
        self.post_once(entry)
    }

    fn statement(&self, user: UserId, page: Page) -> Vec<Entry> {
        let newest_first = self.entries.iter().rev();
        let own = newest_first.filter(|entry| entry.user == user);
        page_of(own.cloned(), page)
    }
}
