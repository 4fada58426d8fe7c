use neurocards_core::credits::Credits;
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::ledger::{Actor, Entry, EntryKind};

use super::state::State;

/// An entry about to be written.
pub(super) struct NewEntry {
    pub(super) user: UserId,
    pub(super) kind: EntryKind,
    pub(super) amount: Credits,
    pub(super) job: Option<JobId>,
    pub(super) key: String,
    pub(super) reason: String,
    pub(super) actor: Actor,
}

/// The balance would leave the range of credits.
pub(super) struct OutOfRange;

impl State {
    pub(super) fn available(&self, user: UserId) -> Credits {
        self.balances.get(&user).copied().unwrap_or_default()
    }

    /// Writes one entry and the balance it leads to: the only place that changes either.
    pub(super) fn post(&mut self, new: NewEntry) -> Result<(), OutOfRange> {
        let before = self.available(new.user);
        let after = before.get() + new.kind.sign() * new.amount.get();
        let balance_after = Credits::new(after).map_err(|_| OutOfRange)?;
        self.balances.insert(new.user, balance_after);
        let entry = Entry {
            id: self.number(),
            user: new.user,
            kind: new.kind,
            amount: new.amount,
            balance_after,
            job: new.job,
            key: new.key,
            reason: new.reason,
            actor: new.actor,
            created_at: self.now,
        };
        self.entries.push(entry);
        Ok(())
    }

    /// Writes the entry of `kind` that one job may have once.
    pub(super) fn post_for_job(
        &mut self,
        job: JobId,
        user: UserId,
        amount: Credits,
        kind: EntryKind,
        actor: Actor,
    ) -> Result<(), OutOfRange> {
        self.post(NewEntry {
            user,
            kind,
            amount,
            job: Some(job),
            key: format!("{}:{job}", kind.as_str()),
            reason: String::new(),
            actor,
        })
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}
