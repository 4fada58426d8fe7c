//! Pressed buttons and what became of them.

use std::collections::{HashMap, VecDeque};

/// Presses that are remembered; older ones can no longer be answered.
const MAX_PRESSES: usize = 10_000;

/// Seconds in which a press can be answered. Telegram gives no number: this is the queue's 150 s.
const ANSWERABLE_SECS: i64 = 150;

/// A person pressed a button.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    pub(crate) user: i64,
    pub(crate) message_id: i64,
    pub(crate) data: String,
    /// When the button was pressed, in Unix seconds.
    at: i64,
    answered: bool,
}

/// The presses of all chats, by callback query id.
#[derive(Debug, Default)]
pub(crate) struct Presses {
    by_id: HashMap<String, Press>,
    oldest_first: VecDeque<String>,
    last: u64,
}

impl Presses {
    /// Remembers a press and gives its callback query id.
    pub(crate) fn add(&mut self, user: i64, message_id: i64, data: String, at: i64) -> String {
        self.last += 1;
        let id = format!("{}", 4_000_000_000_000_000 + self.last);
        self.by_id.insert(
            id.clone(),
            Press {
                user,
                message_id,
                data,
                at,
                answered: false,
            },
        );
        self.oldest_first.push_back(id.clone());
        if self.oldest_first.len() > MAX_PRESSES
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.by_id.remove(&oldest);
        }
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Press> {
        self.by_id.get(id)
    }

    /// Takes the one answer that a press can get; `None`: unknown, too old or answered before.
    pub(crate) fn answer(&mut self, id: &str, now: i64) -> Option<Press> {
        let press = self.by_id.get_mut(id)?;
        if press.answered || now - press.at >= ANSWERABLE_SECS {
            return None;
        }
        press.answered = true;
        Some(press.clone())
    }
}
