//! The way into a running fake: for its own parts, for tests and for pages.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::chat::User;
use super::event::Event;
use super::fault::Fault;
use super::human::{HumanError, Person};
use super::ledger::Ledger;
use super::world::World;

/// Spans of real time that tests shorten.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How long a pre-checkout question waits for its answer.
    pub(crate) pre_checkout: Duration,
    /// First pause after a failed webhook push; it doubles. The very first repeat has none.
    pub(crate) webhook_retry: Duration,
}

/// What all parts of a running fake share.
pub(crate) struct Shared {
    world: Mutex<World>,
    /// Counts changes, for those who wait for one.
    changes: watch::Sender<u64>,
    pub(crate) token: String,
    pub(crate) pace: Pace,
    /// Cancelled when the server stops: polls and hanging calls end.
    pub(crate) stop: CancellationToken,
}

impl Shared {
    pub(crate) fn new(world: World, token: String, pace: Pace) -> Self {
        let stop = CancellationToken::new();
        Self {
            world: Mutex::new(world),
            changes: watch::Sender::new(0),
            token,
            pace,
            stop,
        }
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        // A panic of one caller leaves a world that is still worth looking at in a failed test.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks without waking anybody.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the world without waking anybody: for what nobody can see.
    pub(crate) fn quietly<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        change(&mut self.lock())
    }

    /// Changes the world and wakes everybody who waits for a change.
    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.lock());
        self.changes
            .send_modify(|count| *count = count.wrapping_add(1));
        result
    }

    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}

/// Nothing came within the time given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("waited {0:?} in vain")]
pub struct TimedOut(pub Duration);

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
    /// Adds a person who has not written to the bot yet. If the id is known, only names and language
    /// change.
    pub fn add_user(&self, user: User) -> Person {
        let id = user.id;
        self.shared.update(|world| world.add_user(user));
        Person::new(self.clone(), id)
    }

    /// Everybody, by id.
    pub fn users(&self) -> Vec<User> {
        self.shared
            .read(|world| world.chats.values().map(|chat| chat.user.clone()).collect())
    }

    /// A person who was added before.
    pub fn person(&self, id: i64) -> Result<Person, HumanError> {
        if self.shared.read(|world| world.chats.contains_key(&id)) {
            return Ok(Person::new(self.clone(), id));
        }
        Err(HumanError::NoSuchUser(id))
    }

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

    /// Scripts a misfortune; the error says why it cannot be.
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

    /// Looks again after every change until `look` finds something; no polling in between.
    ///
    /// Cancel safe.
    pub async fn wait_until<T>(
        &self,
        within: Duration,
        mut look: impl FnMut(&Self) -> Option<T>,
    ) -> Result<T, TimedOut> {
        let mut changes = self.shared.changes();
        let found = async {
            loop {
                changes.borrow_and_update();
                if let Some(found) = look(self) {
                    return found;
                }
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(within, found)
            .await
            .map_err(|_| TimedOut(within))
    }

    /// A receiver that is marked changed at every change of anything.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes()
    }
}
