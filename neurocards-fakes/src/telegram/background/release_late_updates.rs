//! Releases updates that come late as soon as they are due.

use std::sync::Arc;
use std::time::Duration;

use crate::telegram::shared::Shared;
use crate::telegram::world::World;

/// How long to sleep when nothing is late.
const FAR: Duration = Duration::from_hours(1);

/// Wakes those who wait for updates when a late one is due; runs until the fake stops.
pub(crate) async fn release_late_updates(shared: Arc<Shared>) {
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
    let is_due = |world: &World| world.updates.next_due().is_some_and(|at| at <= world.now());
    if shared.read(is_due) {
        shared.update(|world| {
            let now = world.now();
            world.updates.release_due(now);
        });
    }
}
