//! The statement: what each entry was about, in the person's own things.

use neurocards_core::actor::Actor;
use neurocards_core::ids::{ChargeId, JobId};
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Entry, EntryKind};
use neurocards_core::page::Page;
use neurocards_core::work::order::VideoTitle;

use super::lists::page_of;
use crate::conversation::context::Context;
use crate::conversation::screen::{About, By, HistoryLine, Screen};

/// Lines of one page.
const ROWS: u16 = 8;
/// Characters of a product's headline in a line.
const HEADLINE_MAX: usize = 28;

/// The rows of page `page`, and one more to see whether another page follows.
pub(crate) fn history_page(page: u16) -> Page {
    page_of(page, ROWS)
}

/// The jobs that the entries name, and the charges of payments that moved.
pub fn named_in(entries: &[Entry]) -> (Vec<JobId>, Vec<ChargeId>) {
    let mut jobs: Vec<JobId> = entries.iter().filter_map(|entry| entry.job).collect();
    jobs.sort_unstable();
    jobs.dedup();
    let mut charges: Vec<ChargeId> = entries.iter().filter_map(charge).collect();
    charges.sort_unstable();
    charges.dedup();
    (jobs, charges)
}

pub(crate) fn history(page: u16, context: &Context<'_>) -> Screen {
    let entries = &context.found.entries;
    let shown = entries.iter().take(usize::from(ROWS));
    Screen::History {
        page,
        held: context.balance.held,
        lines: shown.map(|entry| line(entry, context)).collect(),
        more: entries.len() > usize::from(ROWS),
    }
}

/// The words for the operator stay out.
fn line(entry: &Entry, context: &Context<'_>) -> HistoryLine {
    HistoryLine {
        kind: entry.kind,
        by: By::of(&entry.actor),
        about: about(entry, context),
        amount: entry.amount,
        balance_after: entry.balance_after,
        at: entry.created_at,
    }
}

fn about(entry: &Entry, context: &Context<'_>) -> About {
    match entry.kind {
        EntryKind::Grant => gift(entry),
        EntryKind::Chargeback if matches!(entry.key, EntryKey::Correction(_)) => About::Correction,
        EntryKind::Purchase | EntryKind::Chargeback => payment(entry, context),
        EntryKind::Hold | EntryKind::Capture | EntryKind::Refund => video(entry, context),
    }
}

fn gift(entry: &Entry) -> About {
    if By::of(&entry.actor) == By::Operator {
        return About::Operator;
    }
    match &entry.key {
        EntryKey::Welcome(_) => About::Welcome,
        EntryKey::Promo(code, _) => About::Promo {
            code: code.to_string(),
        },
        EntryKey::RewardOfReferrer(_) => About::FriendBought,
        EntryKey::RewardOfFriend(_) => About::BroughtByFriend,
        EntryKey::RefundRefused(_) => About::RefundRefused,
        _ => About::Nothing,
    }
}

fn payment(entry: &Entry, context: &Context<'_>) -> About {
    let charge = charge(entry);
    let mut known = context.found.charges.iter();
    let payment = known.find(|payment| Some(&payment.charge) == charge.as_ref());
    payment.map_or(About::Nothing, |payment| About::Payment {
        price: payment.price,
    })
}

fn video(entry: &Entry, context: &Context<'_>) -> About {
    let mut known = context.found.titles.iter();
    let title = known.find(|title| Some(title.job) == entry.job);
    title.map_or(About::Nothing, About::video)
}

/// The charge of a purchase or of what was taken back.
fn charge(entry: &Entry) -> Option<ChargeId> {
    match &entry.key {
        EntryKey::Purchase(charge) | EntryKey::Chargeback(charge) | EntryKey::Reversal(charge) => {
            Some(charge.clone())
        }
        _ => None,
    }
}

impl By {
    const fn of(actor: &Actor) -> Self {
        match actor {
            Actor::System => Self::Program,
            Actor::User => Self::Owner,
            Actor::Admin(_) | Actor::Operator(_) => Self::Operator,
        }
    }
}

impl About {
    fn video(title: &VideoTitle) -> Self {
        Self::Video {
            headline: title.description.headline(HEADLINE_MAX),
            number: u16::from(title.variant) + 1,
            of: title.of,
        }
    }
}
