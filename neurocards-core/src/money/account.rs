//! The arithmetic of one user's account. A store reads the account under its lock, lets it make
//! the entry, and writes what it answered.

use thiserror::Error;

use crate::actor::{Actor, Reason};
use crate::ids::{JobId, UserId};
use crate::money::credits::Credits;
use crate::money::entry_key::EntryKey;
use crate::money::ledger::{
    Balance, Chargeback, Correction, EntryKind, Grant, Hold, Purchase, Release,
};
use crate::money::payment::Payment;

/// What a user's newest entry left. Each method moves the account and returns the entry to be
/// written for it; a refusal leaves the account as it was.
///
/// The caller sees to it that no entry with the same key exists, and that the amounts of
/// chargebacks, corrections and releases equal those of the entries that they reverse or end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Whose account it is.
    pub user: UserId,
    /// What the user has. Together, both parts stay within [`Credits::MAX`], so that every hold
    /// can be given back.
    pub balance: Balance,
}

/// An entry about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Whose account it moves.
    pub user: UserId,
    /// What it does.
    pub kind: EntryKind,
    /// How much, not zero.
    pub amount: Credits,
    /// The account right after it.
    pub after: Balance,
    /// Its idempotency key.
    pub key: EntryKey,
    /// The job of a hold, capture or refund.
    pub job: Option<JobId>,
    /// Why, in words for the operator.
    pub reason: Reason,
    /// Who did it.
    pub actor: Actor,
}

/// Why an account does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AccountError {
    /// There is too little to take.
    #[error("the balance is {balance}, {needed} are needed")]
    Insufficient {
        /// What the user has.
        balance: Credits,
        /// What would be taken.
        needed: Credits,
    },
    /// The amount is zero, or the account would pass [`Credits::MAX`], or less is held than is to
    /// be released.
    #[error("the amount {0} is out of range")]
    Amount(Credits),
    /// The text of the key is empty or longer than [`EntryKey::MAX_LEN`].
    #[error("a key has 1 to {max} bytes", max = EntryKey::MAX_LEN)]
    Key,
}

/// How a hold ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldEnd {
    /// Its credits are earned.
    Capture,
    /// Its credits are given back.
    Refund,
}

impl Account {
    /// An account without entries.
    pub fn empty(user: UserId) -> Self {
        let balance = Balance::default();
        Self { user, balance }
    }

    /// Adds credits that nobody paid for.
    pub fn grant(&mut self, grant: &Grant) -> Result<Posting, AccountError> {
        let (key, amount) = (grant.key.clone(), grant.amount);
        self.post(EntryKind::Grant, amount, key, &grant.reason, &grant.by)
    }

    /// Books credits that were paid for.
    pub fn purchase(&mut self, purchase: &Purchase) -> Result<Posting, AccountError> {
        let (key, amount) = (purchase.key(), purchase.credits);
        let Purchase { reason, by, .. } = purchase;
        self.post(EntryKind::Purchase, amount, key, reason, by)
    }

    /// Takes paid credits back: `amount`, which is all that the charge bought.
    pub fn chargeback(
        &mut self,
        amount: Credits,
        chargeback: &Chargeback,
    ) -> Result<Posting, AccountError> {
        let Chargeback { reason, by, .. } = chargeback;
        self.post(EntryKind::Chargeback, amount, chargeback.key(), reason, by)
    }

    /// Takes paid credits back because their money went back unasked: as many of the payment's as
    /// can be spent, under the key that [`Payment::reversal`] tells.
    /// `None` if there are none.
    pub fn reverse(
        &mut self,
        payment: &Payment,
        key: EntryKey,
        reason: &Reason,
    ) -> Result<Option<Posting>, AccountError> {
        let left = self.balance.available.min(payment.credits);
        if left.is_zero() {
            return Ok(None);
        }
        self.post(EntryKind::Chargeback, left, key, reason, &Actor::System)
            .map(Some)
    }

    /// Takes a grant's credits back: `amount`, which is all that it gave.
    pub fn correct(
        &mut self,
        amount: Credits,
        correction: &Correction,
    ) -> Result<Posting, AccountError> {
        let (key, reason, by) = (correction.key(), &correction.reason, &correction.by);
        self.post(EntryKind::Chargeback, amount, key, reason, by)
    }

    /// Sets credits aside for a job.
    pub fn hold(&mut self, hold: &Hold) -> Result<Posting, AccountError> {
        let (key, amount) = (hold.key(), hold.amount);
        let posting = self.post(EntryKind::Hold, amount, key, &hold.reason, &hold.by)?;
        Ok(posting.of(hold.job))
    }

    /// Ends a hold of `amount`.
    pub fn release(
        &mut self,
        end: HoldEnd,
        amount: Credits,
        release: &Release,
    ) -> Result<Posting, AccountError> {
        let Release { job, reason, by } = release;
        let posting = self.post(end.kind(), amount, end.key(*job), reason, by)?;
        Ok(posting.of(*job))
    }

    fn post(
        &mut self,
        kind: EntryKind,
        amount: Credits,
        key: EntryKey,
        reason: &Reason,
        actor: &Actor,
    ) -> Result<Posting, AccountError> {
        if !key.fits() {
            return Err(AccountError::Key);
        }
        if amount.is_zero() {
            return Err(AccountError::Amount(amount));
        }
        let moved = moved(self.balance, kind, amount);
        self.balance = moved.ok_or_else(|| self.refusal(kind, amount))?;
        Ok(Posting {
            user: self.user,
            kind,
            amount,
            after: self.balance,
            key,
            job: None,
            reason: reason.clone(),
            actor: actor.clone(),
        })
    }

    fn refusal(&self, kind: EntryKind, needed: Credits) -> AccountError {
        match kind {
            EntryKind::Hold | EntryKind::Chargeback => AccountError::Insufficient {
                balance: self.balance.available,
                needed,
            },
            _ => AccountError::Amount(needed),
        }
    }
}

/// What an entry makes of a balance.
fn moved(before: Balance, kind: EntryKind, amount: Credits) -> Option<Balance> {
    let Balance { available, held } = before;
    let (available, held) = match kind {
        EntryKind::Grant | EntryKind::Purchase => (available.checked_add(amount)?, held),
        EntryKind::Chargeback => (available.checked_sub(amount)?, held),
        EntryKind::Hold => (available.checked_sub(amount)?, held.checked_add(amount)?),
        EntryKind::Capture => (available, held.checked_sub(amount)?),
        EntryKind::Refund => (available.checked_add(amount)?, held.checked_sub(amount)?),
    };
    available.checked_add(held)?;
    Some(Balance { available, held })
}

impl Posting {
    fn of(self, job: JobId) -> Self {
        let job = Some(job);
        Self { job, ..self }
    }
}

impl HoldEnd {
    /// The kind of the entry that ends the hold.
    pub const fn kind(self) -> EntryKind {
        match self {
            Self::Capture => EntryKind::Capture,
            Self::Refund => EntryKind::Refund,
        }
    }

    /// The key of the entry that ends the hold of a job.
    pub const fn key(self, job: JobId) -> EntryKey {
        match self {
            Self::Capture => EntryKey::Capture(job),
            Self::Refund => EntryKey::Refund(job),
        }
    }
}

#[cfg(test)]
mod tests;
