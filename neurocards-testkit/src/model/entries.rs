use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::account::AccountError;
use neurocards_core::money::account::HoldEnd;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Balance, Entry, EntryKind, Grant, Hold, Release, Written};
use neurocards_core::ports::LedgerError;

use super::state::State;

/// An entry about to be written.
pub(super) struct NewEntry {
    pub(super) user: UserId,
    pub(super) kind: EntryKind,
    pub(super) amount: Credits,
    pub(super) job: Option<JobId>,
    pub(super) key: EntryKey,
    pub(super) reason: Reason,
    pub(super) actor: Actor,
}

impl NewEntry {
    pub(super) fn gift(grant: &Grant) -> Self {
        Self {
            user: grant.user,
            kind: EntryKind::Grant,
            amount: grant.amount,
            job: None,
            key: grant.key.clone(),
            reason: grant.reason.clone(),
            actor: grant.by.clone(),
        }
    }
}

/// A balance would leave the range of credits.
pub(super) struct OutOfRange;

impl State {
    pub(super) fn balance(&self, user: UserId) -> Balance {
        self.accounts.get(&user).copied().unwrap_or_default()
    }

    pub(super) fn available(&self, user: UserId) -> Credits {
        self.balance(user).available
    }

    /// Writes one entry and the balance it leads to: the only place that changes either.
    pub(super) fn post(&mut self, new: NewEntry) -> Result<(), OutOfRange> {
        let after = moved(self.balance(new.user), new.kind, new.amount).ok_or(OutOfRange)?;
        self.accounts.insert(new.user, after);
        let entry = Entry {
            id: self.number(),
            user: new.user,
            kind: new.kind,
            amount: new.amount,
            balance_after: after.available,
            job: new.job,
            key: new.key,
            reason: new.reason,
            actor: new.actor,
            created_at: self.now,
        };
        self.entries.push(entry);
        Ok(())
    }

    /// Writes an entry unless its key was used before.
    pub(super) fn post_once(&mut self, new: NewEntry) -> Result<Written, LedgerError> {
        if let Some(known) = self.entry(&new.key) {
            let same = (known.user, known.kind, known.amount) == (new.user, new.kind, new.amount);
            return same
                .then_some(Written::Existing)
                .ok_or(LedgerError::KeyConflict(new.key));
        }
        let amount = new.amount;
        if !(1..=EntryKey::MAX_LEN).contains(&new.key.to_string().len()) {
            return Err(AccountError::Key.into());
        }
        if amount.is_zero() {
            return Err(AccountError::Amount(amount).into());
        }
        self.post(new)
            .map_err(|OutOfRange| AccountError::Amount(amount))?;
        Ok(Written::New)
    }

    pub(super) fn hold(&mut self, hold: Hold) -> Result<(), OutOfRange> {
        self.post(NewEntry {
            user: hold.user,
            kind: EntryKind::Hold,
            amount: hold.amount,
            job: Some(hold.job),
            key: hold.key(),
            reason: hold.reason,
            actor: hold.by,
        })
    }

    /// Ends a job's hold with a capture or a refund.
    pub(super) fn release(&mut self, end: HoldEnd, release: Release) -> Result<(), OutOfRange> {
        let job = release.job;
        let hold = self.entry(&EntryKey::Hold(job)).ok_or(OutOfRange)?;
        self.post(NewEntry {
            user: hold.user,
            kind: end.kind(),
            amount: hold.amount,
            job: Some(job),
            key: end.key(job),
            reason: release.reason,
            actor: release.by,
        })
    }

    pub(super) fn entry(&self, key: &EntryKey) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == *key)
    }
}

/// The balance after an entry, if it is one. This is an arithmetic of the model's own: one taken
/// from [`Account`](neurocards_core::money::account::Account) would prove nothing of it.
fn moved(before: Balance, kind: EntryKind, amount: Credits) -> Option<Balance> {
    let Balance { available, held } = before;
    let available = match kind.sign() {
        1 => available.checked_add(amount)?,
        -1 => available.checked_sub(amount)?,
        _ => available,
    };
    let held = match kind {
        EntryKind::Hold => held.checked_add(amount)?,
        EntryKind::Capture | EntryKind::Refund => held.checked_sub(amount)?,
        _ => held,
    };
    let fits = available.get() + held.get() <= Credits::MAX.get();
    fits.then_some(Balance { available, held })
}
