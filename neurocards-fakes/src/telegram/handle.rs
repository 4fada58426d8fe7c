//! The way into a running fake, for tests and for pages.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::event::Event;
use super::fault::Fault;
use super::human_error::HumanError;
use super::ledger::Ledger;
use super::shared::Shared;
use super::stars::StarMove;
use crate::shared::TimedOut;

/// A way to the people, the ledger and the faults of one fake. Clones lead to the same fake, and
/// go on working after the server stopped.
#[derive(Clone)]
pub struct TelegramHandle {
    pub(crate) shared: Arc<Shared>,
}

impl std::fmt::Debug for TelegramHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TelegramHandle").finish_non_exhaustive()
    }
}

impl TelegramHandle {
    /// What the bot did so far.
    pub fn ledger(&self) -> Ledger {
        self.shared.read(|world| world.ledger.clone())
    }

    /// Looks at the ledger in place, without copying it.
    pub fn with_ledger<T>(&self, look: impl FnOnce(&Ledger) -> T) -> T {
        self.shared.read(|world| look(&world.ledger))
    }

    /// How often the bot called a method, in any case, whatever the end of the calls.
    pub fn calls(&self, method: &str) -> usize {
        self.with_ledger(|ledger| ledger.of(method).count())
    }

    /// Scripts a fault; the error says why it cannot be.
    pub fn add_fault(&self, fault: Fault) -> Result<(), HumanError> {
        self.shared
            .update(|world| world.faults.add(fault))
            .map_err(HumanError::Impossible)
    }

    /// Faults that have not happened yet.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.read(|world| world.faults.waiting().to_vec())
    }

    /// Forgets all faults, and lets go of updates that they hold back.
    pub fn clear_faults(&self) {
        self.shared.update(|world| {
            world.faults.clear();
            world.updates.release();
        });
    }

    /// Lets go of updates that a fault holds back.
    pub fn release_updates(&self) {
        self.shared.update(|world| world.updates.release());
    }

    /// Updates that the bot has not accepted yet.
    pub fn pending_updates(&self) -> usize {
        self.shared.read(|world| world.updates.len())
    }

    /// Moves the calendar on: updates, buttons and links expire by it.
    pub fn advance(&self, by: Duration) {
        self.shared
            .update(|world| world.clock.advance(by.as_secs()));
    }

    /// Events of one chat behind `seq`; see [`Event::seq`].
    pub fn events_after(&self, chat: i64, seq: u64) -> Vec<Event> {
        self.shared.read(|world| world.events.after(chat, seq))
    }

    /// Bytes and MIME type of a file.
    pub fn file(&self, file_id: &str) -> Option<(axum::body::Bytes, String)> {
        self.shared.read(|world| {
            let file = world.files.get(file_id)?;
            Some((file.bytes.clone()?, file.mime.clone()))
        })
    }

    /// Looks again after every change until `look` finds something.
    ///
    /// Cancel safe.
    ///
    /// # Errors
    /// [`TimedOut`] if there is nothing within the time given, or the fake stops.
    pub async fn wait_until<T>(
        &self,
        within: Duration,
        mut look: impl FnMut(&Self) -> Option<T>,
    ) -> Result<T, TimedOut> {
        self.shared.find_within(within, || look(self)).await
    }

    /// A receiver that is marked changed at every change of anything.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes()
    }

    /// Moves the bot's Stars without any invoice; gives the transaction's id, or says why it cannot
    /// be.
    pub fn move_stars(&self, moved: &StarMove) -> Result<String, HumanError> {
        moved.check().map_err(HumanError::Impossible)?;
        self.shared.update(|world| {
            if world.payments.stars.is_full() {
                return Err(HumanError::Impossible("too many transactions".to_owned()));
            }
            let number = world.payments.next_number();
            let id = moved.id.clone();
            let id = id.unwrap_or_else(|| format!("stxMOVE{number:016}"));
            let at = world.now();
            world.payments.stars.add(&id, at, moved);
            Ok(id)
        })
    }

    /// Stars that the bot has.
    pub fn stars(&self) -> i64 {
        self.shared.read(|world| world.payments.stars.balance())
    }

    /// Ends long polls, calls without an answer and the fake's own tasks. The state can still be
    /// looked at.
    pub fn shut_down(&self) {
        self.shared.stop.cancel();
    }
}
