use async_trait::async_trait;
use neurocards_core::credits::Credits;
use neurocards_core::ids::UserId;
use neurocards_core::ledger::{
    Actor, Balance, Entry, EntryKind, Grant, Page, Payment, Violation, Written,
};
use neurocards_core::ports::{CreditLedger, LedgerError, Unavailable};

use super::MemoryStore;
use super::entries::{NewEntry, OutOfRange};
use super::state::{State, page_of};

#[async_trait]
impl CreditLedger for MemoryStore {
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        Ok(self.transact(|state| state.balance(user)))
    }

    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError> {
        self.transact(|state| state.grant(grant))
    }

    async fn purchase(&self, payment: &Payment) -> Result<Written, LedgerError> {
        self.transact(|state| state.purchase(payment))
    }

    async fn chargeback(&self, charge_id: &str) -> Result<Written, LedgerError> {
        self.transact(|state| state.chargeback(charge_id))
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        Ok(self.transact(|state| state.statement(user, page)))
    }

    async fn audit(&self) -> Result<Vec<Violation>, Unavailable> {
        Ok(self.transact(|state| state.audit()))
    }
}

impl State {
    fn balance(&self, user: UserId) -> Balance {
        let open = self.jobs.values().map(|row| &row.job);
        let held = open
            .filter(|job| job.user == user && !job.status.is_final())
            .map(|job| job.price.get())
            .sum();
        Balance {
            available: self.available(user),
            held: Credits::new(held).unwrap_or(Credits::MAX),
        }
    }

    pub(super) fn grant(&mut self, grant: &Grant) -> Result<Written, LedgerError> {
        self.post_once(NewEntry {
            user: grant.user,
            kind: EntryKind::Grant,
            amount: grant.amount,
            job: None,
            key: grant.key.clone(),
            reason: grant.reason.clone(),
            actor: grant.by,
        })
    }

    fn purchase(&mut self, payment: &Payment) -> Result<Written, LedgerError> {
        self.post_once(NewEntry {
            user: payment.user,
            kind: EntryKind::Purchase,
            amount: payment.credits,
            job: None,
            key: purchase_key(&payment.charge_id),
            reason: String::new(),
            actor: Actor::User,
        })
    }

    fn chargeback(&mut self, charge_id: &str) -> Result<Written, LedgerError> {
        let Some(purchase) = self.entry(&purchase_key(charge_id)) else {
            return Err(LedgerError::UnknownCharge(charge_id.to_owned()));
        };
        let entry = NewEntry {
            user: purchase.user,
            kind: EntryKind::Chargeback,
            amount: purchase.amount,
            job: None,
            key: format!("chargeback:{charge_id}"),
            reason: String::new(),
            actor: Actor::System,
        };
        let (balance, needed) = (self.available(entry.user), entry.amount);
        match self.post_once(entry) {
            Err(LedgerError::Amount(_)) => Err(LedgerError::Insufficient { balance, needed }),
            outcome => outcome,
        }
    }

    /// Writes an entry unless its key was used before.
    fn post_once(&mut self, new: NewEntry) -> Result<Written, LedgerError> {
        if let Some(known) = self.entry(&new.key) {
            let same = (known.user, known.kind, known.amount) == (new.user, new.kind, new.amount);
            return same
                .then_some(Written::Existing)
                .ok_or(LedgerError::KeyConflict(new.key));
        }
        let amount = new.amount;
        if amount.is_zero() {
            return Err(LedgerError::Amount(amount));
        }
        self.post(new)
            .map_err(|OutOfRange| LedgerError::Amount(amount))?;
        Ok(Written::New)
    }

    fn statement(&self, user: UserId, page: Page) -> Vec<Entry> {
        let newest_first = self.entries.iter().rev();
        let own = newest_first.filter(|entry| entry.user == user);
        page_of(own.cloned(), page)
    }
}

fn purchase_key(charge_id: &str) -> String {
    format!("purchase:{charge_id}")
}
