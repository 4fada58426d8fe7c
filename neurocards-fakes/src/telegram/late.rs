//! Updates that come late: until when they wait, and who wakes the bot then.

use std::sync::Arc;
use std::time::Duration;

use super::handle::Shared;
use super::pending::Pending;

/// How long to sleep when nothing is late.
const FAR: Duration = Duration::from_hours(1);

/// What is held back, each until its second or until it is released.
#[derive(Debug, Default)]
pub(crate) struct Late {
    waiting: Vec<(Option<i64>, Pending)>,
}

impl Late {
    /// `due_at` in Unix seconds; `None`: until it is released.
    pub(crate) fn add(&mut self, due_at: Option<i64>, pending: Pending) {
        self.waiting.push((due_at, pending));
    }

    /// What is due by now, in the order in which it was held back.
    pub(crate) fn take_due(&mut self, now: i64) -> Vec<Pending> {
        let due = |at: &Option<i64>| at.is_some_and(|at| at <= now);
        let waiting = std::mem::take(&mut self.waiting);
        let (ripe, still) = waiting.into_iter().partition(|(at, _)| due(at));
        self.waiting = still;
        pendings(ripe)
    }

    pub(crate) fn take_all(&mut self) -> Vec<Pending> {
        pendings(std::mem::take(&mut self.waiting))
    }

    pub(crate) fn next_due(&self) -> Option<i64> {
        self.waiting.iter().filter_map(|(at, _)| *at).min()
    }
}

fn pendings(waiting: Vec<(Option<i64>, Pending)>) -> Vec<Pending> {
    waiting.into_iter().map(|(_, pending)| pending).collect()
}

/// Wakes those who wait for updates when a late one is due; runs until the fake stops.
pub(crate) async fn wake(shared: Arc<Shared>) {
    let mut changes = shared.changes();
    loop {
        changes.borrow_and_update();
        let left = shared.read(|world| Some(world.updates.next_due()? - world.now()));
        let nap = left.map_or(FAR, |secs| Duration::from_secs(secs.max(1).unsigned_abs()));
        tokio::select! {
            () = shared.stop.cancelled() => return,
            _ = changes.changed() => {}
            () = tokio::time::sleep(nap) => release_due(&shared),
        }
    }
}

fn release_due(shared: &Shared) {
    let is_due =
        |world: &super::world::World| world.updates.next_due().is_some_and(|at| at <= world.now());
    if shared.read(is_due) {
        shared.update(|world| {
            let now = world.now();
            world.updates.release_due(now);
        });
    }
}
