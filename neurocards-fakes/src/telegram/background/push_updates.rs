//! Pushes updates to the bot's webhook: per key in order, again and again until 2xx.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::telegram::pending::Pending;
use crate::telegram::shared::Shared;
use crate::telegram::webhook::Outcome;
use crate::telegram::world::World;

/// How long a webhook may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

/// Longest `Retry-After` that is honoured.
const MAX_RETRY_AFTER_SECS: u64 = 3600;

/// One push to make.
struct Push {
    pending: Pending,
    url: String,
    secret: Option<String>,
}

/// Runs until the fake stops.
pub(crate) async fn push_updates(shared: Arc<Shared>, client: reqwest::Client) {
    let mut pushes = JoinSet::new();
    let mut changes = shared.changes();
    loop {
        changes.borrow_and_update();
        for push in shared.quietly(due) {
            pushes.spawn(deliver(shared.clone(), client.clone(), push));
        }
        let next_try = shared.read(|world| world.webhook.next_try());
        let far = Instant::now() + ANSWER_WITHIN;
        tokio::select! {
            () = shared.stop.cancelled() => return,
            _ = changes.changed() => {}
            Some(_) = pushes.join_next() => {}
            () = tokio::time::sleep_until(next_try.unwrap_or(far)) => {}
        }
    }
}

fn due(world: &mut World) -> Vec<Push> {
    if !world.webhook.is_set() {
        return Vec::new();
    }
    let busy = world.webhook.busy(Instant::now());
    let mut heads = world.updates.heads(world.clock.now(), &busy);
    heads.truncate(world.webhook.room());
    heads
        .into_iter()
        .map(|pending| {
            let (url, secret) = world.webhook.begin(pending.key);
            Push {
                pending,
                url,
                secret,
            }
        })
        .collect()
}

async fn deliver(shared: Arc<Shared>, client: reqwest::Client, push: Push) {
    let mut request = client
        .post(&push.url)
        .timeout(ANSWER_WITHIN)
        .json(&push.pending.to_json());
    if let Some(secret) = &push.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let outcome = outcome(request.send().await);
    let first_pause = shared.fixed.pace.webhook_retry;
    shared.update(|world| {
        let now = world.clock.now();
        let key = push.pending.key;
        if world.webhook.end(key, &outcome, first_pause, now) {
            world.updates.accepted(push.pending.id);
        }
    });
}

fn outcome(sent: Result<reqwest::Response, reqwest::Error>) -> Outcome {
    match sent {
        Ok(response) => {
            let status = response.status();
            let header = response.headers().get("Retry-After");
            let secs = header.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
            Outcome {
                status: Some(status.as_u16()),
                retry_after: secs.map(|s| Duration::from_secs(s.min(MAX_RETRY_AFTER_SECS))),
                error: format!("Wrong response from the webhook: {status}"),
            }
        }
        Err(error) => {
            let error = if error.is_timeout() {
                "Read timeout expired"
            } else {
                "Connection failed"
            };
            Outcome {
                status: None,
                retry_after: None,
                error: error.to_owned(),
            }
        }
    }
}
