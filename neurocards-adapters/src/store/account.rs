use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{ChargeId, JobId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::{
    Balance, Chargeback, Correction, Entry, EntryKind, Grant, Hold, Purchase, Release,
};
use neurocards_core::ports::LedgerError;

use crate::rows::unreadable;

/// What a user's account says, read under its lock. All arithmetic with money is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    /// Whose.
    pub(crate) user: UserId,
    /// What its newest entry left.
    pub(crate) balance: Balance,
}

/// An entry about to be written, and what it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Posting {
    /// Whose account.
    pub(crate) user: UserId,
    /// What it does.
    pub(crate) kind: EntryKind,
    /// How much, not zero.
    pub(crate) amount: Credits,
    /// The account right after it.
    pub(crate) after: Balance,
    /// What it says beside its numbers.
    pub(crate) words: Words,
}

/// What an entry says beside its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// Idempotency key.
    pub(crate) key: String,
    /// The job of a hold, capture or refund.
    pub(crate) job: Option<JobId>,
    /// Why, in words for the operator.
    pub(crate) reason: Reason,
    /// Who did it.
    pub(crate) actor: Actor,
}

/// The key of a purchase.
pub(crate) fn purchase_key(charge: &ChargeId) -> String {
    format!("purchase:{charge}")
}

/// The key of a chargeback.
pub(crate) fn chargeback_key(charge: &ChargeId) -> String {
    format!("chargeback:{charge}")
}

/// The key of a correction of the grant with this key.
pub(crate) fn correction_key(grant: &str) -> String {
    format!("correction:{grant}")
}

/// The key of a hold, capture or refund.
pub(crate) fn job_key(kind: EntryKind, job: JobId) -> String {
    format!("{}:{job}", kind.as_str())
}

/// Each method moves the account and answers the entry that does it; refused, it moves nothing.
impl Account {
    /// One without entries.
    pub(crate) fn empty(user: UserId) -> Self {
        let balance = Balance::default();
        Self { user, balance }
    }

    /// Credits given.
    pub(crate) fn grant(&mut self, grant: &Grant) -> Result<Posting, LedgerError> {
        if !(1..=Entry::KEY_MAX_LEN).contains(&grant.key.len()) {
            return Err(LedgerError::Key);
        }
        let words = Words::new(grant.key.clone(), &grant.reason, &grant.by);
        self.post(EntryKind::Grant, grant.amount, words)
    }

    /// Credits paid for.
    pub(crate) fn purchase(&mut self, purchase: &Purchase) -> Result<Posting, LedgerError> {
        let key = purchase_key(&purchase.charge);
        let words = Words::new(key, &purchase.reason, &purchase.by);
        self.post(EntryKind::Purchase, purchase.credits, words)
    }

    /// Paid credits taken back: `amount` of what the charge bought.
    pub(crate) fn chargeback(
        &mut self,
        amount: Credits,
        chargeback: &Chargeback,
    ) -> Result<Posting, LedgerError> {
        let key = chargeback_key(&chargeback.charge);
        let words = Words::new(key, &chargeback.reason, &chargeback.by);
        self.post(EntryKind::Chargeback, amount, words)
    }

    /// A grant's credits taken back: `amount` of them.
    pub(crate) fn correct(
        &mut self,
        amount: Credits,
        correction: &Correction,
    ) -> Result<Posting, LedgerError> {
        let key = correction_key(&correction.key);
        if key.len() > Entry::KEY_MAX_LEN {
            return Err(LedgerError::Key);
        }
        let words = Words::new(key, &correction.reason, &correction.by);
        self.post(EntryKind::Chargeback, amount, words)
    }

    /// Credits set aside for a job.
    pub(crate) fn hold(&mut self, hold: &Hold) -> Result<Posting, LedgerError> {
        let words = Words::of_job(EntryKind::Hold, hold.job, &hold.reason, &hold.by);
        self.post(EntryKind::Hold, hold.amount, words)
    }

    /// The capture or the refund that ends a hold of `amount`.
    pub(crate) fn release(
        &mut self,
        end: EntryKind,
        amount: Credits,
        release: &Release,
    ) -> Result<Posting, sqlx::Error> {
        let words = Words::of_job(end, release.job, &release.reason, &release.by);
        self.post(end, amount, words).map_err(unreadable)
    }

    fn post(
        &mut self,
        kind: EntryKind,
        amount: Credits,
        words: Words,
    ) -> Result<Posting, LedgerError> {
        if amount.is_zero() {
            return Err(LedgerError::Amount(amount));
        }
        let moved = moved(self.balance, kind, amount);
        self.balance = moved.ok_or_else(|| self.refusal(kind, amount))?;
        Ok(Posting {
            user: self.user,
            kind,
            amount,
            after: self.balance,
            words,
        })
    }

    fn refusal(&self, kind: EntryKind, needed: Credits) -> LedgerError {
        match kind {
            EntryKind::Hold | EntryKind::Chargeback => LedgerError::Insufficient {
                balance: self.balance.available,
                needed,
            },
            _ => LedgerError::Amount(needed),
        }
    }
}

/// What an entry makes of a balance. Together, what is available and what is held stay within
/// [`Credits::MAX`], so that every hold can be given back.
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

impl Words {
    fn new(key: String, reason: &Reason, actor: &Actor) -> Self {
        Self {
            key,
            job: None,
            reason: reason.clone(),
            actor: actor.clone(),
        }
    }

    fn of_job(kind: EntryKind, job: JobId, reason: &Reason, actor: &Actor) -> Self {
        Self {
            job: Some(job),
            ..Self::new(job_key(kind, job), reason, actor)
        }
    }
}
