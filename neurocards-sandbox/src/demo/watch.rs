//! Watching an order until nothing of it changes any more.

use std::time::{Duration, Instant};

use neurocards_core::chat::card::Card;

use neurocards_core::ids::OrderId;
use neurocards_core::ports::{JobQueue, Unavailable};
use neurocards_core::work::stage::Stage;
use thiserror::Error;

/// The longest an order may take; the sandbox's own job deadline is shorter.
const SETTLED_WITHIN: Duration = Duration::from_mins(7);
/// How often the card is read.
const LOOK_EVERY: Duration = Duration::from_millis(60);

/// Why an order was not seen to its end.
#[derive(Debug, Error)]
pub enum Lost {
    /// The order has no card: it was not placed.
    #[error("the order was not placed")]
    NotPlaced,
    /// It took too long.
    #[error("the order was not settled within {} s", SETTLED_WITHIN.as_secs())]
    TooLate,
    /// The store is down.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// What was seen of one video.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// The stages, in the order in which they showed.
    pub(super) stages: Vec<Stage>,
    /// From the launch to the last of them.
    pub(super) elapsed: Duration,
}

/// Reads the card of `order` until it is settled, telling `tell` of every reading.
pub(super) async fn until_settled(
    jobs: &dyn JobQueue,
    order: OrderId,
    mut tell: impl FnMut(&Card),
) -> Result<(Card, Vec<Seen>), Lost> {
    let begun = Instant::now();
    let mut seen = Vec::new();
    while begun.elapsed() < SETTLED_WITHIN {
        if let Some(card) = jobs.card(order).await? {
            note(&mut seen, &card, begun.elapsed());
            tell(&card);
            if card.is_settled() {
                return Ok((card, seen));
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Err(if seen.is_empty() {
        Lost::NotPlaced
    } else {
        Lost::TooLate
    })
}

fn note(seen: &mut Vec<Seen>, card: &Card, elapsed: Duration) {
    seen.resize_with(card.videos.len(), || Seen {
        stages: Vec::new(),
        elapsed,
    });
    for (seen, video) in seen.iter_mut().zip(&card.videos) {
        let same = seen
            .stages
            .last()
            .is_some_and(|last| word(*last) == word(video.stage));
        if !same {
            seen.stages.push(video.stage);
            seen.elapsed = elapsed;
        }
    }
}

/// One word for a stage, for machines.
pub(super) const fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Queued { .. } => "queued",
        Stage::Writing => "writing",
        Stage::Preparing => "preparing",
        Stage::Rendering => "rendering",
        Stage::Retrying => "retrying",
        Stage::Waiting => "waiting",
        Stage::Ready => "ready",
        Stage::Delivered => "delivered",
        Stage::ToFetch => "to_fetch",
        Stage::Failed(_) => "failed",
        Stage::Cancelled => "cancelled",
    }
}
