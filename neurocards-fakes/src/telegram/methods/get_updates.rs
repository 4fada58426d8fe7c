//! `getUpdates`: long polling, one poller at a time.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::params::Params;
use crate::telegram::shared::Shared;
use crate::telegram::world::World;

/// Longest poll in seconds; more is cut down (Client.h of Telegram's server).
const MAX_TIMEOUT_SECS: i64 = 50;

/// Waits for updates until the timeout; 409 when another poller or a webhook takes over.
pub(crate) async fn get_updates(shared: &Arc<Shared>, params: &Params) -> Answer {
    let timeout = params
        .int("timeout")
        .unwrap_or(0)
        .clamp(0, MAX_TIMEOUT_SECS);
    let deadline = tokio::time::Instant::now() + Duration::from_secs(timeout.unsigned_abs());
    let turn = shared.update(|world| begin(world, params))?;
    let mut changes = shared.changes();
    loop {
        changes.borrow_and_update();
        let batch = shared.quietly(|world| look(world, params, turn))?;
        if !batch.is_empty() {
            return Ok(Value::Array(batch));
        }
        let ended = tokio::select! {
            () = shared.stop.cancelled() => true,
            () = tokio::time::sleep_until(deadline) => true,
            woken = changes.changed() => woken.is_err(),
        };
        if ended {
            return Ok(Value::Array(Vec::new()));
        }
    }
}

/// Takes the turn from whoever polls; gives its number.
fn begin(world: &mut World, params: &Params) -> Result<u64, ApiError> {
    if world.webhook.is_set() {
        return Err(ApiError::conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete \
             the webhook first",
        ));
    }
    remember_allowed(world, params);
    world.updates.poll += 1;
    Ok(world.updates.poll)
}

fn look(world: &mut World, params: &Params, turn: u64) -> Result<Vec<Value>, ApiError> {
    if world.webhook.is_set() {
        return Err(ApiError::conflict("terminated by setWebhook request"));
    }
    if world.updates.poll != turn {
        return Err(ApiError::conflict(
            "terminated by other getUpdates request; make sure that only one bot instance is \
             running",
        ));
    }
    let limit = params
        .int("limit")
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(100);
    let now = world.now();
    Ok(world
        .updates
        .poll(params.int("offset").unwrap_or(0), limit, now))
}

/// The list sticks until another one is given; an empty one means the default kinds.
pub(super) fn remember_allowed(world: &mut World, params: &Params) {
    if let Some(kinds) = params.value("allowed_updates").and_then(Value::as_array) {
        let kinds = kinds
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        world.updates.allowed = Some(kinds);
    }
}
