//! Gathering what became of an order: from the chat, the ledger, the jobs and the stand-ins.

use std::path::Path;

use neurocards_adapters::video;
use neurocards_core::chat::button::Button;
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::ledger::{Entry, EntryKind};
use neurocards_core::page::Page;
use neurocards_core::ports::{Stores, Unavailable};
use neurocards_core::work::job::{Job, JobStatus};
use neurocards_fakes::telegram::{MessageView, Person};

use super::report::{EntrySeen, FileSeen, MessagesSeen, Outcome, VideoSeen};
use super::walk;
use super::watch::{Seen, word};

/// Entries read of a person who did nothing but this demo: far more than there can be.
const ALL: Page = Page {
    offset: 0,
    limit: 100,
};

/// The person's entries, oldest first.
pub(super) async fn entries(stores: &Stores, user: UserId) -> Result<Vec<Entry>, Unavailable> {
    let mut entries = stores.ledger.statement(user, ALL).await?;
    entries.reverse();
    Ok(entries)
}

/// An entry for the report.
pub(super) fn entry(entry: &Entry) -> EntrySeen {
    EntrySeen {
        kind: entry.kind.as_str(),
        amount: entry.amount.get(),
        balance_after: entry.balance_after.get(),
        reason: entry.reason.to_string(),
    }
}

/// The message that brought a job's video.
pub(super) fn video_message(person: &Person, job: JobId) -> Option<MessageView> {
    let names =
        |view: &MessageView| walk::buttons(view).any(|(_, button)| button == Button::Variant(job));
    person.videos().into_iter().find(names)
}

/// Texts of the bot below the card: the failures that were told.
pub(super) fn notices(person: &Person, card: i64) -> Vec<String> {
    let below = |view: &MessageView| view.message_id > card && view.media.is_none();
    person
        .from_bot()
        .into_iter()
        .filter(below)
        .map(|view| view.text)
        .collect()
}

/// What reached the person's chat; `notices` as counted from its messages.
pub(super) fn messages(person: &Person, notices: usize) -> MessagesSeen {
    person.telegram().with_ledger(|ledger| {
        let done = |method| ledger.effects(method, person.id());
        let sends = [
            "sendMessage",
            "sendPhoto",
            "sendVideo",
            "sendMediaGroup",
            "sendDocument",
        ];
        MessagesSeen {
            sent: sends.into_iter().map(done).sum(),
            edits: done("editMessageText") + done("editMessageReplyMarkup"),
            videos: done("sendVideo"),
            notices,
        }
    })
}

/// One video: its end, by job, ledger and chat together, and its file, written below `out`.
pub(super) async fn video(
    person: &Person,
    job: &Job,
    entries: &[Entry],
    seen: Option<&Seen>,
    out: &Path,
) -> std::io::Result<VideoSeen> {
    let number = job.variant + 1;
    let message = video_message(person, job.id);
    let file = match message.and_then(|view| view.media) {
        Some(media) => {
            let bytes = person
                .telegram()
                .file(&media.file_id)
                .map(|(bytes, _)| bytes);
            keep(out, number, &bytes.unwrap_or_default()).await?
        }
        None => FileSeen::default(),
    };
    let failure = job
        .failure
        .as_ref()
        .filter(|_| job.status == JobStatus::Failed);
    Ok(VideoSeen {
        number,
        outcome: outcome(job, entries, file.file.is_some()),
        attempts: job.attempts.len(),
        tasks: job
            .attempts
            .iter()
            .filter(|attempt| attempt.known_task().is_some())
            .count(),
        stages: seen
            .map(|seen| seen.stages.iter().copied().map(word).collect())
            .unwrap_or_default(),
        cause: failure.map(|failure| failure.cause.as_str()),
        file,
        elapsed_ms: seen
            .map(|seen| seen.elapsed.as_millis())
            .unwrap_or_default(),
    })
}

async fn keep(out: &Path, number: u8, bytes: &[u8]) -> std::io::Result<FileSeen> {
    let file = out.join(format!("video-{number}.mp4"));
    tokio::fs::write(&file, bytes).await?;
    let facts = video::probe(bytes).ok();
    Ok(FileSeen {
        file: Some(file),
        size_bytes: Some(bytes.len()),
        seconds: facts.map(|facts| facts.seconds),
        width: facts.map(|facts| facts.width),
        height: facts.map(|facts| facts.height),
    })
}

/// Video xor credit: anything else is open.
fn outcome(job: &Job, entries: &[Entry], in_chat: bool) -> Outcome {
    let booked = |kind| {
        let of_job = |entry: &&Entry| entry.kind == kind && entry.job == Some(job.id);
        entries.iter().filter(of_job).count()
    };
    let (captured, refunded) = (booked(EntryKind::Capture), booked(EntryKind::Refund));
    match (job.status, captured, refunded, in_chat) {
        (JobStatus::Succeeded, 1, 0, true) => Outcome::Delivered,
        (JobStatus::Failed | JobStatus::Cancelled, 0, 1, false) => Outcome::Refunded,
        _ => Outcome::Open,
    }
}
