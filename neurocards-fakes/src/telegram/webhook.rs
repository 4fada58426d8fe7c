//! Pushes updates to the bot's webhook: per key in order, again and again until 2xx.
//!
//! The pauses follow Telegram's server (WebhookActor.cpp): the first repeat at once, then 2 s,
//! 4 s and so on up to 60 s; `Retry-After` is honoured up to an hour; 410 for 23 hours removes
//! the webhook. Calls in the body of a webhook's answer are not carried out.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::handle::Shared;
use super::pending::Pending;

/// How long a webhook may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

/// Longest pause between two tries, as a multiple of the first one (2 s): 60 s.
const MAX_PAUSE_FACTOR: u32 = 30;

/// Longest `Retry-After` that is honoured.
const MAX_RETRY_AFTER_SECS: u64 = 3600;

/// Seconds of nothing but 410 after which the webhook is removed.
const GONE_SECS: i64 = 23 * 3600;

/// Pushes of one key that failed so far.
#[derive(Debug)]
struct Setback {
    failures: u32,
    not_before: Instant,
}

/// The webhook of the bot; an empty address means there is none.
#[derive(Debug, Default)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    secret: Option<String>,
    pub(crate) max_connections: usize,
    pub(crate) last_error: Option<(i64, String)>,
    in_flight: HashSet<i64>,
    setbacks: HashMap<i64, Setback>,
    gone_since: Option<i64>,
}

/// One push to make.
struct Push {
    pending: Pending,
    url: String,
    secret: Option<String>,
}

/// What became of a push.
struct Outcome {
    status: Option<u16>,
    retry_after: Option<Duration>,
    error: String,
}

impl Webhook {
    pub(crate) fn new(url: String, secret: Option<String>, max_connections: usize) -> Self {
        Self {
            url,
            secret,
            max_connections,
            ..Self::default()
        }
    }

    pub(crate) fn is_set(&self) -> bool {
        !self.url.is_empty()
    }

    fn room(&self) -> usize {
        self.max_connections.saturating_sub(self.in_flight.len())
    }

    /// Keys whose head must not be pushed now.
    fn busy(&self, now: Instant) -> HashSet<i64> {
        let paused = self
            .setbacks
            .iter()
            .filter(|(_, setback)| setback.not_before > now);
        self.in_flight
            .iter()
            .copied()
            .chain(paused.map(|(key, _)| *key))
            .collect()
    }

    fn next_try(&self) -> Option<Instant> {
        self.setbacks
            .iter()
            .filter(|(key, _)| !self.in_flight.contains(key))
            .map(|(_, setback)| setback.not_before)
            .filter(|at| *at > Instant::now())
            .min()
    }

    fn failed(&mut self, key: i64, outcome: &Outcome, first_pause: Duration, now: i64) {
        self.last_error = Some((now, outcome.error.clone()));
        let failures = self
            .setbacks
            .get(&key)
            .map_or(0, |setback| setback.failures);
        let factor = if failures == 0 {
            0
        } else {
            1 << (failures - 1).min(5)
        };
        let usual = first_pause * factor.min(MAX_PAUSE_FACTOR);
        let not_before = Instant::now() + outcome.retry_after.unwrap_or(usual);
        self.setbacks.insert(
            key,
            Setback {
                failures: failures + 1,
                not_before,
            },
        );
        self.note_gone(outcome.status == Some(410), now);
    }

    fn note_gone(&mut self, gone: bool, now: i64) {
        self.gone_since = if gone {
            self.gone_since.or(Some(now))
        } else {
            None
        };
        if self
            .gone_since
            .is_some_and(|since| now - since >= GONE_SECS)
        {
            self.url.clear();
            self.gone_since = None;
        }
    }
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

fn due(world: &mut super::world::World) -> Vec<Push> {
    if !world.webhook.is_set() {
        return Vec::new();
    }
    let busy = world.webhook.busy(Instant::now());
    let mut heads = world.updates.heads(world.clock.now(), &busy);
    heads.truncate(world.webhook.room());
    heads
        .into_iter()
        .map(|pending| {
            world.webhook.in_flight.insert(pending.key);
            let (url, secret) = (world.webhook.url.clone(), world.webhook.secret.clone());
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
    let first_pause = shared.pace.webhook_retry;
    shared.update(|world| {
        let now = world.clock.now();
        let key = push.pending.key;
        world.webhook.in_flight.remove(&key);
        if outcome
            .status
            .is_some_and(|status| (200..300).contains(&status))
        {
            world.webhook.setbacks.remove(&key);
            world.webhook.note_gone(false, now);
            world.updates.accepted(push.pending.id);
        } else {
            world.webhook.failed(key, &outcome, first_pause, now);
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
