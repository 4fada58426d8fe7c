//! The feed of everything that happens in the chats, for pages and tests that watch.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

/// Events that are kept; the oldest are forgotten.
const MAX_EVENTS: usize = 20_000;

/// The kinds of changes in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A message came, from either side.
    Message,
    /// A message of the bot changed.
    Edit,
    /// A message was deleted.
    Delete,
    /// A button was pressed.
    Press,
    /// A press was answered.
    Toast,
    /// The bot is typing, uploading, …
    Action,
    /// The person blocked or unblocked the bot.
    Member,
    /// The bot answered whether it accepts a payment.
    PreCheckout,
    /// An invoice was paid: its Pay button became a receipt.
    Paid,
}

/// One thing that happened in one chat.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// Grows by one with every event of any chat, from 1.
    pub seq: u64,
    /// The id of the person whose chat it is.
    pub chat: i64,
    /// When it happened, in Unix seconds.
    pub at: i64,
    /// The kind of the change.
    pub kind: EventKind,
    /// The message that it is about, if it is about one.
    pub message_id: Option<i64>,
    /// More about it: a toast, an action; null where the message says it all.
    pub detail: Value,
}

/// The last events, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Events {
    kept: VecDeque<Event>,
    last_seq: u64,
}

impl Events {
    pub(crate) fn add(&mut self, mut event: Event) {
        self.last_seq += 1;
        event.seq = self.last_seq;
        self.kept.push_back(event);
        if self.kept.len() > MAX_EVENTS {
            self.kept.pop_front();
        }
    }

    /// Events of one chat behind `seq`.
    pub(crate) fn after(&self, chat: i64, seq: u64) -> Vec<Event> {
        let newer = self
            .kept
            .iter()
            .filter(|event| event.seq > seq && event.chat == chat);
        newer.cloned().collect()
    }

    pub(crate) fn last_seq(&self) -> u64 {
        self.last_seq
    }
}
