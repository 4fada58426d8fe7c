//! What the bot did, in order: the oracle of tests.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

/// Calls that are kept; the oldest are forgotten.
const MAX_CALLS: usize = 100_000;

/// One call of the bot.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Grows by one with every call, from 1.
    pub seq: u64,
    /// When the call came, in Unix seconds.
    pub at: i64,
    /// In the spelling of the documentation.
    pub method: String,
    /// The chat or user it was about.
    pub chat: Option<i64>,
    /// Checked parameters; uploads as their names and sizes in bytes.
    pub parameters: Value,
    /// HTTP status that was sent; `None` when the connection broke or there was no answer.
    pub status: Option<u16>,
    /// The body that was, or would have been, sent.
    pub answer: Value,
    /// Whether the call did what it says.
    pub took_effect: bool,
    /// Whether a scripted fault met it.
    pub faulty: bool,
    /// Whether the rules refused what the real server would have let pass.
    pub broke_rules: bool,
}

/// A download of a file by the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Download {
    /// When the file was read, in Unix seconds.
    pub at: i64,
    /// As `getFile` gave it.
    pub path: String,
    /// Bytes that were sent.
    pub size_bytes: usize,
}

/// Everything the bot did; empty answers to polls are left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Ledger {
    /// Oldest first, 100,000 at most.
    pub calls: VecDeque<Call>,
    /// Oldest first, 100,000 at most.
    pub downloads: VecDeque<Download>,
    #[serde(skip)]
    last_seq: u64,
}

impl Ledger {
    /// Calls of one method, in any case, whatever their end.
    pub fn of<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a Call> {
        self.calls
            .iter()
            .filter(move |call| call.method.eq_ignore_ascii_case(method))
    }

    /// Calls of one method about one chat that had their effect.
    pub fn effects(&self, method: &str, chat: i64) -> usize {
        self.of(method)
            .filter(|call| call.took_effect && call.chat == Some(chat))
            .count()
    }

    /// Calls that a strict reading of the Bot API forbids: a test of the bot expects none.
    pub fn broken_rules(&self) -> Vec<&Call> {
        self.calls.iter().filter(|call| call.broke_rules).collect()
    }

    pub(crate) fn add(&mut self, mut call: Call) {
        self.last_seq += 1;
        call.seq = self.last_seq;
        self.calls.push_back(call);
        if self.calls.len() > MAX_CALLS {
            self.calls.pop_front();
        }
    }

    pub(crate) fn add_download(&mut self, download: Download) {
        self.downloads.push_back(download);
        if self.downloads.len() > MAX_CALLS {
            self.downloads.pop_front();
        }
    }
}
