//! The bot's webhook: which updates may be pushed to it now, and when a failed push is repeated.
//!
//! The pauses follow Telegram's server (WebhookActor.cpp): the first repeat at once, then 2 s,
//! 4 s and so on up to 60 s; `Retry-After` is honoured up to an hour; 410 for 23 hours removes
//! the webhook. Calls in the body of a webhook's answer are not carried out.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::time::Instant;

/// Longest pause between two tries, as a multiple of the first one (2 s): 60 s.
const MAX_PAUSE_FACTOR: u32 = 30;

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

/// How the receiver of a push answered.
pub(crate) struct Outcome {
    /// `None`: there was no answer.
    pub(crate) status: Option<u16>,
    pub(crate) retry_after: Option<Duration>,
    /// What `getWebhookInfo` shows if the push failed.
    pub(crate) error: String,
}

impl Outcome {
    fn is_success(&self) -> bool {
        self.status
            .is_some_and(|status| (200..300).contains(&status))
    }
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

    /// Pushes that may begin now.
    pub(crate) fn room(&self) -> usize {
        self.max_connections.saturating_sub(self.in_flight.len())
    }

    /// Keys whose head must not be pushed now.
    pub(crate) fn busy(&self, now: Instant) -> HashSet<i64> {
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

    pub(crate) fn next_try(&self) -> Option<Instant> {
        self.setbacks
            .iter()
            .filter(|(key, _)| !self.in_flight.contains(key))
            .map(|(_, setback)| setback.not_before)
            .filter(|at| *at > Instant::now())
            .min()
    }

    /// Marks the update of a key as on its way; gives the address and the secret to push it with.
    pub(crate) fn begin(&mut self, key: i64) -> (String, Option<String>) {
        self.in_flight.insert(key);
        (self.url.clone(), self.secret.clone())
    }

    /// Writes down how a push ended, at Unix second `now`; whether the bot accepted the update.
    pub(crate) fn end(
        &mut self,
        key: i64,
        outcome: &Outcome,
        first_pause: Duration,
        now: i64,
    ) -> bool {
        self.in_flight.remove(&key);
        if outcome.is_success() {
            self.setbacks.remove(&key);
            self.note_gone(false, now);
        } else {
            self.failed(key, outcome, first_pause, now);
        }
        outcome.is_success()
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
