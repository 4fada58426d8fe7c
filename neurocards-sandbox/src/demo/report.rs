//! What became of a demo: the document for machines and the summary for people.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::effects::Effects;

/// Everything worth knowing of one run; field names are stable.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Whether every promise held.
    pub ok: bool,
    /// The fault played.
    pub fault: Option<&'static str>,
    /// The order's id.
    pub order: String,
    /// `ugc`, `ad` or `self`.
    pub template: &'static str,
    /// The account before and after.
    pub credits: CreditsSeen,
    /// One per video, by number.
    pub videos: Vec<VideoSeen>,
    /// The ledger, oldest first.
    pub entries: Vec<EntrySeen>,
    /// What reached the chat.
    pub messages: MessagesSeen,
    /// The words in which failures were told.
    pub notices: Vec<String>,
    /// What reached the stand-ins.
    pub effects: Effects,
    /// What had to hold.
    pub promises: Vec<Promise>,
    /// Milliseconds of the whole run.
    pub elapsed_ms: u128,
}

/// Credits of the person.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CreditsSeen {
    /// Spendable before the order.
    pub before: i64,
    /// Spendable after it.
    pub after: i64,
    /// Still set aside after it.
    pub held: i64,
}

/// How a video ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is in the chat.
    Delivered,
    /// Its credit is back.
    Refunded,
    /// Neither, or both.
    Open,
}

/// What became of one video of the order.
#[derive(Debug, Clone, Serialize)]
pub struct VideoSeen {
    /// Its number within the order, from 1.
    pub number: u8,
    /// How it ended.
    pub outcome: Outcome,
    /// Submits that were begun.
    pub attempts: usize,
    /// Tasks that the provider is known to have made.
    pub tasks: usize,
    /// What the card showed of it, in order.
    pub stages: Vec<&'static str>,
    /// Why it was refunded.
    pub cause: Option<&'static str>,
    /// The file that was written.
    #[serde(flatten)]
    pub file: FileSeen,
    /// Milliseconds from the launch to its end.
    pub elapsed_ms: u128,
}

/// The MP4 of one video; all `None` without one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FileSeen {
    /// Where it is.
    pub file: Option<PathBuf>,
    /// Its size in bytes.
    pub size_bytes: Option<usize>,
    /// Whole seconds, rounded up.
    pub seconds: Option<u32>,
    /// Its width in pixels.
    pub width: Option<u32>,
    /// Its height in pixels.
    pub height: Option<u32>,
}

/// One ledger entry.
#[derive(Debug, Clone, Serialize)]
pub struct EntrySeen {
    /// `grant`, `hold`, `capture`, `refund` and so on.
    pub kind: &'static str,
    /// How many credits it moved: always positive, `kind` says which way.
    pub amount: i64,
    /// The balance right after it.
    pub balance_after: i64,
    /// Why, for the operator.
    pub reason: String,
}

/// What the bot sent to this chat.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct MessagesSeen {
    /// Messages in all.
    pub sent: usize,
    /// Edits in all, the card's above all.
    pub edits: usize,
    /// Messages with a video.
    pub videos: usize,
    /// Messages that say a video failed.
    pub notices: usize,
}

/// One thing that had to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// The promise, as a sentence for people.
    pub what: &'static str,
    /// Whether it did.
    pub held: bool,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CreditsSeen {
            before,
            after,
            held,
        } = self.credits;
        writeln!(f, "\nCredits   {before} before, {after} after, {held} held")?;
        writeln!(f, "Ledger    {}", self.ledger())?;
        let MessagesSeen {
            sent,
            edits,
            videos,
            notices,
        } = self.messages;
        writeln!(
            f,
            "Messages  {sent} sent ({videos} videos, {notices} notices), {edits} edits"
        )?;
        if let Some(fault) = self.fault {
            writeln!(f, "Fault     {fault}")?;
        }
        for video in &self.videos {
            writeln!(f, "{video}")?;
        }
        for notice in &self.notices {
            writeln!(f, "  told: {}", notice.replace('\n', " "))?;
        }
        for promise in &self.promises {
            let mark = if promise.held { "✓" } else { "✗" };
            writeln!(f, "{mark} {}", promise.what)?;
        }
        Ok(())
    }
}

impl Report {
    fn ledger(&self) -> String {
        let entries = self.entries.iter();
        let words = entries.map(|entry| format!("{} {}", entry.kind, entry.amount));
        words.collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for VideoSeen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Video {}   ", self.number)?;
        match (&self.file, self.outcome) {
            (
                FileSeen {
                    file: Some(file),
                    size_bytes: Some(bytes),
                    seconds: Some(seconds),
                    width: Some(width),
                    height: Some(height),
                },
                Outcome::Delivered,
            ) => {
                let kilobytes = bytes / 1000;
                write!(
                    f,
                    "{}  {kilobytes} kB, {seconds} s, {width}x{height}",
                    file.display()
                )?;
            }
            (_, Outcome::Delivered) => write!(f, "delivered, but its file cannot be read")?,
            (_, Outcome::Refunded) => {
                write!(
                    f,
                    "failed ({}), the credit is back",
                    self.cause.unwrap_or("unclear")
                )?;
            }
            (_, Outcome::Open) => write!(f, "neither video nor credit")?,
        }
        match self.attempts {
            0 | 1 => Ok(()),
            attempts => write!(f, ", {attempts} attempts"),
        }
    }
}
