//! What was asked, in order: the oracle of tests.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use super::photo::Photo;

/// Calls that are kept; the oldest are forgotten.
const MAX_CALLS: usize = 2_000;

/// Characters of one string that are kept.
const MAX_CHARS: usize = 50_000;

/// The path whose calls write a text.
pub(crate) const RESPONSES: &str = "/v1/responses";

/// One call of a client. Its key is never kept.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Grows by one with every call, from 1.
    pub seq: u64,
    /// When the call came, in Unix seconds.
    pub at: i64,
    /// The path of the call, such as `/v1/responses`.
    pub path: String,
    /// The body, with photos replaced by their sizes; null if it was no JSON or was not read.
    pub body: Value,
    /// Photos that decoded, in order.
    pub photos: Vec<Photo>,
    /// HTTP status that was sent; `None` when the connection was cut.
    pub status: Option<u16>,
    /// The body that was, or would have been, sent.
    pub answer: Value,
    /// Whether a scripted fault met it.
    pub faulty: bool,
}

/// Everything that was asked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Ledger {
    /// Oldest first, 2,000 at most.
    pub calls: VecDeque<Call>,
    #[serde(skip)]
    last_seq: u64,
}

impl Ledger {
    /// Calls that asked for a text, whatever their end.
    pub fn responses(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(|call| call.path == RESPONSES)
    }

    /// The number for a call that comes now.
    pub(crate) fn next_seq(&mut self) -> u64 {
        self.last_seq += 1;
        self.last_seq
    }

    pub(crate) fn add(&mut self, mut call: Call) {
        call.body = without_bulk(&call.body);
        self.calls.push_back(call);
        if self.calls.len() > MAX_CALLS {
            self.calls.pop_front();
        }
    }
}

/// The value with data URLs replaced by their sizes, and long texts cut.
fn without_bulk(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(shortened(text)),
        Value::Array(values) => values.iter().map(without_bulk).collect(),
        Value::Object(pairs) => pairs
            .iter()
            .map(|(name, value)| (name.clone(), without_bulk(value)))
            .collect(),
        other => other.clone(),
    }
}

fn shortened(text: &str) -> String {
    if text.starts_with("data:")
        && let Some((head, data)) = text.split_once(";base64,")
    {
        return format!("{head};base64,<{} bytes>", decoded_size(data));
    }
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

/// Bytes that valid base64 stands for.
fn decoded_size(base64: &str) -> usize {
    let padding = base64
        .bytes()
        .rev()
        .take_while(|byte| *byte == b'=')
        .count();
    (base64.len() / 4 * 3).saturating_sub(padding)
}
