//! The whole flow without a browser: a person of the stand-in for Telegram orders videos.

mod bars;
mod evidence;
mod promises;
mod report;
mod request;
mod walk;
mod watch;

pub use report::Report;
pub use request::{Request, Script};

use std::time::{Duration, Instant};

use neurocards_core::chat::card::Card;
use neurocards_core::ids::UserId;
use neurocards_core::ports::Unavailable;
use neurocards_fakes::telegram::{Person, User};
use thiserror::Error;

use self::bars::Bars;
use self::promises::Facts;
use self::report::{CreditsSeen, VideoSeen};
use self::walk::{Launched, Stuck};
use self::watch::Seen;
use crate::faults::FaultName;
use crate::sandbox::Sandbox;

/// The person who orders.
const BUYER: i64 = 1_001;
/// How long messages may still be on their way after the card is settled.
const TOLD_WITHIN: Duration = Duration::from_mins(1);

/// Why a demo came to no report.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The bot did not let the order be launched.
    #[error(transparent)]
    Stuck(#[from] Stuck),
    /// The order was not seen to its end.
    #[error(transparent)]
    Lost(#[from] watch::Lost),
    /// The store is down.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// A file could not be written.
    #[error("cannot write a video: {0}")]
    File(#[from] std::io::Error),
}

/// Orders what `request` asks in `sandbox`, watches it to its end and judges it. `quiet` draws no
/// progress bars.
pub async fn run(sandbox: &Sandbox, request: &Request, quiet: bool) -> Result<Report, DemoError> {
    let begun = Instant::now();
    let person = sandbox
        .telegram
        .add_user(User::new(BUYER, "Buyer", language(request)));
    walk::enter(&person).await?;
    let before = sandbox
        .stores
        .ledger
        .balance(UserId(BUYER))
        .await?
        .available
        .get();
    if let Some(fault) = request.fault {
        sandbox.faults.play(fault);
    }
    let launched = walk::order(&person, request).await?;
    let bars = Bars::new(request.count.get(), quiet);
    let jobs = &*sandbox.stores.jobs;
    let (card, seen) = watch::until_settled(jobs, launched.order, |card| bars.show(card)).await?;
    tracing::debug!(order = %launched.order, "the card is settled");
    until_told(&person, launched, &card).await;
    tracing::debug!("everything was told");
    let mut report = gather(sandbox, &person, request, launched, &seen, before).await?;
    let facts = Facts {
        violations: sandbox.stores.ledger.audit(100).await?.len(),
        one_card: card
            .message
            .is_some_and(|message| i64::from(message.0) == launched.card),
        asked_once: sandbox.world.asked_once_per_attempt(),
        fault_happened: request.fault.is_none_or(|_| sandbox.faults.has_happened()),
    };
    report.promises = promises::judge(&report, request.fault, facts);
    report.ok = report.promises.iter().all(|promise| promise.held);
    report.elapsed_ms = begun.elapsed().as_millis();
    Ok(report)
}

/// The buyer speaks the language of the product's facts.
fn language(request: &Request) -> &'static str {
    let cyrillic = |letter| matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
    if request.text.as_str().contains(cyrillic) {
        "ru"
    } else {
        "en"
    }
}

/// A settled card can be ahead of the messages about failures.
async fn until_told(person: &Person, launched: Launched, card: &Card) {
    let all = card.videos.len();
    let told = person.telegram().wait_until(TOLD_WITHIN, |_| {
        let notices = evidence::notices(person, launched.card).len();
        (person.videos().len() + notices >= all).then_some(())
    });
    // Whether all was told is judged from the messages.
    let _ = told.await;
}

async fn gather(
    sandbox: &Sandbox,
    person: &Person,
    request: &Request,
    launched: Launched,
    seen: &[Seen],
    before: i64,
) -> Result<Report, DemoError> {
    let user = UserId(BUYER);
    let entries = evidence::entries(&sandbox.stores, user).await?;
    let mut videos: Vec<VideoSeen> = Vec::new();
    let order = sandbox.stores.jobs.order(user, launched.order).await?;
    for id in order.into_iter().flat_map(|order| order.jobs) {
        if let Some(job) = sandbox.stores.jobs.job(user, id).await? {
            let seen = seen.get(usize::from(job.variant));
            videos.push(evidence::video(person, &job, &entries, seen, &request.out).await?);
        }
    }
    let balance = sandbox.stores.ledger.balance(user).await?;
    let notices = evidence::notices(person, launched.card);
    Ok(Report {
        ok: false,
        fault: request.fault.map(FaultName::as_str),
        order: launched.order.to_string(),
        template: request.script.as_str(),
        credits: CreditsSeen {
            before,
            after: balance.available.get(),
            held: balance.held.get(),
        },
        videos,
        entries: entries.iter().map(evidence::entry).collect(),
        messages: evidence::messages(person, notices.len()),
        notices,
        effects: sandbox.world.count(),
        promises: Vec::new(),
        elapsed_ms: 0,
    })
}
