//! Every effect of the fake, in order: the oracle of tests about paying twice.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::answer::Answer;

/// Entries of one kind, at most; later ones are not kept.
const MAX_ENTRIES: usize = 100_000;

/// Everything that was asked and done.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ledger {
    /// Requests to create a task, refused ones too.
    pub creates: Vec<Create>,
    /// Uploads, refused ones too.
    pub uploads: Vec<Upload>,
    /// Questions how far a task is.
    pub polls: Vec<Poll>,
    /// Downloads of uploads and results.
    pub downloads: Vec<Download>,
    /// Deliveries to callback addresses.
    pub callbacks: Vec<Callback>,
    /// What a client must never do, such as showing its key to a file host.
    pub violations: Vec<String>,
    /// Credits taken for tasks.
    pub credits_taken: f64,
    /// Credits given back for failed tasks.
    pub credits_returned: f64,
}

/// The answer to a request, in the terms of HTTP and of KIE's envelope.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reply {
    /// The HTTP status; `None` if the connection broke or there was no answer.
    pub status: Option<u16>,
    /// The body: JSON, or the text where it is none.
    pub body: Value,
}

/// One request to create a task.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Create {
    /// When the request came, in Unix milliseconds.
    pub at_ms: u64,
    /// The number of the key, from 0; `None` if it is unknown. The key itself is not kept.
    pub key: Option<usize>,
    /// All headers but `Authorization`.
    pub headers: BTreeMap<String, String>,
    /// The body; a text if it is no JSON.
    pub body: Value,
    /// Where the end is to be told.
    pub call_back_url: Option<String>,
    /// The task that was created, whatever was answered.
    pub task: Option<String>,
    /// Credits that were taken from the account.
    pub credits: f64,
    /// `None` until it is decided.
    pub reply: Option<Reply>,
}

/// A file that was uploaded, or an upload that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Upload {
    /// When the request came, in Unix milliseconds.
    pub at_ms: u64,
    /// The number of the key, from 0.
    pub key: Option<usize>,
    /// The path of the request.
    pub path: String,
    /// Where the file can be read; `None` if it was refused.
    pub url: Option<String>,
    /// Bytes of the file.
    pub bytes: usize,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// `code` of the answer.
    pub code: Option<i64>,
}

/// A question how far a task is, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Poll {
    /// When the request came, in Unix milliseconds.
    pub at_ms: u64,
    /// The number of the key, from 0.
    pub key: Option<usize>,
    /// The task asked for.
    pub task: String,
    /// The state that was shown, if any.
    pub state: Option<String>,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// `code` of the answer.
    pub code: Option<i64>,
}

/// A file that was read from the file host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Download {
    /// When the request came, in Unix milliseconds.
    pub at_ms: u64,
    /// The path at the file host.
    pub path: String,
    /// The HTTP status of the answer.
    pub status: u16,
}

/// One delivery to a callback address.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Callback {
    /// When it was sent, in Unix milliseconds.
    pub at_ms: u64,
    /// The task; `None` for a forgery.
    pub task: Option<String>,
    /// The callback address of the task.
    pub url: String,
    /// 1 for the first try of a delivery.
    pub attempt: u32,
    /// The headers of the signature, if there is a webhook key.
    pub headers: Vec<(String, String)>,
    /// The JSON that was posted.
    pub body: Value,
    /// HTTP status of the receiver; `None` if there was none within the deadline.
    pub status: Option<u16>,
}

impl Reply {
    pub(crate) fn of(answer: &Answer) -> Self {
        Self {
            status: answer.status(),
            body: answer.body(),
        }
    }
}

impl Ledger {
    /// How many requests to create a task named each callback address: one per attempt of ours.
    pub fn creates_per_callback(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for url in self
            .creates
            .iter()
            .filter_map(|create| create.call_back_url.clone())
        {
            *counts.entry(url).or_default() += 1;
        }
        counts
    }

    /// Adds a request to create a task; its number is for what is known of it later.
    pub(crate) fn add_create(&mut self, create: Create) -> usize {
        add(&mut self.creates, create);
        self.creates.len() - 1
    }

    pub(crate) fn add_upload(&mut self, upload: Upload) {
        add(&mut self.uploads, upload);
    }

    pub(crate) fn add_poll(&mut self, poll: Poll) {
        add(&mut self.polls, poll);
    }

    pub(crate) fn add_download(&mut self, download: Download) {
        add(&mut self.downloads, download);
    }

    pub(crate) fn add_callback(&mut self, callback: Callback) {
        add(&mut self.callbacks, callback);
    }

    pub(crate) fn add_violation(&mut self, what: String) {
        add(&mut self.violations, what);
    }
}

fn add<T>(entries: &mut Vec<T>, entry: T) {
    if entries.len() < MAX_ENTRIES {
        entries.push(entry);
    }
}
